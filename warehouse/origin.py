"""What a warehouse is built from, as digests: to see that nothing changed, or that little did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from warehouse.imports.history import Event, standing
from warehouse.imports.merging import Material
from warehouse.inputs import Part
from warehouse.paths import ROOT

SEED, HISTORY, PROGRAM = "", "history", "program"
_CODE = ("indicators", "warehouse")
_SUFFIXES = {".py", ".sql", ".toml", ".csv"}
# a file above this size is known by its size and the time of its last change
_LARGE = 64 * 2**20


def origin_of(given: Material) -> dict[str, str]:
    """A digest for the program, the shipped figures, the history and every standing import."""
    return {
        PROGRAM: _program(),
        SEED: _folder(given.seed),
        HISTORY: _digest(event.model_dump_json().encode() for event in given.events),
        # the history knows the digest of every file of an import, and has been checked
        **{event.id: _import(event) for event in standing(given.events)},
    }


def size_of(given: Material) -> int:
    """The bytes of all figures."""
    parts = (Part(given.seed), *given.parts)
    files = (part.folder / name for part in parts for name in ("observations.csv", "growth.csv"))
    return sum(file.stat().st_size for file in files if file.is_file())


@cache
def _program() -> str:
    """The code and the catalogue, on which it depends what the figures are taken to say."""
    files = (
        path
        for folder in _CODE
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in _SUFFIXES
    )
    return _digest(path.read_bytes() for path in files)


def _import(event: Event) -> str:
    return _digest(part.encode() for item in sorted(event.files.items()) for part in item)


def _folder(folder: Path) -> str:
    files = sorted(path for path in folder.glob("*") if path.suffix in {".csv", ".toml"})
    return _digest(part for path in files for part in (path.name.encode(), _content(path)))


def _content(path: Path) -> bytes:
    state = path.stat()
    if state.st_size > _LARGE:
        return f"{state.st_size} {state.st_mtime_ns}".encode()
    return path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()
