"""总览 Overview."""

from dashboard.pages.overview import show

show()
