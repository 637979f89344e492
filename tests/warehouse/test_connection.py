"""The connection is read-only, locked down, and shared by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from indicators.periods import Basis
from warehouse.connection import UnreadableWarehouseError, Warehouse, open_warehouse
from warehouse.publish import POINTER, NoWarehouseError, file_name
from warehouse.queries import IDENTITY_CHECKS, POINTS, Filter

VERSION = "2025.01-00000000"
REFUSED = {
    "read a file": "SELECT * FROM read_csv('/etc/passwd')",
    "read text": "SELECT * FROM read_text('/etc/passwd')",
    "list files": "SELECT * FROM glob('/*')",
    "read over the network": "SELECT * FROM 'https://example.org/x.parquet'",
    "write a file": "COPY observation TO '{folder}/out.csv'",
    "export": "EXPORT DATABASE '{folder}/out'",
    "attach": "ATTACH '{folder}/other.duckdb'",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "set": "SET enable_external_access = true",
    "unlock": "SET lock_configuration = false",
    "pragma": "PRAGMA memory_limit = '8GB'",
    "insert": "INSERT INTO unit VALUES ('x', 'x', 'x', true)",
    "update": "UPDATE observation SET value = 0",
    "delete": "DELETE FROM observation",
    "create": "CREATE TABLE x (y INTEGER)",
    "drop": "DROP TABLE observation",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_only_an_intruder_would_do_is_refused(
    warehouse: Warehouse, tmp_path: Path, statement: str
) -> None:
    with pytest.raises(duckdb.Error):
        warehouse.query(statement.format(folder=tmp_path.as_posix()))
    assert list(tmp_path.iterdir()) == []


def test_parameters_are_bound_and_never_part_of_the_query(warehouse: Warehouse) -> None:
    frame = warehouse.query("SELECT $name AS name", {"name": "'; DROP TABLE unit; --"})
    assert frame["name"].item() == "'; DROP TABLE unit; --"


def test_twelve_threads_share_it(warehouse: Warehouse) -> None:
    query = "SELECT count(*) AS n FROM observation WHERE year(today()) > $number"

    def ask(thread: int) -> set[int]:
        return {warehouse.query(query, {"number": thread})["n"].item() for _ in range(40)}

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))
    everything = warehouse.query("SELECT count(*) AS n FROM observation")["n"].item()
    assert answers == [{everything}] * 12


def test_the_version_is_that_of_the_file(warehouse: Warehouse) -> None:
    stored = warehouse.query("SELECT data_version FROM build_info")["data_version"].item()
    assert warehouse.version == stored
    assert warehouse.path.name == file_name(stored)


def test_no_warehouse_yet(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouseError, match="no warehouse has been built yet"):
        open_warehouse(folder=tmp_path)


@pytest.mark.parametrize("size", [0, 100, 20_000], ids=["empty", "short", "cut off"])
def test_a_damaged_file_is_said_to_be_so(warehouse: Warehouse, tmp_path: Path, size: int) -> None:
    (tmp_path / file_name(VERSION)).write_bytes(warehouse.path.read_bytes()[:size])
    (tmp_path / POINTER).write_text(f'{{"version": "{VERSION}"}}', encoding="utf-8")
    with pytest.raises(UnreadableWarehouseError, match=f"{file_name(VERSION)} cannot be opened"):
        open_warehouse(folder=tmp_path)


def test_each_value_of_a_list_is_a_parameter_of_its_own(warehouse: Warehouse) -> None:
    ask = "SELECT district_code FROM district WHERE district_code IN ($codes...) ORDER BY ALL"
    codes = ["440311", "440306", "x'; --"]
    assert warehouse.query(ask, {"codes": codes})["district_code"].to_list() == [
        "440306",
        "440311",
    ]
    assert warehouse.query(ask, {"codes": []}).is_empty()
    both = "SELECT list_position($codes, district_code) AS place FROM district WHERE district_code"
    placed = warehouse.query(f"{both} IN ($codes...) ORDER BY place", {"codes": codes})
    assert placed["place"].to_list() == [1, 2]
    many = [f"{number:06}" for number in range(500_000)]
    assert warehouse.query(ask, {"codes": many[440_000:]}).height > 10


def test_a_list_is_applied_while_the_figures_are_read(warehouse: Warehouse) -> None:
    """Bound as one value it would be joined after all of them have been read and checked."""
    chosen = Filter(("440306", "440311"), 2020, 2024, tuple(Basis))
    parameters = {"indicators": ["reconsideration.received"], **chosen.parameters()}
    plan = warehouse.query(f"EXPLAIN {POINTS}", parameters).row(0)[-1]
    assert "SEMI" not in plan
    parameters = {"districts": list(chosen.districts)}
    plan = warehouse.query(f"EXPLAIN {IDENTITY_CHECKS}", parameters).row(0)[-1]
    grouped = plan[plan.index("figure_ids") :]
    assert "440306" in grouped
    assert "SEMI" not in plan
