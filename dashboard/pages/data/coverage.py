"""Which districts and years have figures, why others have none, and which documents there are."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.card import card
from dashboard.charts import kinds
from dashboard.choices import one_of
from dashboard.context import Context
from dashboard.empty import explain_empty
from dashboard.figures.matrix import STATES
from dashboard.row_choice import table_height
from warehouse import queries

ALL = "all"


def coverage(context: Context) -> None:
    """The matrix of a family, the reasons of its empty cells, and the documents behind it."""
    words = context.words
    family = _family(context)
    known = [item.id for item in context.catalogue.families]
    families = tuple(known) if family == ALL else (family,)
    chart = kinds.coverage_chart(context, families=families)
    if chart is None:
        explain_empty([], context)
        return
    st.markdown(reasons(chart.rows, context))
    card(chart, context)
    st.header(words("data_coverage.documents"))
    _documents(context)


def _family(context: Context) -> str:
    words = context.words
    names = {f.id: words.pick(f.name_zh, f.name_en) for f in context.catalogue.families}
    names = {ALL: words("data_figure.family_all"), **names}
    return one_of(
        "family", list(names), page="data", width=320, label=words("data_figure.family"),
        show=names.__getitem__,
    )  # fmt: skip


def reasons(cells: pl.DataFrame, context: Context) -> str:
    """How many cells have figures, and how many have none for which reason."""
    words = context.words
    counts = dict(cells.group_by("state").len().iter_rows())
    clauses = [
        words(f"data_coverage.{state}", count=counts[state])
        for state in reversed(STATES)
        if state in counts
    ]
    texts = words.pick("；", "; ").join(clauses)
    return words("data_coverage.cells", cells=cells.height, clauses=texts)


def _documents(context: Context) -> None:
    words, selection = context.words, context.selection
    rows = queries.documents_by_year(
        context.warehouse,
        districts=selection.districts,
        years=(selection.first_year, selection.last_year),
    )
    if rows.is_empty():
        st.caption(words("data_coverage.no_documents"))
        return
    column = st.column_config
    st.dataframe(
        documents_table(rows, context),
        key="documents-by-year",
        height=table_height(rows),
        hide_index=True,
        column_config={
            words("column.district"): column.TextColumn(width=92),
            words("column.year"): column.TextColumn(width=56),
            words("column.source"): column.TextColumn(width=300),
            words("column.url"): column.LinkColumn(width=64, display_text=words("table.open")),
        },
        alt=words("table.alt", count=rows.height),
    )


def documents_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """One document a row, under each district and year that it speaks of."""
    words = context.words
    return pl.DataFrame(
        {
            words("column.district"): rows[words.pick("district_zh", "district_en")],
            words("column.year"): rows["year"].cast(pl.String),
            words("data_document.figures"): rows["figures"],
            words("data_document.read"): [
                words(f"data_coverage.{_reading(read, covers=covers)}")
                for read, covers in rows.select("read", "covers").iter_rows()
            ],
            words("column.source"): rows["title"],
            words("column.issuer"): rows["issuer"],
            words("column.published"): rows["published"],
            words("column.url"): rows["url"],
        }
    )


def _reading(read: str, *, covers: bool) -> str:
    if read != "full":
        return "excerpt"
    return "full" if covers else "mentions"
