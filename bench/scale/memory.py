"""Runs a command and measures it: its time, and the largest memory of it and all it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.serving import ROOT

EVERY = 0.03  # seconds between two looks
GIB = 1024**3
MIB = 1024**2


class CommandFailed(Exception):
    """The command ended with an error; the message holds the end of what it said."""


@dataclass(frozen=True)
class Run:
    """What one run of a command took."""

    seconds: float
    memory: float  # bytes; 0 where /proc does not tell
    output: str


def measured_run(arguments: Sequence[str], *, environ: Mapping[str, str] | None = None) -> Run:
    """Run `python` with these arguments from the root of the repository; CommandFailed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"} | dict(environ or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    watch = Watch(process.pid)
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    peak = watch.stop()
    if process.returncode:
        raise CommandFailed(f"{' '.join(arguments)}:\n{output[-2000:]}")
    return Run(seconds, peak, output)


class Watch:
    """Looks at a process and its children until it is stopped; keeps the largest sum."""

    def __init__(self, pid: int) -> None:
        """Start looking at once."""
        self.pid, self.peak = pid, 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.is_set():
            self.peak = max(self.peak, tree_memory(self.pid))
            self._ended.wait(EVERY)

    def stop(self) -> float:
        """The largest memory seen, in bytes."""
        self._ended.set()
        self._thread.join()
        return self.peak


def tree_memory(pid: int) -> float:
    """Bytes in use by a process and its children now; shared pages count in each."""
    return float(sum(_resident(one) for one in _family(pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:  # it has ended meanwhile
            continue
        for child in found:
            yield from _family(int(child))


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
