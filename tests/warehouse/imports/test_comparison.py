"""A draft beside the same report approved before, and beside other sources."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.review import Decision, decide, edit
from tests.drafts import TEXT, open_draft, ready_draft
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse
from warehouse.imports.approval import approve
from warehouse.imports.comparison import (
    conflicts,
    differences,
    known_sources,
    stated_in_draft,
    stated_in_source,
)
from warehouse.imports.evidence import report_text, sentence_at

Add = Callable[..., None]
HALF = {"period_start": "2025-01-01", "period_end": "2025-06-30"}


def served(seed: Path, tmp_path: Path) -> Warehouse:
    build(seed=seed, user=tmp_path / "user", folder=tmp_path / "out")
    return open_warehouse(folder=tmp_path / "out")


def test_the_same_report_is_recognised_and_is_no_conflict(seed: Path, tmp_path: Path) -> None:
    approved = approve(ready_draft(), tmp_path / "user", seed=seed)
    warehouse = served(seed, tmp_path)
    draft = open_draft()
    (known,) = known_sources(draft.sha256, warehouse)
    assert (known.source_id, known.title) == (approved.id, "工作总结")
    assert conflicts(draft, warehouse) == ()
    assert differences(draft, stated_in_source(approved.id, warehouse)) == ()
    assert known_sources("0" * 64, warehouse) == ()


def test_what_was_added_changed_and_dropped_since() -> None:
    old = stated_in_draft(ready_draft(), accepted_only=True)
    draft = edit(ready_draft(), "f24", qualifier="近")
    draft = decide(draft, ["f34"], Decision.REJECTED)
    draft = edit(draft, "f8", scope="一审")
    found = [
        (item.change, item.row_id, (item.new or item.old).printed)  # type: ignore[union-attr]
        for item in differences(draft, old)
    ]
    assert found == [
        ("added", "f8", "882件"),
        ("changed", "f24", "700余件"),
        ("gone", "", "882件"),
        ("gone", "", "35人"),
    ]


@pytest.mark.parametrize(
    ("value", "qualifier", "found", "excludes"),
    [("900", "", 1, True), ("880", "约", 1, False), ("882", "", 0, False)],
)
def test_another_source_with_another_value_is_a_conflict(
    seed: Path, add: Add, tmp_path: Path, value: str, qualifier: str, found: int, excludes: bool
) -> None:
    add("observations.csv", **HALF, value=value, printed=f"{value}件", qualifier=qualifier)
    conflict = conflicts(open_draft(), served(seed, tmp_path))
    assert len(conflict) == found
    for item in conflict:
        assert (item.row_id, item.source_id, item.source_title) == ("f8", "s001", "Report")
        assert (item.value, item.excludes) == (Decimal(value), excludes)


def test_a_derived_value_conflicts_only_when_it_excludes(
    seed: Path, add: Add, tmp_path: Path
) -> None:
    later = {"period_start": "2026-01-01", "period_end": "2026-06-30"}
    add("observations.csv", **later, value="1000", printed="1000件")
    add("growth.csv", **later, growth="25", printed="25%")
    (item,) = conflicts(open_draft(), served(seed, tmp_path))
    assert (item.status, item.value, item.excludes) == ("derived", None, True)
    assert (item.low, item.high) == (Decimal(794), Decimal(803))


def test_rejected_rows_conflict_with_nothing(seed: Path, add: Add, tmp_path: Path) -> None:
    add("observations.csv", **HALF, value="900", printed="900件")
    draft = decide(open_draft(), ["f8"], Decision.REJECTED)
    assert conflicts(draft, served(seed, tmp_path)) == ()


def test_the_sentence_of_an_imported_figure(seed: Path, tmp_path: Path) -> None:
    approved = approve(ready_draft(), tmp_path / "user", seed=seed)
    text = report_text(approved.id, tmp_path / "user")
    assert text == TEXT
    row = ready_draft().row("f24")
    assert "".join(sentence_at(text, row.char_start, row.char_end)) == "受理700余件。"
    assert sentence_at(text, row.char_start, row.char_end).printed == "700余件"


@pytest.mark.parametrize("source", ["s001", "../user", "u20250703-00000000", ""])
def test_no_other_source_has_a_text(source: str, tmp_path: Path) -> None:
    assert report_text(source, tmp_path) is None


def test_a_sentence_without_end_is_cut() -> None:
    text = "件" * 5000
    assert len("".join(sentence_at(text, 2000, 2001))) == 401
