"""The real command: pages and addresses from one server, below a prefix; Ctrl-C ends it quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.serving import HOST, free_port
from dashboard.api.addresses import chart_address
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports import tables
from dashboard.words import Language
from launcher import commands, server
from launcher.place import chosen as chosen_place
from launcher.place import place_of
from tests.dashboard.api.conftest import fetch
from warehouse.connection import Warehouse

SECONDS_TO_START = 90


@pytest.fixture
def running(
    served: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The site's address and its process."""
    del served
    monkeypatch.setenv("RULE_OF_LAW_BASE_PATH", "/figures/")
    options = commands.parse(["--host", HOST, "--port", str(free_port())])
    environ = os.environ | chosen_place(options)
    where = place_of(Path(sys.executable), environ)
    process = server.start([sys.executable, *commands.SERVER], environ)
    end = time.monotonic() + SECONDS_TO_START
    while not where.answers() and time.monotonic() < end and process.poll() is None:
        time.sleep(0.1)
    yield where.address, process
    server.stop(process)


def test_one_server_has_pages_and_addresses(
    running: tuple[str, subprocess.Popen[bytes]],
    served: Warehouse,
    charts: dict[str, Chart],
    chosen: Context,
    capfd: pytest.CaptureFixture[str],
) -> None:
    site, process = running
    assert fetch(f"{site}/api/ready").json["data_version"] == served.version
    page = fetch(f"{site}/explore")
    assert page.headers["Content-Type"].startswith("text/html")
    address = chart_address(
        charts["series"].recipe, suffix="csv", language=Language.ZH, base=f"{site}/explore"
    )
    assert fetch(address).body == tables.csv_bytes(charts["series"], chosen)
    assert fetch(f"{site}/_stcore/health").body == b"ok"
    assert fetch(f"{site}/api/other").json["error"] == "unknown_address"
    if os.name == "posix":
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert capfd.readouterr().err == ""
