"""`current.json`: which data version is served, and which were before it, newest first.

It is sealed (`warehouse.checksums`) and there is a second copy, for when it cannot be read.
"""

from __future__ import annotations

import json
import logging
import re
from functools import lru_cache
from pathlib import Path

from indicators.errors import RuleOfLawDataError
from warehouse.checksums import DamagedError, sealed, unsealed
from warehouse.imports.files import write_whole

POINTER = "current.json"
COPY = "current.copy.json"
RELEASE = r"[0-9]{4}\.[0-9]{2}(?:\.[0-9]+)?"  # a version of the change log: 2026.11, 2026.11.2
VERSION = re.compile(rf"{RELEASE}-[0-9a-f]{{8}}")
LOG = logging.getLogger(__name__)


class NoWarehouseError(RuleOfLawDataError):
    """No warehouse of the wanted version is published."""


class BrokenPointerError(NoWarehouseError):
    """The file that names the served warehouse cannot be read, nor can its copy."""


def read_pointer(folder: Path) -> tuple[str, ...]:
    """The versions from the newest to the oldest kept; none before the first build."""
    found, problems = _tried(folder)
    if found:
        for problem in problems:
            log_once(f"{problem}: its copy says {found[0][0]}")
        return found[0]
    if problems:
        raise BrokenPointerError(f"{'; '.join(problems)}: run python -m warehouse build")
    return ()


def pointer_problems(folder: Path) -> list[str]:
    """What cannot be read of the pointer and its copy."""
    return _tried(folder)[1]


def is_whole(folder: Path) -> bool:
    """Whether the pointer and its copy are both there and agree; not after a crash in between."""
    found, _ = _tried(folder)
    return len(found) == 2 and found[0] == found[1]


def _tried(folder: Path) -> tuple[list[tuple[str, ...]], list[str]]:
    """What the pointer and its copy say, and what is wrong with them."""
    found, problems = [], []
    for name in (POINTER, COPY):
        try:
            found.append(_read(folder / name))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError, DamagedError) as error:
            problems.append(f"{folder / name} cannot be read ({error})")
    return found, problems


def write_pointer(folder: Path, versions: tuple[str, ...]) -> None:
    """Serve the first of these versions from now on: the step with which a build is published."""
    content = json.dumps({"version": versions[0], "versions": versions}, indent=1).encode()
    for name in (POINTER, COPY):
        write_whole(folder / name, sealed(content + b"\n"))


@lru_cache(maxsize=64)
def log_once(message: str) -> None:
    """Log an error that every look at the folder would find again."""
    LOG.error(message)


def _read(path: Path) -> tuple[str, ...]:
    content = json.loads(unsealed(path.read_bytes()))
    # older releases noted the served version alone
    versions = content["versions"] if "versions" in content else [content["version"]]
    known = versions and all(VERSION.fullmatch(version) for version in versions)
    if not known or content["version"] != versions[0] or len(content) > 2:
        raise ValueError("it is not as it was written")
    return tuple(versions)
