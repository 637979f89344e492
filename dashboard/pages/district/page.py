"""The page of one district: who it is, its peers, all its figures, their checks, its documents."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import filters
from dashboard.card import card
from dashboard.charts import kinds as charts
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.series import Mode, Panel, panels
from dashboard.choices import one_of, switch
from dashboard.context import Context, current
from dashboard.district_rows import points
from dashboard.figure_table import figure_table
from dashboard.pages.district.checks import district_checks
from dashboard.pages.district.coverage import district_coverage
from dashboard.pages.district.heading import documents, heading
from dashboard.selection import BasisChoice
from indicators.catalogue import Family
from indicators.periods import Basis
from warehouse import queries
from warehouse.queries import Filter

PAGE = "district"
MODES = (Mode.LEVEL, Mode.PER_100K)
TRENDS = 4


def show() -> None:
    """Draw the page for the district that the reader or the link chose."""
    context = current()
    st.title(context.words("nav.district"))
    district = _choose(context)
    everybody = figures_of_all(context, district)
    own = everybody.filter(pl.col("district_code") == district)
    sources = queries.district_sources(context.warehouse, district)
    heading(district, own, sources, context)
    if own.is_empty():
        _explain_empty(district, context)
    else:
        _profile(everybody, district, context)
        _families(own, district, context)
    district_coverage(district, context)
    district_checks(district, context)
    documents(sources, context)


def _choose(context: Context) -> str:
    """One of all districts that have figures; those chosen at the side come first."""
    words, chosen = context.words, context.selection.districts
    names = {
        row["district_code"]: words(
            "district.option",
            name=words.pick(row["label_zh"], row["label_en"]),
            city=words.pick(row["city_zh"], row["city_en"]),
            code=row["district_code"],
        )
        for row in context.data.districts.iter_rows(named=True)
    }
    options = [*chosen, *(code for code in names if code not in chosen)]
    return one_of(
        "one", options, page=PAGE, width=460, label=words("district.choose"),
        show=names.__getitem__,
    )  # fmt: skip


def _explain_empty(district: str, context: Context) -> None:
    """Where this district's figures are, and the way there."""
    words, offer = context.words, context.data.offer
    every = Filter((district,), offer.years[0], offer.years[-1], tuple(Basis))
    known = points(context.warehouse, [i.id for i in context.catalogue], every)
    first, last = min(known["year"]), max(known["year"])
    bases = [words(f"basis.{basis}") for basis in Basis if basis in known["basis"]]
    st.info(words("district.no_figures", first=first, last=last, bases=words.join(bases)))
    wider = replace(context.selection, first_year=first, last_year=last, bases=tuple(BasisChoice))
    st.button(
        words("district.show_all"), on_click=filters.choose, args=(wider,), key="district-show-all"
    )


def _profile(everybody: pl.DataFrame, district: str, context: Context) -> None:
    """The district beside all districts with comparable figures."""
    words = context.words
    st.subheader(words("district.profile"))
    levels = comparisons(everybody, district, context, mode=Mode.LEVEL)
    if not levels:
        st.info(words("district.no_profile"))
        return
    mode = Mode(
        switch(
            "compare", MODES, page=PAGE, label=words("district.compare"),
            show=lambda item: words(f"mode.{item}"),
        )
    )  # fmt: skip
    found = levels if mode is Mode.LEVEL else comparisons(everybody, district, context, mode=mode)
    chart = profile_chart(found, context, mode=mode)
    if chart is None:
        st.info(words("district.no_per_100k"))
    else:
        card(chart, context)


def _families(own: pl.DataFrame, district: str, context: Context) -> None:
    """One family at a time: trends, then every figure."""
    st.subheader(context.words("district.figures"))
    family = _choose_family(own, context)
    rows = own.filter(pl.col("family_id") == family.id)
    _trends(family, rows, district, context)
    _tables(rows, f"{district}-{family.id}", context)


def _choose_family(own: pl.DataFrame, context: Context) -> Family:
    """One of the families that have figures, with their number; and the way to its page."""
    words = context.words
    counts = dict(own.group_by("family_id").len().iter_rows())
    known = {f.id: f for f in context.catalogue.families if f.id in counts}
    names = {key: words.pick(family.name_zh, family.name_en) for key, family in known.items()}
    chosen = switch(
        "topic", list(known), page=PAGE, label=words("district.family"),
        show=lambda key: words("district.family_count", family=names[key], count=counts[key]),
    )  # fmt: skip
    st.page_link(
        f"dashboard/views/{chosen}.py",
        label=words("district.to_family", family=names[chosen]),
        icon=":material/arrow_forward:",
        icon_position="right",
    )
    return known[chosen]


def _trends(family: Family, rows: pl.DataFrame, district: str, context: Context) -> None:
    """Indicators with two like periods or more: lead ones first, no more than fit."""
    words = context.words
    whole = rows.filter((pl.col("scope") == "") & (pl.col("basis") != Basis.CUMULATIVE))
    several = whole.filter(pl.len().over("indicator_id", "shape") > 1)
    found = panels(several, context.catalogue, words)
    found.sort(key=lambda panel: _order(panel, family))
    alone = replace(context, selection=replace(context.selection, districts=(district,)))
    drawn = [charts.panel_chart(panel, alone) for panel in found[:TRENDS]]
    columns = st.columns(2) if len(drawn) > 1 else [st.container()]
    for place, chart in enumerate(drawn):
        with columns[place % 2]:
            card(chart, alone)
    if len(found) > TRENDS:
        st.caption(words("district.more_trends", count=len(found) - TRENDS))


def _order(panel: Panel, family: Family) -> tuple[int, int]:
    lead = family.lead
    place = lead.index(panel.indicator) if panel.indicator in lead else len(lead)
    return place, -panel.rows.height


def _tables(rows: pl.DataFrame, key: str, context: Context) -> None:
    """Figures of the whole district, and apart from them those of a restricted scope."""
    words = context.words
    whole, scoped = rows.filter(pl.col("scope") == ""), rows.filter(pl.col("scope") != "")
    if not whole.is_empty():
        st.markdown(f"#### {words('district.whole')}")
        figure_table(whole, context, key=f"whole-{key}")
    if not scoped.is_empty():
        st.markdown(f"#### {words('district.scoped')}")
        st.caption(words("district.scoped_note"))
        figure_table(scoped, context, key=f"scoped-{key}")
