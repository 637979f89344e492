"""Which years and topics one district has figures for, and why the others are empty."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.accessible.values import coverage_values
from dashboard.card import NO_MODEBAR
from dashboard.context import Context
from dashboard.district_rows import coverage
from dashboard.figures.matrix import matrix


def district_coverage(district: str, context: Context) -> None:
    """The matrix family by year of one district."""
    words = context.words
    cells = _cells(district, context)
    name = _name(district, context)
    filled = cells.filter(pl.col("state") == "present").height
    with st.container(border=True, key="card-district-coverage"):
        st.markdown(f"### {words('district.coverage')}")
        st.caption(words("district.coverage_subtitle"))
        st.plotly_chart(
            matrix(cells, words),
            key="chart-district-coverage",
            config=NO_MODEBAR,
            alt=words("district.coverage_alt", district=name, cells=cells.height, filled=filled),
        )
        caption, corner = words("district.coverage"), words("overview.family")
        st.html(coverage_values(cells, caption, corner, words).html(words))
        st.caption(words("coverage.legend"))


def _cells(district: str, context: Context) -> pl.DataFrame:
    """As the matrix wants them, with topics in the place of districts."""
    selection = context.selection
    families = context.catalogue.families
    cells = coverage(
        context.warehouse,
        districts=(district,),
        years=(selection.first_year, selection.last_year),
        families=[family.id for family in families],
    )
    return cells.with_columns(
        district_zh=pl.col("family_id").replace_strict({f.id: f.name_zh for f in families}),
        district_en=pl.col("family_id").replace_strict({f.id: f.name_en for f in families}),
    )


def _name(district: str, context: Context) -> str:
    known = context.data.districts.filter(pl.col("district_code") == district)
    return str(known[context.words.pick("label_zh", "label_en")].item())
