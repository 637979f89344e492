"""The real server as a service starts it: what its log says, and what it asks of nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from bench.serving import HOST, ROOT, free_port
from launcher.place import Place
from tests.dashboard.api.conftest import fetch
from warehouse.connection import Warehouse

SECONDS_TO_START = 90
PRIVATE = "geheim-4711"


@pytest.fixture
def running(warehouse: Warehouse, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The server's address and the file of its log."""
    port, log = free_port(), tmp_path / "log"
    environ = {
        "RULE_OF_LAW_ADDRESS": HOST,
        "RULE_OF_LAW_PORT": str(port),
        "RULE_OF_LAW_LOG_FORMAT": "json",
        "RULE_OF_LAW_WAREHOUSE": str(warehouse.path.parent),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.web"],
            env={**os.environ, **environ}, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            end = time.monotonic() + SECONDS_TO_START
            while not Place(HOST, port).answers() and time.monotonic() < end:
                time.sleep(0.1)
            yield f"{HOST}:{port}", log
        finally:
            process.terminate()
            process.wait(timeout=30)


def test_every_line_is_json_and_holds_nothing_private(running: tuple[str, Path]) -> None:
    address, log = running
    fetch(f"http://{address}/explore?code={PRIVATE}", headers={"Cookie": f"session={PRIVATE}"})
    fetch(f"http://{address}/api/chart.csv?kind={PRIVATE}")
    with connect(f"ws://{address}/_stcore/stream?code={PRIVATE}") as socket:
        socket.send(f"no message of ours: {PRIVATE}".encode())
    while "WEBSOCKET" not in log.read_text(encoding="utf-8"):
        time.sleep(0.05)

    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0]["message"] == "serving"
    asked = [(line["method"], line["path"]) for line in lines if line["message"] == "request"]
    assert {("GET", "/explore"), ("GET", "/api/chart.csv"), ("WEBSOCKET", "/_stcore/stream")} <= {
        *asked
    }
    assert PRIVATE not in text
    assert HOST not in text


def test_nothing_is_told_to_the_makers_of_the_framework() -> None:
    """That no page asks another machine is watched by every browser test."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["showEmailPrompt"] is False
