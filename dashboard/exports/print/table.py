"""The figures of a chart as a table for paper: what all rows share is said above it, not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.charts.chart import Chart, source_text
from dashboard.context import Context
from dashboard.exports.document import Document, Section
from dashboard.exports.print.elements import Markup, element, join
from dashboard.exports.tables import display_table
from dashboard.formats import bounds_text

MOST_ROWS = 150
_SAID_ABOVE = ("indicator", "scope", "shown_unit")
_NUMBERS = ("shown_value", "bounds", "interval", "year", "facts")
_OTHERS = ("district", "period", "printed", "status", "source", "code", "state")
# a lower and an upper end in one column: the place of the lower one, and the heading
_ENDS = {
    "shown_low": ("bounds", "evidence.bounds"),
    "interval_low": ("interval", "print.interval"),
}
_UPPER = ("shown_high", "interval_high")


@dataclass(frozen=True)
class _Column:
    name: str
    label: str
    cells: list[str]

    @property
    def style(self) -> str:
        """The class of its cells."""
        return "number" if self.name in _NUMBERS else self.name


def data_table(section: Section, document: Document) -> Markup:
    """The table with its caption; a very long one ends with a sentence that says so."""
    words, chart = section.context.words, section.chart
    columns = list(_kept(_columns(section, document)))
    count = min(chart.rows.height, MOST_ROWS)
    head = [element("th", c.label, class_=c.style) for c in columns]
    rows = [element("tr", *(_cell(column, row) for column in columns)) for row in range(count)]
    table = element(
        "table",
        element("caption", words("print.table", title=chart.title, subtitle=chart.subtitle)),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
    )
    if count == chart.rows.height:
        return table
    more = words("print.more_rows", shown=count, count=chart.rows.height)
    return join([table, element("p", more, class_="small")])


def _cell(column: _Column, row: int) -> Markup:
    return element("td", column.cells[row], class_=column.style)


def _columns(section: Section, document: Document) -> Iterator[_Column]:
    """The columns of the table on the page, numbers written as the chart writes them."""
    words, chart = section.context.words, section.chart
    table = display_table(chart, section.context)
    known = (*_OTHERS, *_SAID_ABOVE, *_NUMBERS[:1], *_NUMBERS[3:], *_ENDS, *_UPPER)
    names = {words(f"column.{name}"): name for name in known}
    rows = chart.rows.to_dicts() if chart.observations else []
    numbers = {source.text: source.number for source in document.sources}
    for label in table.columns:
        name = names[label]
        if name in _ENDS:
            name, heading = _ENDS[name]
            yield _Column(name, words(heading), [_range(row, name, chart) for row in rows])
        elif rows and name == "shown_value":
            cells = [chart.unit_of(row).number(row["shown"]) for row in rows]
            yield _Column(name, label, cells)
        elif rows and name == "source":
            yield _Column(name, label, [_cited(row, numbers, section.context) for row in rows])
        elif name not in _UPPER:
            cells = ["" if cell is None else str(cell) for cell in table[label]]
            yield _Column(name, label, cells)


def _range(row: dict[str, Any], name: str, chart: Chart) -> str:
    """From the lower to the upper end, in the chart's unit; nothing where the value is exact."""
    stem = "shown" if name == "bounds" else name
    low, high = row[f"{stem}_low"], row[f"{stem}_high"]
    if (low is None and high is None) or low == high:
        return ""
    return bounds_text(low, high, chart.unit_of(row))


def _cited(row: dict[str, Any], numbers: dict[str, int], context: Context) -> str:
    """The number of a figure's source; its name, should the document not list it."""
    text = source_text(
        row["issuer"], row["source_title"], official=row["official"], words=context.words
    )
    return f"[{numbers[text]}]" if text in numbers else text


def _kept(columns: Iterator[_Column]) -> Iterator[_Column]:
    """Without empty columns, and without what the chart's subtitle says of all rows."""
    for column in columns:
        said = column.name in _SAID_ABOVE and len(set(column.cells)) == 1
        if any(column.cells) and not said:
            yield column
