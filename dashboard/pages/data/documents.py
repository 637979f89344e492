"""All documents that figures come from: who issued them, where they are, how far they were read."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.context import Context
from dashboard.empty import explain_empty
from dashboard.row_choice import table_height
from warehouse import queries


def documents(context: Context) -> None:
    """The documents that have figures in the selection, or all of them."""
    words = context.words
    rows = queries.cited_sources(context.warehouse, context.selection.filter)
    if rows.is_empty():
        explain_empty([indicator.id for indicator in context.catalogue], context)
        return
    in_full = rows.filter(pl.col("read") == "full").height
    official = rows.filter("official").height
    st.markdown(words("data_document.count", count=rows.height, full=in_full, official=official))
    column = st.column_config
    st.dataframe(
        documents_table(rows, context),
        key="documents",
        height=table_height(rows),
        hide_index=True,
        column_config={
            words("column.source"): column.TextColumn(width=260),
            words("column.url"): column.LinkColumn(width=64, display_text=words("table.open")),
            words("data_document.sha256"): column.TextColumn(width="medium"),
        },
        alt=words("table.alt", count=rows.height),
    )
    st.caption(words("data_document.sha256_help"))


def documents_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """One document a row, in words."""
    words = context.words
    yes, no = words("evidence.official"), words("evidence.reprint")
    return pl.DataFrame(
        {
            words("column.source"): rows["title"],
            words("column.url"): rows["url"],
            words("column.issuer"): rows["issuer"],
            words("column.published"): rows["published"],
            words("data_document.kind"): [yes if official else no for official in rows["official"]],
            words("data_document.read"): [words(f"data_coverage.{read}") for read in rows["read"]],
            words("data_document.figures"): rows["observations"],
            words("column.district"): [
                words.join(names) for names in rows[words.pick("districts_zh", "districts_en")]
            ],
            words("data_document.attribution"): [
                words(f"data_document.{attribution}") for attribution in rows["attribution"]
            ],
            words("data_document.sha256"): rows["sha256"],
        }
    )
