"""律师行业 Lawyers."""

from dashboard.pages.family import show

show("lawyers")
