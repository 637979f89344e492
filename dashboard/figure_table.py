"""A table of figures; a chosen row opens its evidence."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.context import Context
from dashboard.failures import said_in_a_sentence
from dashboard.figures.base import row_period
from dashboard.formats import DisplayUnit, bounds_text
from dashboard.markup import web_address
from dashboard.row_choice import chosen_row
from dashboard.words import Words

Row = dict[str, Any]


@st.fragment
def figure_table(rows: pl.DataFrame, context: Context, *, key: str) -> None:
    """Draw the rows of a query with a line of evidence below; only this part reruns on a click."""
    words = context.words
    with said_in_a_sentence("table.broken", words):
        table = figure_records(rows, context)
        row = chosen_row(table, key=f"figures-{key}", columns=_columns(words), words=words)
        if row is not None:
            evidence.panel(rows["observation_id"][row], context, key=f"figures-{key}")


def figure_records(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The rows in words; values are numbers in the catalogue's unit, so that they sort."""
    records = [_record(row, context) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(records, infer_schema_length=None)


def _columns(words: Words) -> dict[str, Any]:
    column = st.column_config
    return {
        words("column.value"): column.NumberColumn(format="localized"),
        words("column.url"): column.LinkColumn(display_text=words("table.open")),
    }


def _record(row: Row, context: Context) -> dict[str, Any]:
    words = context.words
    unit = context.catalogue.unit_of(row["indicator_id"])
    label = words.pick(unit.zh, unit.en)
    exact = row["low"] is not None and row["low"] == row["high"]
    marks = [words(f"status.{row['status']}")]
    if row["in_conflict"]:
        marks.append(words("column.conflict"))
    return {
        words("column.indicator"): context.short(row["indicator_id"]),
        words("column.district"): words.pick(row["district_zh"], row["district_en"]),
        words("column.period"): row_period(row, words),
        words("column.scope"): words.pick(row["scope"], row["scope_en"]) if row["scope"] else "",
        words("column.value"): row["value"],
        words("column.unit"): label,
        words("table.bounds"): "" if exact else bounds_text(
            row["low"], row["high"], DisplayUnit(label)
        ),
        words("column.printed"): f"{row['qualifier']} {row['printed']}".strip(),
        words("column.status"): " · ".join(marks),
        words("column.source"): row["source_title"],
        words("column.url"): web_address(row["url"]) or None,
    }  # fmt: skip
