"""Many visitors at once, and what server and visitors take while they are there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bench.load.client import visitor
from bench.load.people import PAGES, THINKING, Told, visit
from bench.load.server import Process
from bench.samples import Measured

ARRIVING = THINKING[1]  # people arrive over so many seconds
BROKEN = 10_000.0  # milliseconds: nobody would wait so long
STEP = 1.5


@dataclass(frozen=True)
class Wave:
    """People who were there at once; times are processor seconds a second."""

    users: int
    seconds: float
    told: Told
    memory_before: float
    memory_full: float
    memory_after: float
    busy: float
    busy_visitors: float
    spent: float

    @property
    def changes(self) -> tuple[float, ...]:
        """Milliseconds from a filter's change until all had arrived."""
        return tuple(run.seconds * 1000 for run in self.told.changed)

    @property
    def spent_a_run(self) -> float:
        """Milliseconds of processor time that the server spends on one run of a page."""
        return self.spent * 1000 / max(1, len(self.told.opened) + len(self.told.changed))

    @property
    def memory_of_one(self) -> float:
        """MiB that the server holds for one person."""
        return (self.memory_full - self.memory_before) / self.users


async def show_every_page(address: str) -> None:
    """Somebody comes first: what a server loads once is not what people wait for all day."""
    async with visitor(address) as page:
        for name in dict.fromkeys(PAGES):
            await page.open(name)


async def wave(
    address: str, server: Process, *, users: int, seconds: float, seed: int, settle: float
) -> Wave:
    """So many people come, stay for a while and leave; the server gets a moment to clear up."""
    told = Told()
    before, begin = server.memory(), time.perf_counter()
    spent, own = server.processor_seconds(), time.process_time()
    until = asyncio.get_running_loop().time() + seconds
    people = [
        visit(
            address, told, until=until, seed=seed * 1000 + number, delay=number * ARRIVING / users
        )
        for number in range(users)
    ]
    gone = asyncio.gather(*people)
    full = await _peak(server, gone)
    passed = time.perf_counter() - begin
    spent, own = server.processor_seconds() - spent, time.process_time() - own
    await asyncio.sleep(settle)
    return Wave(
        users, passed, told, before, full, server.memory(), spent / passed, own / passed,
        spent,
    )  # fmt: skip


async def _peak(server: Process, gone: asyncio.Future[list[None]]) -> float:
    """The most memory that the server held until all had gone."""
    most = server.memory()
    while not gone.done():
        await asyncio.sleep(0.5)
        most = max(most, server.memory())
    await gone
    return most


async def ramp(address: str, server: Process, *, first: int, seconds: float) -> AsyncIterator[Wave]:
    """More people from wave to wave, until some are refused or fail or wait too long."""
    users = first
    while True:
        one = await wave(address, server, users=users, seconds=seconds, seed=users, settle=12)
        yield one
        slow = not one.changes or Measured("", "ms", one.changes).p95 > BROKEN
        if slow or one.told.errors or one.told.refused:
            return
        users = int(users * STEP)
