"""Each kind of chart: what it shows of a figure, what it names, what it leaves unsaid."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.context import Context
from dashboard.figures.bars import bars, is_ranking, places
from dashboard.figures.base import shown_text
from dashboard.figures.change import Change, change, dumbbells, pairs
from dashboard.figures.multiples import multiples
from dashboard.figures.scatter import label_positions, scatter
from dashboard.figures.trend import has_course, trend
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.drawing import (
    CASES,
    EN,
    PERCENT,
    REPEATABLE,
    WAN,
    ZH,
    arrows,
    check_ticks,
    labels,
    panel,
    row,
)  # fmt: skip

# ------------------------------------------------- trend


def test_a_trend_needs_a_line_or_three_figures() -> None:
    apart = panel(row("甲", "2003", 5.0), row("甲", "2018", 9.0))
    assert not has_course(apart)
    assert has_course(panel(row("甲", "2017", 5.0), row("甲", "2018", 9.0)))
    assert has_course(
        replace(apart, rows=pl.concat([apart.rows, panel(row("甲", "2021", 1.0)).rows]))
    )


def test_two_districts_are_never_one_course() -> None:
    assert not has_course(panel(row("甲", "2017", 5.0), row("乙", "2018", 9.0)))


def test_running_totals_are_never_joined() -> None:
    item = panel(row("甲", "../2023-12-31", 1.0), row("甲", "../2024-12-31", 2.0))
    assert not has_course(item)
    assert [trace.mode for trace in trend(item, ZH).data] == ["markers"]


def test_each_district_is_named_at_the_end_and_an_earlier_year_is_said() -> None:
    item = panel(row("甲", "2023", 5.0), row("甲", "2024", 6.0), row("乙", "2022", 5.1))
    assert [(note.x, note.text) for note in labels(trend(item, ZH))] == [
        (2024.0, "<b>甲</b> 6"),
        (2024.0, "<b>乙</b> 5.1（2022）"),
    ]


def test_a_bound_that_stands_alone_has_a_mark_and_an_arrow() -> None:
    item = panel(
        row("甲", "2024", None, low=None, high=70.0, status="derived"), row("甲", "2025", 99.0)
    )
    figure = trend(item, ZH)
    [trace] = [trace for trace in figure.data if trace.customdata is not None]
    assert (trace.y[0], trace.marker.symbol[0]) == (70.0, "circle-open")
    assert trace.marker.color[0] == trace.marker.color[1]
    [arrow] = arrows(figure)
    assert (arrow.y, arrow.ay > 0) == (70.0, True)


def test_a_long_name_stands_above_its_value() -> None:
    item = panel(row("秀山土家族苗族自治县", "2023", 5.0), row("秀山土家族苗族自治县", "2024", 6.0))
    assert [note.text for note in labels(trend(item, ZH))] == ["<b>秀山土家族苗族自治县</b> 6"]
    far = panel(row("秀山土家族苗族自治县", "2023", 54321.0), row("甲", "2024", 6.0))
    assert labels(trend(far, ZH))[0].text == "<b>秀山土家族苗族自治县</b><br>54,321（2023）"
    english = trend(panel(row("Xiushan Tujia and Miao", "2023", 1.0), row("甲", "2024", 6.0)), EN)
    assert labels(english)[0].text == "<b>Xiushan Tujia and</b><br><b>Miao</b><br>1 (2023)"
    assert english.layout.margin.r < 180


def test_labels_of_equal_values_do_not_cover_each_other() -> None:
    many = [row(f"区{place}", "2024", 10.0) for place in range(30)]
    figure = trend(panel(*many), ZH)
    heights = sorted(note.y for note in labels(figure))
    low, high = figure.layout.yaxis.range
    pixels = (figure.layout.height - 60) / (high - low)
    assert min((b - a) * pixels for a, b in pairwise(heights)) >= 14
    assert low <= heights[0]
    assert heights[-1] <= high


def test_a_range_without_a_value_is_a_bar_with_a_mark_that_only_answers() -> None:
    wide = panel(
        row("甲", "2024", None, low=50.0, high=90.0, status="derived"), row("甲", "2025", 99.0)
    )
    [trace] = [trace for trace in trend(wide, ZH).data if trace.customdata is not None]
    assert trace.y == (70.0, 99.0)
    assert trace.marker.color[0] == "rgba(0,0,0,0)" != trace.marker.color[1]
    assert "50–90" in trace.hovertext[0]


def test_a_bound_on_a_logarithmic_axis_stands_at_its_logarithm() -> None:
    item = panel(row("甲", "2024", 100.0, high=None), row("甲", "2025", 1000.0))
    [arrow] = arrows(trend(item, ZH, log=True))
    assert arrow.y == pytest.approx(2.0)
    assert arrow.ay < 0


def test_zero_has_no_place_on_a_logarithmic_axis(zh: Context, panels_of: PanelsOf) -> None:
    item = panels_of(zh, "reconsideration.received")[0]
    zero = item.rows.with_columns(shown=pl.lit(0.0), shown_low=pl.lit(0.0), shown_high=pl.lit(0.0))
    assert kinds.trend_chart(item, zh, log=True).figure.layout.yaxis.type == "log"
    fallen = kinds.trend_chart(replace(item, rows=zero), zh, log=True)
    assert fallen.figure.layout.yaxis.type == "linear"
    assert "对数" not in fallen.subtitle


# ------------------------------------------------- small charts


def test_small_charts_share_their_axes_and_show_one_district_each(
    zh: Context, panels_of: PanelsOf
) -> None:
    item = panels_of(zh, "reconsideration.concluded")[0]
    layout = multiples(item, ZH).layout
    count = item.rows["district_code"].n_unique()
    axes = [layout[f"yaxis{place or ''}"] for place in (0, *range(2, count + 1))]
    across = [layout[f"xaxis{place or ''}"] for place in (0, *range(2, count + 1))]
    assert count == 6
    assert len({axis.range for axis in axes}) == len({axis.range for axis in across}) == 1
    assert len({(a.domain, b.domain) for a, b in zip(axes, across, strict=True)}) == count
    assert len(labels(multiples(item, ZH))) == count


# ------------------------------------------------- bars


def names(figure: go.Figure) -> list[str]:
    return [trace.y[0] for trace in figure.data]


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in labels(figure)]


def test_one_period_is_ranked() -> None:
    figure = bars(panel(row("甲", "2024", 5.0), row("乙", "2024", 9.0), row("丙", "2024", 5.0)), ZH)
    assert names(figure) == ["1. 乙", "2. 甲", "2. 丙"]
    assert texts(figure) == ["9", "5", "5"]


def test_different_periods_are_listed_with_them() -> None:
    item = panel(row("甲", "2023", 5.0), row("乙", "2024", 4.0))
    assert not is_ranking(item)
    assert names(bars(item, ZH)) == ["乙 2024年", "甲 2023年"]


def test_overlapping_bounds_have_no_rank() -> None:
    about = row("甲", "2024", 90.0, low=85.0, high=95.0)
    figure = bars(panel(about, row("乙", "2024", 93.0), row("丙", "2024", 100.0)), ZH)
    assert names(figure) == ["1. 丙", "乙", "甲"]


def test_running_totals_are_not_ranked() -> None:
    item = panel(row("甲", "../2024-12-31", 5.0), row("乙", "../2024-12-31", 9.0))
    assert places(item) == [None, None]


def test_days_within_a_year_are_ranked_and_said(zh: Context, panels_of: PanelsOf) -> None:
    item = panel(row("甲", "2024-11-06", 5.0), row("乙", "2024-12-31", 9.0))
    assert names(bars(item, ZH)) == ["乙 2024年末", "甲 2024年11月6日"]
    assert places(item) == [1, 2]
    committees = next(p for p in panels_of(zh, "lawyers.lawyers") if not p.scope)
    of_2024 = replace(committees, rows=committees.rows.filter(pl.col("year") == 2024))
    assert kinds.bars_chart(of_2024, zh).subtitle == "人 · 时点数 · 全区（县、市） · 2024年末"


def test_a_single_bar_says_its_period(zh: Context, panels_of: PanelsOf) -> None:
    item = panels_of(zh, "enforcement.visit_reduction_rate")[0]
    assert item.rows.height == 1
    assert kinds.bars_chart(item, zh).subtitle == "% · 全年 · 全区（县、市） · 2024年"


def test_the_value_stands_behind_the_whisker() -> None:
    about = row("甲", "2024", 90.0, low=85.0, high=95.0)
    figure = bars(panel(about, row("乙", "2024", 10.0)), ZH)
    [whisker] = [trace.error_x for trace in figure.data if trace.error_x.array is not None]
    assert (whisker.array, whisker.arrayminus) == ((5.0,), (5.0,))
    assert [(note.x, note.text) for note in labels(figure)] == [
        (95.0, shown_text(about, CASES, ZH)),
        (10.0, "10"),
    ]


def test_a_range_is_a_bar_from_bound_to_bound() -> None:
    [trace] = bars(panel(row("甲", "2024", None, low=50.0, high=90.0, status="derived")), ZH).data
    assert (trace.base, trace.x) == ((50.0,), (40.0,))


def test_an_open_upper_bound_is_an_arrow() -> None:
    over = row("甲", "2024", 100.0, high=None)
    figure = bars(panel(over, row("乙", "2024", 10.0)), ZH)
    [arrow] = arrows(figure)
    assert (arrow.x, arrow.y) == (100.0, "1. 甲")
    assert texts(figure) == [shown_text(over, CASES, ZH), "10"]


def test_a_fall_is_labelled_at_zero() -> None:
    figure = bars(panel(row("甲", "2024", -20.0), row("乙", "2024", 10.0), unit=PERCENT), ZH)
    assert [(note.x, note.text) for note in labels(figure)] == [(10.0, "10%"), (0.0, "-20%")]
    assert figure.layout.xaxis.range[0] < -20


# ------------------------------------------------- change


@pytest.mark.parametrize(
    ("earlier", "later", "points", "expected"),
    [
        (122, 254, False, "+108.2%"),
        (558, 535, False, "−4.1%"),
        (100, 100, False, "0%"),
        (90, 92, True, "+2 个百分点"),
        (0, 5, False, "变化幅度无法确定"),
    ],
    ids=["rise", "fall", "same", "points", "from nothing"],
)
def test_a_change_is_told_exactly(
    earlier: float, later: float, points: bool, expected: str
) -> None:
    both = row("甲", "2023", earlier), row("甲", "2024", later)
    assert change(*both, points=points).text(ZH) == expected


def test_bounds_make_a_change_a_range_or_unknown() -> None:
    exact = row("甲", "2024", 373.0)
    between = row("甲", "2023", None, low=285.0, high=288.0)
    assert change(between, exact, points=False).text(ZH) == "+29.5 ~ +30.9%"
    over = row("甲", "2023", 285.0, high=None)
    assert change(over, exact, points=False) == Change(None, None, False)


def test_only_districts_with_both_ends_are_paired() -> None:
    item = panel(
        row("甲", "2022", 1.0), row("甲", "2023", 2.0), row("甲", "2024", 3.0),
        row("乙", "2023", 2.0), row("乙", "2024", 9.0),
    )  # fmt: skip
    assert [(a["period_label"], b["period_label"]) for a, b in pairs(item)] == [("2022", "2024")]


def test_running_totals_are_not_compared() -> None:
    assert not pairs(panel(row("甲", "../2023-12-31", 1.0), row("甲", "../2024-12-31", 2.0)))


def test_a_dumbbell_shows_both_ends_their_bounds_and_the_change() -> None:
    item = panel(
        row("甲", "2023", None, low=285.0, high=288.0, status="derived"), row("甲", "2024", 373.0)
    )
    figure = dumbbells(item, ZH)
    line, bound = figure.data
    assert (line.x, line.line.dash) == ((286.5, 373.0), "dot")
    assert line.marker.symbol == ("circle-open", "circle")
    assert bound.x == (285.0, 288.0)
    assert texts(figure) == ["285–288 → 373<br><b>+29.5 ~ +30.9%</b>"]


# ------------------------------------------------- scatter


def test_a_scatter_shows_bounds_units_and_what_is_derived() -> None:
    across = panel(row("甲", "2024", 90.0, low=85.0, high=95.0), row("乙", "2023", 1.0))
    up = panel(row("甲", "2024", 20_000.0, status="derived"), unit=WAN)
    figure = scatter(across, up, ("件数", "金额"), ZH)
    [trace] = figure.data
    assert trace.marker.symbol == "circle-open"
    assert trace.error_x.array == (5.0,)
    assert trace.error_y.array is None
    assert figure.layout.xaxis.title.text == "件数（件）"
    assert figure.layout.yaxis.title.text == "金额（万元）"
    check_ticks(figure.layout.yaxis, WAN)
    assert "金额 2 万元" in trace.hovertext


spots = st.tuples(st.floats(0, 420), st.floats(0, 360))


@REPEATABLE
@given(st.lists(spots, max_size=20))
def test_a_label_has_a_place_of_its_own_or_none(at: list[tuple[float, float]]) -> None:
    found = label_positions(["某区 2024年"] * len(at), at)
    shown = [(spot, place) for spot, place in zip(at, found, strict=True) if place]
    assert len(set(shown)) == len(shown)
    if at:
        assert found[0] is not None or len(at) > 1


def test_a_lone_mark_is_labelled_on_the_side_that_has_room() -> None:
    assert label_positions(["某区 2024年"], [(20.0, 100.0)]) == ["middle right"]
    assert label_positions(["某区 2024年"], [(400.0, 100.0)]) == ["middle left"]
