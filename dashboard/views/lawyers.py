"""律师行业 Lawyers."""

from dashboard.family_page import show

show("lawyers")
