"""Figures draw like with like: no line joins what differs, no gap is bridged, no bound hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.charts import kinds as charts
from dashboard.charts.series import Mode, Panel, fact_of, panels
from dashboard.context import Context
from dashboard.figures.bars import bars, ordered, places
from dashboard.figures.change import dumbbells, pairs
from dashboard.figures.composition import Part, stacked
from dashboard.figures.dots import Dot, dots
from dashboard.figures.lines import Texts
from dashboard.figures.matrix import matrix
from dashboard.figures.multiples import multiples
from dashboard.figures.profile import Line, Point, profile
from dashboard.figures.scatter import paired, scatter
from dashboard.figures.trend import trend
from dashboard.selection import BASES, BasisChoice
from indicators.comparability import against_one_axis, against_one_line, against_one_ranking
from indicators.observations import Fact
from indicators.quantities import Bounds
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.drawing import CASES, REPEATABLE, ZH, Row, arrows, check_ticks, marks
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

PANELS = 8  # of one selection


# ------------------------------------------------- every figure, over random selections


@dataclass(frozen=True)
class Known:
    """All facts of the warehouse by observation."""

    facts: dict[str, Fact]


@pytest.fixture(scope="session")
def known(warehouse: Warehouse) -> Known:
    rows = warehouse.query(
        "SELECT observation_id, district_code, indicator_id, scope, period_start, period_end"
        " FROM flat_observation"
    )
    return Known({item["observation_id"]: fact_of(item) for item in rows.iter_rows(named=True)})


@st.composite
def selections(draw: st.DrawFn, context: Context) -> list[Panel]:
    """A few panels in any mode, of any indicators, districts, years and kinds of period."""
    dice = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - no secrets here
    offer, every = context.data.offer, [indicator.id for indicator in context.catalogue]
    first, last = sorted(dice.choices(offer.years, k=2))
    some = dice.sample(list(BasisChoice), k=dice.randint(1, len(BasisChoice)))
    chosen = Filter(
        tuple(dice.sample(offer.districts, k=dice.randint(1, len(offer.districts)))),
        dice.choice((first, offer.years[0])),
        last,
        tuple(basis for choice in some for basis in BASES[choice]),
    )
    asked = dice.sample(every, k=dice.randint(1, len(every)))
    rows = queries.points(context.warehouse, asked, chosen)
    found = panels(rows, context.catalogue, context.words) if rows.height else []
    mode = dice.choice(list(Mode))
    shown = [item for one in found if (item := charts.in_mode(one, mode, context))]
    return dice.sample(shown, k=min(len(shown), PANELS))


def may_share_a_line(ids: list[str], known: Known) -> bool:
    facts = [known.facts[one] for one in ids]
    return not any(against_one_line(a, b) for a, b in combinations(facts, 2))


def of_one_district_and_axis(ids: list[str], known: Known) -> bool:
    facts = [known.facts[one] for one in ids]
    alike = not any(against_one_axis(a, b) for a, b in combinations(facts, 2))
    return alike and len({fact.district for fact in facts}) == 1


@REPEATABLE
@given(st.data())
def test_no_line_joins_what_differs_or_bridges_a_gap(
    zh: Context, known: Known, data: st.DataObject
) -> None:
    for item in data.draw(selections(zh)):
        for figure in (trend(item, ZH), multiples(item, ZH)):
            check_lines(figure, item, known)
        if pairs(item):
            for trace, _, _ in marks(dumbbells(item, ZH)):
                assert may_share_a_line([str(one) for one in trace.customdata], known)


def check_lines(figure: go.Figure, item: Panel, known: Known) -> None:
    """The lines of a district stand before its marks, and join only neighbours among them."""
    by_id = {one["observation_id"]: one for one in item.rows.iter_rows(named=True)}
    lines: list[Any] = []
    seen: list[str] = []
    for trace in figure.data:
        if trace.customdata is None:
            if trace.mode == "lines":
                lines.append(trace)
            continue
        ids = [str(one) for one in trace.customdata]
        seen += ids
        assert of_one_district_and_axis(ids, known)
        at = {(trace.x[place], trace.y[place]): one for place, one in enumerate(ids)}
        for line in lines:
            assert (line.xaxis, line.yaxis) == (trace.xaxis, trace.yaxis)
            for before, after in joined(line):
                ends = [by_id[at[end]] for end in (before, after)]
                assert may_share_a_line([end["observation_id"] for end in ends], known)
                assert ends[1]["year"] - ends[0]["year"] <= 1
                assert all(end["shown"] is not None for end in ends)
                assert (line.line.dash == "dot") == any(e["status"] == "derived" for e in ends)
        lines = []
    assert not lines
    assert sorted(seen) == sorted(by_id)


def joined(line: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:  # noqa: ANN401
    """The pairs of points that a trace of lines joins."""
    assert not line.connectgaps
    points = list(zip(line.x, line.y, strict=True))
    for before, after in pairwise(points):
        if None not in (*before, *after):
            yield before, after


@REPEATABLE
@given(st.data())
def test_what_is_derived_is_hollow_and_every_bound_is_drawn(
    zh: Context, data: st.DataObject
) -> None:
    for item in data.draw(selections(zh)):
        by_id = {one["observation_id"]: one for one in item.rows.iter_rows(named=True)}
        for figure in (trend(item, ZH), multiples(item, ZH)):
            for trace, place, one in marks(figure):
                check_mark(by_id[one], trace.marker.symbol[place])
            drawn = [
                tuple(trace.y)
                for trace in figure.data
                if trace.customdata is None and trace.mode == "lines+markers"
            ]
            assert sorted(drawn) == sorted(closed_ranges(item))
            assert len(arrows(figure)) == open_ranges(item)
        for trace, _, one in marks(bars(item, ZH)):
            hollow = trace.marker.color == "rgba(0,0,0,0)"
            assert hollow == (by_id[one]["status"] == "derived")


def check_mark(figure: Row, symbol: str) -> None:
    assert symbol.endswith("-open") == (figure["status"] == "derived")
    assert symbol.endswith("-dot") == (figure["status"] == "computed")


def closed_ranges(item: Panel) -> list[tuple[float, float]]:
    ranges = item.rows.select("shown_low", "shown_high").drop_nulls().rows()
    return [(low, high) for low, high in ranges if low < high]


def open_ranges(item: Panel) -> int:
    low, high = (item.rows[name].is_null() for name in ("shown_low", "shown_high"))
    return int((low != high).sum())


@REPEATABLE
@given(st.data())
def test_bars_are_ranked_only_within_one_period_and_only_without_overlap(
    zh: Context, data: st.DataObject
) -> None:
    for item in data.draw(selections(zh)):
        rows = ordered(item)
        for place, one in zip(places(item), rows, strict=True):
            if place is None:
                continue
            own = Bounds(one["shown_low"], one["shown_high"])
            for other in rows:
                assert not against_one_ranking(fact_of(one), fact_of(other))
                bounds = Bounds(other["shown_low"], other["shown_high"])
                assert other is one or own == bounds or not own.overlaps(bounds)


@REPEATABLE
@given(st.data())
def test_a_mark_of_a_scatter_is_one_district_and_one_period(
    zh: Context, known: Known, data: st.DataObject
) -> None:
    found = data.draw(selections(zh))
    assume(len(found) > 1)
    across, up = data.draw(st.permutations(found))[:2]
    both = paired(across, up)
    for one in both.iter_rows(named=True):
        a, b = known.facts[one["observation_id"]], known.facts[one["up_id"]]
        assert (a.district, a.period) == (b.district, b.period)
    figure = scatter(across, up, ("甲", "乙"), ZH)
    assert [one for *_, one in marks(figure)] == both["observation_id"].to_list()
    assert all(len(trace.x) == 1 and "lines" not in trace.mode for trace in figure.data)


@REPEATABLE
@given(st.data())
def test_ticks_say_in_the_unit_of_the_chart_what_the_axis_holds(
    zh: Context, data: st.DataObject
) -> None:
    for item in data.draw(selections(zh)):
        axis = trend(item, ZH).layout.yaxis
        check_ticks(axis, item.unit)
        assert 2 <= len(axis.tickvals) <= 8


def test_every_kind_of_figure_passes_the_checks_of_plotly(zh: Context, panels_of: PanelsOf) -> None:
    """Figures are put together unchecked, for speed; here they are checked."""
    received = panels_of(zh, "reconsideration.received")[0]
    concluded = panels_of(zh, "reconsideration.concluded")[0]
    open_ended = panels_of(zh, "publicity.base_visitors")[0]
    figures = [
        trend(received, ZH), trend(received, ZH, log=True), trend(open_ended, ZH),
        multiples(received, ZH), bars(received, ZH), bars(open_ended, ZH),
        dumbbells(received, ZH), scatter(received, concluded, ("甲", "乙"), ZH),
        stacked([Part("甲", "乙", 1.0, "x")], order=["乙"], unit=CASES, words=ZH),
        dots([dot(high=90.0)]), profile([line(1.0, 2.0)]), matrix(cells(), ZH),
    ]  # fmt: skip
    for figure in figures:
        assert len(go.Figure(figure.to_dict()).data) == len(figure.data) > 0


# ------------------------------------------------- composition, rates, coverage, profile


def test_parts_are_stacked_and_the_rest_is_set_apart() -> None:
    rest = ZH("composition.remainder")
    parts = [
        Part("甲", "受理", 40.0, "a"),
        Part("甲", "转送", 10.0, "b"),
        Part("甲", rest, 3.0, ""),
    ]
    figure = stacked(parts, order=["受理", "转送"], unit=CASES, words=ZH)
    assert figure.layout.barmode == "stack"
    assert [(trace.name, trace.x, trace.customdata) for trace in figure.data] == [
        ("受理", (40.0,), ("a",)), ("转送", (10.0,), ("b",)), (rest, (3.0,), ("",)),
    ]  # fmt: skip
    assert [trace.marker.pattern.shape for trace in figure.data] == ["", "", "/"]


def dot(*, high: float | None) -> Dot:
    low = None if high is None else 40.0
    return Dot("甲 调解成功率", "41.2%", 41.2, low, high, "#000000", "circle-open", "某值", "x")


def test_a_rate_is_a_dot_with_the_interval_of_its_counts() -> None:
    interval, mark = dots([dot(high=64.0)]).data
    assert interval.x == (40.0, 64.0)
    assert (mark.x, mark.marker.symbol, mark.customdata) == ((41.2,), "circle-open", ("x",))


def test_a_rate_without_counts_has_no_interval() -> None:
    assert len(dots([dot(high=None)]).data) == 1


def cells() -> pl.DataFrame:
    known = {"2023": ("present", 4), "2024": ("silent", 0), "2025": ("not_read", 0)}
    return pl.DataFrame(
        [
            {"district_zh": "甲", "district_en": "A", "year": int(year), "state": s, "facts": n}
            for year, (s, n) in known.items()
        ]
    )


def test_an_empty_cell_says_why_it_is_empty() -> None:
    [heat] = matrix(cells(), ZH).data
    assert [list(line) for line in heat.text] == [["4", "—", "…"]]
    assert ZH("coverage.silent") in heat.hovertext[0][1]
    assert len({heat.z[0][place] for place in range(3)}) == 3


def line(own: float, *peers: float) -> Line:
    texts_of = Texts("收到", "2024年", "1", "件", "#000000")
    points = [Point(value, None, None, "某区", f"p{value}") for value in (own, *peers)]
    return Line(texts_of, points[0], tuple(points[1:]), "circle")


def test_a_profile_scales_each_line_by_itself() -> None:
    figure = profile([line(1.0, 2.0, 4.0), line(500.0, 100.0)])
    where = {one: trace.x[place] for trace, place, one in marks(figure)}
    assert where == {"p1.0": 0.25, "p2.0": 0.5, "p4.0": 1.0, "p500.0": 1.0, "p100.0": 0.2}
