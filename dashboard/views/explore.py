"""指标对比 Explore."""

from dashboard.pages.explore.page import show

show()
