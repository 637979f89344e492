"""Publishes a built warehouse under a versioned name, atomically; readers keep what they have open.

`current.json` names the served file. It is replaced in one step, so a reader sees the old
warehouse or the new one and never a half-built file.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from indicators.errors import RuleOfLawDataError

POINTER = "current.json"
KEEP = 5
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{2}(?:\.[0-9]+)?-[0-9a-f]{8}")


class NoWarehouseError(RuleOfLawDataError):
    """No warehouse of the wanted version is published."""


def file_name(version: str) -> str:
    """The name of the file of a data version."""
    return f"warehouse-{version}.duckdb"


def publish(built: Path, version: str, folder: Path) -> Path:
    """Move a finished, closed database into the folder and make it the served one."""
    target = folder / file_name(version)
    _flush(built)
    built.replace(target)
    pointer = folder / f".{POINTER}.{os.getpid()}"
    pointer.write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    _flush(pointer)
    pointer.replace(folder / POINTER)
    _forget_old(folder, served=target)
    return target


def served(folder: Path, version: str | None = None) -> Path:
    """The file of a version, or of the current one; NoWarehouseError when it is not there."""
    wanted = version or current_version(folder)
    if wanted is None:
        raise NoWarehouseError("no warehouse has been built yet: run `python -m warehouse build`")
    path = folder / file_name(wanted)
    # the version may come from a link: only the form that we write ourselves names a file
    if not _VERSION.fullmatch(wanted) or not path.is_file():
        raise NoWarehouseError(f"data version {wanted} is not kept here")
    return path


def current_version(folder: Path) -> str | None:
    """The version that is served now, None before the first build."""
    try:
        content = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        return str(content["version"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoWarehouseError(f"{folder / POINTER} cannot be read ({error})") from error


def _forget_old(folder: Path, *, served: Path) -> None:
    """Keep the newest few versions, so that links to them go on working for a while."""
    files = sorted(folder.glob("warehouse-*.duckdb"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in files[KEEP:]:
        if old != served:
            old.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Make sure that the content is on the disk before a name points to it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
