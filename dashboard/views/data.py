"""数据与来源 Data and sources."""

from dashboard.pages.data.page import show

show()
