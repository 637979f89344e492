"""Starts the server, opens a browser on its address, and stops it with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import types
import webbrowser
from collections.abc import Mapping

from launcher.environment import ROOT
from launcher.place import Place

SECONDS_TO_STOP = 10
SECONDS_TO_START = 120


def run(serving: list[str], environ: Mapping[str, str], where: Place, *, open_browser: bool) -> int:
    """Run the server until it ends; Ctrl-C and a request to terminate end it quietly."""
    signal.signal(signal.SIGTERM, interrupt)
    server = start(serving, environ)
    try:
        if open_browser and has_screen(os.environ):
            watch = threading.Thread(target=show, args=(server, where), daemon=True)
            watch.start()
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        stop(server)


def start(serving: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the server; Ctrl-C, which reaches it as well, ends it without a word of its own.

    It inherits that the signal is ignored, sets its own handler while it serves, and falls back
    to what it inherited when it has ended in order.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(serving, cwd=ROOT, env=environ)
    finally:
        signal.signal(signal.SIGINT, before)


def has_screen(environ: Mapping[str, str], *, platform: str = sys.platform) -> bool:
    """Tell whether there is a screen on which a browser could open."""
    if not platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show(server: subprocess.Popen[bytes], where: Place) -> None:
    """Open the dashboard in the person's browser as soon as the server answers."""
    end = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < end:
        if where.answers():
            webbrowser.open(where.address)
            return
        time.sleep(0.2)


def interrupt(_number: int, _frame: types.FrameType | None) -> None:
    """Treat a request to terminate like Ctrl-C."""
    raise KeyboardInterrupt


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and end it if it does not."""
    server.terminate()
    try:
        server.wait(timeout=SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()
