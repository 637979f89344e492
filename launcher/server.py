"""Starts the server on an address that is free, opens a browser there, and stops it with us."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import types
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from launcher.environment import ROOT, child_environment
from launcher.problems import Problem

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not listened on
SECONDS_TO_STOP = 10
SECONDS_TO_START = 120


def check_port(host: str, port: int) -> None:
    """Raise a Problem unless a server could listen there now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise not_ours(host) from error
    results = {bind_error(family, target) for family, _, _, _, target in found}
    if errno.EADDRINUSE in results or answers(host, port):
        other = 8502 if port == 8501 else 8501
        raise Problem(
            f"端口 {port} 已被占用（也许看板已经打开）：请换一个端口，例如 --port {other}。",
            f"Port {port} is taken (perhaps the dashboard is running already):"
            f" use another one, such as --port {other}.",
        )
    if errno.EACCES in results:
        raise Problem(
            f"系统不允许使用端口 {port}：请换一个大于 1024 的端口，例如 --port 8501。",
            f"The system does not allow port {port}: use one above 1024, such as --port 8501.",
        )
    # A machine may lack one of the address families that "localhost" stands for.
    if None not in results:
        raise not_ours(host)


def not_ours(host: str) -> Problem:
    """Say that the address is not one of this machine's."""
    return Problem(
        f"本机没有 {host} 这个地址：请检查 --host，或省略它（localhost）。",
        f"This machine has no address {host}: check --host, or leave it out (localhost).",
    )


def bind_error(family: int, target: tuple[object, ...]) -> int | None:
    """Return the system's error number for listening there, None where it works."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                # As the server does: connections that are just closing do not count. On Windows
                # the same option would share a port that is taken.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        return error.errno
    return None


def answers(host: str, port: int) -> bool:
    """Tell whether somebody answers there; macOS lets two servers bind one port."""
    try:
        socket.create_connection((host, port), timeout=0.3).close()
    except OSError:
        return False
    return True


def address(host: str, port: int) -> str:
    """Return the address to open on this machine."""
    name = "localhost" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def command(python: Path, *, host: str, port: int) -> list[str]:
    """Return the command that serves the dashboard and its stable addresses."""
    options = {
        "server.address": host,
        "server.port": str(port),
        # It opens no browser for an application with addresses of its own: we do.
        "server.headless": "true",
        # Streamlit's greeting, which asks for an e-mail address, and its statistics.
        "server.showEmailPrompt": "false",
        "logger.hideWelcomeMessage": "true",
        "browser.gatherUsageStats": "false",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(python), "-m", "streamlit", "run", "asgi.py", *words]


def run(serving: list[str], *, host: str, port: int, open_browser: bool) -> int:
    """Run the server until it ends; Ctrl-C and a request to terminate end it quietly."""
    signal.signal(signal.SIGTERM, interrupt)
    server = start(serving)
    try:
        if open_browser and has_screen(os.environ):
            watch = threading.Thread(target=show, args=(server, host, port), daemon=True)
            watch.start()
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        stop(server)


def start(serving: list[str]) -> subprocess.Popen[bytes]:
    """Start the server; Ctrl-C, which reaches it as well, ends it without a word of its own.

    It inherits that the signal is ignored, sets its own handler while it serves, and falls back
    to what it inherited when it has ended in order.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(serving, cwd=ROOT, env=child_environment())
    finally:
        signal.signal(signal.SIGINT, before)


def has_screen(environ: Mapping[str, str], *, platform: str = sys.platform) -> bool:
    """Tell whether there is a screen on which a browser could open."""
    if not platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Open the dashboard in the person's browser as soon as the server answers."""
    end = time.monotonic() + SECONDS_TO_START
    name = "localhost" if host in EVERYWHERE else host
    while server.poll() is None and time.monotonic() < end:
        if answers(name, port):
            webbrowser.open(address(host, port))
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
