"""The workbook inside a chart: the cells that the chart draws, and the records behind them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.native.model import Form, NativeChart, Point, Series
from dashboard.exports.plain_text import one_line
from dashboard.exports.tables import full_records
from dashboard.words import Words

Cell = str | float | date | None
DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Range:
    """Cells that a chart draws: where they are, and what they hold."""

    address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DrawnSeries:
    """A series of a chart, all its parts as ranges; `points` are those of its cells."""

    series: Series
    points: tuple[Point | None, ...]
    name: Range
    across: Range
    values: Range
    below: Range | None = None
    above: Range | None = None
    x_below: Range | None = None
    x_above: Range | None = None


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a workbook, column by column with its header, and what is drawn of it."""

    name: str
    columns: tuple[tuple[str, tuple[Cell, ...]], ...]
    drawn: tuple[DrawnSeries, ...]


class _Columns:
    """Columns in the making; each that is added tells its range."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.columns: list[tuple[str, tuple[Cell, ...]]] = []

    def add(self, header: str, cells: Sequence[Cell]) -> Range:
        self.columns.append((header, tuple(cells)))
        column = f"${xl_col_to_name(len(self.columns) - 1)}$"
        last = len(cells) + 1
        return Range(f"'{self.sheet}'!{column}2:{column}{last}", tuple(cells))

    def header(self) -> Range:
        """The header of the column that was added last."""
        column = xl_col_to_name(len(self.columns) - 1)
        return Range(f"'{self.sheet}'!${column}$1", (self.columns[-1][0],))


def by_day(native: NativeChart) -> bool:
    """Whether lines stand on an axis of days, which Office draws as points with an x."""
    return native.form is Form.LINE and bool(native.dates)


def sheet_of(native: NativeChart, words: Words) -> Sheet:
    """Categories and a column a series; with places across, each series has its own rows."""
    columns = _Columns(words("slides.sheet_chart"))
    if native.form is Form.SCATTER or by_day(native):
        drawn = [_own_rows(one, native, columns, words) for one in native.series]
    else:
        categories = columns.add("", [one_line(name) for name in native.categories])
        values = [
            (one, columns.add(one_line(one.name), _values(one.points)), columns.header())
            for one in native.series
        ]
        drawn = [
            DrawnSeries(
                one, one.points, name, categories, cells,
                *_ends(one.points, ("below", "above"), one.name, columns, words),
            )
            for one, cells, name in values
        ]  # fmt: skip
    return Sheet(columns.sheet, tuple(columns.columns), tuple(drawn))


def _own_rows(one: Series, native: NativeChart, columns: _Columns, words: Words) -> DrawnSeries:
    """A series with its own places across: days, or values of the other indicator."""
    known = [(at, point) for at, point in enumerate(one.points) if point is not None]
    points = tuple(point for _, point in known)
    names = [one_line(native.categories[at]) for at, _ in known]
    columns.add(words("slides.column_what"), names)
    if native.dates:
        across = columns.add(words("slides.column_day"), [native.dates[at] for at, _ in known])
    else:
        across = columns.add(one_line(native.x_title), [point.x for point in points])
    values = columns.add(one_line(one.name), _values(points))
    name = columns.header()
    return DrawnSeries(
        one, points, name, across, values,
        *_ends(points, ("below", "above"), one.name, columns, words),
        *_ends(points, ("x_below", "x_above"), native.x_title, columns, words),
    )  # fmt: skip


def _values(points: Sequence[Point | None]) -> list[float | None]:
    return [None if point is None else point.value for point in points]


def _ends(
    points: Sequence[Point | None],
    ends: tuple[str, str],
    name: str,
    columns: _Columns,
    words: Words,
) -> tuple[Range | None, Range | None]:
    """How far bounds are from their values, in two columns; none where there are no bounds."""
    known = [[getattr(point, end, None) for point in points] for end in ends]
    if not any(cell is not None for cells in known for cell in cells):
        return None, None
    keys = ("slides.column_below", "slides.column_above")
    below, above = (
        columns.add(words(key, name=one_line(name)), cells)
        for key, cells in zip(keys, known, strict=True)
    )
    return below, above


def workbook_bytes(sheet: Sheet, chart: Chart, context: Context) -> bytes:
    """The workbook of a chart; its second sheet holds the full records. No text is a formula."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    header, records = full_records(chart, context)
    with xlsxwriter.Workbook(buffer, options) as book:
        first = book.add_worksheet(sheet.name)
        for column, (name, cells) in enumerate(sheet.columns):
            _write(first, 0, column, name)
            first.set_column(column, column, 24 if column == 0 else 14)
            for line, cell in enumerate(cells, start=1):
                _write(first, line, column, cell)
        second = book.add_worksheet(context.words("slides.sheet_records"))
        for line, row in enumerate([header, *records]):
            for column, cell in enumerate(row):
                _write(second, line, column, cell)
    return buffer.getvalue()


def _write(sheet: Any, line: int, column: int, cell: Any) -> None:  # noqa: ANN401
    """Numbers as numbers, days as days, everything else as text that runs nothing."""
    if cell is None or cell == "":
        return
    if isinstance(cell, int | float):
        sheet.write_number(line, column, cell)
    elif isinstance(cell, date | datetime):
        sheet.write_datetime(line, column, cell)
    else:
        sheet.write_string(line, column, one_line(str(cell)))


def number_of(cell: Cell) -> float:
    """A cell as a chart's cache holds it: days are counted as spreadsheets count them."""
    if isinstance(cell, date):
        return float((cell - DAY_ZERO).days)
    return float(cell or 0.0)
