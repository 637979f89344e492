"""Exports are opened again, as their readers would, and compared row by row."""

from __future__ import annotations

import csv
import io
import json
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from warehouse import export as export_module
from warehouse.connection import Warehouse
from warehouse.csv_files import cell, csv_bytes, inert, spreadsheet_csv_bytes
from warehouse.datapackage import DESCRIPTOR, TABLES, InvalidPackageError, check_package
from warehouse.export import (
    TEXTS,
    Format,
    TooLargeExportError,
    UnwritableExportError,
    all_observations,
    export,
    export_csv_bytes,
    export_datapackage_zip,
    export_parquet_bytes,
    readme,
)

DANGEROUS = ["=1+1", "+cmd|'/C calc'!A0", "-4.1%", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def package(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "package.zip"
    path.write_bytes(export_datapackage_zip(warehouse))
    return path


def table(warehouse: Warehouse, name: str) -> Iterator[dict[str, Any]]:
    """A table as the package gives it: empty text and empty lists are no value."""
    frame = warehouse.query(f"SELECT * FROM {name}")  # noqa: S608
    for row in frame.iter_rows(named=True):
        yield {key: value if value not in ("", []) else None for key, value in row.items()}


def by_texts(row: dict[str, Any]) -> list[str]:
    """An order of rows that does not depend on how numbers are written."""
    return [value for value in row.values() if isinstance(value, str)]


# ---------------------------------------------------------------- CSV for spreadsheets


def test_the_csv_holds_every_observation_cell_by_cell(warehouse: Warehouse) -> None:
    content = export_csv_bytes(warehouse)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    frame = pl.concat(all_observations(warehouse))
    assert header == frame.columns
    assert rows == [[inert(cell(value)) for value in row] for row in frame.iter_rows()]
    counted = warehouse.query("SELECT count(*) AS n FROM observation")["n"].item()
    assert len(rows) == counted


def test_the_csv_shows_a_derived_value_as_it_is(warehouse: Warehouse) -> None:
    text = export_csv_bytes(warehouse).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    (row,) = [r for r in rows if r["formula"] == "882 ÷ (1 + 36.32%) → 647"]
    shown = [row[name] for name in ("district_zh", "indicator_zh", "unit_zh", "value", "status")]
    assert shown == ["金山区", "行政复议申请收件数", "件", "647", "derived"]
    assert row["conventions"] == "rounding;truncation"
    assert "推算" in row["notes_zh"]
    assert row["data_version"] == warehouse.version


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_no_text_can_be_a_formula(text: str) -> None:
    content = spreadsheet_csv_bytes(pl.DataFrame({text: [text]}))
    (row,) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", ["-4.1", "+3", "583宗", "2025-S1", "../2025-06-30", ""])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_the_csv_for_machines_adds_nothing() -> None:
    frame = pl.DataFrame({"a": ["=1", None, '说"是"'], "b": [True, False, None]})
    assert csv_bytes(frame).decode() == 'a,b\r\n=1,true\r\n,false\r\n"说""是""",\r\n'


def test_a_country_is_read_some_indicators_at_a_time(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = all_observations(warehouse)
    monkeypatch.setattr("warehouse.export.A_SHARE", 20)
    frames = list(all_observations(warehouse))
    assert len(frames) > 5
    assert_frame_equal(pl.concat(frames), whole)


def test_without_figures_the_files_still_name_their_columns(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = next(all_observations(warehouse)).columns
    monkeypatch.setattr("warehouse.export._SHARES", f"FROM ({export_module._SHARES}) WHERE FALSE")
    text = export_csv_bytes(warehouse).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [columns]
    empty = pl.read_parquet(io.BytesIO(export_parquet_bytes(warehouse)))
    assert (empty.height, empty.columns) == (0, columns)


def test_a_package_of_a_country_is_refused_with_the_way_out(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.export.MOST_AT_ONCE", 10)
    with pytest.raises(TooLargeExportError, match="--format parquet"):
        export(warehouse, tmp_path, (Format.DATAPACKAGE,))
    export(warehouse, tmp_path, (Format.CSV, Format.PARQUET))
    assert (tmp_path / "observations.csv").read_bytes() == export_csv_bytes(warehouse)
    assert pl.read_parquet(tmp_path / "observations.parquet").height > 10


# ---------------------------------------------------------------- Parquet


def test_the_parquet_file_is_typed_and_equal(warehouse: Warehouse) -> None:
    read = pl.read_parquet(io.BytesIO(export_parquet_bytes(warehouse)))
    assert_frame_equal(read, pl.concat(all_observations(warehouse)))
    types = {name: read.schema[name] for name in ("value", "period_end", "official", "note_keys")}
    assert types == {
        "value": pl.Decimal(18, 4),
        "period_end": pl.Date(),
        "official": pl.Boolean(),
        "note_keys": pl.List(pl.String()),
    }


# ---------------------------------------------------------------- the data package


@pytest.mark.usefixtures("no_network")
def test_frictionless_reads_the_zip_and_finds_nothing_wrong(package: Path) -> None:
    report = frictionless.validate(str(package))
    assert report.flatten(["name", "note"]) == []
    assert report.valid
    assert {task.name for task in report.tasks} == set(TABLES)


@pytest.mark.parametrize("name", ["observation", "growth_statement", "indicator", "identity_check"])
def test_a_table_of_the_package_is_that_of_the_warehouse(
    warehouse: Warehouse, package: Path, name: str
) -> None:
    rows = frictionless.Package(str(package)).get_resource(name).read_rows()
    found = sorted((row.to_dict() for row in rows), key=by_texts)
    assert found == sorted(table(warehouse, name), key=by_texts)


def test_the_package_says_what_it_holds(warehouse: Warehouse, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        descriptor = json.loads(archive.read(DESCRIPTOR))
        assert archive.read("README.txt") == readme(warehouse)
        assert b"\xef\xbb\xbf" not in archive.read("data/observation.csv")
    assert descriptor["version"] == warehouse.version
    assert descriptor["licenses"][0]["name"] == "MIT"
    counted = warehouse.query("SELECT count(*) AS n FROM source")["n"].item()
    assert len(descriptor["sources"]) == counted
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    schema = resources["observation"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["observation_id"]
    assert {key["reference"]["resource"] for key in schema["foreignKeys"]} == {
        "district", "indicator", "scope", "period", "source",
    }  # fmt: skip
    assert fields["value"]["type"] == "number"
    assert fields["value"]["description"].startswith("in the unit of the indicator")
    assert fields["status"]["constraints"]["enum"] == ["reported", "derived", "computed"]
    assert fields["conventions"]["itemType"] == "string"
    assert all(resource["description"] for resource in resources.values())


def test_only_districts_with_something_known_are_included(package: Path) -> None:
    rows = frictionless.Package(str(package)).get_resource("district").read_rows()
    assert 50 < len(rows) < 200
    assert "440306" in [row["district_code"] for row in rows]


@pytest.mark.usefixtures("no_network")
def test_a_package_that_belies_its_descriptor_is_refused(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    data = tmp_path / "data" / "unit.csv"
    data.write_bytes(data.read_bytes().replace(b"true", b"perhaps", 1))
    with pytest.raises(InvalidPackageError) as caught:
        check_package(tmp_path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith("unit: ") for line in lines)
    assert any('type is "boolean/default"' in line for line in lines)
    assert any("hash" in line for line in lines)


# ---------------------------------------------------------------- all of it


def test_the_same_data_give_the_same_bytes(warehouse: Warehouse, package: Path) -> None:
    assert export_datapackage_zip(warehouse) == package.read_bytes()
    assert export_csv_bytes(warehouse) == export_csv_bytes(warehouse)
    assert export_parquet_bytes(warehouse) == export_parquet_bytes(warehouse)


def test_the_readme_explains_every_column_and_table(warehouse: Warehouse) -> None:
    with (TEXTS / "columns.csv").open(encoding="utf-8", newline="") as file:
        texts = list(csv.DictReader(file))
    assert [row["name"] for row in texts] == pl.concat(all_observations(warehouse)).columns
    assert all(row["zh"] and row["en"] for row in texts)
    text = readme(warehouse).decode()
    assert text.count(warehouse.version) == 2
    assert all(f"\n{name} " in text for name in TABLES)


def test_only_the_chosen_formats_are_written(warehouse: Warehouse, tmp_path: Path) -> None:
    written = export(warehouse, tmp_path / "new" / "folder", (Format.CSV, Format.PARQUET))
    names = [path.relative_to(tmp_path / "new" / "folder").as_posix() for path in written]
    assert names == ["observations.csv", "observations.parquet", "README.txt"]
    assert all(path.stat().st_size > 0 for path in written)


def test_a_folder_that_cannot_be_written_is_named(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableExportError, match=r"cannot write to .*taken"):
        export(warehouse, tmp_path / "taken", (Format.CSV,))
