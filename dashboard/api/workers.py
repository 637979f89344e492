"""Threads that draw for the addresses, few enough that the pages keep their share."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from dashboard.api.refusals import Refusal

RETRY_SECONDS = 5

T = TypeVar("T")


class Workers:
    """Some jobs at once, some waiting; one more is refused at once rather than kept waiting."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        """Start no thread yet."""
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="api")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    async def do(self, job: Callable[[], T]) -> T:
        """The result of a job; raises Refusal when too many others wait.

        A place is free again when its job has ended, even if nobody waits for the result.
        """
        if not self._places.acquire(blocking=False):
            headers = {"Retry-After": str(RETRY_SECONDS)}
            raise Refusal("busy", headers=headers, seconds=RETRY_SECONDS)
        future: Future[T] = self._threads.submit(job)
        future.add_done_callback(lambda _done: self._places.release())
        return await asyncio.wrap_future(future)
