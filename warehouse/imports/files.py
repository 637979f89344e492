"""Writing so that a crash leaves the old file or the new one; one writer at a time; or none."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indicators.errors import RuleOfLawDataError
from settings.reading import current

READ_ONLY = "RULE_OF_LAW_READ_ONLY"
LOCK = ".lock"
UNFINISHED = ".new-"  # begins the name of what is not written to its end
_gate: Callable[[], None] | None = None


class ReadOnlyError(RuleOfLawDataError):
    """This server only shows data: nothing can be imported, changed or withdrawn on it."""


class UnwritableUserFolderError(RuleOfLawDataError):
    """The folder of a person's own data cannot be written to."""


def is_read_only() -> bool:
    """Whether the settings forbid all writing here."""
    return current().read_only


def ask_first(gate: Callable[[], None]) -> None:
    """Ask this each time anything is written in this process; it raises ReadOnlyError.

    A server serves many people at once: what it asks looks at who is at work at that moment.
    """
    global _gate
    _gate = gate


def check_may_write() -> None:
    """Raise ReadOnlyError where nothing may be written, or not by whoever is at work."""
    if is_read_only():
        raise ReadOnlyError(f"${READ_ONLY} is set: nothing is written")
    if _gate is not None:
        _gate()


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the folder, one process at a time, and clear away what a killed one left half-written.

    Raises UnwritableUserFolderError for anything that the disk refuses.
    """
    try:
        make_private(folder)
        with locked(folder):
            sweep(folder)
            yield
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableUserFolderError(f"cannot write to {folder} ({reason})") from error


@contextmanager
def locked(folder: Path, name: str = LOCK) -> Iterator[None]:
    """Wait until no other process holds the folder, and hold it; OSError."""
    with (folder / name).open("a+b") as lock:
        _hold(lock)  # released when the file is closed, also by a crash
        yield


def make_private(folder: Path) -> None:
    """Make the folder, and those it stands in, where they are missing: for their owner alone."""
    for part in (*reversed(folder.parents), folder):
        if not part.is_dir():
            part.mkdir(mode=0o700, exist_ok=True)


def sweep(folder: Path) -> None:
    """Remove the files that `write_whole` did not come to an end with; the caller holds them."""
    for left in folder.glob(f"{UNFINISHED}*"):
        if left.is_file():
            left.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old content or the new, never a part."""
    make_private(path.parent)
    new = path.with_name(f"{UNFINISHED}{secrets.token_hex(4)}-{path.name}")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk (Windows does so by itself)."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _hold(lock: IO[bytes]) -> None:
        lock.seek(0)
        while True:
            try:  # gives up after ten seconds, and a build may take longer
                return msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLK:
                    raise
else:
    import fcntl

    def _hold(lock: IO[bytes]) -> None:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
