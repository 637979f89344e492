"""法治政府建设 Rule-of-law government."""

from dashboard.pages.family import show

show("governance")
