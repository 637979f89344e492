"""The sheet of a chart: the chart, its notes and sources, and the small table that it draws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.native.charts import fitting_notes, native_chart
from dashboard.exports.native.model import NativeChart
from dashboard.exports.plain_text import one_line
from dashboard.exports.tables import display_table
from dashboard.exports.workbook.chart_cells import Table, table_of
from dashboard.exports.workbook.chart_part import WIDTH, chart_part, height_of
from dashboard.exports.workbook.writing import CHARACTER, ROW, Book, Cell, lines_of, width
from dashboard.figures.matrix import FILLS, MARKS

NUMBER, TEXT, FIRST = 110, (110, 320), (150, 420)  # pixels of a column, or from and to
MATRIX_FIRST, MATRIX_YEAR = 190, 52
PARAGRAPH = round(WIDTH * 4 / 3)  # pixels that a paragraph is wide, at least


def chart_sheet(
    book: Book, chart: Chart, context: Context, name: str, *, back_to: str = ""
) -> Worksheet:
    """The chart with its texts and the small table that it is drawn from, or that stands for it."""
    sheet = book.sheet(name)
    sheet.hide_gridlines(2)
    if back_to:
        text = context.words("workbook.back")
        sheet.write_url(0, 0, f"internal:'{back_to}'!A1", book.look("link"), text)
    top = 1 if back_to else 0
    native = native_chart(chart, context)
    if native is not None:
        _native(book, sheet, top, chart, native, context)
        return sheet
    book.write(sheet, top, 0, chart.title, book.look("title"))
    sheet.set_row_pixels(top, 30)
    book.write(sheet, top + 1, 0, chart.subtitle, book.look("muted"))
    if chart.observations:
        _plain(book, sheet, top + 2, chart, context)
    else:
        _matrix(book, sheet, top + 2, chart, context)
    return sheet


def _native(
    book: Book, sheet: Worksheet, top: int, chart: Chart, native: NativeChart, context: Context
) -> None:
    """The chart, which says its own title, then its texts, then its cells."""
    words = context.words
    pixels = round(height_of(native) * 4 / 3)
    texts = [*native.explanation, *fitting_notes(chart, native, words), *_sources(chart, context)]
    below = top + 1 - -pixels // ROW
    caption = below + len(texts) + 1
    table = table_of(native, words, sheet=sheet.get_name(), top=caption + 1)
    _texts(book, sheet, below, texts, _set_columns(sheet, table))
    heading = " · ".join(filter(None, (chart.title, chart.subtitle)))
    book.write(sheet, caption, 0, heading, book.look("label"))
    _table(book, sheet, table)
    stub = book.book.add_chart({"type": "line"})
    stub.add_series({"values": table.drawn[0].values.address})
    stub.set_size({"width": PARAGRAPH, "height": pixels})
    sheet.insert_chart(top, 0, stub, {"description": one_line(chart.alt), "object_position": 2})
    book.charts.append(chart_part(chart, native, table, words))


def _set_columns(sheet: Worksheet, table: Table) -> list[int]:
    """Widths for what stands in the columns of a table; those beyond it are as for numbers."""
    widths = [_column_width(column, *named) for column, named in enumerate(table.columns)]
    widths += [NUMBER] * (PARAGRAPH // NUMBER)
    for column, pixels in enumerate(widths):
        sheet.set_column_pixels(column, column, pixels)
    return widths


def _column_width(column: int, name: str, cells: Sequence[Cell]) -> int:
    if _are_numbers(cells):
        return NUMBER
    least, most = TEXT if column else FIRST
    widest = max((width(cell) for cell in [name, *cells]), default=0)
    return min(most, max(least, widest * CHARACTER + 16))


def _are_numbers(cells: Sequence[Cell]) -> bool:
    return any(isinstance(cell, int | float) for cell in cells)


def _table(book: Book, sheet: Worksheet, table: Table) -> None:
    """Columns with their headers; numbers as the page writes them, texts within their columns."""
    for column, (name, cells) in enumerate(table.columns):
        side = _side(column, cells)
        book.write(sheet, table.top, column, name, book.look("head", **side))
        for row, cell in enumerate(cells):
            code = table.formats.get((row, column), "General")
            look = _look(book, cell, code, side)
            book.write(sheet, table.top + 1 + row, column, cell, look)
    rooms = [_column_width(column, *named) for column, named in enumerate(table.columns)]
    header = [name for name, _ in table.columns]
    rows = zip(*(cells for _, cells in table.columns), strict=True)
    for row, line in enumerate([header, *rows], start=table.top):
        taken = [lines_of(cell, room) for cell, room in zip(line, rooms, strict=True)]
        book.height(sheet, row, max(taken))


def _side(column: int, cells: Sequence[Cell]) -> dict[str, Any]:
    """Numbers to the right; texts to the left, apart from the numbers before them."""
    if _are_numbers(cells):
        return {"align": "right"}
    return {"indent": 2} if column else {}


def _look(book: Book, cell: Cell, code: str, side: dict[str, Any]) -> Format:
    match cell:
        case int() | float():
            return book.look("plain", num_format=code)
        case date():
            return book.look("date", **side)
        case _:
            return book.look("cell", **side)


def _matrix(book: Book, sheet: Worksheet, below: int, chart: Chart, context: Context) -> None:
    """Districts down and years across, in the colours of the page."""
    words, rows = context.words, chart.rows
    name = words.pick("district_zh", "district_en")
    districts = rows[name].unique(maintain_order=True).to_list()
    years = sorted(rows["year"].unique().to_list())
    widths = [MATRIX_FIRST, *[MATRIX_YEAR] * max(len(years), PARAGRAPH // MATRIX_YEAR)]
    for column, pixels in enumerate(widths):
        sheet.set_column_pixels(column, column, pixels)
    top = _texts(book, sheet, below, [*chart.notes, *_sources(chart, context)], widths)
    book.write(sheet, top, 0, words("column.district"), book.look("head"))
    for column, year in enumerate(years, start=1):
        book.write(sheet, top, column, year, book.look("head", align="center"))
    for row in rows.iter_rows(named=True):
        line, column = districts.index(row[name]) + 1, years.index(row["year"]) + 1
        book.write(sheet, top + line, 0, row[name])
        present = row["state"] == "present"
        cell = row["facts"] if present else MARKS[row["state"]]
        fills = {} if row["state"] == "no_report" else {"bg_color": FILLS[row["state"]]}
        book.write(sheet, top + line, column, cell, book.look("centre", **fills))


def _plain(book: Book, sheet: Worksheet, below: int, chart: Chart, context: Context) -> None:
    """What the page shows as a table, where Office has no such chart."""
    sheet.set_landscape()
    shown = display_table(chart, context)
    notes = [context.words("workbook.no_chart"), *chart.notes, *_sources(chart, context)]
    columns = [(name, shown[name].to_list()) for name in shown.columns]
    table = Table(sheet.get_name(), below + len(notes) + 1, columns)
    _texts(book, sheet, below, notes, _set_columns(sheet, table))
    _table(book, sheet, table)


def _texts(
    book: Book, sheet: Worksheet, top: int, texts: Sequence[str], widths: Sequence[int]
) -> int:
    """Paragraphs from a row on, over columns of these widths; the row for what comes next."""
    columns = next(count for count in range(1, 99) if sum(widths[:count]) >= PARAGRAPH)
    for row, text in enumerate(texts, start=top):
        book.paragraph(sheet, row, text, pixels=sum(widths[:columns]), columns=columns)
    return top + len(texts) + 1


def _sources(chart: Chart, context: Context) -> list[str]:
    words = context.words
    version = f"{words('column.version')}{words.colon}{context.data.version}"
    if not chart.sources:
        return [version]
    listed = words.pick("；", "; ").join(chart.sources)
    return [words("card.sources", sources=listed), version]
