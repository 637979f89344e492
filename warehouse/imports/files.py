"""Writing so that a crash leaves the old file or the new one; one writer at a time; or none."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indicators.errors import RuleOfLawDataError

READ_ONLY = "RULE_OF_LAW_READ_ONLY"
_LOCK = ".lock"


class ReadOnlyError(RuleOfLawDataError):
    """This server only shows data: nothing can be imported, changed or withdrawn on it."""


class UnwritableUserFolderError(RuleOfLawDataError):
    """The folder of a person's own data cannot be written to."""


def is_read_only() -> bool:
    """Whether $RULE_OF_LAW_READ_ONLY forbids all writing here."""
    return os.environ.get(READ_ONLY, "").strip().lower() not in {"", "0", "no", "false"}


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder for writing figures: refused in the read-only mode.

    Raises ReadOnlyError, UnwritableUserFolderError.
    """
    if is_read_only():
        raise ReadOnlyError(f"${READ_ONLY} is set: nothing is written")
    with holding(folder):
        yield


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the folder, one process at a time.

    Raises UnwritableUserFolderError for anything that the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("a+b") as lock:
            _hold(lock)  # released when the file is closed, also by a crash
            yield
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableUserFolderError(f"cannot write to {folder} ({reason})") from error


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".new-{secrets.token_hex(4)}-{path.name}")
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
        msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _hold(lock: IO[bytes]) -> None:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
