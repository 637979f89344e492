"""How many people may be here at once; who comes later is told so at once instead of waiting.

A browser that has a page open may open more and reload, up to a reserve beyond the limit: pages
that are open go on.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.web.metrics import Metrics

COOKIE = "fazhi_seat"
STREAM = "/_stcore/stream"
RETRY_SECONDS = 30
MEBIBYTE = 2**20
FOR_THE_SERVER = 800 * MEBIBYTE
A_SESSION = 15 * MEBIBYTE
FEWEST = 10


class Seats:
    """Open pages by the browser that has them open."""

    def __init__(self, most: int) -> None:
        """Seat so many, but never more than the memory holds."""
        self.most = min(most, sessions_in_memory(memory_bytes()))
        self.reserve = max(2, self.most // 10)
        self.retry_seconds = RETRY_SECONDS
        self._open: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """How many pages are open."""
        return self._open.total()

    def has_place(self, cookies: Mapping[str, str]) -> bool:
        """Whether a browser may open a page now."""
        known = self._open[cookies.get(COOKIE, "")] > 0
        return self.taken < self.most + (self.reserve if known else 0)

    def take(self, name: str) -> None:
        """A page of a browser is open."""
        self._open[name] += 1

    def leave(self, name: str) -> None:
        """It is closed."""
        self._open[name] -= 1
        self._open += Counter()  # drops the names that have no page open

    def give_name(self, request: Request, answer: Response, *, path: str) -> None:
        """Give a browser that has none a name that says nothing and ends with the browser."""
        if COOKIE not in request.cookies:
            answer.set_cookie(
                COOKIE, secrets.token_urlsafe(12), path=path, httponly=True, samesite="lax"
            )


class Seating:
    """Counts websockets and refuses one for which there is no seat."""

    def __init__(self, app: ASGIApp, *, seats: Seats, prefix: str, metrics: Metrics) -> None:
        """Stand before `app`."""
        self._app = app
        self._metrics = metrics
        self._seats = seats
        self._stream = f"{prefix}{STREAM}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what has a seat."""
        if scope["type"] != "websocket" or scope["path"] != self._stream:
            await self._app(scope, receive, send)
            return
        cookies = HTTPConnection(scope).cookies
        if not self._seats.has_place(cookies):
            self._metrics.refused.inc()
            await _refuse(scope, send, self._seats.retry_seconds)
            return
        name = cookies.get(COOKIE, "")
        self._seats.take(name)
        try:
            await self._app(scope, receive, send)
        finally:
            self._seats.leave(name)


async def _refuse(scope: Scope, send: Send, retry_seconds: int) -> None:
    """Refuse the handshake, with a reason where the server can send one."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1013})  # try again later
        return
    headers = [(b"retry-after", str(retry_seconds).encode()), (b"content-length", b"0")]
    await send({"type": "websocket.http.response.start", "status": 503, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


def sessions_in_memory(memory: int) -> int:
    """How many sessions fit beside the server itself.

    >>> sessions_in_memory(4 * 2**30), sessions_in_memory(2**29)
    (219, 10)
    """
    return max(FEWEST, (memory - FOR_THE_SERVER) // A_SESSION)


def memory_bytes() -> int:
    """What this process may use: the limit of its control group, or the machine's memory."""
    limits = (Path("/sys/fs/cgroup/memory.max"), Path("/proc/meminfo"))
    found = [_limit(file.read_text(encoding="ascii")) for file in limits if file.is_file()]
    return min((limit for limit in found if limit), default=4 * 2**30)


def _limit(text: str) -> int:
    """The number of bytes in either file; 0 for no limit."""
    words = text.split()
    if words[0] == "MemTotal:":
        return int(words[1]) * 1024
    return int(words[0]) if words[0].isdigit() else 0
