"""Charts of single values as native bars: rankings, changes, parts of a whole, rates, movements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.charts.chart import Chart
from dashboard.charts.compositions import stacked_parts
from dashboard.charts.rates import rate_name, rate_text
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.exports.native.model import Form, NativeChart, Point, Series, Standing
from dashboard.exports.native.points import BOUNDS, ceiling, explained, point, standing
from dashboard.figures.bars import bar_names, bar_text, ordered
from dashboard.figures.base import district_name, label_name, row_period, shown_text
from dashboard.figures.change import change, pairs
from dashboard.figures.composition import Part
from dashboard.palette import ACCENT, COLOURS, PEERS, district_colour
from dashboard.words import Words

Row = dict[str, Any]
INTERVAL = ("interval_low", "interval_high")


def ranking(chart: Chart, context: Context) -> NativeChart:
    """A bar a row in the page's order; of a landscape only the chosen districts in colour."""
    words, panel = context.words, Panel(chart.rows, chart.unit)
    points = [
        point(
            row, chart.unit, bar_text(row, chart.unit, words), colour=_colour(row, chart, context)
        )
        for row in ordered(panel)
    ]
    return _bars(chart, context, bar_names(panel, words), points)


def _colour(row: Row, chart: Chart, context: Context) -> str:
    code = row["district_code"]
    background = chart.kind == "landscape" and code not in context.selection.districts
    return PEERS if background else district_colour(code)


def _bars(
    chart: Chart,
    context: Context,
    names: Sequence[str],
    points: Sequence[Point],
    *,
    whiskers: str = "native.bounds",
) -> NativeChart:
    """One series; its name is what the workbook's column is called."""
    one = Series(chart.title, ACCENT, tuple(points))
    native = NativeChart(
        Form.BAR,
        _distinct(names),
        (one,),
        value_title=chart.unit.label,
        percent=chart.unit.percent,
        ceiling=ceiling(chart, context, points),
    )
    return explained(native, "bar", context.words, whiskers=whiskers)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names of which no two are the same: a second one says that it is one."""
    found: list[str] = []
    for name in names:
        same = sum(other == name or other.startswith(f"{name} (") for other in found)
        found.append(f"{name} ({same + 1})" if same else name)
    return tuple(found)


def changes(chart: Chart, context: Context) -> NativeChart:
    """An earlier and a later bar a district, in the order of the page from the top.

    Colours tell the periods apart, as the legend says.
    """
    words, panel = context.words, Panel(chart.rows, chart.unit)
    found = pairs(panel)[::-1]
    names = [label_name(later, words) for _, later in found]
    earlier = [point(one, chart.unit, shown_text(one, chart.unit, words)) for one, _ in found]
    later = [
        point(
            pair[1],
            chart.unit,
            words(
                "native.later_text",
                value=shown_text(pair[1], chart.unit, words),
                change=change(*pair, points=chart.unit.percent).text(words),
            ),
        )
        for pair in found
    ]
    native = NativeChart(
        Form.BAR,
        _distinct(names),
        (
            Series(_side([pair[0] for pair in found], words), PEERS, tuple(earlier)),
            Series(_side([pair[1] for pair in found], words), ACCENT, tuple(later)),
        ),
        value_title=chart.unit.label,
        percent=chart.unit.percent,
        ceiling=ceiling(chart, context, [*earlier, *later]),
    )
    return explained(native, "bar", words)


def _side(rows: list[Row], words: Words) -> str:
    """The period of one side; the year where days within it differ."""
    periods = {row_period(row, words) for row in rows}
    return periods.pop() if len(periods) == 1 else words("period.year", year=rows[0]["year"])


def composition(chart: Chart, context: Context) -> NativeChart:
    """A stacked bar a total, with the part that is not stated in grey."""
    words = context.words
    parts, order = stacked_parts(chart.rows, context)
    rows = {row["observation_id"]: row for row in chart.rows.iter_rows(named=True)}
    bars = list(dict.fromkeys(part.bar for part in parts))
    remainder = words("composition.remainder")
    series = []
    for place, name in enumerate([*order, remainder]):
        own = {part.bar: part for part in parts if part.part == name}
        colour = PEERS if name == remainder else COLOURS[place % len(COLOURS)]
        points = tuple(_part(own.get(bar), rows, chart) for bar in bars)
        if own:
            series.append(Series(name, colour, points))
    native = NativeChart(
        Form.STACKED,
        tuple(bars),
        tuple(series),
        value_title=chart.unit.label,
        percent=chart.unit.percent,
    )
    return explained(native, "bar", words)


def _part(part: Part | None, rows: Mapping[str, Row], chart: Chart) -> Point | None:
    """A part without its bounds, which would stand inside the bar and say nothing there."""
    if part is None:
        return None
    row = rows.get(part.observation_id)
    known = standing(row) if row else Standing.EXACT
    value = chart.unit.plain(part.value) or 0.0
    text = chart.unit.number(part.value)
    return Point(value, None, None, known, text, part.observation_id)


def rates(chart: Chart, context: Context) -> NativeChart:
    """A bar a rate with its interval, or with the bounds of its wording."""
    words = context.words
    rows = chart.rows.to_dicts()
    points = [
        point(
            row,
            chart.unit,
            rate_text(row, words),
            colour=district_colour(row["district_code"]),
            bounds=BOUNDS if row["interval_low"] is None else INTERVAL,
        )
        for row in rows
    ]
    names = [rate_name(row, context) for row in rows]
    intervals = any(row["interval_low"] is not None for row in rows)
    whiskers = "native.interval" if intervals else "native.bounds"
    return _bars(chart, context, names, points, whiskers=whiskers)


def movements(chart: Chart, context: Context) -> NativeChart:
    """A bar a change in percent; the rows of the chart are pairs of an earlier and a later one."""
    words = context.words
    rows = chart.rows.to_dicts()
    names, points = [], []
    for earlier, later in zip(rows[::2], rows[1::2], strict=True):
        moved = change(earlier, later, points=False)
        assert moved.low is not None and moved.high is not None  # noqa: S101, PT018 - chosen for it
        place = f"{district_name(later, words)} · {row_period(later, words)}"
        names.append(f"{context.short(later['indicator_id'])} · {place}")
        points.append(
            Point(
                _rounded((later["value"] / earlier["value"] - 1) * 100),
                _rounded(moved.low),
                _rounded(moved.high),
                _of_pair(earlier, later),
                moved.text(words),
                later["observation_id"],
                colour=district_colour(later["district_code"]),
            )
        )
    native = _bars(chart, context, names, points)
    return replace(native, value_title="%", percent=True)


def _rounded(percent: float) -> float:
    """As many decimals as tables have; spreadsheets keep no more than 15 digits."""
    return round(float(percent), 6)


def _of_pair(earlier: Row, later: Row) -> Standing:
    """How a change is known: as the end that is known less well."""
    ends = {standing(earlier), standing(later)}
    for known in (Standing.DERIVED, Standing.APPROXIMATE):
        if known in ends:
            return known
    return Standing.EXACT
