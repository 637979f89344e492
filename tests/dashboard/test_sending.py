from __future__ import annotations

import asyncio
import socket
from asyncio import base_events

import pytest

from dashboard.sending import send_at_once
from tests import event_loop


async def _waits_to_send() -> bool:
    """Whether a connection to a server that listens as uvicorn does holds small messages back."""
    found: list[bool] = []

    def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours = writer.get_extra_info("socket")
        found.append(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0)
        writer.close()

    listening = socket.socket()  # names no protocol
    listening.bind(("127.0.0.1", 0))
    async with await asyncio.start_server(connected, sock=listening):
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        await reader.read()
        writer.close()
    return found[0]


def test_messages_do_not_wait_for_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    before = event_loop.run(_waits_to_send())

    send_at_once()

    assert not event_loop.run(_waits_to_send())
    assert before, "asyncio does it by itself now: dashboard/sending.py can go"
