"""The server: the pages of app.py and, beside and before them, what dashboard/web adds.

`python run.py` and `python -m dashboard.web` start it with `streamlit run asgi.py`;
`streamlit run app.py` has the pages alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool

from dashboard.api import addresses
from dashboard.api.routes import routes
from dashboard.exports.renderer import stop_renderer
from dashboard.sending import send_at_once
from dashboard.web.composition import WebServer, options_of
from settings.reading import or_exit
from settings.server import streamlit_secrets


@asynccontextmanager
async def _running(_app: st.App) -> AsyncIterator[None]:
    """End the browser that draws pictures: asked to end, this server runs no exit handlers."""
    server.start()
    yield
    await run_in_threadpool(stop_renderer)


settings = or_exit()
server = WebServer.of(options_of(settings, prefix=st.get_option("server.baseUrlPath") or ""))
addresses.serve()
send_at_once()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[*server.routes, *routes(prefix=server.options.prefix)],
    middleware=server.middleware,
    secrets=streamlit_secrets(settings),
    lifespan=_running,
)
