"""行政复议 Administrative reconsideration."""

from dashboard.pages.family import show

show("reconsideration")
