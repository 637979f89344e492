"""法律援助 Legal aid."""

from dashboard.family_page import show

show("legal_aid")
