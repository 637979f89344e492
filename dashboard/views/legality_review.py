"""合法性审查 Legality review."""

from dashboard.family_page import show

show("legality_review")
