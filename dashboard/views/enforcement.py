"""行政执法监督 Enforcement and its supervision."""

from dashboard.pages.family import show

show("enforcement")
