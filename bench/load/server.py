"""What the server itself takes: memory and processor time of its process (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Process:
    """A running process."""

    pid: int

    def memory(self) -> float:
        """What it holds in memory now, in MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE

    def processor_seconds(self) -> float:
        """The processor time that it has used so far."""
        # the name of the program, in brackets, may hold spaces
        fields = _stat(self.pid)
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def child(address: str) -> Process:
    """The server of an address, which this process has started."""
    port = address.rpartition(":")[2]
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    (pid,) = (pid for pid in pids if _parent(pid) == os.getpid() and port in _arguments(pid))
    return Process(pid)


def _arguments(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except OSError:  # it has ended meanwhile
        return 0


def _stat(pid: int) -> list[str]:
    """The fields after the name of the program."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()
