"""A read-only, locked-down connection to a published warehouse, with a cursor for every query."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from indicators.errors import RuleOfLawDataError
from settings.reading import current
from warehouse.paths import publish_folder
from warehouse.publish import DamagedWarehouseError, doubt, served
from warehouse.schema import schema_digest

_observers: list[Callable[[float], object]] = []


def observe_queries(observe: Callable[[float], object]) -> None:
    """Tell somebody the seconds of every query from now on."""
    _observers.append(observe)


_LOCKED: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


class UnreadableWarehouseError(RuleOfLawDataError):
    """The published file is there but cannot be opened."""


@dataclass(frozen=True)
class Warehouse:
    """An open warehouse of one data version; safe to share between threads."""

    connection: duckdb.DuckDBPyConnection
    path: Path

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The result of a query with bound parameters: $name, ($name...) for each of a list.

        DamagedWarehouseError when the file has been damaged since it was opened.
        """
        began = time.perf_counter()
        try:
            with self.connection.cursor() as cursor:
                text, bound = _spread(sql, parameters or {})
                frame: pl.DataFrame = cursor.sql(text, params=bound).pl()
                return frame
        except duckdb.Error as error:
            if "Corrupt database" not in str(error):
                raise
            doubt(self.path)
            self.connection.close()  # or the file that is built in its place would never be read
            raise DamagedWarehouseError(f"{self.path} is damaged: {error}") from error
        finally:
            for observe in _observers:
                observe(time.perf_counter() - began)

    @property
    def version(self) -> str:
        """The data version, as its file name says."""
        return self.path.stem.removeprefix("warehouse-")


def _spread(sql: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The query with a parameter for each value of a list that it names as ($name...).

    Only so is the list a filter that the database applies while it reads: a bound list would be
    joined after all has been read.
    """
    bound: dict[str, Any] = {}
    for name, value in parameters.items():
        each = f"(${name}...)"
        if each in sql:
            values = {f"{name}_{place}": one for place, one in enumerate(value)}
            sql = sql.replace(each, f"({', '.join(f'${one}' for one in values) or 'NULL'})")
            bound |= values
            if not re.search(rf"\${name}\b", sql):
                continue  # the list is not asked for as a whole, too
        bound[name] = value
    return sql, bound


def open_warehouse(*, folder: Path | None = None, version: str | None = None) -> Warehouse:
    """Open the served warehouse, or a kept one by its version.

    Raises NoWarehouseError when it is not there or damaged, UnreadableWarehouseError when it
    cannot be read or was made by another release of this program.
    """
    path = served(folder or publish_folder(), version)
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_config())
    except duckdb.Error as error:
        raise UnreadableWarehouseError(f"{path.name} cannot be opened: {error}") from error
    warehouse = Warehouse(connection, path)
    if not _is_of_our_make(warehouse):
        raise UnreadableWarehouseError(
            f"{path.name} was built by another release: run python -m warehouse build"
        )
    return warehouse


def _config() -> dict[str, Any]:
    """Nothing outside the file can be reached, and no query takes the whole machine."""
    settings = current()
    return _LOCKED | {
        "threads": settings.database_threads or min(4, os.cpu_count() or 1),
        "memory_limit": f"{settings.database_memory_mb}MiB",
    }


def _is_of_our_make(warehouse: Warehouse) -> bool:
    try:
        found = warehouse.query("SELECT schema_digest FROM build_info")["schema_digest"].to_list()
    except duckdb.Error:
        return False
    return found == [schema_digest()]
