"""The SQL that makes a warehouse, and a digest of it that tells files of another make."""

from __future__ import annotations

import hashlib
from functools import cache

from warehouse.paths import SQL


@cache
def schema_sql() -> dict[str, str]:
    """The SQL files by name: the tables, then what is computed from them."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(SQL.glob("*.sql"))}


@cache
def schema_digest() -> str:
    """Follows from the SQL alone; a warehouse of another digest cannot answer our queries."""
    return hashlib.sha256("\x1f".join(schema_sql().values()).encode()).hexdigest()[:12]
