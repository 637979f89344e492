"""公共法律服务 Public legal services."""

from dashboard.pages.family import show

show("legal_services")
