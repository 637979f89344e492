"""Tables of exactly what a chart shows: on the page, as CSV and as XLSX."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import polars as pl
import xlsxwriter

from dashboard.chart import Chart
from dashboard.context import Context
from dashboard.figures.base import row_period
from dashboard.words import Words

# a cell that begins like this could be taken for a formula by a spreadsheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def display_table(chart: Chart, context: Context) -> pl.DataFrame:
    """The rows of a chart as the page shows them: few columns, texts and numbers, same order."""
    if "observation_id" not in chart.rows.columns:
        return _coverage_table(chart.rows, context.words)
    words = context.words
    records = [_short_record(row, chart, context) for row in chart.rows.iter_rows(named=True)]
    return pl.DataFrame(records, schema=_short_schema(words), orient="row")


def full_records(chart: Chart, context: Context) -> tuple[list[str], list[list[Any]]]:
    """Header and rows with everything that a figure needs to stand on its own."""
    words = context.words
    if "observation_id" not in chart.rows.columns:
        table = _coverage_table(chart.rows, words)
        return table.columns, [list(row) for row in table.iter_rows()]
    header = [words(f"column.{name}") for name in _FULL]
    rows = [_full_record(row, chart, context) for row in chart.rows.iter_rows(named=True)]
    return header, rows


def csv_bytes(chart: Chart, context: Context) -> bytes:
    """UTF-8 with a byte-order mark, which Excel and WPS need to read Chinese; no cell is a formula."""
    header, rows = full_records(chart, context)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([[inert(_plain(cell)) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def inert(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def xlsx_bytes(chart: Chart, context: Context) -> bytes:
    """A workbook with the data, the notes and sources, and the filters that led to them."""
    words = context.words
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _data_sheet(book, *full_records(chart, context), words)
        _text_sheet(book, words("file.sheet_notes"), _about(chart, context))
        _text_sheet(book, words("file.sheet_filters"), _filters(context))
    return buffer.getvalue()


_FULL = (
    "district", "code", "indicator", "scope", "period", "basis", "shown_value", "shown_unit",
    "value", "low", "high", "unit", "printed", "status", "formula", "source", "issuer",
    "published", "official", "url", "conflict", "notes", "version",
)  # fmt: skip


def _full_record(row: dict[str, Any], chart: Chart, context: Context) -> list[Any]:
    words, notes = context.words, context.data.notes
    unit = context.catalogue.unit_of(row["indicator_id"])
    divisor = chart.unit.divisor
    shown = None if row["shown"] is None else round(row["shown"] / divisor, 6)
    texts = [words.pick(notes[key].zh, notes[key].en) for key in row["note_keys"] if key in notes]
    return [
        words.pick(row["district_zh"], row["district_en"]),
        row["district_code"],
        _indicator_name(row, context),
        context.scope_name(row["scope"], row["scope_en"]),
        row_period(row, words),
        words(f"basis.{row['basis']}"),
        shown,
        chart.unit.label,
        row["value"],
        row["low"],
        row["high"],
        words.pick(unit.zh, unit.en),
        row["printed"],
        words(f"status.{row['status']}"),
        row["formula"],
        row["source_title"],
        row["issuer"],
        row["published"],
        words("column.yes" if row["official"] else "column.no"),
        row["url"],
        words("column.yes" if row["in_conflict"] else "column.no"),
        " ".join(texts),
        context.data.version,
    ]


def _short_schema(words: Words) -> dict[str, Any]:
    texts = ("district", "period", "indicator", "scope")
    numbers = ("shown_value", "low", "high")
    schema: dict[str, Any] = {words(f"column.{name}"): pl.String for name in texts}
    schema |= {words(f"column.{name}"): pl.Float64 for name in numbers}
    rest = ("shown_unit", "printed", "status", "source")
    return schema | {words(f"column.{name}"): pl.String for name in rest}


def _short_record(row: dict[str, Any], chart: Chart, context: Context) -> tuple[Any, ...]:
    words, divisor = context.words, chart.unit.divisor
    numbers = (row["shown"], row["shown_low"], row["shown_high"])
    return (
        words.pick(row["district_zh"], row["district_en"]),
        row_period(row, words),
        _indicator_name(row, context),
        context.scope_name(row["scope"], row["scope_en"]),
        *(None if number is None else number / divisor for number in numbers),
        chart.unit.label,
        row["printed"],
        words(f"status.{row['status']}"),
        row["source_title"],
    )


def _indicator_name(row: dict[str, Any], context: Context) -> str:
    indicator = context.catalogue[row["indicator_id"]]
    return context.words.pick(indicator.name_zh, indicator.name_en)


def _coverage_table(cells: pl.DataFrame, words: Words) -> pl.DataFrame:
    return pl.DataFrame(
        {
            words("column.district"): cells[words.pick("district_zh", "district_en")],
            words("column.code"): cells["district_code"],
            words("column.year"): cells["year"],
            words("column.facts"): cells["facts"],
            words("column.state"): [
                words(f"coverage.{state}", count=facts)
                for state, facts in cells.select("state", "facts").iter_rows()
            ],
        }
    )


def _about(chart: Chart, context: Context) -> list[tuple[str, str]]:
    words = context.words
    lines = [(words("file.title"), chart.title), (words("file.subtitle"), chart.subtitle)]
    lines += [(words("card.notes"), note) for note in chart.notes]
    lines += [(words("column.source"), source) for source in chart.sources]
    return [*lines, (words("column.version"), context.data.version)]


def _filters(context: Context) -> list[tuple[str, str]]:
    words, selection = context.words, context.selection
    label = words.pick("label_zh", "label_en")
    names = context.data.districts.filter(
        pl.col("district_code").is_in(list(selection.districts))
    )[label].to_list()
    return [
        (words("filter.districts"), words.join(names)),
        (words("filter.years"), f"{selection.first_year}–{selection.last_year}"),
        (words("filter.basis"), words.join([words(f"basis.{basis}") for basis in selection.bases])),
    ]


def _data_sheet(
    book: xlsxwriter.Workbook, header: list[str], rows: list[list[Any]], words: Words
) -> None:
    sheet = book.add_worksheet(words("file.sheet_data"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
        widest = max((_width(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(44, max(10, _width(name) + 2, widest + 1)))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _text_sheet(book: xlsxwriter.Workbook, name: str, lines: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 96)
    for line, (label, text) in enumerate(lines):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, text, wrap)


def _write(sheet: Any, line: int, column: int, cell: Any) -> None:
    if cell is None:
        sheet.write_blank(line, column, None)
    elif isinstance(cell, int | float):
        sheet.write_number(line, column, cell)
    else:
        sheet.write_string(line, column, str(cell))


def _plain(cell: Any) -> Any:
    """Whole floats without a decimal point, dates as ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _width(cell: Any) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in str(cell or ""))
