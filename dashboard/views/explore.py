"""指标对比 Explore."""

from dashboard.explore_page import show

show()
