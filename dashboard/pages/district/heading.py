"""Who a district is and what is on file about it: place, code, residents, figures, documents."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard.context import Context
from dashboard.formats import period_text
from dashboard.markup import escape, link
from dashboard.row_choice import table_height
from indicators.periods import Period
from warehouse import queries

Row = dict[str, Any]


def heading(district: str, chosen: pl.DataFrame, sources: pl.DataFrame, context: Context) -> None:
    """Name, place and what is on file; `chosen` are its figures within the filters."""
    words = context.words
    known = context.data.districts.filter(pl.col("district_code") == district).row(0, named=True)
    st.header(escape(words.pick(known["label_zh"], known["label_en"])))
    lines = [
        " · ".join((_place(known, context), _residents(district, context))),
        _holdings(district, known, chosen, context),
        _documents_in_words(sources, context),
    ]
    st.markdown("  \n".join(lines))


def _place(known: Row, context: Context) -> str:
    words = context.words
    province = words.pick(known["province_zh"], known["province_en"])
    city = words.pick(known["city_zh"], known["city_en"])
    both = [province, city] if words.zh else [city, province]
    parts = [city] if province == city else both
    code = words("district.code", code=known["district_code"])
    return f"{words.pick('', ', ').join(map(escape, parts))} · {code}"


def _residents(district: str, context: Context) -> str:
    words = context.words
    rows = queries.population(context.warehouse, district)
    if rows.is_empty():
        return words("district.no_population")
    row = rows.row(0, named=True)
    day = period_text(Period(row["census_date"], row["census_date"]), words)
    kind = "official" if row["official"] else "reprint"
    source = link(words(f"district.population_{kind}"), row["url"])
    return words("district.population", count=f"{row['population']:,}", day=day, source=source)


def _holdings(district: str, known: Row, chosen: pl.DataFrame, context: Context) -> str:
    years = queries.district_years(context.warehouse, district)
    return context.words(
        "district.holdings",
        facts=known["observations"], first=years[0], last=years[-1],
        chosen=chosen.height, indicators=chosen["indicator_id"].n_unique(),
    )  # fmt: skip


def _documents_in_words(rows: pl.DataFrame, context: Context) -> str:
    words = context.words
    full = rows.filter(pl.col("read") == "full").height
    dated = rows.filter(pl.col("published") != "")["published"].to_list()
    parts = [
        words("district.documents", count=rows.height, full=full, excerpts=rows.height - full),
        words("district.last_published", day=max(dated))
        if dated
        else words("district.never_dated"),
    ]
    if "inferred" in rows["attribution"]:
        parts.append(words("district.inferred"))
    return words.pick("", " ").join(parts)


def documents(rows: pl.DataFrame, context: Context) -> None:
    """The documents of a district, each with its address and how far it was read."""
    words, column = context.words, st.column_config
    st.subheader(words("district.documents_list", count=rows.height))
    table = documents_table(rows, context)
    st.dataframe(
        table,
        key="district-documents",
        height=table_height(table),
        hide_index=True,
        column_config={
            words("column.source"): column.TextColumn(width=300),
            words("column.url"): column.LinkColumn(width=64, display_text=words("table.open")),
        },
        alt=words("table.alt", count=rows.height),
    )


def documents_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """One document a row, in words."""
    words = context.words
    official, reprint = words("evidence.official"), words("evidence.reprint")
    return pl.DataFrame(
        {
            words("column.source"): rows["title"],
            words("column.url"): rows["url"],
            words("column.published"): rows["published"],
            words("district.read"): [words(f"district.{read}") for read in rows["read"]],
            words("district.figures_read"): rows["observations"],
            words("column.issuer"): rows["issuer"],
            words("district.document_kind"): [
                official if is_official else reprint for is_official in rows["official"]
            ],
        }
    )
