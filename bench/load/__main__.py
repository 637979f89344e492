"""`python -m bench.load --users 50 --seconds 120`: as many people at once, and what each waits.

`--ramp` adds people until it breaks, and says how. The visitors are programs on the same machine
and take their share of its processors; how much is in the table.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.load.crowd import Wave, ramp, show_every_page, wave
from bench.load.server import child
from bench.samples import Measured, table
from bench.serving import DASHBOARD, ROOT, served
from warehouse.build import build

AIM = 1500.0  # milliseconds
# sessions whose page is closed are kept for a while; here shorter than the usual two minutes
KEPT = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Start a server, send the people, print what they and the server report."""
    options = _parser().parse_args(arguments)
    print(f"{os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}\n")
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        _server(Path(folder), options) as at,
    ):
        if options.ramp:
            return asyncio.run(_ramp(at, options))
        waves = asyncio.run(_waves(at, options))
    print(table(_measured(waves[0])))
    print(_report(waves))
    failed = any(one.told.errors or one.told.refused for one in waves)
    return 1 if failed else 0


async def _waves(address: str, options: argparse.Namespace) -> list[Wave]:
    """The people come, leave, and come again: memory must not grow from wave to wave."""
    await show_every_page(address)
    waves = []
    for number in range(options.waves):
        waves.append(
            await wave(
                address, child(address), users=options.users, seconds=options.seconds,
                seed=options.seed + number, settle=2 * KEPT,
            )
        )  # fmt: skip
    return waves


async def _ramp(address: str, options: argparse.Namespace) -> int:
    await show_every_page(address)
    async for one in ramp(address, child(address), first=options.users, seconds=options.seconds):
        changes = Measured("", "ms", one.changes) if one.changes else None
        waited = f"p50 {changes.median:6.0f} ms, p95 {changes.p95:6.0f} ms" if changes else "-"
        print(
            f"{one.users:4} people: {waited}, {len(one.told.changed)} changes, "
            f"{one.told.refused} refused, {one.told.errors.total()} errors, "
            f"{one.busy:.0%} of a processor, {one.memory_full:.0f} MiB",
            flush=True,
        )
        for text, count in one.told.errors.most_common(3):
            print(f"       {count} × {text}", flush=True)
    return 0


def _measured(first: Wave) -> list[Measured]:
    opened = tuple(run.seconds * 1000 for run in first.told.opened)
    charts = tuple(run.chart * 1000 for run in first.told.changed if run.chart)
    sizes = tuple(run.size / 1000 for run in first.told.changed)
    measured = [
        Measured("page opened → all of it arrived", "ms", opened),
        Measured("filter changed → first chart arrived", "ms", charts),
        Measured("filter changed → all of it arrived (aim: p95 ≤ 1500)", "ms", first.changes),
        Measured("    size of what arrived", "kB", sizes),
    ]
    return [one for one in measured if one.values]


def _report(waves: Sequence[Wave]) -> str:
    lines = []
    for number, one in enumerate(waves, start=1):
        p95 = Measured("", "ms", one.changes).p95 if one.changes else math.inf
        lines += [
            "",
            f"wave {number}: {one.users} people, {len(one.told.changed)} changes in "
            f"{one.seconds:.0f} s, p95 {p95:.0f} ms{'' if p95 <= AIM else ' (NOT reached)'}, "
            f"{one.told.errors.total()} errors, {one.told.refused} refused",
            f"    processors: server {one.busy:.0%}, visitors {one.busy_visitors:.0%} of one; "
            f"{one.spent_a_run:.0f} ms of it a run of a page",
            f"    memory: {one.memory_before:.0f} MiB before, {one.memory_full:.0f} full "
            f"({one.memory_of_one:.1f} a person), {one.memory_after:.0f} after they left",
        ]
        lines += [f"    {count} × {text}" for text, count in one.told.errors.most_common(5)]
    return "\n".join(lines)


@contextmanager
def _server(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """A server of its own, on a warehouse of its own unless one is named."""
    warehouse = options.warehouse or folder / "warehouse"
    if options.warehouse is None:
        build(folder=warehouse)
    environ = {
        "RULE_OF_LAW_WAREHOUSE": str(warehouse),
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(KEPT),
    }
    with served(DASHBOARD, folder=ROOT, log=folder / "server.log", environ=environ) as address:
        time.sleep(1)
        yield address
    text = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    if "Traceback" in text:
        print(f"The server's log has a trace:\n{text[-3000:]}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--users", type=int, default=50, help="people at once")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long a wave lasts")
    parser.add_argument("--waves", type=int, default=2, help="how often they come")
    parser.add_argument("--ramp", action="store_true", help="add people until it breaks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--warehouse", type=Path, help="a folder with a built warehouse")
    return parser


if __name__ == "__main__":
    sys.exit(main())
