"""Publishes a built warehouse under a versioned name, atomically; readers keep what they have open.

`current.json` names the served file. It is replaced in one step, so a reader sees the old
warehouse or the new one and never a half-built file.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path

from indicators.errors import RuleOfLawDataError

POINTER = "current.json"
KEEP = 5
RELEASE = r"[0-9]{4}\.[0-9]{2}(?:\.[0-9]+)?"  # a version of the change log: 2026.11, 2026.11.2
_VERSION = re.compile(rf"{RELEASE}-[0-9a-f]{{8}}")


class NoWarehouseError(RuleOfLawDataError):
    """No warehouse of the wanted version is published."""


class UnknownVersionError(NoWarehouseError):
    """The wanted data version is not, or no longer, kept."""


class BrokenPointerError(NoWarehouseError):
    """The file that names the served warehouse cannot be read."""


def file_name(version: str) -> str:
    """The name of the file of a data version."""
    return f"warehouse-{version}.duckdb"


def publish(built: Path, version: str, folder: Path) -> Path:
    """Move a finished, closed database into the folder and make it the served one.

    `built` lies in a folder of its own on the same disk, where the new pointer is prepared too.
    """
    target = folder / file_name(version)
    _flush(built)
    built.replace(target)
    pointer = built.with_suffix(".json")
    pointer.write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    _flush(pointer)
    pointer.replace(folder / POINTER)
    _forget_old(folder, served=target)
    return target


def served(folder: Path, version: str | None = None) -> Path:
    """The file of a version, or of the current one; NoWarehouseError when it is not there."""
    wanted = version or current_version(folder)
    if wanted is None:
        raise NoWarehouseError("no warehouse has been built yet: run python -m warehouse build")
    path = folder / file_name(wanted)
    # the version may come from a link: only the form that we write ourselves names a file
    if not _VERSION.fullmatch(wanted) or not path.is_file():
        raise UnknownVersionError(f"data version {wanted} is not kept in {folder}")
    return path


def current_version(folder: Path) -> str | None:
    """The version that is served now, None before the first build."""
    try:
        content = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        return str(content["version"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenPointerError(
            f"{folder / POINTER} cannot be read ({error}): run python -m warehouse build"
        ) from error


def _forget_old(folder: Path, *, served: Path) -> None:
    """Keep the newest few versions, so that links to them go on working for a while."""
    files = sorted(folder.glob("warehouse-*.duckdb"), key=_written, reverse=True)
    for old in files[KEEP:]:
        if old != served:
            # on Windows a file that is being read stays; the next publish tries again
            with suppress(OSError):
                old.unlink()


def _written(file: Path) -> float:
    """When a file was written; the beginning of time if another process has just removed it."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _flush(path: Path) -> None:
    """Make sure that the content is on the disk before a name points to it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
