"""From a chart of a page to one that Office programs draw themselves, where that is faithful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.exports.native import bars
from dashboard.exports.native.lines import lines
from dashboard.exports.native.model import Form, NativeChart, Point, Series, Standing
from dashboard.exports.native.points import explained, point, standing, symbol
from dashboard.figures.base import label_name, row_period
from dashboard.figures.scatter import paired
from dashboard.figures.timeline import timeline
from dashboard.palette import district_colour
from dashboard.words import Words

Row = dict[str, Any]
MOST_LINES = 8


def native_chart(chart: Chart, context: Context) -> NativeChart | None:
    """The chart in a native form; None where there is no faithful one, as for a profile."""
    draw = _NATIVE.get(chart.kind)
    return draw(chart, context) if draw else None


def fitting_notes(chart: Chart, native: NativeChart, words: Words) -> tuple[str, ...]:
    """The notes of a chart without the one on a broken axis, where the native axis is whole."""
    if not native.dates:
        return chart.notes
    gaps = timeline(chart.rows).gaps
    years = words.join([f"{gap.first}–{gap.last}" for gap in gaps])
    return tuple(note for note in chart.notes if note != words("axis.left_out", years=years))


def _multiples(chart: Chart, context: Context) -> NativeChart | None:
    """All in one chart of lines, as long as they can be told apart in it."""
    few = chart.rows["district_code"].n_unique() <= MOST_LINES
    return lines(chart, context) if few else None


def _scatter(chart: Chart, context: Context) -> NativeChart:
    """A mark a district and period, a series a district."""
    words = context.words
    (across, up), names = _panels(chart), _names(chart, context)
    rows = paired(across, up).to_dicts()
    marks = [_mark(row, across, up, words) for row in rows]
    series = [
        Series(
            label_name(own, words),
            district_colour(own["district_code"]),
            tuple(
                mark if row["district_code"] == own["district_code"] else None
                for row, mark in zip(rows, marks, strict=True)
            ),
            joined=False,
        )
        for own in {row["district_code"]: row for row in rows}.values()
    ]
    native = NativeChart(
        Form.SCATTER,
        tuple(mark.text for mark in marks),
        tuple(series),
        value_title=names[1],
        x_title=names[0],
        symbol=symbol(rows[0]),
    )
    return explained(native, "line", words)


def _panels(chart: Chart) -> tuple[Panel, Panel]:
    """The rows of both indicators, the horizontal one first."""
    across, up = (
        Panel(
            chart.rows.filter((pl.col("indicator_id") == indicator) & (pl.col("scope") == scope)),
            unit,
        )
        for (indicator, scope), unit in chart.units.items()
    )
    return across, up


def _names(chart: Chart, context: Context) -> list[str]:
    """The titles of both axes."""
    return [
        context.words("native.axis", name=context.short(indicator), unit=unit.label)
        if unit.label
        else context.short(indicator)
        for (indicator, _), unit in chart.units.items()
    ]


def _mark(row: Row, across: Panel, up: Panel, words: Words) -> Point:
    """Both values of a row, known as well as the one that is known less well."""
    other = {
        **row,
        "shown": row["up_shown"],
        "shown_low": row["up_low"],
        "shown_high": row["up_high"],
        "status": row["up_status"],
    }
    x = point(row, across.unit, "")
    both = point(other, up.unit, f"{label_name(row, words)} {row_period(row, words)}")
    return replace(
        both, x=x.value, x_low=x.low, x_high=x.high, standing=_worse(standing(row), both.standing)
    )


def _worse(one: Standing, other: Standing) -> Standing:
    order = (Standing.EXACT, Standing.COMPUTED, Standing.APPROXIMATE, Standing.DERIVED)
    return max(one, other, key=order.index)


_NATIVE: dict[str, Callable[[Chart, Context], NativeChart | None]] = {
    "trend": lines,
    "multiples": _multiples,
    "bars": bars.ranking,
    "landscape": bars.ranking,
    "change": bars.changes,
    "composition": bars.composition,
    "rates": bars.rates,
    "movements": bars.movements,
    "scatter": _scatter,
}
