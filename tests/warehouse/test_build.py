"""Builds are deterministic, say when nothing changed, and never harm what is served."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from indicators.errors import DataFileError
from warehouse.build import BuildError, UnwritableFolderError, build
from warehouse.connection import Warehouse, open_warehouse
from warehouse.datapackage import TABLES
from warehouse.publish import POINTER, current_version

Add = Callable[..., None]

STORED = "SELECT table_name FROM duckdb_tables() ORDER BY table_name"
DIMENSIONS = {
    "unit", "family", "indicator", "district", "period", "scope", "source", "note", "population",
    "correction", "identity", "identity_term", "change_log", "built_from", "note_set",
}  # fmt: skip


def contents(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables in the order in which they are stored."""
    return {
        table: warehouse.query(f"SELECT * FROM {table} ORDER BY rowid").rows()  # noqa: S608
        for (table,) in warehouse.query(STORED).iter_rows()
    }


def test_the_schema_has_keys_and_says_what_each_table_holds(warehouse: Warehouse) -> None:
    keyed = warehouse.query(
        "SELECT DISTINCT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    )
    assert set(keyed["table_name"]) == DIMENSIONS
    explained = warehouse.query("""
        SELECT table_name AS name FROM duckdb_tables() WHERE comment IS NOT NULL
        UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NOT NULL
    """)
    assert set(TABLES) <= set(explained["name"])


def test_every_column_of_the_star_schema_is_explained_or_a_reference(warehouse: Warehouse) -> None:
    unexplained = warehouse.query(
        """
        SELECT table_name, column_name
        FROM duckdb_columns()
        WHERE comment IS NULL AND table_name = ANY($tables)
            AND column_name NOT IN (
                SELECT unnest(constraint_column_names) FROM duckdb_constraints()
                WHERE constraint_type IN ('FOREIGN KEY', 'PRIMARY KEY')
            )
    """,
        {"tables": list(TABLES)},
    )
    references = {"level_id", "implied_id", "growth_id", "observation_id", "value", "scope"}
    assert {column for _, column in unexplained.rows()} <= references


def test_two_builds_hold_the_same_rows_in_the_same_order(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    again = build(folder=tmp_path)
    assert again.version == warehouse.version
    opened = open_warehouse(folder=tmp_path)
    assert contents(opened) == contents(warehouse)
    opened.connection.close()


def test_an_unchanged_build_is_not_written_again(seed: Path, add: Add, tmp_path: Path) -> None:
    add("observations.csv")
    folder = tmp_path / "published"
    first = build(seed=seed, folder=folder)
    written = first.path.stat().st_mtime_ns
    second = build(seed=seed, folder=folder)
    assert (first.fresh, second.fresh) == (True, False)
    assert (second.version, second.path) == (first.version, first.path)
    assert first.path.stat().st_mtime_ns == written
    assert build(seed=seed, folder=folder, force=True).fresh


def test_every_change_of_content_changes_the_version(seed: Path, add: Add, tmp_path: Path) -> None:
    def version_now() -> str:
        return build(seed=seed, user=tmp_path / "nobody", folder=tmp_path / "built").version

    versions = {version_now()}
    add("observations.csv")
    versions.add(version_now())
    changes = seed / "changes.toml"
    later = changes.read_text(encoding="utf-8").replace("2025-02-01", "2025-02-02")
    changes.write_text(later, encoding="utf-8")
    versions.add(version_now())
    (seed / "notes.toml").write_text('[n]\nzh = "注"\nen = "note"\n', encoding="utf-8")
    versions.add(version_now())
    assert len(versions) == 4
    assert all(version.startswith("2025.02-") for version in versions)


def test_a_broken_input_leaves_the_served_warehouse_as_it_was(
    seed: Path, add: Add, tmp_path: Path
) -> None:
    add("observations.csv")
    folder = tmp_path / "published"
    build(seed=seed, folder=folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    add("observations.csv", value="abc")
    with pytest.raises(DataFileError, match=r"observations\.csv: line 3: value"):
        build(seed=seed, folder=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_database_that_refuses_leaves_the_served_warehouse_as_it_was(
    seed: Path, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    served = build(seed=seed, folder=folder).version
    add("observations.csv")

    def refuse(*_: object) -> None:
        raise duckdb.ConstraintException("no")

    monkeypatch.setattr("warehouse.build.settle", refuse)
    with pytest.raises(BuildError, match="the database refused the facts: no"):
        build(seed=seed, folder=folder)
    assert current_version(folder) == served
    assert [path.name for path in folder.glob(".build-*")] == []


def test_a_folder_that_cannot_be_made_is_named(seed: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableFolderError, match=r"cannot write to .*taken"):
        build(seed=seed, folder=tmp_path / "taken")


@pytest.mark.parametrize("pointer", ["", '{"version": "../x"}'], ids=["empty", "no version"])
def test_a_build_mends_a_broken_pointer(seed: Path, tmp_path: Path, pointer: str) -> None:
    version = build(seed=seed, folder=tmp_path / "published").version
    (tmp_path / "published" / POINTER).write_text(pointer, encoding="utf-8")
    build(seed=seed, folder=tmp_path / "published")  # the copy says what is served
    assert json.loads((tmp_path / "published" / POINTER).read_text())["version"] == version


def test_a_build_mends_an_unreadable_or_missing_file(seed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    path = build(seed=seed, folder=folder).path
    path.write_bytes(b"not a database")
    assert build(seed=seed, folder=folder).fresh
    path.unlink()
    assert build(seed=seed, folder=folder).fresh
    opened = open_warehouse(folder=folder)
    assert opened.query("SELECT count(*) AS n FROM source")["n"].item() == 1
    opened.connection.close()
