"""行政诉讼 Administrative litigation."""

from dashboard.family_page import show

show("litigation")
