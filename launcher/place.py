"""Where the dashboard is served: what the command line says, and otherwise the settings."""

from __future__ import annotations

import argparse
import errno
import json
import os
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher.environment import ROOT
from launcher.problems import Problem

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not listened on
# The names of this machine for itself; settings/model.py has them too, but needs packages.
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Place:
    """The address and port to listen on, and the path below which the pages stand."""

    host: str
    port: int
    path: str = ""

    @property
    def name(self) -> str:
        """What this machine calls the address."""
        return "localhost" if self.host in EVERYWHERE else self.host

    @property
    def address(self) -> str:
        """What to open on this machine."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return f"http://{name}:{self.port}" + (f"/{self.path}" if self.path else "")

    def answers(self) -> bool:
        """Tell whether somebody answers there."""
        try:
            socket.create_connection((self.name, self.port), timeout=0.3).close()
        except OSError:
            return False
        return True

    def check_port(self) -> None:
        """Raise a Problem unless a server could listen there now."""
        try:
            found = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )
        except OSError as error:
            raise not_ours(self.host) from error
        results = {bind_error(family, target) for family, _, _, _, target in found}
        # macOS lets two servers bind one port
        if errno.EADDRINUSE in results or self.answers():
            other = 8502 if self.port == 8501 else 8501
            raise Problem(
                f"端口 {self.port} 已被占用（也许看板已经打开）："
                f"请换一个端口，例如 --port {other}。",
                f"Port {self.port} is taken (perhaps the dashboard is running already):"
                f" use another one, such as --port {other}.",
            )
        if errno.EACCES in results:
            raise Problem(
                f"系统不允许使用端口 {self.port}：请换一个大于 1024 的端口，例如 --port 8501。",
                f"The system does not allow port {self.port}: use one above 1024, such as"
                " --port 8501.",
            )
        # A machine may lack one of the address families that "localhost" stands for.
        if None not in results:
            raise not_ours(self.host)


def chosen(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says, as variables of the settings, which come before a file."""
    variables: dict[str, str] = {}
    if options.port:
        variables["RULE_OF_LAW_PORT"] = str(options.port)
    if options.host:
        variables["RULE_OF_LAW_ADDRESS"] = options.host
        if options.host.lower() not in HERE:  # who listens for others serves others
            variables["RULE_OF_LAW_AUDIENCE"] = "public"
    return variables


def place_of(python: Path, environ: Mapping[str, str]) -> Place:
    """Ask the settings, or raise what they say is wrong."""
    asked = subprocess.run(
        [python, "-m", "settings", "--json"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=environ,
    )
    if asked.returncode != 0:
        raise Problem(
            "设置有误，看板没有启动，原因如下。",
            "The settings are wrong and the dashboard was not started; this is why.",
            detail=asked.stderr,
        )
    settings = json.loads(asked.stdout)
    return Place(settings["address"], settings["port"], settings["base_path"])


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
