"""区县档案 District profile."""

from dashboard.pages.district.page import show

show()
