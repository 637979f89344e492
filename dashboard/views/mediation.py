"""调解 Mediation."""

from dashboard.pages.family import show

show("mediation")
