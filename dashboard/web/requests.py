"""Notes every request and every open page: in the log and in the metrics."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.logs import REQUEST_ID
from dashboard.web.metrics import Metrics
from dashboard.web.options import LoggedAddress, WebOptions

LOG = logging.getLogger(__name__)
ID = "x-request-id"
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# what is in such a path names a session or a file of somebody: the log keeps the beginning
PRIVATE = ("/_stcore/upload_file/", "/media/")
SWITCHED, NO_ANSWER = 101, 499


class Noted:
    """One line for each request when it is answered, for each page when it is closed."""

    def __init__(self, app: ASGIApp, *, options: WebOptions, metrics: Metrics) -> None:
        """Stand before `app`."""
        self._app = app
        self._options = options
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure what comes back."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        token = REQUEST_ID.set(_request_id(Headers(scope=scope)))
        answer = _Answer(send)
        start = time.perf_counter()
        try:
            await self._app(scope, receive, answer.send)
        finally:
            self._note(scope, answer, time.perf_counter() - start)
            REQUEST_ID.reset(token)

    def _note(self, scope: Scope, answer: _Answer, seconds: float) -> None:
        path = logged_path(scope["path"].removeprefix(self._options.prefix))
        if scope["type"] == "http":
            self._metrics.answered(path, answer.status, seconds)
        fields: dict[str, Any] = {
            "method": scope.get("method", "WEBSOCKET"),
            "path": path,
            "status": answer.status,
            "bytes": answer.size,
            "milliseconds": round(seconds * 1000, 1),
        }
        if client := self._client(scope):
            fields["client"] = client
        LOG.info("request", extra=fields)

    def _client(self, scope: Mapping[str, Any]) -> str:
        client = scope.get("client")
        return logged_address(client[0], self._options.log_address) if client else ""


class _Answer:
    """What went back, counted on its way."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = NO_ANSWER
        self.size = 0

    async def send(self, message: Message) -> None:
        """Count and pass on."""
        match message["type"]:
            case "http.response.start" | "websocket.http.response.start":
                self.status = message["status"]
                MutableHeaders(scope=message)[ID] = REQUEST_ID.get()
            case "websocket.accept":
                self.status = SWITCHED
        self.size += len(message.get("body", b"")) + len(message.get("bytes") or b"")
        await self._send(message)


def _request_id(headers: Headers) -> str:
    """The one that a proxy gave, otherwise a new one."""
    given = headers.get(ID, "")
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def logged_path(path: str) -> str:
    """A path without what is private or without end.

    >>> logged_path("/media/1234.xlsx"), logged_path("/_stcore/upload_file/a/b")
    ('/media/*.xlsx', '/_stcore/upload_file/*')
    """
    for start in PRIVATE:
        if path.startswith(start):
            _, dot, suffix = path.removeprefix(start).rpartition(".")
            return f"{start}*{dot}{suffix if dot else ''}"
    return path[:200]


def logged_address(address: str, how: LoggedAddress) -> str:
    """As much of an address as the log keeps.

    >>> logged_address("192.0.2.77", LoggedAddress.NETWORK)
    '192.0.2.0/24'
    """
    try:
        version = ip_address(address).version
    except ValueError:
        return ""
    match how:
        case LoggedAddress.FULL:
            return address
        case LoggedAddress.NETWORK:
            return str(ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))
        case LoggedAddress.NONE:
            return ""
