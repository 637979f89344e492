"""总览 Overview."""

from dashboard.overview_page import show

show()
