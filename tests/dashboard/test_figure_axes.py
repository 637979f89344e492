"""Axes say in the chart's unit what they hold; time is in scale or visibly is not."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.context import Context
from dashboard.figures.base import spread
from dashboard.figures.multiples import multiples
from dashboard.figures.scales import value_axis
from dashboard.figures.timeline import MOST_EMPTY, Timeline, timeline
from dashboard.figures.trend import trend
from dashboard.formats import DisplayUnit
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.drawing import (
    CASES,
    PERCENT,
    REPEATABLE,
    WAN,
    ZH,
    check_ticks,
    marks,
    panel,
    row,
)

# ------------------------------------------------- axes


def test_money_is_kept_in_yuan_and_named_in_wan_yuan() -> None:
    axis = value_axis([53_000_000.0, 74_000_000.0], WAN)
    assert axis["tickvals"] == [0, 20_000_000, 40_000_000, 60_000_000]
    assert axis["ticktext"] == ["0", "2,000", "4,000", "6,000"]


def test_money_agrees_on_axis_label_and_hover(zh: Context, panels_of: PanelsOf) -> None:
    """2018 龙华: 2505.39 万元, that is 25,053,900 yuan."""
    item = next(p for p in panels_of(zh, "legal_aid.losses_recovered") if p.basis == "year")
    figure = multiples(item, ZH)
    check_ticks(figure.layout.yaxis, item.unit)
    trace, place = next(
        (trace, place)
        for trace, place, one in marks(figure)
        if item.rows.row(by_predicate=pl.col("observation_id") == one, named=True)["value"]
        == 25_053_900
    )
    assert trace.y[place] == 25_053_900
    assert "<br>2,505.39" in trace.hovertext[place]
    assert "万元<br>" in trace.hovertext[place]


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([3.0], CASES, ["0", "1", "2", "3"]),
        ([0.4], CASES, ["0", "0.1", "0.2", "0.3", "0.4"]),
        ([98.8, 99.8], PERCENT, ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ([-20.0, 60.0], PERCENT, ["−20%", "0%", "20%", "40%", "60%"]),
        ([0.0], CASES, ["0", "1"]),
    ],
    ids=["whole counts have no tenths", "tenths", "a share ends at 100", "falls", "only zeros"],
)
def test_ticks_are_round(values: list[float], unit: DisplayUnit, expected: list[str]) -> None:
    assert value_axis(values, unit)["ticktext"] == expected


def test_a_volume_starts_at_zero_and_a_logarithm_does_not() -> None:
    assert value_axis([300.0, 1696.0], CASES)["range"][0] == 0
    axis = value_axis([122.0, 1696.0], CASES, log=True)
    assert axis["type"] == "log"
    assert axis["ticktext"] == ["100", "200", "500", "1,000", "2,000"]


numbers = st.floats(0.001, 1e9)


@REPEATABLE
@given(
    st.lists(numbers, min_size=1, max_size=8), st.sampled_from([CASES, WAN, PERCENT]), st.booleans()
)
def test_an_axis_holds_all_its_values(values: list[float], unit: DisplayUnit, log: bool) -> None:
    axis = value_axis(values, unit, log=log)
    low, high = (10**end if log else end for end in axis["range"])
    assert low <= min(values)
    assert max(values) <= high
    assert all(low <= tick <= high for tick in axis["tickvals"])


sized = st.lists(st.tuples(st.floats(-50, 150), st.floats(0.1, 8)), max_size=12)


@REPEATABLE
@given(sized)
def test_labels_keep_their_distance_and_their_order(wanted: list[tuple[float, float]]) -> None:
    sizes = [size for _, size in wanted]
    heights = spread([height for height, _ in wanted], sizes, low=0.0, high=100.0)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place][0])
    for below, above in pairwise(order):
        assert heights[above] - heights[below] >= (sizes[below] + sizes[above]) / 2 - 1e-6
    assert all(-1e-6 <= height <= 100.0 + 1e-6 for height in heights)


# ------------------------------------------------- time


def years(*labels: str) -> Timeline:
    return timeline(panel(*[row("甲", label, 1.0) for label in labels]).rows)


def test_decades_without_figures_are_broken_out_and_marked() -> None:
    item = panel(row("甲", "2003", 5.0), row("甲", "2018", 9.0), row("甲", "2019", 8.0))
    figure = trend(item, ZH)
    assert figure.layout.xaxis.ticktext == ("2003", "2018", "2019")
    [gap] = timeline(item.rows).gaps
    assert (gap.first, gap.last) == (2004, 2017)
    assert {shape.xanchor for shape in figure.layout.shapes} == {gap.place}
    assert figure.layout.xaxis.tickvals[0] < gap.place < figure.layout.xaxis.tickvals[1]


def test_a_short_gap_stays_in_scale() -> None:
    line = years("2018", "2021")
    assert not line.gaps
    assert line.places == {2018: 2018.0, 2019: 2019.0, 2020: 2020.0, 2021: 2021.0}


def test_the_chart_says_which_years_its_axis_leaves_out(zh: Context, panels_of: PanelsOf) -> None:
    item = next(p for p in panels_of(zh, "corrections.supervised") if not p.scope)
    assert kinds.multiples_chart(item, zh).notes[0] == "横轴“//”处略去没有数据的2019–2023年。"


@REPEATABLE
@given(st.lists(st.integers(1990, 2030), min_size=1, max_size=10, unique=True))
def test_time_only_moves_forward(chosen: list[int]) -> None:
    chosen.sort()
    line = years(*map(str, chosen))
    places = [line.places[year] for year in chosen]
    assert places == sorted(set(places))
    empty = [after - before - 1 for before, after in pairwise(chosen)]
    assert len(line.gaps) == sum(run > MOST_EMPTY for run in empty)


def test_a_point_in_time_stands_at_its_day() -> None:
    item = panel(row("甲", "2021-06-30", 1.0), row("甲", "2021-12-31", 2.0))
    figure = trend(item, ZH)
    [trace] = [trace for trace in figure.data if trace.customdata is not None]
    assert trace.x == pytest.approx((2020.5, 2021.0), abs=0.01)
    assert figure.layout.xaxis.ticktext == ("2020<br>年末", "2021<br>年末")


def test_half_years_are_named_as_such() -> None:
    item = panel(row("甲", "2021-S1", 1.0), row("甲", "2023-S1", 2.0))
    assert trend(item, ZH).layout.xaxis.ticktext == (
        "2021年<br>上半年",
        "2022年<br>上半年",
        "2023年<br>上半年",
    )
