"""Tables on slides that can be edited, as many slides as their rows need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import polars as pl
from pptx.util import Pt

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.style import (
    Element,
    Slide,
    Style,
    element,
    fill,
    own,
    qualified,
    run_properties,
)
from dashboard.exports.plain_text import one_line
from dashboard.exports.slides.texts import LINE, Box
from dashboard.exports.tables import display_table
from dashboard.figures.base import text_width
from dashboard.figures.matrix import MARKS

SIZE, SMALL = 10.0, 8.5
MANY = 12  # columns from which a table is written smaller
SIDE, ABOVE = 3.5, 2.5  # points that a cell keeps free
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
WIDEST = 0.34  # of the table's width, for one column
BOLD = 1.1  # headers are bold, and so wider
Line = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of texts, the size that it is written in, and how wide its columns are."""

    header: Line
    rows: tuple[Line, ...]
    widths: tuple[float, ...] = ()

    @property
    def size(self) -> float:
        """Smaller with many columns."""
        return SMALL if len(self.header) > MANY else SIZE

    @property
    def lines(self) -> tuple[Line, ...]:
        """Header and rows."""
        return (self.header, *self.rows)

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers, as far as they hold anything."""
        columns = zip(*self.rows, strict=True)
        return [
            any(column) and all(_is_number(cell) for cell in column if cell) for column in columns
        ]

    def pages(self, box: Box) -> list[Table]:
        """The rows by the slides that they fill, each with the header, all of the same widths."""
        fitted = replace(self, widths=tuple(self._fitting(box.width)))
        found: list[list[Line]] = [[]]
        used = first = fitted.height(self.header)
        for row in self.rows:
            height = fitted.height(row)
            if used + height > box.height and found[-1]:
                found.append([])
                used = first
            found[-1].append(row)
            used += height
        return [replace(fitted, rows=tuple(rows)) for rows in found]

    def _fitting(self, width: float) -> list[float]:
        """Columns by their widest text, together as wide as the table."""
        wanted = [
            min(self._widest(column) + 2 * SIDE + 2, width * WIDEST)
            for column in zip(*self.lines, strict=True)
        ]
        if sum(wanted) <= width:
            return [one * width / sum(wanted) for one in wanted]
        most = _cap(wanted, width)
        return [min(one, most) for one in wanted]

    def _widest(self, column: Line) -> float:
        header, *cells = (text_width(cell, self.size) for cell in column)
        return max([header * BOLD, *cells])

    def height(self, line: Line) -> float:
        """How high a row is."""
        lines = (
            len(wrap(cell, width=width - 2 * SIDE, size=self.size)) or 1
            for cell, width in zip(line, self.widths, strict=True)
        )
        return max(lines) * self.size * LINE + 2 * ABOVE


def _cap(wanted: Sequence[float], width: float) -> float:
    """The width to which the wide columns are cut, so that all fit and the narrow ones stay."""
    left = width
    for place, one in enumerate(sorted(wanted)):
        share = left / (len(wanted) - place)
        if one >= share:
            return share
        left -= one
    return width


def table_of(chart: Chart, context: Context) -> Table:
    """What a chart shows: years across for coverage, otherwise a line a figure."""
    if not chart.observations:
        return _matrix(chart.rows, context)
    table = display_table(chart, context)
    # the sources stand below, cited by their numbers
    told = [name for name in table.columns if name != context.words("column.source")]
    filled = [name for name in told if any(cell not in (None, "") for cell in table[name])]
    rows = (tuple(_text(cell) for cell in row) for row in table.select(filled).rows())
    return Table(tuple(filled), tuple(rows))


def _matrix(cells: pl.DataFrame, context: Context) -> Table:
    """Districts down, years across; marks as in the picture, which the notes explain."""
    name = context.words.pick("district_zh", "district_en")
    years = sorted(set(cells["year"]))
    found = {(row[name], row["year"]): row for row in cells.iter_rows(named=True)}
    rows = (
        (district, *(_mark(found[district, year]) for year in years))
        for district in cells[name].unique(maintain_order=True)
    )
    return Table((context.words("column.district"), *map(str, years)), tuple(rows))


def _mark(cell: dict[str, Any]) -> str:
    return str(cell["facts"]) if cell["state"] == "present" else MARKS[cell["state"]]


def _text(cell: Any) -> str:  # noqa: ANN401
    if isinstance(cell, float):
        return f"{cell:,.6f}".rstrip("0").rstrip(".")
    return "" if cell is None else one_line(str(cell))


def _is_number(cell: str) -> bool:
    return cell in MARKS.values() or cell.lstrip("-").replace(",", "").replace(".", "").isdigit()


def add_table(slide: Slide, box: Box, table: Table, style: Style, alt: str) -> None:
    """A table with its header in bold and thin lines between rows."""
    sides = (Pt(box.left), Pt(box.top), Pt(sum(table.widths)), Pt(10))
    frame = slide.shapes.add_table(len(table.lines), len(table.header), *sides)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(alt))
    made = frame.table
    made._tbl.tblPr.find(qualified("a:tableStyleId")).text = NO_STYLE
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Pt(width)
    sides_of = ["r" if numeric else "l" for numeric in table.numeric]
    for place, line in enumerate(table.lines):
        made.rows[place].height = Pt(table.height(line))
        colour = style.grid if place else style.muted
        for cell, text, side in zip(made.rows[place].cells, line, sides_of, strict=True):
            looks = partial(
                run_properties, style=style, size=table.size, colour=style.ink, bold=not place
            )
            _fill(cell, text, side, looks)
            cell._tc.get_or_add_tcPr().append(own(element("a:lnB", fill(colour), w=9525)))


def _fill(cell: Any, text: str, side: str, looks: Callable[[str], Element]) -> None:  # noqa: ANN401
    """One cell; an empty one, too, says how large its text would be."""
    cell.margin_left = cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE)
    body = cell.text_frame._txBody
    for paragraph in list(cell.text_frame.paragraphs):
        body.remove(paragraph._p)
    content = element("a:t")
    content.text = text
    run = element("a:r", looks("a:rPr"), content) if text else None
    end = looks("a:endParaRPr")
    body.append(own(element("a:p", element("a:pPr", algn=side), run, end)))
