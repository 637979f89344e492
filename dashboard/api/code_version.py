"""Which release of the program draws: a chart drawn by another one is another file."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("dashboard", "indicators", "warehouse")
SUFFIXES = frozenset({".py", ".toml", ".csv", ".sql"})


@cache
def code_version() -> str:
    """A digest of our own files and of the versions of the packages we use; read once."""
    digest = hashlib.sha256()
    for file in [ROOT / "requirements.lock", *_files()]:
        digest.update(f"{file.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> list[Path]:
    found = (file for package in PACKAGES for file in (ROOT / package).rglob("*"))
    return sorted(file for file in found if file.suffix in SUFFIXES)
