"""数据与来源 Data and sources."""

from dashboard.data_page import show

show()
