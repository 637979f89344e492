"""Native charts hold what the page draws: values, gaps, bounds, names, order, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.exports.native.charts import fitting_notes, native_chart
from dashboard.exports.native.model import Form, NativeChart, Point, Series, Standing, number_format
from dashboard.figures.bars import ordered
from dashboard.figures.base import anchor, label_name
from dashboard.figures.marks import segments
from dashboard.figures.trend import by_district
from dashboard.palette import PEERS, district_colour
from tests.dashboard.conftest import MakeContext, PanelsOf
from tests.dashboard.exports.native_gallery import chosen, native_charts, pictured_charts

Pairs = list[tuple[Chart, NativeChart]]
RECEIVED = "reconsideration.received"


@pytest.fixture(scope="module")
def context(make_context: MakeContext) -> Context:
    return chosen(make_context)


@pytest.fixture(scope="module")
def every(context: Context, panels_of: PanelsOf) -> Pairs:
    found = [(chart, native_chart(chart, context)) for chart in native_charts(context, panels_of)]
    return [(chart, native) for chart, native in found if native]


@pytest.fixture
def lines(every: Pairs) -> Pairs:
    return [pair for pair in every if pair[1].form is Form.LINE]


def yearly(context: Context, panels_of: PanelsOf, indicator: str = RECEIVED) -> Panel:
    (found,) = (p for p in panels_of(context, indicator) if p.basis == "year" and not p.scope)
    return found


def known(native: NativeChart) -> dict[str, Point]:
    return {point.observation_id: point for point in native.points}


def test_every_kind_but_two_has_a_native_form(context: Context, every: Pairs) -> None:
    assert {chart.kind for chart, _ in every} == {
        "trend", "multiples", "bars", "landscape", "change", "composition", "rates", "movements",
        "scatter",
    }  # fmt: skip
    pictured = pictured_charts(context)
    assert [native_chart(chart, context) for chart in pictured] == [None, None]


def test_series_have_a_place_for_every_category(every: Pairs) -> None:
    for chart, native in every:
        assert native.categories, chart.key
        assert {len(one.points) for one in native.series} == {len(native.categories)}, chart.key
        if native.form is not Form.SCATTER:
            assert len(set(native.categories)) == len(native.categories), chart.key


def test_values_are_those_of_the_page_in_its_unit(every: Pairs) -> None:
    """Each figure once, where its mark stands; bounds as the page has them."""
    kinds_told = ("trend", "multiples", "bars", "landscape", "change")
    for chart, native in every:
        if chart.kind not in kinds_told:
            continue
        rows = {row["observation_id"]: row for row in chart.rows.iter_rows(named=True)}
        assert known(native).keys() == rows.keys(), chart.key
        for name, point in known(native).items():
            row, unit = rows[name], chart.unit
            assert point.value == pytest.approx(anchor(row) / unit.divisor, abs=1e-6)
            assert point.low == unit.plain(row["shown_low"])
            assert point.high == unit.plain(row["shown_high"])


def test_lines_join_what_the_page_joins(lines: Pairs) -> None:
    """Neighbours in a series are joined by Office, so they must be joined on the page; dots too."""
    joined, dotted = 0, 0
    for chart, native in lines:
        wanted = {
            (before["observation_id"], after["observation_id"]): "derived"
            in (before["status"], after["status"])
            for rows in by_district(Panel(chart.rows, chart.unit))
            for before, after in segments(rows)
        }
        found = {}
        for one in native.series:
            for at, (before, after) in enumerate(pairwise(drawn_places(native, one)), start=1):
                if one.joined and before and after:
                    place = at if not native.dates else one.points.index(after)
                    found[before.observation_id, after.observation_id] = place in one.dotted
        assert found == wanted, chart.key
        joined += len(wanted)
        dotted += sum(wanted.values())
    assert joined > 20
    assert dotted > 5


def drawn_places(native: NativeChart, one: Series) -> list[Point | None]:
    """Points as Office joins them: over the days of other series, not over an empty year."""
    points = list(one.points)
    return [point for point in points if point] if native.dates else points


def test_missing_years_are_empty_places(context: Context, panels_of: PanelsOf) -> None:
    panel = yearly(context, panels_of)
    years = [2020, 2023, 2024]
    rows = panel.rows.filter(pl.col("district_code") == "110112", pl.col("year").is_in(years))
    native = native_chart(kinds.trend_chart(replace(panel, rows=rows), context), context)
    assert native is not None
    assert native.categories == ("2020年", "2021年", "2022年", "2023年", "2024年")
    assert [point is None for point in native.series[0].points] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_a_long_run_of_empty_years_is_one_place_as_the_note_says(
    context: Context, panels_of: PanelsOf
) -> None:
    panel = yearly(context, panels_of)
    early = pl.col("year") == 2020
    rows = panel.rows.filter(
        pl.col("district_code") == "110112", pl.col("year").is_in([2020, 2023, 2024])
    ).with_columns(
        period_start=pl.when(early).then(date(2010, 1, 1)).otherwise("period_start"),
        period_end=pl.when(early).then(date(2010, 12, 31)).otherwise("period_end"),
        year=pl.when(early).then(2010).otherwise("year").cast(panel.rows.schema["year"]),
    )
    chart = kinds.trend_chart(replace(panel, rows=rows), context)
    native = native_chart(chart, context)
    assert native is not None
    assert native.categories == ("2010年", "//", "2023年", "2024年")
    assert any("//" in note for note in fitting_notes(chart, native, context.words))


def test_a_range_is_no_value_to_be_joined(lines: Pairs) -> None:
    ranges = 0
    for chart, native in lines:
        rows = {row["observation_id"]: row for row in chart.rows.iter_rows(named=True)}
        for one in native.series:
            own = [rows[point.observation_id] for point in one.points if point]
            assert {row["shown"] is not None for row in own} == {one.joined}, chart.key
            ranges += not one.joined
            if not one.joined:
                assert "仅知范围" in one.name
                assert any("上下限的中点" in text for text in native.explanation)
    assert ranges > 0


def test_lines_are_named_at_their_end_once_a_district(lines: Pairs, context: Context) -> None:
    for chart, native in lines:
        ended = [one for one in native.series if one.end_text]
        assert len(ended) == chart.rows["district_code"].n_unique(), chart.key
        for rows in by_district(Panel(chart.rows, chart.unit)):
            (own,) = (
                one
                for one in ended
                if rows[-1]["observation_id"] in {p.observation_id for p in one.points if p}
            )
            assert label_name(rows[0], context.words) in own.name
            assert own.colour == district_colour(rows[0]["district_code"])


def test_bars_stand_in_the_order_of_the_page(every: Pairs, context: Context) -> None:
    for chart, native in every:
        if chart.kind not in ("bars", "landscape"):
            continue
        rows = ordered(Panel(chart.rows, chart.unit))
        points = [point for point in native.series[0].points if point]
        assert [p.observation_id for p in points] == [row["observation_id"] for row in rows]
        for row, point, name in zip(rows, points, native.categories, strict=True):
            assert label_name(row, context.words) in name
            background = (
                chart.kind == "landscape"
                and row["district_code"] not in context.selection.districts
            )
            colour = PEERS if background else district_colour(row["district_code"])
            assert point.colour == colour


def test_a_ranking_has_its_ranks(make_context: MakeContext, panels_of: PanelsOf) -> None:
    context = make_context("zh", ["110112", "330211", "440311"], first=2024, last=2024)
    native = native_chart(kinds.bars_chart(yearly(context, panels_of), context), context)
    assert native is not None
    assert native.categories == ("1. 通州区（北京）", "2. 光明区", "3. 镇海区")


def test_a_change_has_two_bars_and_says_by_how_much(every: Pairs) -> None:
    (native,) = (native for chart, native in every if chart.kind == "change")
    assert [one.name for one in native.series] == ["2023年", "2024年"]
    guangming = native.categories.index("光明区")
    earlier, later = (one.points[guangming] for one in native.series)
    assert earlier is not None
    assert later is not None
    assert (earlier.value, earlier.standing) == (172, Standing.DERIVED)
    assert later.text == "583（+239%）"
    assert later.value == max(p.value for p in native.points if p.value <= 583)


def test_parts_add_up_to_their_total(every: Pairs) -> None:
    stacked = [(chart, native) for chart, native in every if native.form is Form.STACKED]
    for chart, native in stacked:
        wholes = chart.rows.filter(pl.col("role") == "whole")
        totals = [
            sum(point.value for one in native.series if (point := one.points[at]))
            for at in range(len(native.categories))
        ]
        assert sorted(totals) == pytest.approx(sorted(wholes["value"])), chart.key
        grey = [one for one in native.series if one.name == "未列明"]
        assert {one.colour for one in grey} <= {PEERS}
    assert any("未列明" in {one.name for one in native.series} for _, native in stacked)


def test_rates_carry_their_interval(every: Pairs) -> None:
    with_interval = 0
    for chart, native in every:
        if chart.kind != "rates":
            continue
        assert native.percent
        assert native.ceiling == 100
        rows = chart.rows.to_dicts()
        for row, point in zip(rows, native.series[0].points, strict=True):
            assert point is not None
            interval = row["interval_low"] is not None
            ends = ("interval_low", "interval_high") if interval else ("shown_low", "shown_high")
            assert (point.low, point.high) == (row[ends[0]], row[ends[1]])
            assert point.value == anchor(row)
            with_interval += interval
    assert with_interval > 5


def test_movements_are_changes_in_percent_with_their_bounds(every: Pairs) -> None:
    ((chart, native),) = (pair for pair in every if pair[0].kind == "movements")
    rows = chart.rows.to_dicts()
    sizes = []
    for later, earlier, point in zip(rows[1::2], rows[::2], native.series[0].points, strict=True):
        assert point is not None
        assert point.value == pytest.approx((later["value"] / earlier["value"] - 1) * 100)
        assert point.low is not None
        assert point.high is not None
        assert point.low <= point.value + 1e-9
        assert point.value <= point.high + 1e-9
        assert point.text.endswith("%")
        sizes.append(abs(point.value))
    assert sizes == sorted(sizes, reverse=True)


def test_a_scatter_has_both_values_of_each_pair(every: Pairs) -> None:
    ((chart, native),) = (pair for pair in every if pair[0].kind == "scatter")
    across, up = (
        {
            (row["district_code"], row["period_label"]): row["shown"]
            for row in chart.rows.filter(pl.col("indicator_id") == name).iter_rows(named=True)
        }
        for name, _ in chart.units
    )
    wanted = sorted((across[pair], up[pair]) for pair in across.keys() & up.keys())
    assert sorted((point.x, point.value) for point in native.points) == wanted
    assert native.x_title == "收到复议申请（件）"


def test_how_a_value_is_known_is_kept_and_explained(every: Pairs) -> None:
    said = {
        Standing.DERIVED: "推算值",
        Standing.COMPUTED: "计算值",
        Standing.APPROXIMATE: "约数",
    }
    seen = set()
    for chart, native in every:
        explanation = "".join(native.explanation)
        found = {point.standing for point in native.points}
        for standing, text in said.items():
            assert (text in explanation) == (standing in found), (chart.key, explanation)
        seen |= found
    assert seen == set(Standing)


def test_days_are_in_scale_and_their_axis_is_whole(context: Context, panels_of: PanelsOf) -> None:
    panel = yearly(context, panels_of)
    ends = [date(2012, 12, 31), date(2019, 6, 30), date(2020, 12, 31)]
    rows = panel.rows.filter(pl.col("district_code") == "110112").sort("year").head(3)
    rows = rows.with_columns(
        period_start=pl.Series(ends),
        period_end=pl.Series(ends),
        basis=pl.lit("point"),
        shape=pl.lit("point"),
        year=pl.Series([day.year for day in ends], dtype=rows.schema["year"]),
    )
    chart = kinds.trend_chart(replace(panel, rows=rows), context)
    native = native_chart(chart, context)
    assert native is not None
    assert native.dates == tuple(ends)
    assert native.symbol == "square"
    # 2012 is too far away to be joined, so it is a line of its own
    assert [[p is not None for p in one.points] for one in native.series] == [
        [True, False, False], [False, True, True],
    ]  # fmt: skip
    assert any("//" in note for note in chart.notes)
    assert not any("//" in note for note in fitting_notes(chart, native, context.words))


def test_growth_and_index_keep_their_unit(context: Context, panels_of: PanelsOf) -> None:
    received = yearly(context, panels_of)
    shown = {mode: kinds.in_mode(received, mode, context) for mode in Mode}
    natives = {
        mode: native_chart(kinds.trend_chart(panel, context), context)
        for mode, panel in shown.items()
        if panel
    }
    assert {mode: native.value_title for mode, native in natives.items() if native} == {
        Mode.LEVEL: "件", Mode.PER_100K: "件/10万常住人口", Mode.INDEX: "", Mode.GROWTH: "%",
    }  # fmt: skip
    growth = natives[Mode.GROWTH]
    assert growth is not None
    assert growth.percent
    assert growth.ceiling is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,696", "#,##0"),
        ("49.76", "#,##0.00"),
        ("-3%", '#,##0"%"'),
        ("−62.5%", '+#,##0.0"%";−#,##0.0"%"'),
        ("约 800", None),
        ("285–288", None),
        ("122 推算", None),
        ("", None),
    ],
)
def test_a_label_that_is_a_number_has_a_format(text: str, code: str | None) -> None:
    assert number_format(text) == code
