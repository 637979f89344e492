"""The server: the pages of app.py and, beside them, the addresses of dashboard/api.

`python run.py` starts it with `streamlit run asgi.py`; `streamlit run app.py` has the pages alone.
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


@asynccontextmanager
async def _running(_app: st.App) -> AsyncIterator[None]:
    """End the browser that draws pictures: asked to end, this server runs no exit handlers."""
    yield
    await run_in_threadpool(stop_renderer)


addresses.serve()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=routes(prefix=st.get_option("server.baseUrlPath") or ""),
    lifespan=_running,
)
