"""社区矫正与安置帮教 Community correction and resettlement."""

from dashboard.pages.family import show

show("corrections")
