"""The rules that choose, check and count, in one build that gives each case its own district."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from indicators.districts import load_districts
from warehouse import queries
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse

Cells = dict[str, str]
Rows = list[tuple[str, Cells]]

RECEIVED, ACCEPTED = "reconsideration.received", "reconsideration.accepted"
TRANSFERRED, REFUSED = "reconsideration.transferred", "reconsideration.not_accepted"
RATE, SUCCEEDED, CASES = "mediation.success_rate", "mediation.succeeded", "mediation.cases"
YEAR_2023 = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
YEAR_2025 = {"period_start": "2025-01-01", "period_end": "2025-12-31"}
HALF_2024 = {"period_start": "2024-01-01", "period_end": "2024-06-30"}

SOURCES: dict[str, Cells] = {
    "january": {"published": "2025-01-15"},
    "march": {"published": "2025-03-01"},
    "march reprint": {"published": "2025-03-01", "official": "no"},
    "undated": {"published": ""},
    "december": {"published": "2024-12-30"},
    "with target": {"published": "2024-07-01"},
    "september": {"published": "2024-09-01"},
}
# which of two sources for one fact is shown
PICKS = {
    "later before earlier": ("january", "march", "march"),
    "later before official": ("january", "march reprint", "march reprint"),
    "official on the same day": ("march reprint", "march", "march"),
    "undated: not older than its period": ("undated", "december", "undated"),
    "undated: no younger than that either": ("undated", "january", "january"),
    "a target for later years makes no younger": ("with target", "september", "september"),
}
SUMS: dict[str, tuple[Cells, dict[str, str], str]] = {
    "sum holds": ({"value": "50"}, {ACCEPTED: "40", REFUSED: "10"}, "holds"),
    "sum with remainder": (
        {"value": "50"},
        {ACCEPTED: "40", TRANSFERRED: "6", REFUSED: "3"},
        "remainder",
    ),
    "sum violated": ({"value": "50"}, {ACCEPTED: "45", REFUSED: "10"}, "violated"),
    # 50余: up to 59, so the parts may be all of it
    "sum of 余": ({"value": "50", "qualifier": "余"}, {ACCEPTED: "45", REFUSED: "10"}, "holds"),
    "sum of 近": ({"value": "50", "qualifier": "近"}, {ACCEPTED: "45", REFUSED: "10"}, "violated"),
}
RATES = {
    "99.811… rounded or cut off": ("99.8", "4760", "4769", "holds"),
    "99.811… is not 99.9": ("99.9", "4760", "4769", "violated"),
    "2 of 3 cut off": ("66.6", "2", "3", "holds"),
    "2 of 3 rounded": ("66.7", "2", "3", "holds"),
    "2 of 3 is not 66.8": ("66.8", "2", "3", "violated"),
    # 41/2000 = 2.05 % lies on the edge of rounding to 2.1, where floating point would err
    "on the edge": ("2.1", "41", "2000", "holds"),
    "past the edge": ("2.2", "41", "2000", "violated"),
    "none of 3": ("0", "0", "3", "holds"),
    "none of none": ("0", "0", "0", "holds"),
}


def observation(**cells: str) -> tuple[str, Cells]:
    value = cells.get("value", "100")
    return "observations.csv", {"value": value, "printed": value, **cells}


def all_cases() -> dict[str, Rows]:
    cases: dict[str, Rows] = {
        "reported over derived": [
            observation(),
            ("growth.csv", {}),  # 100 at +25 %: 80 the year before
            observation(value="81", **YEAR_2023),
        ],
        "overlap": [
            observation(value="100", qualifier="余"),
            observation(value="183", source="march"),
        ],
        "half year": [
            observation(),
            observation(value="120", **HALF_2024),
            observation(indicator=ACCEPTED),
            observation(indicator=ACCEPTED, value="60", **HALF_2024),
        ],
        "share above 100": [observation(indicator=RATE, value="101.5")],
        "open count": [
            observation(indicator=RATE, value="99"),
            observation(indicator=SUCCEEDED, value="10", qualifier="超"),
            observation(indicator=CASES),
        ],
        "override": [
            observation(),
            ("corrections.csv", {"action": "override", "value": "110", "expect": "100"}),
        ],
        "drop": [
            observation(),
            ("corrections.csv", {"id": "c002", "action": "drop", "expect": "100"}),
        ],
        # a report read in full also prints a figure of the year before
        "coverage": [
            observation(source="full"),
            observation(source="full", indicator=ACCEPTED, **YEAR_2023),
        ],
        "target": [observation(source="with target", **YEAR_2025)],
    }
    for name, (first, second, _) in PICKS.items():
        cases[name] = [observation(source=first), observation(source=second)]
    for name, (whole, parts, _) in SUMS.items():
        terms = [observation(indicator=part, value=value) for part, value in parts.items()]
        cases[name] = [observation(**whole), *terms]
    for name, (rate, successes, trials, _) in RATES.items():
        cases[name] = [
            observation(indicator=indicator, value=value)
            for indicator, value in ((RATE, rate), (SUCCEEDED, successes), (CASES, trials))
        ]
    return cases


CASE_DISTRICTS = dict(zip(all_cases(), load_districts(), strict=False))


@pytest.fixture(scope="module")
def rules(
    tmp_path_factory: pytest.TempPathFactory,
    new_seed: Callable[[Path], Path],
    adder: Callable[[Path], Callable[..., None]],
) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("rules")
    add = adder(new_seed(folder / "seed"))
    for source, cells in SOURCES.items():
        add("sources.csv", id=source, **cells)
    covered = {"district": CASE_DISTRICTS["coverage"].code, **HALF_2024}
    add("sources.csv", id="full", read="full", **covered)
    for name, rows in all_cases().items():
        district = CASE_DISTRICTS[name]
        for file, cells in rows:
            known = {"district": district.code, "district_name": district.name_zh}
            add(file, **known, **cells)
    build(seed=folder / "seed", folder=folder / "published")
    opened = open_warehouse(folder=folder / "published")
    yield opened
    opened.connection.close()


def shown(warehouse: Warehouse, case: str) -> list[tuple[object, ...]]:
    return warehouse.query(
        "SELECT value, status, source_id, sources FROM shown_observation "
        "WHERE district_code = $district ORDER BY period_label",
        {"district": CASE_DISTRICTS[case].code},
    ).rows()


def of_case(frame: pl.DataFrame, case: str, **more: object) -> pl.DataFrame:
    return frame.filter(district_code=CASE_DISTRICTS[case].code, **more)


def result(warehouse: Warehouse, case: str, identity: str) -> list[str]:
    checks = of_case(queries.identity_checks(warehouse), case, identity_id=identity)
    return checks["result"].to_list()


def test_reported_is_shown_over_derived_and_both_are_compared(rules: Warehouse) -> None:
    case = "reported over derived"
    assert shown(rules, case) == [(81, "reported", "s001", 2), (100, "reported", "s001", 1)]
    (conflict,) = of_case(queries.conflicts(rules), case).iter_rows(named=True)
    assert (conflict["kind"], conflict["other_formula"]) == ("growth", "100 ÷ (1 + 25%) → 80")
    assert of_case(queries.growth_checks(rules), case)["result"].to_list() == ["violated"]


@pytest.mark.parametrize("case", PICKS)
def test_one_of_two_sources_is_shown(rules: Warehouse, case: str) -> None:
    assert shown(rules, case) == [(100, "reported", PICKS[case][2], 2)]


def test_bounds_that_overlap_are_no_conflict(rules: Warehouse) -> None:
    assert of_case(queries.conflicts(rules), "overlap").height == 0


@pytest.mark.parametrize("case", SUMS)
def test_sums_hold_leave_a_remainder_or_are_violated(rules: Warehouse, case: str) -> None:
    assert result(rules, case, "reconsideration.received_split") == [SUMS[case][2]]


def test_a_first_half_never_exceeds_its_year(rules: Warehouse) -> None:
    assert result(rules, "half year", f"{RECEIVED}:half_year") == ["violated"]
    assert result(rules, "half year", f"{ACCEPTED}:half_year") == ["holds"]


@pytest.mark.parametrize("case", RATES)
def test_a_rate_agrees_with_its_counts_however_it_was_shortened(
    rules: Warehouse, case: str
) -> None:
    assert result(rules, case, f"{RATE}:rate") == [RATES[case][3]]


def test_a_share_above_100_is_shown_as_violated(rules: Warehouse) -> None:
    assert result(rules, "share above 100", f"{RATE}:range") == ["violated"]


def test_a_count_of_open_bounds_cannot_belie_a_rate(rules: Warehouse) -> None:
    assert result(rules, "open count", f"{RATE}:rate") == ["holds"]


def test_a_correction_can_override_or_drop(rules: Warehouse) -> None:
    assert shown(rules, "override") == [(Decimal(110), "reported", "s001", 1)]
    assert shown(rules, "drop") == []
    listed = queries.corrections(rules).select("action", "value", "indicator_id").rows()
    assert listed == [("override", 110, RECEIVED), ("drop", None, None)]


def test_an_empty_cell_of_the_coverage_says_why(rules: Warehouse) -> None:
    coverage = queries.coverage(
        rules,
        districts=[CASE_DISTRICTS["coverage"].code],
        years=(2022, 2024),
        families=["reconsideration", "mediation"],
    )
    states: Mapping[tuple[str, int], tuple[int, str]] = {
        (row["family_id"], row["year"]): (row["facts"], row["state"])
        for row in coverage.iter_rows(named=True)
    }
    assert states == {
        ("reconsideration", 2022): (0, "no_report"),
        ("reconsideration", 2023): (1, "present"),
        ("reconsideration", 2024): (1, "present"),
        ("mediation", 2022): (0, "no_report"),
        ("mediation", 2023): (0, "not_read"),
        ("mediation", 2024): (0, "silent"),
    }
