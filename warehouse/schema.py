"""The SQL that makes a warehouse, and a digest of it that tells files of another make."""

from __future__ import annotations

import hashlib
from functools import cache

from warehouse.paths import SQL

_SHAPE = ("schema", "views")  # what queries depend on; the rest is how it comes to be


@cache
def sql(name: str) -> str:
    """One of the files in `sql/`, by its stem."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@cache
def schema_digest() -> str:
    """Follows from the schema alone; a warehouse of another digest cannot answer our queries."""
    text = "\x1f".join(sql(name) for name in _SHAPE)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
