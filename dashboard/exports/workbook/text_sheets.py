"""The sheets beside those of charts: figures, notes and sources, filters, contents."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from xlsxwriter.worksheet import Worksheet

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.document import numbered_sources
from dashboard.exports.native.charts import native_chart
from dashboard.exports.plain_text import one_line
from dashboard.exports.tables import full_records
from dashboard.exports.workbook.writing import Book, Cell, lines_of

Charts = Sequence[tuple[Chart, Context]]
LABEL, NOTE, ADDRESS = 128, 680, 420  # pixels of columns


def data_sheet(book: Book, charts: Charts, context: Context, *, titled: bool) -> None:
    """The full records, of several charts one below the other with their titles.

    Among several, a chart without figures has all it holds on its own sheet.
    """
    words = context.words
    sheet = book.sheet(words("file.sheet_data"), fitted=False)
    header = [words("workbook.chart")] if titled else []
    known: list[dict[str, Cell]] = []
    for chart, own in [pair for pair in charts if pair[0].observations] or charts:
        names, records = full_records(chart, own)
        header += [name for name in names if name not in header]
        title: dict[str, Cell] = {header[0]: chart.title} if titled else {}
        known += [title | dict(zip(names, record, strict=True)) for record in records]
    book.table(sheet, 0, header, [[*map(record.get, header)] for record in known])
    sheet.freeze_panes(1, 1 + titled)
    sheet.autofilter(0, 0, len(known), len(header) - 1)
    sheet.repeat_rows(0)


def notes_sheet(book: Book, charts: Charts, context: Context) -> None:
    """What each chart is and what a careful reader must know, then all sources with addresses."""
    words = context.words
    lines: list[tuple[str, ...]] = []
    for chart, own in charts:
        lines += [()] if lines else []
        native = native_chart(chart, own)
        marks = native.explanation if native else ()
        lines += [
            (words("file.title"), chart.title),
            (words("file.subtitle"), chart.subtitle),
            *((words("card.notes"), note) for note in (*marks, *chart.notes)),
            (words("workbook.alt"), chart.alt),
        ]
    sources = numbered_sources([chart for chart, _ in charts], context)
    lines += [(words("column.source"), source.text, source.url) for source in sources]
    lines.append((words("column.version"), context.data.version))
    _labelled(book, words("file.sheet_notes"), lines)


def filters_sheet(book: Book, charts: Charts, context: Context) -> None:
    """The filters that led to the figures; where charts differ in them, whose they are."""
    words = context.words
    by_filters: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for chart, own in charts:
        by_filters.setdefault(tuple(filters(own)), []).append(chart.title)
    lines: list[tuple[str, ...]] = []
    for told, titles in by_filters.items():
        if len(by_filters) > 1:
            lines.append((words("workbook.chart"), words.pick("；", "; ").join(titles)))
        lines += told
    _labelled(book, words("file.sheet_filters"), lines)


def filters(context: Context) -> list[tuple[str, str]]:
    """Districts, years and kinds of period, as a page's filters name them."""
    words, selection = context.words, context.selection
    label = words.pick("label_zh", "label_en")
    known = context.data.districts.filter(pl.col("district_code").is_in(list(selection.districts)))
    return [
        (words("filter.districts"), words.join(known[label].to_list())),
        (words("filter.years"), f"{selection.first_year}–{selection.last_year}"),
        (words("filter.basis"), words.join([words(f"basis.{basis}") for basis in selection.bases])),
    ]


def _labelled(book: Book, name: str, lines: Sequence[tuple[str, ...]]) -> None:
    """A label, a text, and perhaps an address in each line."""
    sheet = book.sheet(name)
    rooms = (LABEL, NOTE, ADDRESS)
    for column, room in enumerate(rooms):
        sheet.set_column_pixels(column, column, room)
    for row, texts in enumerate(lines):
        for column, text in enumerate(texts):
            book.write(sheet, row, column, text, book.look("text" if column else "label"))
        taken = [lines_of(text, room) for text, room in zip(texts, rooms, strict=False)]
        book.height(sheet, row, max(taken, default=1))


def contents_sheet(book: Book, sheet: Worksheet, charts: Charts, names: Sequence[str]) -> None:
    """Every chart with a link to its sheet, on a sheet that was made before theirs."""
    words = book.context.words
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, 64)
    sheet.set_column_pixels(1, 2, 420)
    book.write(sheet, 0, 0, book.title, book.look("title"))
    sheet.set_row_pixels(0, 30)
    version = f"{words('column.version')}{words.colon}{book.context.data.version}"
    book.write(sheet, 1, 0, version, book.look("muted"))
    header = [words("workbook.number"), words("file.title"), words("file.subtitle")]
    for column, name in enumerate(header):
        book.write(sheet, 3, column, name, book.look("head"))
    for number, ((chart, _), name) in enumerate(zip(charts, names, strict=True), start=1):
        row = 3 + number
        book.write(sheet, row, 0, number, book.look("plain", align="left"))
        sheet.write_url(row, 1, f"internal:'{name}'!A1", book.look("link"), one_line(chart.title))
        book.write(sheet, row, 2, chart.subtitle, book.look("muted"))
