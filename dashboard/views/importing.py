"""导入报告."""

from dashboard.pages.importing.page import show

show()
