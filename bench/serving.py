"""Starts Streamlit servers on free ports and stops them; for the browser tests too."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DASHBOARD = ROOT / "asgi.py"
HOST = "127.0.0.1"
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 10.0


class ServerFailed(Exception):
    """The server did not come up; the message holds the end of its output."""


@contextmanager
def served(
    script: Path, *, folder: Path, log: Path, environ: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a script or an application from a folder and yield its address.

    The folder's configuration holds.
    """
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(script, port),
            cwd=folder,
            env=os.environ | {"PYTHONUTF8": "1"} | dict(environ or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://{HOST}:{port}"
            _wait_until_healthy(address, process, log)
            yield address
        finally:
            _stop(process)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _command(script: Path, port: int) -> list[str]:
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(script), *words]


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310 - our own
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.05)
    output = log.read_text(encoding="utf-8", errors="replace")
    raise ServerFailed(f"The server did not start:\n{output[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
