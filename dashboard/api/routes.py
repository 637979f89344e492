"""The addresses `api/chart.…`, `api/live` and `api/ready`, beside the pages and with the same data.

They check nothing that the pages do not check: whoever may open a page may have its charts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.api import health
from dashboard.api.code_version import code_version
from dashboard.api.formats import FORMATS
from dashboard.api.orders import Order, read_order
from dashboard.api.places import API
from dashboard.api.refusals import Refusal
from dashboard.api.workers import Workers
from dashboard.charts.drawing import draw
from dashboard.context import Data, load_data
from dashboard.exports.image import ImageUnavailable
from dashboard.exports.names import file_name
from dashboard.exports.renderer import TABS
from dashboard.selection import shorten
from indicators.errors import RuleOfLawDataError

LOG = logging.getLogger(__name__)

READS = ("GET", "HEAD")
METHODS = [*READS, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
A_WEEK, A_MINUTE = 7 * 24 * 3600, 60
# An answer is looked at, never run: an SVG opened by itself may use its own fonts and styles.
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"
    ),
}
# One of the browser's tabs is always left to the pages. Sixty wait: ten people whose browsers ask
# for six pictures at once, about twenty seconds of drawing.
PICTURES = Workers(at_once=max(1, TABS - 1), waiting=60)
TABLES = Workers(at_once=2, waiting=60)

Handler = Callable[[Request], Awaitable[Response]]


def routes(*, prefix: str = "") -> list[BaseRoute]:
    """The routes; `prefix` is the path below which the pages are served, if any."""
    site = f"/{prefix.strip('/')}".rstrip("/")
    return [
        Route(f"{site}{API}/live", _guarded(live), methods=METHODS),
        Route(f"{site}{API}/ready", _guarded(ready), methods=METHODS),
        Route(f"{site}{API}/chart.{{suffix}}", _guarded(partial(chart, site)), methods=METHODS),
        Route(f"{site}{API}/{{rest:path}}", _guarded(nothing), methods=METHODS),
    ]


def _guarded(handler: Handler) -> Handler:
    """Answer whatever fails with a sentence; the log keeps the trace."""

    async def guarded(request: Request) -> Response:
        try:
            if request.method not in READS:
                raise Refusal("only_reads", headers={"Allow": ", ".join(READS)})
            answer = await handler(request)
        except Refusal as refusal:
            answer = refusal.answer()
        except Exception:
            LOG.exception("api")
            answer = Refusal("broken").answer()
        answer.headers.update(GUARDED)
        return answer

    return guarded


async def nothing(_request: Request) -> Response:
    """Any other address below `api`, which would show a page otherwise."""
    raise Refusal("unknown_address")


# ---------------------------------------------------------------- live and ready


async def live(_request: Request) -> Response:
    """That the server answers."""
    return _state(await run_in_threadpool(health.life))


async def ready(_request: Request) -> Response:
    """Whether there are data to show, and which."""
    return _state(await run_in_threadpool(health.readiness))


def _state(found: health.State) -> Response:
    return Response(
        json.dumps(found), media_type="application/json", headers={"Cache-Control": "no-store"}
    )


# ---------------------------------------------------------------- charts


async def chart(site: str, request: Request) -> Response:
    """A chart in a format; the sender's own copy is good as long as the tag is the same."""
    suffix = request.path_params["suffix"]
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise Refusal("unknown_format", suffix=shorten(suffix), known=known)
    order = read_order(suffix, request.query_params.multi_items())
    data = await run_in_threadpool(_data, order.version)
    address = f"{request.url.scheme}://{request.url.netloc}{site}"
    headers = {
        "ETag": order.tag(address, data.version, code_version()),
        "Cache-Control": f"private, max-age={A_WEEK if order.version else A_MINUTE}",
    }
    if _is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    workers = PICTURES if FORMATS[suffix].drawn else TABLES
    content, name = await workers.do(partial(_made, order, data, address))
    headers["Content-Disposition"] = _disposition(name, suffix)
    headers["Content-Language"] = order.words.pick("zh-CN", "en")
    return Response(content, media_type=FORMATS[suffix].media_type, headers=headers)


def _data(version: str | None) -> Data:
    """The data of a version or the current ones, which must be there in any case."""
    try:
        current = load_data()
    except RuleOfLawDataError as error:
        LOG.exception("no data")
        raise Refusal("no_warehouse") from error
    try:
        return load_data(version) if version else current
    except RuleOfLawDataError as error:
        raise Refusal("unknown_version", version=shorten(version or "")) from error


def _made(order: Order, data: Data, site: str) -> tuple[bytes, str]:
    """The file of an order and its name."""
    drawn = draw(order.recipe, data, order.words)
    if drawn is None:
        raise Refusal("nothing_to_show")
    wanted = FORMATS[order.suffix]
    variant = "A4" if wanted.sized and order.preset.name == "a4" else ""
    name = file_name(drawn.chart, drawn.context, suffix=order.suffix, variant=variant)
    try:
        return wanted.make(drawn, order, site), name
    except ImageUnavailable as error:
        LOG.exception("no picture")
        raise Refusal("no_picture") from error


def _is_known(tag: str, sent: str) -> bool:
    """Whether the sender has what would be answered."""
    return sent.strip() == "*" or tag in (part.strip() for part in sent.split(","))


def _disposition(name: str, suffix: str) -> str:
    """Shown where it is embedded; saved under the name that the page's own download has."""
    return f"inline; filename=\"chart.{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
