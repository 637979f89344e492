"""Does beforehand what the first visitor of a server would wait for, while a browser starts."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

from dashboard.context import load_data
from indicators.errors import RuleOfLawDataError

# the modules of the pages that open first; they bring the drawing of charts with them
PAGES = ("dashboard.pages.overview", "dashboard.pages.family")


def warm_up() -> None:
    """Return at once; what cannot be read now, the pages will speak of."""
    Thread(target=_warm_up, name="warming", daemon=True).start()


def _warm_up() -> None:
    for page in PAGES:
        import_module(page)
    try:
        load_data()
    except (RuleOfLawDataError, OSError):
        return
