"""Measures how long a page takes to answer a change, from the messages that pass by.

Streamlit counts sessions but not the runs of a page; its browser asks for a run with one message
and is told with another that it has ended. Parts of a page that run alone count, too.
"""

from __future__ import annotations

import time

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.web.metrics import Metrics

SMALL = 256  # bytes: the message that a run has ended is shorter, pictures and tables are not read
RESULTS = {
    ForwardMsg.FINISHED_SUCCESSFULLY: "whole",
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY: "part",
    ForwardMsg.FINISHED_EARLY_FOR_RERUN: "overtaken",
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR: "failed",
}


class Conversations:
    """Looks at the messages of every open page."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """Stand before `app`."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow one page until it is closed."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        asked: list[float] = []  # when the oldest change came that has no answer yet

        async def heard() -> Message:
            message = await receive()
            if not asked and _asks(message.get("bytes") or b""):
                asked.append(time.perf_counter())
            return message

        async def told(message: Message) -> None:
            if result := _result(message.get("bytes") or b""):
                self._metrics.runs.labels(result).inc()
                if asked and result != "overtaken":
                    self._metrics.run_seconds.observe(time.perf_counter() - asked.pop())
            await send(message)

        self._metrics.sessions.inc()
        try:
            await self._app(scope, heard, told)
        finally:
            self._metrics.sessions.dec()


def _asks(sent: bytes) -> bool:
    """Whether the browser asks for a run."""
    try:
        return bool(sent) and BackMsg.FromString(sent).WhichOneof("type") == "rerun_script"
    except DecodeError:
        return False  # the server behind us refuses it


def _result(sent: bytes) -> str:
    """How a run ended, if that is what the message says."""
    if not 0 < len(sent) <= SMALL:
        return ""
    message = ForwardMsg.FromString(sent)
    if message.WhichOneof("type") != "script_finished":
        return ""
    return RESULTS[message.script_finished]
