"""The values of a chart as a table of the page: one row a series, one column a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from dashboard.accessible.summary import SERIES, series_name
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.figures.base import row_period, shown_text
from dashboard.words import Words

Row = Mapping[str, Any]

MOST = 60  # rows; the switch on the card shows every value


@dataclass(frozen=True)
class Values:
    """A table: what it is called, its columns, and its rows with their headings."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def html(self, words: Words) -> str:
        """As a table in which every cell has its headings; of a long one the first rows."""
        caption = self.caption
        if len(self.rows) > MOST:
            rest = words("accessible.first_rows", shown=MOST, all=len(self.rows))
            caption = f"{caption}{words.pick('', ' ')}{rest}"
        head = _line([_heading(text, "col") for text in (self.corner, *self.columns)])
        body = "".join(
            _line([_heading(name, "row"), *(f"<td>{escape(cell)}</td>" for cell in cells)])
            for name, cells in self.rows[:MOST]
        )
        return (
            f'<div class="for-readers"><table><caption>{escape(caption)}</caption>'
            f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
        )


def _line(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _heading(text: str, scope: str) -> str:
    return f'<th scope="{scope}">{escape(text)}</th>'


def values(chart: Chart, context: Context) -> Values:
    """The values that a chart draws, as it labels them."""
    words = context.words
    caption = words("accessible.caption", title=chart.title, subtitle=chart.subtitle)
    if not chart.observations:
        return coverage_values(chart.rows, caption, words("column.district"), words)
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    names: dict[tuple[str, ...], str] = {}
    periods: dict[str, Any] = {}
    several = [name for name in SERIES[1:] if chart.rows[name].n_unique() > 1]
    for row in chart.rows.iter_rows(named=True):
        series = tuple(row[name] for name in SERIES)
        period = row_period(row, words)
        names[series] = series_name(row, several, context)
        periods[period] = (row["period_end"], str(row["period_start"]))
        cells.setdefault(series, {})[period] = _cell(row, chart, words)
    columns = sorted(periods, key=periods.__getitem__)
    rows = ((names[key], _in_order(own, columns)) for key, own in cells.items())
    return Values(caption, words("accessible.series"), tuple(columns), tuple(rows))


def _in_order(cells: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in columns)


def _cell(row: Row, chart: Chart, words: Words) -> str:
    """The value as drawn, its unit where units differ, and how it is known unless printed."""
    text = shown_text(row, chart.unit_of(row), words)
    if chart.units and not chart.unit_of(row).percent:
        text = f"{text} {chart.unit_of(row).label}".rstrip()
    marks = [words(f"status.{row['status']}")] if row["status"] != "reported" else []
    if row["in_conflict"]:
        marks.append(words("column.conflict"))
    return words("accessible.marked", value=text, marks=words.join(marks)) if marks else text


def coverage_values(cells: pl.DataFrame, caption: str, corner: str, words: Words) -> Values:
    """How many facts, or why there are none: one row a district or topic, one column a year."""
    column = words.pick("district_zh", "district_en")
    years = cells["year"].unique().sort().to_list()
    found: dict[str, dict[int, str]] = {}
    for name, year, facts, state in cells.select(column, "year", "facts", "state").iter_rows():
        text = str(facts) if state == "present" else words(f"accessible.{state}")
        found.setdefault(name, {})[year] = text
    rows = ((name, tuple(own.get(year, "") for year in years)) for name, own in found.items())
    return Values(caption, corner, tuple(map(str, years)), tuple(rows))
