"""简报."""

from dashboard.pages.briefing.page import show

show()
