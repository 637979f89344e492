"""A warehouse to which imports were added holds what one built at once holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.review import Decision, decide
from tests.drafts import ready_draft
from warehouse.build import build
from warehouse.connection import open_warehouse
from warehouse.datapackage import package_files
from warehouse.imports.approval import approve, withdraw

# what is no part of the export, without the keys that a build deals out
COUNTED = {
    "tallies": "FROM district_tally ORDER BY ALL",
    "identities": "FROM identity_tally ORDER BY ALL",
    "coverage": "FROM coverage ORDER BY ALL",
    "documented years": "FROM documented_year ORDER BY ALL",
    "holdings": "SELECT * EXCLUDE (scope_key) FROM holding ORDER BY ALL",
    "sources": "SELECT * EXCLUDE (source_key) FROM source_tally ORDER BY ALL",
    "ages": """
        SELECT s.source_id, a.published_at_least
        FROM source_age AS a LEFT JOIN source AS s USING (source_key) ORDER BY ALL
    """,
}


def content(folder: Path) -> dict[str, bytes]:
    """Every table as it is exported, without the descriptor, which has the version."""
    warehouse = open_warehouse(folder=folder)
    files = package_files(warehouse)
    counted = {name: warehouse.query(query).write_csv().encode() for name, query in COUNTED.items()}
    warehouse.connection.close()
    tables = {name: sorted_lines(data) for name, data in files.items() if name.endswith(".csv")}
    return tables | counted


def sorted_lines(data: bytes) -> bytes:
    return b"\n".join(sorted(data.splitlines()))


def without_periods(files: dict[str, bytes]) -> dict[str, bytes]:
    """A period that nothing names any more may stay."""
    return {name: data for name, data in files.items() if name != "data/period.csv"}


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "user"


def both_ways(user: Path, tmp_path: Path) -> None:
    """Build by adding and build anew; the content and so the version must be the same."""
    added = build(user=user, folder=tmp_path / "added")
    anew = build(user=user, folder=tmp_path / "anew", force=True)
    assert added.fresh
    assert without_periods(content(tmp_path / "added")) == without_periods(
        content(tmp_path / "anew")
    )
    assert added.version == anew.version


def test_adding_replacing_and_withdrawing(user: Path, tmp_path: Path) -> None:
    build(user=user, folder=tmp_path / "added")
    first = approve(ready_draft(), user)
    both_ways(user, tmp_path)
    draft = ready_draft()
    figure = draft.accepted[0].id
    second = approve(decide(draft, [figure], Decision.REJECTED), user)
    assert second.approved.replaces == (first.id,)
    both_ways(user, tmp_path)
    withdraw(second.id, user)
    both_ways(user, tmp_path)


def test_only_what_changed_is_read(
    user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(user=user, folder=tmp_path / "added")
    approve(ready_draft(), user)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("everything was read again")

    monkeypatch.setattr("warehouse.build.settle", refuse)
    assert build(user=user, folder=tmp_path / "added").fresh
