"""A flipped bit in any kind of file is found and named, and the last good version is served."""

from __future__ import annotations

import json
import logging
import random
from pathlib import Path

import pytest

from indicators.errors import DataFileError
from tests.faults.reports import flip, report, served_ids, standing_ids
from tests.faults.state import wrong
from tests.faults.work import Place
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse
from warehouse.data_folder import FOLDER
from warehouse.imports.approval import approve, reviewed, withdraw
from warehouse.imports.evidence import report_text
from warehouse.imports.history import HEAD, HISTORY, IMPORTS, read_history
from warehouse.imports.integrity import DamagedImportError
from warehouse.imports.merging import material
from warehouse.pointer import COPY, POINTER, BrokenPointerError, read_pointer
from warehouse.publish import DamagedWarehouseError, current_version, damaged, file_name, served
from warehouse.verification import verify_folder, verify_warehouses


def files_of_import(place: Place) -> list[Path]:
    return sorted((place.user / IMPORTS).glob("*/*"))


def test_a_damaged_warehouse_is_named_and_the_one_before_is_served(
    used: Place, caplog: pytest.LogCaptureFixture
) -> None:
    newest, before = read_pointer(used.warehouses)
    assert (current_version(used.warehouses), damaged(used.warehouses)) == (newest, None)
    flip(used.warehouses / file_name(newest))
    assert (current_version(used.warehouses), damaged(used.warehouses)) == (before, newest)
    assert served_ids(used.warehouses) == set()
    assert f"{file_name(newest)} is damaged" in caplog.text
    assert served(used.warehouses).name == file_name(before)
    with pytest.raises(DamagedWarehouseError, match=newest):
        open_warehouse(folder=used.warehouses, version=newest)
    assert [finding.what for finding in wrong(verify_warehouses(used.warehouses))] == [
        f"{file_name(newest)}：{(used.warehouses / file_name(newest)).stat().st_size:,} bytes"
    ]


def test_the_next_build_mends_a_damaged_warehouse(used: Place) -> None:
    newest = read_pointer(used.warehouses)[0]
    flip(used.warehouses / file_name(newest))
    built = build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert (built.version, built.fresh) == (newest, True)
    assert damaged(used.warehouses) is None
    assert served_ids(used.warehouses) == standing_ids(used.user)


def test_where_no_version_is_whole_the_newest_is_said_to_be_damaged(used: Place) -> None:
    for version in read_pointer(used.warehouses):
        flip(used.warehouses / file_name(version))
    with pytest.raises(DamagedWarehouseError):
        open_warehouse(folder=used.warehouses)


def test_a_file_that_is_gone_is_no_better_than_a_damaged_one(used: Place) -> None:
    newest, before = read_pointer(used.warehouses)
    (used.warehouses / file_name(newest)).unlink()
    assert open_warehouse(folder=used.warehouses).version == before


def read_everything(warehouse: Warehouse) -> None:
    for (table,) in warehouse.query("SELECT table_name FROM duckdb_tables()").iter_rows():
        warehouse.query(f"SELECT * FROM {table}")  # noqa: S608 - names from the catalogue


def test_a_bit_that_flips_under_an_open_warehouse_ends_in_a_sentence(used: Place) -> None:
    """The file in use changes in place: DuckDB's own checksums see it when the block is read."""
    newest, before = read_pointer(used.warehouses)
    path = used.warehouses / file_name(newest)
    warehouse = open_warehouse(folder=used.warehouses)
    chance = random.Random(1)  # noqa: S311 - not a secret
    with path.open("r+b") as file:
        for place in range(3 * 4096, path.stat().st_size, 1024):
            file.seek(place)
            file.write(bytes([chance.randrange(256)]))
    with pytest.raises(DamagedWarehouseError, match=f"{newest}.*is damaged"):
        read_everything(warehouse)
    assert open_warehouse(folder=used.warehouses).version == before


@pytest.mark.parametrize("name", [POINTER, COPY, "*.sha256"])
def test_a_damaged_file_beside_the_warehouses_stops_nobody(
    used: Place, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    for path in used.warehouses.glob(name):
        flip(path)
    assert wrong(verify_warehouses(used.warehouses))
    if name == POINTER:
        assert served_ids(used.warehouses) == standing_ids(used.user)
        assert f"{POINTER} cannot be read" in caplog.text
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert served_ids(used.warehouses) == standing_ids(used.user)


def test_both_copies_of_the_pointer_damaged_are_named(used: Place) -> None:
    for name in (POINTER, COPY):
        flip(used.warehouses / name)
    with pytest.raises(BrokenPointerError, match=f"{POINTER} cannot be read.*{COPY}"):
        read_pointer(used.warehouses)
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert served_ids(used.warehouses) == standing_ids(used.user)


def test_every_file_of_an_import_is_watched(used: Place) -> None:
    (import_id,) = standing_ids(used.user)
    for path in files_of_import(used):
        good = path.read_bytes()
        flip(path)
        name = f"{IMPORTS}/{import_id}/{path.name}"
        with pytest.raises(DamagedImportError, match=f"{name}: is damaged.*from a backup"):
            build(seed=used.seed, user=used.user, folder=used.warehouses)
        with pytest.raises(DamagedImportError, match=name):
            reviewed(import_id, used.user)
        assert [f.what for f in wrong(verify_folder(used.user))] == [f"{name}（工作总结）"]
        assert served_ids(used.warehouses) == {import_id}  # the last good version
        path.write_bytes(good)
    build(seed=used.seed, user=used.user, folder=used.warehouses)


def test_a_damaged_text_gives_no_evidence_and_is_logged(
    used: Place, caplog: pytest.LogCaptureFixture
) -> None:
    (import_id,) = standing_ids(used.user)
    assert report_text(import_id, used.user) == report(1).text
    flip(used.user / IMPORTS / import_id / "report.txt")
    with caplog.at_level(logging.WARNING):
        assert report_text(import_id, used.user) is None
    assert import_id in caplog.text


def test_every_bit_of_the_history_is_watched(used: Place) -> None:
    (import_id,) = standing_ids(used.user)
    withdraw(import_id, used.user)
    approve(report(2), used.user, seed=used.seed)
    good = (used.user / HISTORY).read_bytes()
    for place in range(0, len(good), 7):
        flip(used.user / HISTORY, place, place % 8)
        with pytest.raises(DataFileError, match=HISTORY):
            read_history(used.user)
        (used.user / HISTORY).unlink()
        (used.user / HISTORY).write_bytes(good)
    assert len(read_history(used.user)) == 3


LINES = {
    "the last removed": lambda lines: lines[:-1],
    "the first removed": lambda lines: lines[1:],
    "one in the middle removed": lambda lines: [lines[0], lines[2]],
    "two exchanged": lambda lines: [lines[1], lines[0], lines[2]],
    "one repeated": lambda lines: [*lines, lines[2]],
    "one without its checksum": lambda lines: [*lines[:2], unsealed_line(lines[2])],
    "all removed": lambda lines: [],
}


def unsealed_line(line: bytes) -> bytes:
    content = json.loads(line)
    del content["digest"]
    return json.dumps(content).encode() + b"\n"


@pytest.mark.parametrize("change", LINES.values(), ids=LINES)
def test_lines_of_the_history_removed_moved_or_added_are_named(used: Place, change) -> None:  # noqa: ANN001
    for number in (2, 3):
        approve(report(number), used.user, seed=used.seed)
    lines = (used.user / HISTORY).read_bytes().splitlines(keepends=True)
    (used.user / HISTORY).write_bytes(b"".join(change(lines)))
    with pytest.raises(DataFileError, match=f"{HISTORY}: line [0-9]: "):
        material(used.seed, user=used.user)
    assert len(served_ids(used.warehouses)) == 1  # what was built before
    assert wrong(verify_folder(used.user))


@pytest.mark.parametrize("name", [HEAD, FOLDER])
def test_a_damaged_file_about_the_folder_is_named_with_what_to_do(used: Place, name: str) -> None:
    flip(used.user / name)
    with pytest.raises(DataFileError, match=f"{name}: .*remove it"):
        build(seed=used.seed, user=used.user, folder=used.warehouses)
    (used.user / name).unlink()
    approve(report(2), used.user, seed=used.seed)
    assert wrong(verify_folder(used.user)) == []
    assert (used.user / name).exists()
