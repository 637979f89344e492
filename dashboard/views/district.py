"""区县档案 District profile."""

from dashboard.district_page import show

show()
