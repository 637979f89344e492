"""A web server of ours before an application that answers everything in one line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.web.composition import WebServer
from dashboard.web.options import WebOptions
from tests import event_loop

Visitor = Callable[..., "Person"]
Web = Callable[..., WebServer]
HERE = "127.0.0.1"
STREAM = "/_stcore/stream"


async def behind(request: Request) -> Response:
    """What stands for Streamlit."""
    answer = PlainTextResponse(f"behind: {request.url.path}")
    answer.set_cookie("theirs", "1")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.receive_bytes()
    except WebSocketDisconnect:
        return


@dataclass
class Person:
    """Somebody who asks a server, with cookies of their own."""

    app: Starlette
    address: str
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes them
        return event_loop.run(self.ask("GET", path, **more))

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
        transport = httpx.ASGITransport(self.app, client=(self.address, 50000))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://site", cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **more)
        self.cookies.update(answer.cookies)
        return answer

    @asynccontextmanager
    async def page_open(self) -> AsyncIterator[list[Message]]:
        """A websocket that is open meanwhile; yields what the server says to it."""
        heard: asyncio.Queue[Message] = asyncio.Queue()
        said: list[Message] = []
        answered = asyncio.Event()

        async def send(message: Message) -> None:
            said.append(message)
            answered.set()

        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "websocket", "path": STREAM, "raw_path": STREAM.encode(), "query_string": b"",
            "root_path": "", "scheme": "ws", "subprotocols": [], "client": (self.address, 1),
            "headers": [(b"cookie", cookies.encode())], "server": ("site", 80),
            "extensions": {"websocket.http.response": {}},
        }  # fmt: skip
        await heard.put({"type": "websocket.connect"})
        task = asyncio.create_task(self.app(scope, heard.get, send))
        await answered.wait()
        yield said
        await heard.put({"type": "websocket.disconnect", "code": 1000})
        await task


@pytest.fixture
def web() -> Web:
    """A server with options that differ from the default ones."""
    return lambda **options: WebServer.of(WebOptions(**options))


@pytest.fixture
def visitor() -> Visitor:
    """Asks a server, from this machine unless told otherwise."""

    def ask(web: WebServer, *, client: str = HERE) -> Person:
        inner = [
            *web.routes,
            WebSocketRoute(STREAM, stream),
            Route("/{rest:path}", behind, methods=["GET", "PUT"]),
        ]
        return Person(Starlette(routes=inner, middleware=web.middleware), client)

    return ask
