"""What a page says when a selection has no figures: why, and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import filters
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.selection import BASES, BasisChoice, Selection
from indicators.periods import Basis
from warehouse import queries
from warehouse.queries import Filter

_MOST_OFFERED = 12  # districts


def explain_empty(indicators: Sequence[str], context: Context) -> None:
    """Say why these indicators have no figure in the selection, and offer one that has."""
    words, selection = context.words, context.selection
    if not selection.districts:
        st.info(words("empty.no_district"))
        st.button(
            words("filter.reset"), on_click=filters.reset, args=(context.data,), key="empty-reset"
        )
        return
    own = _all_years(selection.districts, indicators, context)
    st.info(words("empty.nothing", why=_why(own, context)))
    offer = context.data.offer
    found = queries.districts_with(context.warehouse, indicators, most=_MOST_OFFERED)
    for districts in (selection.districts, offer.default_districts, found):
        target = _all_years(districts, indicators, context)
        if not target.is_empty():
            st.button(
                words("empty.show_all"),
                on_click=filters.choose,
                args=(_wider(selection, target),),
                key="empty-show",
            )
            return


def _all_years(
    districts: tuple[str, ...], indicators: Sequence[str], context: Context
) -> pl.DataFrame:
    years = context.data.offer.years
    everything = Filter(districts, years[0], years[-1], tuple(Basis))
    return points(context.warehouse, indicators, everything)


def _why(own: pl.DataFrame, context: Context) -> str:
    words, selection = context.words, context.selection
    if own.is_empty():
        return words("empty.no_figures")
    in_years = own.filter(pl.col("year").is_between(selection.first_year, selection.last_year))
    if in_years.is_empty():
        return words("empty.only_years", first=own["year"].min(), last=own["year"].max())
    bases = in_years["basis"].unique(maintain_order=True).to_list()
    return words("empty.only_bases", bases=words.join([words(f"basis.{b}") for b in bases]))


def _wider(selection: Selection, rows: pl.DataFrame) -> Selection:
    """The selection, widened as far as needed to show these rows."""
    codes = rows["district_code"].unique(maintain_order=True).to_list()
    own = set(codes) <= set(selection.districts)
    districts = selection.districts if own else tuple(codes[:_MOST_OFFERED])
    years = rows["year"].to_list()
    found = set(rows["basis"].to_list())
    bases = tuple(c for c in BasisChoice if found & {basis.value for basis in BASES[c]})
    return replace(
        selection,
        districts=districts,
        first_year=min([selection.first_year, *years]),
        last_year=max([selection.last_year, *years]),
        bases=tuple(c for c in BasisChoice if c in bases or c in selection.bases),
    )
