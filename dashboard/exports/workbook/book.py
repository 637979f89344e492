"""The workbooks that are offered: of one chart, and of all charts of a page."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.workbook.chart_sheet import chart_sheet
from dashboard.exports.workbook.text_sheets import (
    Charts,
    contents_sheet,
    data_sheet,
    filters_sheet,
    notes_sheet,
)
from dashboard.exports.workbook.writing import Book


def xlsx_bytes(chart: Chart, context: Context) -> bytes:
    """The chart with its table, all that is known of its figures, notes and sources, filters."""
    book = Book(context, chart.title)
    charts = [(chart, context)]
    chart_sheet(book, chart, context, context.words("workbook.chart"))
    data_sheet(book, charts, context, titled=False)
    notes_sheet(book, charts, context)
    filters_sheet(book, charts, context)
    return book.finished()


def view_workbook(charts: Charts, context: Context) -> bytes:
    """A sheet a chart after a page of contents; figures, notes and sources, filters at the end."""
    words = context.words
    book = Book(context, words("package.title"))
    contents = book.sheet(words("workbook.contents"))
    names = [
        chart_sheet(
            book, chart, own, f"{number} {chart.title}", back_to=contents.get_name()
        ).get_name()
        for number, (chart, own) in enumerate(charts, start=1)
    ]
    contents_sheet(book, contents, charts, names)
    data_sheet(book, charts, context, titled=True)
    notes_sheet(book, charts, context)
    filters_sheet(book, charts, context)
    return book.finished()
