"""The data version: the newest entry of the change log and a digest of all content.

The digest of a table is a sum over its rows, so that it depends neither on their order nor on the
way by which they came in: built at once or added later, the same content has the same version. The
figures take part through the sums in `district_tally`.
"""

from __future__ import annotations

import hashlib

from warehouse.loading import Connection

_TABLES = (
    "change_log", "unit", "family", "indicator", "district", "scope", "source", "note",
    "population", "correction", "identity", "identity_term", "district_tally",
)  # fmt: skip
# keys that another build may deal otherwise
_DEALT_OUT = {"scope_key", "source_key", "identity_key"}


def content_version(connection: Connection, release: str) -> str:
    """The data version of what is in the database; `release` is that of the change log."""
    sums = [f"{table} {_sum(connection, table)}" for table in _TABLES]
    return f"{release}-{hashlib.sha256(' '.join(sums).encode()).hexdigest()[:8]}"


def _sum(connection: Connection, table: str) -> int:
    """A sum over the rows of one of our own tables; keys that a build deals out are left out."""
    described = connection.execute(f"DESCRIBE {table}").fetchall()
    columns = [name for name, *_ in described if name not in _DEALT_OUT]
    row = ", ".join(f"coalesce({column}::VARCHAR, chr(30))" for column in columns)
    query = f"SELECT coalesce(sum(md5_number_lower(concat_ws(chr(31), {row}))), 0) FROM {table}"  # noqa: S608
    ((total,),) = connection.execute(query).fetchall()
    return int(total)
