"""Stacked bars: parts never exceed their total, the rest is said, the newest come first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.charts import compositions
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import BAR, BARS, composition_charts, summed
from dashboard.context import Context
from dashboard.selection import BasisChoice, Selection
from indicators.catalogue import SumIdentity

Bars = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def every(zh: Context) -> list[Chart]:
    return [chart for family in zh.catalogue.families for chart in composition_charts(family, zh)]


def bars(figure: go.Figure) -> Bars:
    """Bar → part → length."""
    found: Bars = {}
    for trace in figure.data:
        for bar, length in zip(trace.y, trace.x, strict=True):
            found.setdefault(bar, {})[trace.name] = length
    return found


def of(charts: list[Chart], key: str) -> Chart:
    return next(chart for chart in charts if chart.key.startswith(f"composition-{key}"))


def test_sums_are_those_that_the_warehouse_checks(zh: Context) -> None:
    """Every district and year: what is put together here is what `identity_check` finds."""
    offer = zh.data.offer
    every = Selection(offer.districts, offer.years[0], offer.years[-1], tuple(BasisChoice))
    context = replace(zh, selection=every)
    sums = [
        one for family in zh.catalogue.families for one in family.identities if one.kind == "sum"
    ]
    rows = summed(sums, context)
    found = {
        (identity, district, period): sorted(ids)
        for identity, district, period, ids in rows.group_by("identity_id", *BAR)
        .agg("observation_id")
        .rows()
    }
    checked = zh.warehouse.query(
        """
        SELECT identity_id, district_code, period, observation_ids FROM identity_check
        WHERE kind = 'sum' AND scope = '' AND result <> 'violated'
        """
    )
    assert found == {(i, d, p): sorted(ids) for i, d, p, ids in checked.rows()}
    assert len(found) > 10
    assert rows["value"].null_count() == 0


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ([(4, 4), (6, 6)], 3),  # adds up
        ([(4, 4), (5, 5)], 3),  # leaves a remainder
        ([(0.1, 0.1), (9.9, 9.9)], 3),  # no error of binary fractions
        ([(4, 4), (7, 7)], 0),  # certainly more than the whole
        ([(4, 4), (6, None)], 3),  # at least six
        ([(4, 4)], 0),  # one part is no sum
    ],
)
def test_which_sums_are_drawn(
    zh: Context,
    monkeypatch: pytest.MonkeyPatch,
    parts: list[tuple[float, float | None]],
    kept: int,
) -> None:
    one = SumIdentity(
        id="x", kind="sum", name_zh="和", name_en="sum",
        total="reconsideration.received",
        parts=("reconsideration.accepted", "reconsideration.transferred@"),
    )  # fmt: skip
    terms = [term.partition("@")[0] for term in one.terms]
    bounds = [(10.0, 10.0), *parts]
    figures = pl.DataFrame(
        {
            "observation_id": [str(place) for place in range(len(bounds))],
            "indicator_id": terms[: len(bounds)],
            "scope": "", "status": "reported", "shape": "year", "district_code": "440306",
            "period_label": "2024", "period_end": date(2024, 12, 31),
            "value": [low for low, _ in bounds],
            "low": [float(low) for low, _ in bounds], "high": [high for _, high in bounds],
        },
        strict=False,
    )  # fmt: skip
    monkeypatch.setattr(compositions, "points", lambda *_: figures)
    assert summed([one], zh).height == kept
    derived = figures.with_columns(status=pl.lit("derived"))
    monkeypatch.setattr(compositions, "points", lambda *_: derived)
    assert summed([one], zh).is_empty()


def test_the_parts_and_the_rest_make_up_each_total(every: list[Chart]) -> None:
    assert len(every) >= 6
    for chart in every:
        wholes = chart.rows.filter(pl.col("role") == "whole")
        drawn = bars(chart.figure)
        assert len(drawn) == wholes.height <= BARS
        assert sorted(sum(parts.values()) for parts in drawn.values()) == sorted(wholes["value"])
        assert all(length > 0 for parts in drawn.values() for length in parts.values())


def test_received_in_baoan(every: list[Chart]) -> None:
    """宝安 2021 上半年: 50 = 40 accepted + 10 transferred."""
    chart = of(every, "reconsideration.received_split--first_half")
    assert bars(chart.figure) == {"宝安区 2021年上半年": {"受理复议案件": 40, "转送": 10}}
    assert chart.subtitle == "件 · 上半年 · 全区（县、市）"


def test_what_is_drawn_is_what_the_table_and_the_exports_hold(every: list[Chart]) -> None:
    for chart in every:
        drawn = {one for trace in chart.figure.data for one in trace.customdata if one}
        parts = chart.rows.filter(pl.col("role") == "part")["observation_id"]
        assert drawn == set(parts)
        assert chart.rows["shown"].equals(chart.rows["value"])


def test_only_the_newest_are_drawn_and_it_is_said(
    zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconsideration = zh.catalogue.families[0]
    all_of_them = of(
        composition_charts(reconsideration, zh), "reconsideration.concluded_outcomes--year"
    )
    monkeypatch.setattr(compositions, "BARS", 3)
    few = of(composition_charts(reconsideration, zh), "reconsideration.concluded_outcomes--year")
    newest = sorted(all_of_them.rows.filter(pl.col("role") == "whole")["year"])[-3:]
    assert sorted(few.rows.filter(pl.col("role") == "whole")["year"]) == newest
    said = zh.words("note.newest_only", count=3)
    assert said in few.notes
    assert not any("只画期间最近的" in note for note in all_of_them.notes)


def row(value: float) -> dict[str, object]:
    return {
        "district_zh": "宝安区", "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31),
        "indicator_id": "reconsideration.received", "scope": "", "scope_en": "",
        "value": value, "observation_id": str(value), "district_en": "Bao'an",
    }  # fmt: skip


def test_the_rest_is_not_an_error_of_binary_fractions(zh: Context) -> None:
    parts = [row(0.1), row(0.2)]
    assert len(compositions._bar(row(0.3), parts, zh)) == 2
    assert [part.value for part in compositions._bar(row(0.35), parts, zh)][2:] == [0.05]


def contexts(zh: Context) -> Iterator[Context]:
    """Selections in which totals and parts fall apart."""
    for year in zh.data.offer.years[-5:]:
        yield replace(zh, selection=replace(zh.selection, first_year=year, last_year=year))
    for basis in BasisChoice:
        yield replace(zh, selection=replace(zh.selection, bases=(basis,)))
    yield replace(zh, selection=replace(zh.selection, districts=()))


def test_any_selection_gives_whole_bars_or_none(zh: Context) -> None:
    for context in contexts(zh):
        for family in context.catalogue.families:
            for chart in composition_charts(family, context):
                assert chart.rows.filter(pl.col("role") == "whole").height == len(
                    bars(chart.figure)
                )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_part_is_nameless(make_context: Callable[..., Context], language: str) -> None:
    context = make_context(language)
    for family in context.catalogue.families:
        for chart in composition_charts(family, context):
            assert all(trace.name for trace in chart.figure.data)
            assert chart.title
