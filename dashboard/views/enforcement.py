"""行政执法监督 Enforcement and its supervision."""

from dashboard.family_page import show

show("enforcement")
