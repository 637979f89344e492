"""Whatever a query were made to say, the warehouse's connection reaches no file and no network."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

REACHING_OUT = {
    "read bytes": "SELECT * FROM read_blob('/etc/passwd')",
    "read Parquet": "SELECT * FROM read_parquet('{folder}/x.parquet')",
    "read JSON": "SELECT * FROM read_json('{folder}/x.json')",
    "read by name alone": "SELECT * FROM '{folder}/x.csv'",
    "sniff": "SELECT * FROM sniff_csv('/etc/passwd')",
    "look into Parquet": "SELECT * FROM parquet_schema('{folder}/x.parquet')",
    "load into a table": "COPY unit FROM '/etc/passwd'",
    "write Parquet": "COPY (SELECT 1) TO '{folder}/x.parquet' (FORMAT parquet)",
    "import": "IMPORT DATABASE '{folder}'",
    "load a library": "LOAD '{folder}/x.duckdb_extension'",
    "install from elsewhere": "FORCE INSTALL httpfs FROM 'https://example.org'",
    "keep a secret": "CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "spill elsewhere": "SET temp_directory = '{folder}'",
    "log elsewhere": "SET log_query_path = '{folder}/log'",
    "profile elsewhere": "PRAGMA profiling_output = '{folder}/log'",
    "allow more": "SET allowed_directories = ['{folder}']",
    "reset": "RESET enable_external_access",
    "detach": "DETACH warehouse",
    "write itself": "CHECKPOINT; CREATE SCHEMA x",
    "change itself": "ALTER TABLE unit ADD COLUMN x INTEGER",
    "a frame of the program": "SELECT * FROM frame",
}


@pytest.mark.parametrize("statement", REACHING_OUT.values(), ids=REACHING_OUT)
def test_the_connection_reaches_nothing_outside(
    warehouse: Warehouse, tmp_path: Path, statement: str
) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "x.json").write_text('{"a": 1}', encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(duckdb.Error):
        warehouse.query(statement.format(folder=tmp_path.as_posix()))
    assert sorted(tmp_path.iterdir()) == before


def test_hostile_values_are_values(warehouse: Warehouse) -> None:
    """In every filter that a link can fill."""
    hostile = ["'; DROP TABLE observation; --", '" OR 1=1 --', "\0", "440306' OR '1'='1", "%", "_"]
    for one in hostile:
        found = queries.points(warehouse, [one], Filter((one,), 1900, 2200, tuple(Basis)))
        assert found.is_empty()
        assert queries.same_fact(warehouse, one).is_empty()
    assert warehouse.query("SELECT count(*) AS n FROM observation")["n"].item() > 0
