"""A table of figures; a selected row opens its evidence."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.context import Context
from dashboard.figures.base import row_period
from dashboard.formats import bounds_text, display_unit

Row = dict[str, Any]


@st.fragment
def figure_table(rows: pl.DataFrame, context: Context, *, key: str) -> None:
    """Draw the rows of a query with a line of evidence below; only this part reruns on a click."""
    words = context.words
    st.caption(words("card.point_hint"))
    table = pl.DataFrame([_record(row, context) for row in rows.iter_rows(named=True)])
    event = st.dataframe(
        table,
        key=f"figures-{key}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            words("column.url"): st.column_config.LinkColumn(display_text=words("table.open"))
        },
        alt=words("table.alt", count=table.height),
    )
    picked = event["selection"]["rows"]
    if picked and picked[0] < rows.height:
        evidence.panel(rows["observation_id"][picked[0]], context, key=f"figures-{key}")


def _record(row: Row, context: Context) -> dict[str, str]:
    words = context.words
    known = [abs(v) for name in ("value", "low", "high") if (v := row[name]) is not None]
    unit = display_unit(context.catalogue, row["indicator_id"], max(known), words)
    value = unit.number(row["value"])
    bounds = "" if row["low"] == row["high"] else bounds_text(row["low"], row["high"], unit)
    marks = [words(f"status.{row['status']}")]
    if row["in_conflict"]:
        marks.append(words("column.conflict"))
    return {
        words("column.indicator"): context.short(row["indicator_id"]),
        words("column.district"): words.pick(row["district_zh"], row["district_en"]),
        words("column.period"): row_period(row, words),
        words("column.scope"): words.pick(row["scope"], row["scope_en"]) if row["scope"] else "",
        words("column.value"): value,
        words("column.unit"): unit.label,
        words("table.bounds"): bounds,
        words("column.printed"): f"{row['qualifier']} {row['printed']}".strip(),
        words("column.status"): " · ".join(marks),
        words("column.source"): row["source_title"],
        words("column.url"): row["url"],
    }
