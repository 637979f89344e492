"""Tables of exactly what a chart shows: on the page, as records, and as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart, row_notes
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period
from dashboard.words import Words

Row = dict[str, Any]

# what a spreadsheet could take for a formula, full-width signs and what it may not see too
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def display_table(chart: Chart, context: Context) -> pl.DataFrame:
    """The rows of a chart as the page shows them: few columns, texts and numbers, same order."""
    if not chart.observations:
        return _coverage_table(chart.rows, context.words)
    names = [name for name in _SHORT if name in _columns(chart)]
    records = [_record(row, chart, context) for row in chart.rows.iter_rows(named=True)]
    return pl.DataFrame(
        [[record[name] for name in names] for record in records],
        schema={
            context.words(f"column.{name}"): pl.Float64 if name in _NUMBERS else pl.String
            for name in names
        },
        orient="row",
    )


def full_records(chart: Chart, context: Context) -> tuple[list[str], list[list[Any]]]:
    """Header and rows with everything that a figure needs to stand on its own."""
    words = context.words
    if not chart.observations:
        table = _coverage_table(chart.rows, words).with_columns(
            pl.lit(context.data.version).alias(words("column.version"))
        )
        return table.columns, [list(row) for row in table.iter_rows()]
    names = _columns(chart)
    records = [_record(row, chart, context) for row in chart.rows.iter_rows(named=True)]
    header = [words(f"column.{name}") for name in names]
    return header, [[record[name] for name in names] for record in records]


def csv_bytes(chart: Chart, context: Context) -> bytes:
    """UTF-8 with a byte-order mark, without which Excel garbles Chinese; no cell is a formula."""
    header, rows = full_records(chart, context)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([[inert(_plain(cell)) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def inert(cell: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> inert("=1+1"), inert(" ＠x"), inert(-4.1), inert("1 - 1")
    ("'=1+1", "' ＠x", -4.1, '1 - 1')
    """
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


_NUMBERS = (
    "shown_value", "shown_low", "shown_high", "interval_low", "interval_high", "value", "low",
    "high",
)  # fmt: skip
_INTERVAL = ("interval_low", "interval_high")
_FULL = (
    "district", "code", "indicator", "scope", "period", "basis",
    "shown_value", "shown_low", "shown_high", *_INTERVAL, "shown_unit",
    "value", "low", "high", "unit", "printed", "status", "formula",
    "source", "issuer", "published", "official", "url", "conflict", "notes", "version",
)  # fmt: skip
_SHORT = (
    "district", "period", "indicator", "scope", "shown_value", "shown_low", "shown_high",
    *_INTERVAL, "shown_unit", "printed", "status", "source",
)  # fmt: skip


def _columns(chart: Chart) -> list[str]:
    """The columns of a chart's records; intervals only where it draws them."""
    drawn = set(_INTERVAL) <= set(chart.rows.columns)
    return [name for name in _FULL if drawn or name not in _INTERVAL]


def _record(row: Row, chart: Chart, context: Context) -> dict[str, Any]:
    """Everything about one figure: what it is, what is drawn, what is known, who says so."""
    return {
        **_subject(row, context),
        **_drawn(row, chart),
        **_known(row, context),
        **_document(row, context.words),
        "notes": " ".join(row_notes(row, context)),
        "version": context.data.version,
    }


def _subject(row: Row, context: Context) -> dict[str, Any]:
    words, indicator = context.words, context.catalogue[row["indicator_id"]]
    return {
        "district": district_name(row, words),
        "code": row["district_code"],
        "indicator": words.pick(indicator.name_zh, indicator.name_en),
        "scope": context.scope_name(row["scope"], row["scope_en"]),
        "period": row_period(row, words),
        "basis": words(f"basis.{row['basis']}"),
    }


def _drawn(row: Row, chart: Chart) -> dict[str, Any]:
    """Values as the chart shows them, in its unit."""
    unit = chart.unit_of(row)
    return {
        "shown_value": unit.plain(row["shown"]),
        "shown_low": unit.plain(row["shown_low"]),
        "shown_high": unit.plain(row["shown_high"]),
        "interval_low": row.get("interval_low"),
        "interval_high": row.get("interval_high"),
        "shown_unit": unit.label,
    }


def _known(row: Row, context: Context) -> dict[str, Any]:
    """Values as the warehouse holds them, in the catalogue's unit."""
    words, unit = context.words, context.catalogue.unit_of(row["indicator_id"])
    return {
        "value": row["value"],
        "low": row["low"],
        "high": row["high"],
        "unit": words.pick(unit.zh, unit.en),
        "printed": row["printed"],
        "status": words(f"status.{row['status']}"),
        "formula": row["formula"],
        "conflict": _yes_no(row["in_conflict"], words),
    }


def _document(row: Row, words: Words) -> dict[str, Any]:
    return {
        "source": row["source_title"],
        "issuer": row["issuer"],
        "published": _day(row["published"]),
        "official": _yes_no(row["official"], words),
        "url": row["url"],
    }


def _day(published: str) -> date | str:
    """A date as such; one of which only the month or the year is known stays text."""
    return date.fromisoformat(published) if len(published) == len("2024-12-31") else published


def _yes_no(applies: bool, words: Words) -> str:
    return words("column.yes" if applies else "column.no")


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


def _plain(cell: Any) -> Any:  # noqa: ANN401
    """Whole floats without a decimal point, dates as ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
