"""公共法律服务 Public legal services."""

from dashboard.family_page import show

show("legal_services")
