"""法治政府建设 Rule-of-law government."""

from dashboard.family_page import show

show("governance")
