"""From figures of a page to points of a native chart: where they stand, how they are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.native.model import NativeChart, Point, Standing
from dashboard.figures.base import anchor
from dashboard.formats import DisplayUnit
from dashboard.words import Words
from indicators.catalogue import Measure
from indicators.periods import Basis

Row = Mapping[str, Any]
BOUNDS = ("shown_low", "shown_high")
SYMBOLS = {
    Basis.YEAR: "circle",
    Basis.FIRST_HALF: "triangle",
    Basis.OTHER_SPAN: "diamond",
    Basis.POINT: "square",
    Basis.CUMULATIVE: "square",  # Office has no hexagon, and both never share a chart
}


def point(
    row: Row,
    unit: DisplayUnit,
    text: str,
    *,
    colour: str = "",
    bounds: tuple[str, str] = BOUNDS,
) -> Point:
    """A figure in the chart's unit; `bounds` are the columns that its whiskers span."""
    low, high = (unit.plain(row[column]) for column in bounds)
    value = unit.plain(anchor(row))
    assert value is not None  # noqa: S101 - an anchor is a number
    return Point(value, low, high, standing(row), text, row["observation_id"], colour=colour)


def standing(row: Row) -> Standing:
    """How a figure is known: a range is approximate, as long as it is neither of the others."""
    match row["status"]:
        case "derived":
            return Standing.DERIVED
        case "computed":
            return Standing.COMPUTED
    exact = row["shown"] is not None and row["shown_low"] == row["shown_high"]
    return Standing.EXACT if exact else Standing.APPROXIMATE


def symbol(row: Row) -> str:
    """The mark of a row's kind of period."""
    return SYMBOLS[Basis(row["basis"])]


def ceiling(chart: Chart, context: Context, points: Iterable[Point]) -> float | None:
    """100 for a share, none of which is larger."""
    measures = {context.catalogue[name].measure for name in chart.rows["indicator_id"].unique()}
    known = [max(one.value, one.high or 0.0) for one in points]
    return 100.0 if measures == {Measure.RATE} and max(known, default=0.0) <= 100 else None


def explained(
    native: NativeChart, mark: str, words: Words, *, whiskers: str = "native.bounds"
) -> NativeChart:
    """With sentences on the marks that it has.

    `mark` is what they are called, line or bar; `whiskers` is the text that explains error bars.
    """
    points = native.points
    found = {one.standing for one in points}
    dotted = any(one.dotted for one in native.series)
    derived = "derived_bar" if mark == "bar" else "derived_line" if dotted else "derived_mark"
    texts = {
        f"native.{derived}": Standing.DERIVED in found,
        f"native.computed_{mark}": Standing.COMPUTED in found,
        f"native.approximate_{mark}": Standing.APPROXIMATE in found,
        whiskers: any(_has_whisker(one) for one in points),
        "native.open_bound": any((one.low is None) != (one.high is None) for one in points),
    }
    return replace(native, explanation=tuple(words(key) for key, said in texts.items() if said))


def _has_whisker(one: Point) -> bool:
    ends = (one.below, one.above, one.x_below, one.x_above)
    return any(end is not None for end in ends)
