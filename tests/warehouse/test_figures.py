"""The figures that ship: what must come out of them, number by number."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from warehouse import queries
from warehouse.connection import Warehouse

DERIVED = {
    "金山 received": (
        ("310116", "reconsideration.received", "2024-S1"),
        (647, "882 ÷ (1 + 36.32%) → 647", ["rounding", "truncation"]),
    ),
    "金山 litigation": (
        ("310116", "litigation.new_cases", "2024-S1"),
        (29, "71 ÷ (1 + 144.83%) → 29", ["rounding"]),
    ),
    "镇海 received": (
        ("330211", "reconsideration.received", "2023"),
        (122, "254 ÷ (1 + 108.2%) → 122", ["rounding"]),
    ),
    "光明 received": (
        ("440311", "reconsideration.received", "2023"),
        (172, "583 ÷ 3.38 → 172", ["truncation"]),
    ),
}
# printed 1.02亿元 at about +37.8 %, over 24万 at about +20 %, nearly 1000 at about +20 %
RANGES = {
    "宝安 losses recovered": (("440306", "legal_aid.losses_recovered"), (73604061, 74410163)),
    "宝安 base visitors": (("440306", "publicity.base_visitors"), (192000, None)),
    "光明 legality review": (("440311", "review.matters"), (760, 869)),
}
TONGZHOU = "110112"


def derived(warehouse: Warehouse, *fact: str) -> dict[str, object]:
    frame = warehouse.query(
        "SELECT * FROM observation WHERE status = 'derived' AND scope = '' "
        "AND district_code = $district AND indicator_id = $indicator AND period_label = $period",
        dict(zip(("district", "indicator", "period"), fact, strict=True)),
    )
    return frame.row(0, named=True)


def test_139_figures_were_read_in_the_five_reports(warehouse: Warehouse) -> None:
    counts = warehouse.query(
        "SELECT source_id, count(*) AS n FROM observation "
        "WHERE status = 'reported' AND source_id LIKE 'r%' GROUP BY source_id ORDER BY source_id"
    )
    assert counts["source_id"].to_list() == ["r001", "r002", "r003", "r004", "r005"]
    assert counts["n"].sum() == 139


@pytest.mark.parametrize(("fact", "expected"), DERIVED.values(), ids=DERIVED)
def test_one_earlier_value_is_implied(
    warehouse: Warehouse, fact: tuple[str, ...], expected: tuple[int, str, list[str]]
) -> None:
    row = derived(warehouse, *fact)
    value, formula, conventions = expected
    assert row["value"] == row["low"] == row["high"] == Decimal(value)
    assert (row["formula"], row["conventions"]) == (formula, conventions)


@pytest.mark.parametrize(("fact", "bounds"), RANGES.values(), ids=RANGES)
def test_only_a_range_is_implied(
    warehouse: Warehouse, fact: tuple[str, str], bounds: tuple[int, int | None]
) -> None:
    district, indicator = fact
    row = warehouse.query(
        "SELECT value, low, high FROM observation WHERE status = 'derived' "
        "AND district_code = $district AND indicator_id = $indicator",
        {"district": district, "indicator": indicator},
    ).row(0)
    assert row == (None, *bounds)


@pytest.mark.parametrize(("whole", "parts"), [(50, [40, 10]), (19, [13, 1, 5])], ids=str)
def test_the_sums_of_baoan_2021_check_out(
    warehouse: Warehouse, whole: int, parts: list[int]
) -> None:
    checks = queries.identity_checks(warehouse).filter(
        district_code="440306", period="2021-S1", kind="sum", whole=float(whole)
    )
    assert [(row["part_values"], row["result"]) for row in checks.iter_rows(named=True)] == [
        (parts, "holds")
    ]


def test_the_growth_that_tongzhou_states_fits_what_it_printed_the_year_before(
    warehouse: Warehouse,
) -> None:
    chain = queries.growth_checks(warehouse).filter(
        district_code=TONGZHOU,
        indicator_id="reconsideration.received",
        scope="",
        independent=True,
    )
    columns = ("period_label", "implied_low", "implied_high", "reported", "result")
    assert chain.select(columns).rows() == [
        ("2020", 172, 172, 172, "holds"),
        ("2021", 279, 286, 281, "holds"),
        ("2022", 558, 558, 558, "holds"),
        ("2023", 1109, 1119, 1113, "holds"),
    ]


def test_no_growth_statement_contradicts_a_printed_value(warehouse: Warehouse) -> None:
    assert set(queries.growth_checks(warehouse)["result"]) == {"holds"}


def test_the_later_figure_is_shown_and_the_revised_one_listed(warehouse: Warehouse) -> None:
    (conflict,) = queries.conflicts(warehouse).iter_rows(named=True)
    assert (conflict["shown_printed"], conflict["other_printed"]) == ("60件", "51件")
    assert (conflict["district_code"], conflict["period_label"]) == (TONGZHOU, "2022")
    shown = warehouse.query(
        "SELECT value, in_conflict FROM shown_observation WHERE observation_id = $id",
        {"id": conflict["shown_id"]},
    )
    assert shown.row(0) == (Decimal(60), True)


def test_each_flagged_rate_is_kept_as_printed(warehouse: Warehouse) -> None:
    flagged = queries.corrections(warehouse).join(
        warehouse.query("SELECT observation_id, printed AS as_published FROM observation"),
        on="observation_id",
    )
    assert flagged.height > 0
    assert flagged["printed"].to_list() == flagged["as_published"].to_list()


def test_every_violated_rate_shows_the_quotient_that_it_misses(warehouse: Warehouse) -> None:
    violated = queries.identity_checks(warehouse).filter(pl.col("result") == "violated")
    assert violated.height > 0
    misses = (violated["rate"] - violated["quotient"]).abs()
    assert (misses > 0.5).all()


def test_no_sentence_of_a_source_is_stored(warehouse: Warehouse) -> None:
    longest = warehouse.query("SELECT max(length(printed)) AS n FROM observation")["n"].item()
    assert longest <= 20
