"""The page at the address of 导入报告 for whoever may not edit: why not."""

from dashboard.access.sign_in import show_closed

show_closed()
