"""The table below a chart: the cells that it draws, and what the page writes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard.exports.native.cells import Cell, DrawnSeries, Range, by_day
from dashboard.exports.native.model import Form, NativeChart, Point, Series, number_format
from dashboard.exports.plain_text import one_line
from dashboard.formats import MOST_DECIMALS
from dashboard.words import Words

_UP, _ACROSS = ("below", "above"), ("x_below", "x_above")


@dataclass
class Table:
    """Columns in the making on a sheet, their header in row `top` from 0.

    `formats` are the number formats that write values as the page does, by row below the header
    and column; `drawn` are the series with the cells that they are drawn from.
    """

    sheet: str
    top: int
    columns: list[tuple[str, list[Cell]]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    drawn: list[DrawnSeries] = field(default_factory=list)

    def add(self, header: str, cells: Sequence[Cell]) -> Range:
        """A further column; its cells."""
        self.columns.append((header, list(cells)))
        return self.cells(len(self.columns) - 1, 0, len(cells))

    def cells(self, column: int, first: int, last: int) -> Range:
        """Rows below the header of a column, the last one excluded."""
        start, end = (
            xl_rowcol_to_cell(self.top + 1 + row, column, row_abs=True, col_abs=True)
            for row in (first, last - 1)
        )
        held = tuple(self.columns[column][1][first:last])
        return Range(f"'{self.sheet}'!{start}:{end}", held)

    def cell(self, column: int, row: int = -1) -> Range:
        """One cell of a column, its header unless told otherwise."""
        place = xl_rowcol_to_cell(self.top + 1 + row, column, row_abs=True, col_abs=True)
        header, cells = self.columns[column]
        return Range(f"'{self.sheet}'!{place}", (header if row < 0 else cells[row],))

    def write_as(
        self, column: int, first: int, points: Sequence[Point | None], *, percent: bool
    ) -> None:
        """Have the values of these points written as their labels are."""
        for row, point in enumerate(points, start=first):
            if point is None:
                continue
            if code := number_format(point.text) or ('General"%"' if percent else ""):
                self.formats[row, column] = code


def table_of(native: NativeChart, words: Words, *, sheet: str, top: int) -> Table:
    """A column a series, or where each mark has its own place across, a row a mark."""
    table = Table(sheet, top)
    if native.form is Form.SCATTER or by_day(native):
        _row_a_mark(table, native, words)
    else:
        _column_a_series(table, native, words)
    return table


def _column_a_series(table: Table, native: NativeChart, words: Words) -> None:
    across = table.add(_what(native, words), [one_line(name) for name in native.categories])
    values = [table.add(one_line(one.name), _known(one.points, "value")) for one in native.series]
    for column, (one, cells) in enumerate(zip(native.series, values, strict=True), start=1):
        table.write_as(column, 0, one.points, percent=native.percent)
        below, above = (_bounds(table, one, end, words) for end in _UP)
        table.drawn.append(
            DrawnSeries(one, one.points, table.cell(column), across, cells, below, above)
        )
    for one in native.series:
        if _says_more(one.points):
            name = words("workbook.as_shown", name=one_line(one.name))
            table.add(name, _labels(one.points))


def _what(native: NativeChart, words: Words) -> str:
    return words("workbook.period" if native.form is Form.LINE else "workbook.what")


def _bounds(table: Table, one: Series, end: str, words: Words) -> Range | None:
    """How far one side of the bounds is from the values; none for a series without bounds."""
    if not any(_has_bounds(point) for point in one.points):
        return None
    return table.add(words(f"workbook.{end}", name=one_line(one.name)), _known(one.points, end))


def _has_bounds(point: Point | None) -> bool:
    return point is not None and (point.below is not None or point.above is not None)


def _row_a_mark(table: Table, native: NativeChart, words: Words) -> None:
    marks = [
        (one, at, point)
        for one in native.series
        for at, point in enumerate(one.points)
        if point is not None
    ]
    points = [point for _, _, point in marks]
    table.add(_what(native, words), [one_line(native.categories[at]) for _, at, _ in marks])
    table.add(words("workbook.series"), [one_line(one.name) for one, _, _ in marks])
    if native.dates:
        table.add(words("workbook.day"), [native.dates[at] for _, at, _ in marks])
    else:
        table.add(one_line(native.x_title), _known(points, "x"))
    value = one_line(native.value_title) or words("column.shown_value")
    table.add(value, _known(points, "value"))
    table.write_as(3, 0, points, percent=native.percent)
    ends = _end_columns(table, native, points, words)
    if native.form is Form.LINE and _says_more(points):
        table.add(words("workbook.as_shown", name=value), _labels(points))
    first = 0
    for one in native.series:
        own = tuple(point for point in one.points if point is not None)
        table.drawn.append(_rows(table, one, own, ends, first))
        first += len(own)


def _end_columns(
    table: Table, native: NativeChart, points: Sequence[Point], words: Words
) -> dict[str, int]:
    """The columns of how far bounds are from their values, by the points' property."""
    found: dict[str, int] = {}
    for sides, name in ((_UP, native.value_title), (_ACROSS, native.x_title)):
        known = {side: _known(points, side) for side in sides}
        if any(cell is not None for cells in known.values() for cell in cells):
            for side, cells in known.items():
                found[side] = len(table.columns)
                text = f"workbook.{side.removeprefix('x_')}"
                table.add(words(text, name=one_line(name)), cells)
    return found


def _rows(
    table: Table, one: Series, own: tuple[Point, ...], ends: dict[str, int], first: int
) -> DrawnSeries:
    """The rows of a series."""
    last = first + len(own)
    sides = [
        table.cells(ends[end], first, last) if end in ends else None for end in (*_UP, *_ACROSS)
    ]
    return DrawnSeries(
        one, own, table.cell(1, first), table.cells(2, first, last), table.cells(3, first, last),
        *sides,
    )  # fmt: skip


def _known(points: Sequence[Point | None], name: str) -> list[float | None]:
    """A property of points; differences are without the dust of binary fractions."""
    known = [None if point is None else getattr(point, name) for point in points]
    return [None if number is None else round(number, MOST_DECIMALS) for number in known]


def _says_more(points: Sequence[Point | None]) -> bool:
    """Whether a label is more than its number."""
    return any(point is not None and number_format(point.text) is None for point in points)


def _labels(points: Sequence[Point | None]) -> list[str | None]:
    return [None if point is None else one_line(point.text) for point in points]
