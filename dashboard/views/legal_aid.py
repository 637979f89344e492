"""法律援助 Legal aid."""

from dashboard.pages.family import show

show("legal_aid")
