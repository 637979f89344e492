"""调解 Mediation."""

from dashboard.family_page import show

show("mediation")
