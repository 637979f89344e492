"""The address `api/metrics`; who may see it is decided at the entrance."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.api.code_version import code_version
from dashboard.api.places import API
from dashboard.web.metrics import Metrics
from dashboard.web.seats import Seats
from indicators.errors import RuleOfLawDataError
from warehouse.imports.history import read_history, standing
from warehouse.paths import publish_folder, user_data_folder
from warehouse.publish import current_version

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_route(metrics: Metrics, *, seats: Seats, prefix: str) -> BaseRoute:
    """The route of the page."""

    async def page(_request: Request) -> Response:
        metrics.sessions_limit.set(seats.most)
        text = await run_in_threadpool(_text, metrics)
        return Response(text, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    return Route(f"{prefix}{API}/metrics", page, methods=["GET"])


def _text(metrics: Metrics) -> bytes:
    try:
        version = current_version(publish_folder()) or ""
        metrics.imports.set(len(standing(read_history(user_data_folder()))))
    except (RuleOfLawDataError, OSError):
        LOG.exception("metrics")
        version = ""
    metrics.data_version.info({"data": version, "code": code_version()})
    return metrics.text()
