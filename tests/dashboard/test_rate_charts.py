"""Rates: as printed or as the counts give them, never one for the other; intervals are Wilson's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from dashboard.charts import rates
from dashboard.charts.chart import Chart
from dashboard.charts.rates import DOTS, rates_chart
from dashboard.context import Context
from dashboard.exports.tables import full_records
from indicators.rates import wilson
from warehouse import queries

Row = dict[str, Any]


@pytest.fixture(scope="module")
def every(zh: Context) -> list[Chart]:
    found = (rates_chart(family, zh) for family in zh.catalogue.families)
    return [chart for chart in found if chart]


def row_of(charts: list[Chart], district: str, indicator: str, year: int) -> Row:
    wanted = (
        (pl.col("district_zh") == district)
        & (pl.col("indicator_id") == indicator)
        & (pl.col("year") == year)
        & (pl.col("scope") == "")
    )
    (found,) = (row for chart in charts for row in chart.rows.filter(wanted).to_dicts())
    return found


def test_a_computed_rate_is_a_rate_in_every_column(every: list[Chart], zh: Context) -> None:
    """And not the count that it stands on: value, bounds, printed form and formula are its own."""
    computed = [
        row
        for chart in every
        for row in chart.rows.filter(pl.col("status") == "computed").to_dicts()
    ]
    assert len(computed) >= 5
    for row in computed:
        assert zh.catalogue.unit_of(row["indicator_id"]).id == "percent"
        assert row["shown"] == row["value"] == row["low"] == row["high"] <= 100
        assert (row["printed"], row["qualifier"]) == ("", "")
        above, below = row["formula"].split(" ÷ ")
        successes = sum(int(part) for part in above.strip("()").split(" + "))
        share = wilson(successes, int(below))
        assert row["shown"] == round(float(share.percent), 1)
        assert share.interval.low is not None
        assert row["interval_low"] == round(float(share.interval.low), 1)


def test_a_printed_rate_stays_as_printed(every: list[Chart], zh: Context) -> None:
    """光明 2024 prints 42 %, 方城 2024 prints no 结案率."""
    printed = row_of(every, "光明区", "reconsideration.mediated_rate", 2024)
    assert (printed["status"], printed["shown"], printed["printed"]) == ("reported", 42.0, "42%")
    computed = row_of(every, "方城县", "reconsideration.conclusion_rate", 2024)
    assert computed["status"] == "computed"
    for chart in every:
        reported = chart.rows.filter(pl.col("status") == "reported")
        known = queries.points(
            zh.warehouse, reported["indicator_id"].unique().to_list(), zh.selection.filter
        ).select("observation_id", original="value")
        joined = reported.join(known, on="observation_id")
        assert joined.height == reported.height
        assert joined["shown"].equals(joined["original"])


def test_a_printed_rate_is_not_said_to_be_vague_because_its_interval_is_wide(
    every: list[Chart],
) -> None:
    for chart in every:
        for row in chart.rows.iter_rows(named=True):
            vague = row["low"] != row["high"]
            assert (row["shown_low"], row["shown_high"]) == (row["low"], row["high"])
            if not vague and chart.rows.height <= 60:
                assert f"约 {row['shown']:g}%" not in _spoken(chart, row)


def _spoken(chart: Chart, row: Row) -> str:
    """The part of the text alternative that is about a row."""
    about = f"{row['district_zh']} {row['period_label'][:4]}"
    return next((part for part in chart.alt.split("、") if about in part), "")


def test_intervals_are_drawn_noted_and_exported(every: list[Chart], zh: Context) -> None:
    for chart in every:
        with_interval = chart.rows["interval_low"].is_not_null().any()
        assert (zh.words("note.interval") in chart.notes) is with_interval
        header, records = full_records(chart, zh)
        low, high = (header.index(zh.words(f"column.interval_{end}")) for end in ("low", "high"))
        assert [record[low] for record in records] == chart.rows["interval_low"].to_list()
        assert [record[high] for record in records] == chart.rows["interval_high"].to_list()
        bars = [trace for trace in chart.figure.data if trace.mode == "lines+markers"]
        assert len(bars) == chart.rows["interval_low"].is_not_null().sum()


def test_only_the_newest_are_drawn_and_it_is_said(
    zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = zh.catalogue.families[0]
    full = rates_chart(family, zh)
    assert full is not None
    assert full.rows.height == DOTS
    monkeypatch.setattr(rates, "DOTS", 3)
    few = rates_chart(family, zh)
    assert few is not None
    assert few.rows.height == 3
    assert zh.words("note.newest_only", count=3) in few.notes
    assert min(few.rows["period_end"]) >= sorted(full.rows["period_end"])[-3]


def test_a_share_needs_exact_counts_of_one_source_and_no_more_parts_than_the_whole(
    zh: Context,
) -> None:
    indicator = zh.catalogue["reconsideration.conclusion_rate"]
    assert indicator.denominator
    (part,) = indicator.numerators

    def count(name: str, value: float, source: str = "s1", *, high: float | None = None) -> Row:
        return {
            "indicator_id": name, "district_code": "a", "scope": "", "period_label": "2024",
            "source_id": source, "value": value, "low": value, "high": high or value,
        }  # fmt: skip

    def found(*rows: Row) -> int:
        return len(dict(rates._counts(indicator, pl.DataFrame(list(rows)))))

    whole = count(indicator.denominator, 17)
    assert found(whole, count(part, 7)) == 1
    assert found(whole, count(part, 18)) == 0
    assert found(whole, count(part, 7, "s2")) == 0
    assert found(whole, count(part, 7, high=8)) == 0
    assert found(count(indicator.denominator, 0), count(part, 0)) == 0
    assert found(whole) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_families_without_rates_have_no_chart(
    make_context: Callable[..., Context], language: str
) -> None:
    context = make_context(language, [])
    assert all(rates_chart(family, context) is None for family in context.catalogue.families)
