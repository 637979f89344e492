"""A relay between a browser and a server that counts what really goes over the wire.

The browser's own figures leave out the headers of a request and show websocket messages as they
are before compression; a relay sees every byte.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from bench.serving import HOST, free_port

PIECE = 65536


class Relay:
    """Passes bytes on and counts them by direction."""

    def __init__(self, target: str) -> None:
        """Count for the server at `target`, an address like http://127.0.0.1:8501."""
        parts = urlsplit(target)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self.address = f"http://{HOST}:{free_port()}"
        self.received = 0  # by the browser
        self.sent = 0

    async def serve(self, started: threading.Event, stop: asyncio.Event) -> None:
        """Accept connections until told to stop."""
        port = int(urlsplit(self.address).port or 0)
        server = await asyncio.start_server(self._connection, HOST, port)
        async with server:
            started.set()
            await stop.wait()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(self._host, self._port)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass_on(reader, there_writer, inward=False),
                self._pass_on(there_reader, writer, inward=True),
            )

    async def _pass_on(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, inward: bool
    ) -> None:
        try:
            with suppress(OSError):  # the other side has gone
                while piece := await source.read(PIECE):
                    if inward:
                        self.received += len(piece)
                    else:
                        self.sent += len(piece)
                    target.write(piece)
                    await target.drain()
        finally:
            target.close()


@contextmanager
def relayed(target: str) -> Iterator[Relay]:
    """A relay to a server, in a thread of its own."""
    relay, started = Relay(target), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(_run(relay, started, stop),))
    thread.start()
    started.wait()
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _run(relay: Relay, started: threading.Event, stop: asyncio.Event) -> None:
    await relay.serve(started, stop)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
