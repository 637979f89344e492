"""Builds the warehouse: read, derive, load, check, publish.

A failed build leaves the served one alone.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from indicators.errors import RuleOfLawDataError
from warehouse.connection import UnreadableWarehouseError, open_warehouse
from warehouse.facts import assemble
from warehouse.identities import Row
from warehouse.imports.merging import all_inputs
from warehouse.inputs import Inputs
from warehouse.paths import SEED_DATA, publish_folder
from warehouse.publish import NoWarehouseError, current_version, file_name, publish
from warehouse.schema import schema_digest, schema_sql
from warehouse.tables import table_rows

# a file that older DuckDB releases (from 1.5) can open too
STORAGE = "v1.5.0"
# many small tables: with the default of 256 KiB most blocks stay nearly empty
BLOCK_SIZE = 16384


class BuildError(RuleOfLawDataError):
    """The build could not be finished; the served warehouse is as it was."""


class UnwritableFolderError(BuildError):
    """The folder of built warehouses cannot be written to."""


@dataclass(frozen=True)
class Built:
    """A published warehouse; `fresh` is False when it already stood there."""

    path: Path
    version: str
    fresh: bool


def build(
    *,
    seed: Path = SEED_DATA,
    user: Path | None = None,
    folder: Path | None = None,
    force: bool = False,
) -> Built:
    """Build from the figures in `seed` and the standing imports of `user`; publish in `folder`.

    Raises DataFileError with every problem of the input files, BuildError when the database
    refuses the facts or the folder cannot be written.
    """
    target = folder or publish_folder()
    inputs = all_inputs(seed, user=user)
    tables = table_rows(inputs, assemble(inputs))
    version = data_version(inputs, tables)
    if not force and _is_served(version, target):
        return Built(target / file_name(version), version, fresh=False)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=target) as work:
            draft = Path(work) / "draft.duckdb"
            _write(draft, {"build_info": _build_info(inputs, version), **tables})
            return Built(publish(draft, version, target), version, fresh=True)
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableFolderError(f"cannot write to {target} ({reason})") from error
    except duckdb.Error as error:
        raise BuildError(f"the database refused the facts: {error}") from error


def version_of(seed: Path = SEED_DATA, *, user: Path | None = None) -> str:
    """The data version that a build would have now; DataFileError as for a build."""
    inputs = all_inputs(seed, user=user)
    return data_version(inputs, table_rows(inputs, assemble(inputs)))


def data_version(inputs: Inputs, tables: dict[str, list[Row]]) -> str:
    """The newest entry of the change log and a digest of all content: 2026.11-a3f9c1d2."""
    content = {
        "date": inputs.changes[0].date,
        "tables": tables,
        "sql": schema_digest(),
    }
    text = json.dumps(content, default=str, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{inputs.changes[0].version}-{digest}"


def _is_served(version: str, folder: Path) -> bool:
    """Whether this version is the served one and can be opened."""
    try:
        if current_version(folder) != version:
            return False
        open_warehouse(folder=folder).connection.close()
    except (NoWarehouseError, UnreadableWarehouseError):
        return False
    return True


def _build_info(inputs: Inputs, version: str) -> list[Row]:
    newest = inputs.changes[0]
    return [
        {
            "data_version": version,
            "changes_version": newest.version,
            "data_date": newest.date,
            "schema_digest": schema_digest(),
        }
    ]


def _write(draft: Path, tables: dict[str, list[Row]]) -> None:
    """Write all tables into a new database file and close it."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE,
        "default_block_size": BLOCK_SIZE,
    }
    with duckdb.connect(str(draft), config=config) as connection:
        connection.begin()
        connection.execute(schema_sql()["schema"])
        for table, rows in tables.items():
            if rows:
                _insert(connection, table, rows)
        connection.execute(schema_sql()["marts"])
        connection.commit()
        connection.execute("CHECKPOINT")
    if draft.with_name(draft.name + ".wal").exists():
        raise BuildError("the database was not closed properly")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Insert rows by column name; `table` is one of our own names, never from outside."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    connection.register("incoming", frame)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")  # noqa: S608
    connection.unregister("incoming")
