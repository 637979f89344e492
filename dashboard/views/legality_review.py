"""合法性审查 Legality review."""

from dashboard.pages.family import show

show("legality_review")
