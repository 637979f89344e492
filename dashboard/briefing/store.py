"""Where the briefing of each browser is kept: one file each, which outlives a restart."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from dashboard.briefing import edits
from dashboard.briefing.model import Briefing, from_json, to_json
from settings.reading import current
from warehouse.imports.files import UnwritableUserFolderError, holding, write_whole

BRIEFINGS = "briefings"
MOST_BYTES = 8 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{32}")
_LONGEST_WAY = 8  # from the key of a briefing that was joined to another to where that one is


def new_key() -> str:
    """A key that nobody can guess: who has it can read and change the briefing."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """Whether a text could be a key; anything else names no file."""
    return _KEY.fullmatch(text) is not None


def load(key: str, folder: Path) -> Briefing:
    """The briefing of a key, an empty one where there is none.

    Raises BadBriefingError, NewerBriefingError, UnwritableUserFolderError.
    """
    try:
        return from_json(_path(key, folder).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Briefing()
    except OSError as error:
        raise UnwritableUserFolderError(f"cannot read in {folder} ({error.strerror})") from error


def stamp(key: str, folder: Path) -> tuple[int, ...]:
    """What tells one state of the file from another; empty where there is none."""
    try:
        found = _path(key, folder).stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def update(key: str, folder: Path, change: Callable[[Briefing], Briefing]) -> Briefing:
    """Change a briefing while nobody else does, and write it whole.

    Raises UnwritableUserFolderError, and whatever `load` and the change raise.
    """
    with holding(folder / BRIEFINGS):
        changed = change(load(key, folder))
        _write(key, folder, changed)
    return changed


def put(key: str, folder: Path, briefing: Briefing) -> None:
    """Write a briefing, whatever was there; raises UnwritableUserFolderError."""
    with holding(folder / BRIEFINGS):
        _write(key, folder, briefing)


def _write(key: str, folder: Path, briefing: Briefing) -> None:
    """Anybody may keep a briefing, so there is an end to how many and how large."""
    path, content = _path(key, folder), to_json(briefing)
    if len(content) > MOST_BYTES:
        raise UnwritableUserFolderError(f"a briefing of {len(content)} bytes is not kept")
    if not path.exists() and _count(folder) >= current().max_briefings:
        raise UnwritableUserFolderError(f"{folder / BRIEFINGS} holds as many as it may")
    write_whole(path, content)


def _count(folder: Path) -> int:
    return sum(entry.name.endswith(".json") for entry in os.scandir(folder / BRIEFINGS))


def join(key: str, other: str, folder: Path) -> None:
    """Put the charts of another key at the end of this one's; the other key leads here then.

    Two windows of one browser each begin a briefing when neither knows of the other.
    Raises what `update` raises, and FullError.
    """
    with holding(folder / BRIEFINGS):
        here, there = _path(key, folder), _path(other, folder)
        if here == there:
            return
        if there.exists():
            joined = edits.append(load(key, folder), load(other, folder))
            write_whole(here, to_json(joined))
        write_whole(_way(other, folder), key.encode())
        there.unlink(missing_ok=True)


def set_aside(key: str, folder: Path) -> None:
    """Rename a file that cannot be read, so that nothing writes over it.

    Raises UnwritableUserFolderError.
    """
    with holding(folder / BRIEFINGS):
        path = _path(key, folder)
        if path.exists():
            path.rename(path.with_name(f"{path.stem}.aside-{secrets.token_hex(4)}.json"))


def aside(key: str, folder: Path) -> list[Path]:
    """The files of a key that could not be read."""
    return sorted((folder / BRIEFINGS).glob(f"{_path(key, folder).stem}.aside-*.json"))


def forget(path: Path, folder: Path) -> None:
    """Delete a file that was set aside; raises UnwritableUserFolderError."""
    with holding(folder / BRIEFINGS):
        path.unlink(missing_ok=True)


def _path(key: str, folder: Path) -> Path:
    for _ in range(_LONGEST_WAY):
        if not is_key(key):
            raise ValueError("not a key")
        try:
            key = _way(key, folder).read_text("ascii").strip()
        except OSError:
            break
    return folder / BRIEFINGS / f"{key}.json"


def _way(key: str, folder: Path) -> Path:
    """Where it says to which other key the briefing of a key was joined."""
    return folder / BRIEFINGS / f"{key}.joined"
