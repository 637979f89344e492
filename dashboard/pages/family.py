"""The page of one family: facts in sentences, lead indicators, composition, rates, all figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import links
from dashboard.accessible.page import hidden_heading
from dashboard.card import card
from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode, Panel, panels
from dashboard.choices import switch
from dashboard.context import Context, current
from dashboard.district_rows import points
from dashboard.empty import explain_empty
from dashboard.figure_table import figure_table
from dashboard.figures.base import row_period
from dashboard.remembered import once
from dashboard.screenful import show_so_far
from dashboard.sentences.proposals import opening
from indicators.catalogue import Family, Measure
from indicators.periods import Basis

CARD_FRAME = 200  # pixels of a card besides its chart, about
Made = TypeVar("Made")


def show(family_id: str) -> None:
    """Draw the page of a family for the current selection."""
    context = current()
    family = context.catalogue.family(family_id)
    words = context.words
    st.title(words.pick(family.name_zh, family.name_en))
    indicators = [indicator.id for indicator in family.indicators.values()]
    rows, every = _figures(family, context)
    if rows.is_empty():
        explain_empty(indicators, context)
        hidden_heading(words("accessible.charts"))
        _coverage(family, context)
        return
    lead = [panel for panel in every if panel.indicator in family.lead and not panel.scope]
    _opening(family, lead, context)
    mode, log = _display_choices(context)
    st.caption(words("card.point_hint"))
    hidden_heading(words("accessible.charts"))
    _lead_cards(lead, mode, context, log=log)
    _in_columns(_made(composition_charts, family, context), context)
    if rates := _made(rates_chart, family, context):
        card(rates, context)
    _in_columns(_made(landscape_charts, family, context), context)
    _other_indicators(every, lead, mode, context, log=log)
    st.header(words("family.all_figures"))
    figure_table(rows, context, key=family_id)
    _coverage(family, context)


def _figures(family: Family, context: Context) -> tuple[pl.DataFrame, list[Panel]]:
    """The selected figures of the family, all of them and by what is alike."""

    def make() -> tuple[pl.DataFrame, list[Panel]]:
        indicators = [indicator.id for indicator in family.indicators.values()]
        rows = points(context.warehouse, indicators, context.selection.filter)
        return rows, panels(rows, context.catalogue, context.words)

    return once(("family", family.id), context, make)


def _made(make: Callable[[Family, Context], Made], family: Family, context: Context) -> Made:
    """Charts that follow from family and selection alone."""
    return once((make, family.id), context, lambda: make(family, context))


def _panel_chart(panel: Panel, context: Context, *, log: bool) -> Chart:
    """The chart of a panel of this page in its mode."""
    name = ("family panel", kinds.panel_key(panel), log)
    return once(name, context, lambda: kinds.panel_chart(panel, context, log=log))


def _opening(family: Family, lead: list[Panel], context: Context) -> None:
    words = context.words
    told = once(("family told", family.id), context, lambda: opening(lead, context))
    if told:
        st.markdown("  \n".join(told))
    st.caption(words.pick(family.description_zh, family.description_en))


def _display_choices(context: Context) -> tuple[Mode, bool]:
    """What is shown of the values; linear or logarithmic; both carried by the link."""
    words = context.words
    with st.container(horizontal=True, vertical_alignment="center"):
        mode, scale = (
            switch(
                name,
                options,
                page="family",
                label=words(f"family.{name}"),
                show=lambda item: words(f"mode.{item}"),
            )
            for name, options in (("show", list(Mode)), ("scale", ["linear", "log"]))
        )
    return Mode(mode), scale == "log"


def _lead_cards(lead: list[Panel], mode: Mode, context: Context, *, log: bool) -> None:
    """The first lead panel across the page, the others two a row; rates have their own card."""
    counts = [p for p in lead if context.catalogue[p.indicator].measure is not Measure.RATE]
    # a single figure is a line in the table below, not a chart
    counts = [panel for panel in counts if panel.rows.height > 1] or counts[:1]
    shown = [panel for item in counts if (panel := kinds.in_mode(item, mode, context))]
    if counts and not shown:
        st.info(context.words("family.mode_empty"))
    # each is made when its turn comes: the first, which fills the screen, waits for no other
    drawn = (_panel_chart(panel, context, log=log) for panel in shown)
    for chart in islice(drawn, 1):
        card(chart, context)
        show_so_far()
    _in_columns(drawn, context)


def _in_columns(pending: Iterable[Chart], context: Context) -> None:
    """Cards in two columns of about equal height; on a narrow screen one below the other."""
    columns: list[DeltaGenerator] = []
    heights = [0, 0]
    for chart in pending:
        columns = columns or list(st.columns(2))
        shorter = heights.index(min(heights))
        heights[shorter] += chart.figure.height + CARD_FRAME
        with columns[shorter]:
            card(chart, context)


def _other_indicators(
    every: list[Panel], lead: list[Panel], mode: Mode, context: Context, *, log: bool
) -> None:
    """One further indicator at a time, chosen by its name; scoped figures among them."""
    words = context.words
    others = {kinds.panel_key(p): p for p in every if not any(p is item for item in lead)}
    if not others:
        return
    st.header(words("family.others"))
    names = {key: _panel_name(panel, context) for key, panel in others.items()}
    start = links.choice("more", list(others), next(iter(others)), key="c_more")
    picked = st.selectbox(
        words("family.others_label"), list(others), format_func=names.__getitem__, key="c_more",
        label_visibility="collapsed",
    )  # fmt: skip
    chosen = links.keep("more", picked, start)
    panel = kinds.in_mode(others[chosen], mode, context) or others[chosen]
    card(_panel_chart(panel, context, log=log), context)


def _panel_name(panel: Panel, context: Context) -> str:
    words = context.words
    row = panel.rows.row(0, named=True)
    parts = [context.short(panel.indicator), words(f"basis.{panel.basis}")]
    if panel.basis == Basis.OTHER_SPAN:
        parts[1] = row_period(row, words)
    if panel.scope:
        parts.append(words.pick(row["scope"], row["scope_en"]))
    return " · ".join(parts)


def _coverage(family: Family, context: Context) -> None:
    families = (family.id,)
    name = ("coverage", families)
    chart = once(name, context, lambda: kinds.coverage_chart(context, families=families))
    if chart:
        card(chart, context)
