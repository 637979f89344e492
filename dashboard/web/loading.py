"""Loads the first page and checks the data while a browser still fetches what runs in it.

What pages and charts are made with takes seconds to import, and the server need not wait for it.
One thing at a time: packages that others are half way through importing break in odd places.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.errors import RuleOfLawDataError
from warehouse.paths import publish_folder
from warehouse.publish import current_version

_loading = threading.Lock()


def load_in_background(observe: Callable[[float], object]) -> None:
    """Begin; `observe` will be told the seconds of every query."""
    folder = publish_folder()
    threading.Thread(target=current_version, args=[folder], name="checking", daemon=True).start()
    threading.Thread(target=_load, args=[observe], name="loading", daemon=True).start()


def _load(observe: Callable[[float], object]) -> None:
    with _loading:
        importlib.import_module("dashboard.site")
        importlib.import_module("dashboard.pages.overview")
        importlib.import_module("warehouse.connection").observe_queries(observe)
    with suppress(RuleOfLawDataError):  # whoever opens a page is told
        importlib.import_module("dashboard.context").load_data()


class Later:
    """An application that is loaded when it is first asked for something."""

    def __init__(self, load: Callable[[], ASGIApp]) -> None:
        """Load it like this."""
        self._load = load

    @cached_property
    def _app(self) -> ASGIApp:
        with _loading:
            return self._load()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, however long the loading takes."""
        app = await run_in_threadpool(lambda: self._app)
        await app(scope, receive, send)
