"""Puts rows of ours into tables of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import duckdb
import polars as pl

Connection = duckdb.DuckDBPyConnection


def fill(connection: Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows by column name; `table` is one of our own names, never from outside."""
    if rows:
        connection.register("incoming", pl.DataFrame(rows, infer_schema_length=None))
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")  # noqa: S608
        connection.unregister("incoming")


def fill_all(connection: Connection, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Insert rows into several tables, in this order."""
    for table, rows in tables.items():
        fill(connection, table, rows)


def text(number: Decimal | None) -> str | None:
    """An exact number as the database reads it into a decimal."""
    return None if number is None else f"{number:f}"


def keys_of(
    connection: Connection, query: str, parameters: Mapping[str, object] | None = None
) -> set[tuple[str, ...]]:
    """Rows of a file of figures by the cells that tell them from others (see `inputs.Key`)."""
    return {tuple(cells) for (cells,) in connection.execute(query, parameters).fetchall()}
