"""Reads one import by itself, as a build will, before anything is approved."""

from __future__ import annotations

from pathlib import Path

import duckdb

from indicators.errors import raise_if_any
from warehouse.inputs import InputReader, Part
from warehouse.loading import fill_all
from warehouse.paths import SEED_DATA
from warehouse.schema import sql
from warehouse.settling import settle
from warehouse.staging import stage
from warehouse.tables import measure_rows


def check_part(part: Part, seed: Path = SEED_DATA) -> None:
    """DataFileError with every problem that a build would have with this import.

    An import brings the source and the scopes that it names, so that nothing else is needed.
    """
    reader = InputReader(seed)
    inputs = reader.read_part(part)
    with duckdb.connect() as connection:
        connection.execute(sql("schema"))
        connection.execute(sql("views"))
        fill_all(connection, measure_rows(inputs))
        stage(connection, reader, [part])
        settle(connection, reader, [part], inputs)
    raise_if_any(reader.problems)
