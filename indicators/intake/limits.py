"""How much one file may cost; an ordinary report takes 70 MB and well below a second."""

from __future__ import annotations

import sys
from pathlib import Path

SECONDS = 30.0  # for one file, by the clock
MEMORY = 1024 * 1024 * 1024  # bytes of address space; not on Windows, where the deadline stays
GROWN = 256 * 1024 * 1024  # bytes in memory: a process that keeps so much makes room for a new one
MOST_ROWS = 10_000  # figures to review; the longest reports have a tenth
_OWN_MEMORY = Path("/proc/self/statm")  # of Linux, in pages


if sys.platform == "win32":

    def hold() -> None:
        """Nothing to be set here."""

    def hold_time() -> None:
        """Nothing to be set here."""

    def has_grown() -> bool:
        """Not known here."""
        return False
else:
    import resource

    def hold() -> None:
        """Limit the memory of this process, and leave no dump of it behind when it breaks."""
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_AS, MEMORY)

    def hold_time() -> None:
        """Limit the next file's computing, should nobody be left to keep the deadline."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * SECONDS))

    def has_grown() -> bool:
        """Whether files have made this process large; False where the system does not say.

        Not by `ru_maxrss`, which begins at the size of the process that started this one.
        """
        if not _OWN_MEMORY.exists():
            return False
        pages = int(_OWN_MEMORY.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() > GROWN

    def _lower(kind: int, limit: int) -> None:
        """Set the limit that counts; the system's own stays where it is lower."""
        _, hard = resource.getrlimit(kind)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # macOS knows the name of the memory limit and refuses it
            return
