"""普法宣传 Legal publicity."""

from dashboard.family_page import show

show("publicity")
