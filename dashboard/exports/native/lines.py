"""Trends and small multiples as native lines: a series a district, a category a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.charts.recipe import SeriesRecipe
from dashboard.charts.series import Panel, fact_of
from dashboard.context import Context
from dashboard.exports.native.model import Form, NativeChart, Point, Series
from dashboard.exports.native.points import ceiling, explained, point, symbol
from dashboard.figures.base import label_name, row_period, shown_text
from dashboard.figures.marks import segments
from dashboard.figures.timeline import DAYS, MOST_EMPTY
from dashboard.figures.trend import by_district, can_be_log
from dashboard.formats import period_text
from dashboard.palette import district_colour
from dashboard.words import Words

Row = dict[str, Any]
Places = dict[int | date, str]  # years, or days, in their order, and what each is called
LEFT_OUT = "//"  # as the note on the axis has it


def lines(chart: Chart, context: Context) -> NativeChart:
    """Values over time; only values are joined, what is known by its range stands apart."""
    words, panel = context.words, Panel(chart.rows, chart.unit)
    by_day = chart.rows["basis"][0] in DAYS
    places = _days(panel.rows, words) if by_day else _years(panel.rows, words)
    series = [
        one for rows in by_district(panel) for one in _of_district(rows, list(places), chart, words)
    ]
    native = NativeChart(
        Form.LINE,
        tuple(places.values()),
        tuple(series),
        value_title=chart.unit.label,
        dates=tuple(place for place in places if isinstance(place, date)),
        log=isinstance(chart.recipe, SeriesRecipe) and chart.recipe.log and can_be_log(panel),
        percent=chart.unit.percent,
        symbol=symbol(panel.rows.row(0, named=True)),
    )
    ranges = [words("native.only_range", name=one.name) for one in series if not one.joined]
    said = explained(native, "line", words)
    return replace(
        said,
        ceiling=ceiling(chart, context, native.points),
        explanation=(*said.explanation, *ranges[:1]),
    )


def _years(rows: pl.DataFrame, words: Words) -> Places:
    """Every year from the first to the last; a long run of empty ones is one place."""
    known = {row["year"]: row for row in rows.sort("period_end").iter_rows(named=True)}
    places: Places = {}
    for before, after in pairwise([min(known) - 1, *known]):
        empty = range(before + 1, after)
        period = fact_of(known[after]).period
        missing: Places = {}
        for year in reversed(empty):
            period = period.year_earlier()
            missing = {year: period_text(period, words), **missing}
        places |= missing if len(empty) <= MOST_EMPTY else {empty[0]: LEFT_OUT}
        places[after] = row_period(known[after], words)
    return places


def _days(rows: pl.DataFrame, words: Words) -> Places:
    """The days that figures are of."""
    return {
        row["period_end"]: row_period(row, words)
        for row in rows.sort("period_end").iter_rows(named=True)
    }


def _of_district(
    rows: list[Row], places: Sequence[int | date], chart: Chart, words: Words
) -> list[Series]:
    """Its values, and by themselves the figures of which only a range is known."""
    by_day = isinstance(places[0], date)
    derived = {
        after["observation_id"]: "derived" in (before["status"], after["status"])
        for before, after in segments(rows)
    }
    values = [row for row in rows if row["shown"] is not None]
    # years have empty places between them; on an axis of days a line must end to leave a gap
    runs = _runs(values, set(derived)) if by_day else [values]
    ranges = [row for row in rows if row["shown"] is None]
    name = label_name(rows[0], words)
    named = [(name, part) for part in runs] + [(words("native.range_name", name=name), ranges)]
    found = []
    for called, part in named:
        if not part:
            continue
        own = {row["period_end"] if by_day else row["year"]: row for row in part}
        ids = [own[at]["observation_id"] if at in own else "" for at in places]
        found.append(
            Series(
                called,
                district_colour(part[0]["district_code"]),
                tuple(_point(own.get(at), chart, words) for at in places),
                joined=part is not ranges,
                dotted=frozenset(at for at, name in enumerate(ids) if derived.get(name)),
                end_text=_end_text(rows[-1], chart, words) if part[-1] is rows[-1] else "",
            )
        )
    return found


def _point(row: Row | None, chart: Chart, words: Words) -> Point | None:
    return None if row is None else point(row, chart.unit, shown_text(row, chart.unit, words))


def _end_text(row: Row, chart: Chart, words: Words) -> str:
    """The last value of a district; of an earlier year than the chart's last, with that year."""
    value = shown_text(row, chart.unit, words)
    if row["year"] == max(chart.rows["year"]):
        return value
    return words("axis.earlier", value=value, year=row["year"])


def _runs(rows: list[Row], joined: set[str]) -> list[list[Row]]:
    """Neighbours that a line joins, together; `joined` are those joined to the one before."""
    runs: list[list[Row]] = []
    for row in rows:
        if runs and row["observation_id"] in joined:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
