"""行政复议 Administrative reconsideration."""

from dashboard.family_page import show

show("reconsideration")
