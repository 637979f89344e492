"""社区矫正与安置帮教 Community correction and resettlement."""

from dashboard.family_page import show

show("corrections")
