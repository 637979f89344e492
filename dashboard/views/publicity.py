"""普法宣传 Legal publicity."""

from dashboard.pages.family import show

show("publicity")
