"""What is wrong in the data files is said all at once, with file, line and column."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.errors import DataFileError, Problem
from warehouse.build import build
from warehouse.connection import open_warehouse
from warehouse.inputs import InputReader

Add = Callable[..., None]

LINE_2 = [
    ("value", {"value": "abc"}, "value", "'abc' is not a plain number"),
    ("no value", {"value": ""}, "value", "must not be empty"),
    ("not finite", {"value": "NaN"}, "value", "'NaN' is not a plain number"),
    ("too exact to store", {"value": "1.23456"}, "value", "up to 4 decimals"),
    ("district", {"district": "999999"}, "district", "unknown district '999999'"),
    ("name", {"district_name": "光明区"}, "district_name", "not the name of 440306 (宝安区)"),
    ("indicator", {"indicator": "x.y"}, "indicator", "unknown indicator 'x.y'"),
    ("scope", {"scope": "某街道"}, "scope", "unknown scope '某街道'"),
    ("source", {"source": "s999"}, "source", "unknown source 's999'"),
    ("note", {"notes": "derived;no_such"}, "notes", "unknown note 'no_such'"),
    ("place", {"char_start": "-3"}, "char_start", "'-3' is not a whole number"),
    ("unit", {"printed": "100万件"}, "value", "'100万件' reads to (1000000)"),
    ("misread", {"printed": "一百零一件"}, "value", "'一百零一件' reads to (101)"),
    ("no numeral", {"printed": "若干"}, "value", "'若干' reads to (nothing)"),
    ("not printed", {"printed": ""}, "printed", "must not be empty"),
    ("hedge", {"qualifier": "可能"}, "qualifier", "unknown qualifier '可能'"),
    ("no end", {"period_end": ""}, "period_end", "must not be empty"),
    ("bad day", {"period_end": "2024-13-01"}, "period_end", "cannot read '2024-13-01'"),
    ("inverted", {"period_start": "2025-01-01"}, "period_start", "lies after the end 2024-12-31"),
    ("flow on a day", {"period_start": "2024-12-31"}, "period_start", "only a stock has one date"),
    ("stock over a span", {"indicator": "lawyers.lawyers"}, "period_start", "a stock has one date"),
]
ELSEWHERE = [
    ("sources.csv", {"id": "s002", "published": "Jan 2025"}, "published", "'Jan 2025' is not 2025"),
    ("sources.csv", {"id": "s002", "sha256": "abc"}, "sha256", "is not 64 hexadecimal digits"),
    ("sources.csv", {"id": "s002", "official": "maybe"}, "official", "'maybe' is not yes or no"),
    ("sources.csv", {"id": "s002", "read": ""}, "read", "unknown kind of reading ''"),
    ("sources.csv", {"id": "s001"}, "id", "'s001' is given already in line 2"),
    ("population.csv", {"population": "0"}, "population", "'0' is not a whole number above zero"),
    ("population.csv", {"date": ""}, "date", "must not be empty"),
    ("growth.csv", {"kind": "doubled"}, "kind", "cannot read 'doubled'"),
    ("corrections.csv", {"since": ""}, "since", "must not be empty"),
    ("corrections.csv", {"action": "override"}, "value", "an override needs a value"),
]


def problems_of(seed: Path) -> list[Problem]:
    with pytest.raises(DataFileError) as caught:
        build(seed=seed, user=seed / "nobody", folder=seed / "built")
    return list(caught.value.problems)


def figures_of(seed: Path) -> list[dict[str, Any]]:
    folder = seed / "built"
    build(seed=seed, user=seed / "nobody", folder=folder)
    warehouse = open_warehouse(folder=folder)
    rows = warehouse.query("FROM observation ORDER BY ALL").to_dicts()
    warehouse.connection.close()
    return rows


@pytest.mark.parametrize(
    ("cells", "column", "message"), [case[1:] for case in LINE_2], ids=[case[0] for case in LINE_2]
)
def test_each_bad_cell_is_one_problem(
    seed: Path, add: Add, cells: dict[str, str], column: str, message: str
) -> None:
    add("observations.csv", **cells)
    (problem,) = problems_of(seed)
    assert (problem.file, problem.entry, problem.field) == ("observations.csv", "line 2", column)
    assert message in problem.message


@pytest.mark.parametrize(("file", "cells", "column", "message"), ELSEWHERE)
def test_the_other_files_are_checked_too(
    seed: Path, add: Add, file: str, cells: dict[str, str], column: str, message: str
) -> None:
    add("observations.csv")
    add(file, **cells)
    (problem,) = problems_of(seed)
    line = "line 3" if file == "sources.csv" else "line 2"
    assert (problem.file, problem.entry, problem.field) == (file, line, column)
    assert message in problem.message


def test_all_problems_of_all_files_are_reported_at_once(seed: Path, add: Add) -> None:
    add("observations.csv", value="abc", scope="某街道")
    add("observations.csv")
    add("observations.csv", district="999999")
    add("growth.csv", growth="ten")
    add("sources.csv", id="s002", official="")
    (seed / "notes.toml").write_text("[broken]\nzh = 1\n", encoding="utf-8")
    (seed / "changes.toml").write_text('[[changes]]\nversion = "2025"\n', encoding="utf-8")
    (seed / "population.csv").unlink()
    assert {(p.file, p.entry, p.field) for p in problems_of(seed)} == {
        ("observations.csv", "line 2", "value"),
        ("observations.csv", "line 2", "scope"),
        ("observations.csv", "line 4", "district"),
        ("growth.csv", "line 2", "growth"),
        ("sources.csv", "line 3", "official"),
        ("notes.toml", "broken", "zh"),
        ("notes.toml", "broken", "en"),
        ("changes.toml", "changes", "0.version"),
        ("changes.toml", "changes", "0.date"),
        ("changes.toml", "changes", "0.zh"),
        ("changes.toml", "changes", "0.en"),
        ("population.csv", "", ""),
    }


@pytest.mark.parametrize("file", ["observations.csv", "growth.csv", "population.csv"])
def test_a_repeated_row_names_the_line_of_the_first(seed: Path, add: Add, file: str) -> None:
    add("observations.csv", indicator="legal_aid.accepted")
    add(file)
    add(file)
    (problem,) = problems_of(seed)
    last = len((seed / file).read_text(encoding="utf-8").splitlines())
    assert (problem.file, problem.entry) == (file, f"line {last}")
    assert f"already in line {last - 1}" in problem.message


def test_two_corrections_of_one_figure_are_refused(seed: Path, add: Add) -> None:
    add("observations.csv")
    add("corrections.csv")
    add("corrections.csv", id="c002")
    (problem,) = problems_of(seed)
    assert "a correction of this fact from source s001 is given already" in problem.message


def test_a_correction_fails_once_the_figure_is_mended(seed: Path, add: Add) -> None:
    add("observations.csv", value="101", printed="101件")
    add("corrections.csv", expect="100件")
    (problem,) = problems_of(seed)
    assert (problem.file, problem.entry, problem.field) == ("corrections.csv", "c001", "expect")
    assert "now printed '101件', not '100件'" in problem.message


def test_growth_that_no_whole_number_fits_is_named(seed: Path, add: Add) -> None:
    add("observations.csv", value="3", printed="3件")
    add("growth.csv", growth="1.23", printed="1.23%")
    (problem,) = problems_of(seed)
    assert problem.entry == "440306 reconsideration.received 2024 s001"
    assert "no earlier value fits" in problem.message


def test_a_wrong_header_names_the_right_one(seed: Path) -> None:
    (seed / "scopes.csv").write_text("name,kind\n", encoding="utf-8")
    (problem,) = problems_of(seed)
    assert str(problem) == "scopes.csv: line 1: columns must be: name_zh,name_en,kind"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n", "line 2: must have 8 cells, not 2"),
        (b'a,"b,c\n', "line 2: not CSV (unexpected end of data)"),
        ("宝安,b,c\n".encode("gb18030"), "must be UTF-8 text"),
    ],
    ids=["short row", "open quote", "GB18030"],
)
def test_a_file_that_is_not_ours_is_said_to_be_so(seed: Path, content: bytes, message: str) -> None:
    with (seed / "population.csv").open("ab") as file:
        file.write(content)
    (problem,) = problems_of(seed)
    assert message in str(problem)


def test_spreadsheets_may_add_a_byte_order_mark(seed: Path, add: Add) -> None:
    add("observations.csv")
    path = seed / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(figures_of(seed)) == 1


def test_a_fall_is_printed_without_its_sign(seed: Path, add: Add) -> None:
    add("observations.csv", indicator="lawyers.revenue_growth", value="-4.1", printed="下降4.1%")
    (figure,) = figures_of(seed)
    assert figure["value"] == Decimal("-4.1")


def test_a_share_above_100_is_kept_for_the_checks_to_show(seed: Path, add: Add) -> None:
    add("observations.csv", indicator="mediation.success_rate", value="101.5", printed="101.5%")
    (figure,) = figures_of(seed)
    assert figure["high"] == figure["value"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("changes = []", "must name at least one version"),
        ("", "Input should be a valid list"),
        ("[[changes]", "cannot be read"),
    ],
    ids=["empty", "missing", "not TOML"],
)
def test_the_change_log_must_name_a_version(seed: Path, text: str, message: str) -> None:
    (seed / "changes.toml").write_text(text, encoding="utf-8")
    (problem,) = problems_of(seed)
    assert problem.file == "changes.toml"
    assert message in problem.message


def test_the_newest_change_comes_first(seed: Path) -> None:
    entry = '[[changes]]\nversion = "{}"\ndate = {}\nzh = ["改"]\nen = ["change"]\n'
    text = entry.format("2025.02", "2025-02-01") + entry.format("2025.03", "2025-03-01")
    (seed / "changes.toml").write_text(text, encoding="utf-8")
    changes = InputReader(seed).read().changes
    assert [change.version for change in changes] == ["2025.03", "2025.02"]
