"""Starts the dashboard on a built warehouse: time until its first page stands, and memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserType

from bench.browser import launch, read, wait_until_settled
from bench.pages import new_page
from bench.samples import Measured
from bench.scale.builds import environ
from bench.scale.memory import MIB, tree_memory
from bench.serving import DASHBOARD, ROOT, served

FIRST_PAGE_AIM = 5.0
PATIENCE = 120_000  # milliseconds: what is too slow is to be measured, too


def measure_server(
    chromium: BrowserType, folder: Path, scratch: Path, *, times: int
) -> Iterator[Measured]:
    """Fresh servers, each with the first visitor of its life; the browser runs before."""
    starts = [_first_page(chromium, folder, scratch) for _ in range(times)]
    visible, finished, memory = zip(*starts, strict=True)
    yield Measured("server: start → first page, chart visible", "s", visible, FIRST_PAGE_AIM)
    yield Measured("server: start → first page, finished", "s", finished)
    yield Measured("server: memory with one page open", "MiB", memory)


def _first_page(chromium: BrowserType, folder: Path, scratch: Path) -> tuple[float, float, float]:
    """Seconds from the start of the server to the overview, and the server's memory then."""
    with launch(chromium) as browser:
        page = new_page(browser)
        began = time.perf_counter()
        log = scratch / "server.log"
        with served(DASHBOARD, folder=ROOT, log=log, environ=environ(folder)) as address:
            healthy = time.perf_counter() - began
            page.goto(address)
            wait_until_settled(page, when="stopwatch.chart > 0", patience=PATIENCE)
            chart, changed = (read(page, what) / 1000 for what in ("chart", "changed"))
            return healthy + chart, healthy + changed, _our_servers_memory() / MIB


def _our_servers_memory() -> float:
    """That of the servers which this process has started; the browser is not ours to count."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        return 0.0
    started = [int(child) for child in children.read_text().split()]
    return sum(tree_memory(child) for child in started if _is_server(child))


def _is_server(pid: int) -> bool:
    return b"streamlit" in Path(f"/proc/{pid}/cmdline").read_bytes()
