"""Messages leave the server at once instead of waiting until the browser has confirmed the last.

A run of a page sends many small messages. TCP holds each back until the one before is confirmed,
and systems confirm after 40 ms; asyncio switches this off, but not for the sockets that uvicorn
makes, because they do not name their protocol.
"""

from __future__ import annotations

import socket
from asyncio import base_events

INTERNET = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> None:
    """Switch the waiting off for every connection made from now on."""
    base_events._set_nodelay = _without_delay  # type: ignore[attr-defined]


def _without_delay(sock: socket.socket) -> None:
    if sock.family in INTERNET and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
