"""The server: the pages of app.py and, beside and before them, what dashboard/web adds.

`python -m dashboard.web`, which `python run.py` runs as well, starts it;
`streamlit run app.py` has the pages alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from dashboard.api import places
from dashboard.downloads import keep_downloads
from dashboard.sending import send_at_once
from dashboard.web.composition import WebServer, options_of
from dashboard.web.loading import Later
from settings.reading import or_exit
from settings.server import streamlit_secrets


@asynccontextmanager
async def _running(_app: st.App) -> AsyncIterator[None]:
    """End the browser that draws pictures: asked to end, this server runs no exit handlers."""
    server.start()
    yield
    await run_in_threadpool(_stop_renderer)


# Both take long to load, and neither is needed before the first page stands: see web/loading.py.


def _stop_renderer() -> None:
    from dashboard.exports.renderer import stop_renderer

    stop_renderer()


def _api() -> ASGIApp:
    from dashboard.api.routes import routes

    return Router(routes(prefix=server.options.prefix))


settings = or_exit()
server = WebServer.of(options_of(settings, prefix=st.get_option("server.baseUrlPath") or ""))
places.serve()
send_at_once()
keep_downloads()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[
        *server.routes,
        Route(f"{server.options.prefix}{places.API}/{{rest:path}}", Later(_api)),
    ],
    middleware=server.middleware,
    secrets=streamlit_secrets(settings),
    lifespan=_running,
)
