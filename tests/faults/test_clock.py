"""A clock that was set back: ids stay apart, order is that of the lines, the newest is the last."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.reports import report, served_ids, standing_ids
from tests.faults.state import wrong
from tests.faults.work import Place
from warehouse import publish
from warehouse.backup import back_up
from warehouse.build import build
from warehouse.imports.approval import approve, list_imports, withdraw
from warehouse.imports.history import read_history
from warehouse.pointer import read_pointer
from warehouse.verification import verify_folder

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
YEARS_AGO = NOW - timedelta(days=3000)


def test_the_last_word_counts_whatever_the_clock_says(place: Place) -> None:
    user = place.user
    first = approve(report(1), user, seed=place.seed, now=NOW)
    again = approve(report(1), user, seed=place.seed, now=YEARS_AGO)  # replaces the first
    assert standing_ids(user) == {again.id} != {first.id}
    withdraw(again.id, user, now=YEARS_AGO - timedelta(days=1))
    assert standing_ids(user) == set()
    assert [item.id for item in list_imports(user)] == [again.id, first.id]
    assert [event.time for event in read_history(user)][:2] == [NOW, YEARS_AGO]
    assert wrong(verify_folder(user)) == []


def test_a_day_that_comes_twice_gives_no_id_twice(place: Place) -> None:
    ids = []
    for now in (NOW, NOW + timedelta(days=1), NOW, NOW + timedelta(days=1)):
        ids.append(approve(report(1), place.user, seed=place.seed, now=now).id)
        withdraw(ids[-1], place.user, now=now)
    assert len(set(ids)) == 4


def test_the_version_built_last_is_served_and_the_last_ones_are_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_KEPT_VERSIONS", "2")
    versions = []
    for number, now in enumerate((NOW, YEARS_AGO, NOW - timedelta(days=1))):
        approve(report(number), place.user, seed=place.seed, now=now)
        built = build(seed=place.seed, user=place.user, folder=place.warehouses)
        age = 1_000_000_000 - number * 1000  # each file is older than the one before
        os.utime(built.path, (age, age))
        versions.append(built.version)
        assert len(served_ids(place.warehouses)) == number + 1
    assert len(set(versions)) == 3
    assert read_pointer(place.warehouses) == (versions[2], versions[1])
    left = {path.name for path in place.warehouses.glob("*.duckdb")}
    assert left == {publish.file_name(version) for version in versions[1:]}


def test_a_backup_needs_no_clock(used: Place) -> None:
    for path in [path for path in used.user.rglob("*") if path.is_file()]:
        os.utime(path, (1, 1))  # 1970 is before all that ZIP files can say
    back_up(used.user, Path(used.backup))
    assert used.backup.exists()
