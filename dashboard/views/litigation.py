"""行政诉讼 Administrative litigation."""

from dashboard.pages.family import show

show("litigation")
