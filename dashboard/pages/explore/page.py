"""The page 指标对比: one indicator as trend, ranking, change, small charts, scatter or table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.accessible.page import hidden_heading
from dashboard.answers import answer
from dashboard.card import card
from dashboard.charts import kinds, views
from dashboard.charts.panel_periods import comparable_pairs, period_names
from dashboard.charts.series import Panel, panels
from dashboard.context import Context, current
from dashboard.district_rows import points
from dashboard.empty import explain_empty
from dashboard.figure_table import figure_table
from dashboard.figures.trend import has_course
from dashboard.markup import escape
from dashboard.pages.explore import choices as choose
from dashboard.pages.explore.choices import View
from dashboard.sentences.proposals import opening
from warehouse import queries


def show() -> None:
    """Choose, query, draw, explain."""
    context = current()
    st.title(context.words("nav.explore"))
    warehouse, selected = context.warehouse, context.selection.filter
    known = answer(queries.facts_by_indicator, warehouse)["indicator_id"].to_list()
    here = queries.alike(warehouse, selected)
    first, *others = st.columns([5, 3, 2])
    with first:
        chosen = choose.indicator(known, here, context)
    if chosen in here["indicator_id"]:
        holdings = queries.holdings(warehouse, chosen, selected)
        _views(_panel(chosen, holdings, others, context), context)
    else:
        explain_empty([chosen], context)
    _about(chosen, known, context)


def _panel(
    chosen: str, holdings: pl.DataFrame, places: Sequence[DeltaGenerator], context: Context
) -> Panel:
    """The like figures that are looked at: of one scope and one kind of period."""
    with places[0]:
        scope = choose.scope(holdings, context)
    with places[1]:
        shape = choose.kind(holdings, scope, context)
    rows = points(context.warehouse, [chosen], context.selection.filter)
    rows = rows.filter((pl.col("scope") == scope) & (pl.col("shape") == shape))
    return panels(rows, context.catalogue, context.words)[0]


def _views(panel: Panel, context: Context) -> None:
    """The kind of view, what it shows of the values, and the view itself."""
    with st.container(horizontal=True, vertical_alignment="center"):
        view = choose.view(context)
        mode = choose.mode(panel, view, context)
        shown = kinds.in_mode(panel, mode, context) or panel
        log = choose.log_scale(shown, view, context)
    if told := opening([panel], context):
        st.markdown(told[0])
    hidden_heading(context.words("accessible.charts"))
    match view:
        case View.TREND:
            _trend(shown, context, log=log)
        case View.RANKING:
            _ranking(shown, context)
        case View.CHANGE:
            _change(shown, context)
        case View.MULTIPLES:
            card(kinds.multiples_chart(shown, context), context)
        case View.SCATTER:
            _scatter(panel, shown, context)
        case View.TABLE:
            figure_table(panel.rows, context, key="explore")


def _trend(panel: Panel, context: Context, *, log: bool) -> None:
    """A line chart; bars, and why, where there is nothing to join."""
    card(kinds.panel_chart(panel, context, log=log), context)
    if not has_course(panel):
        reason = "explore.one_period" if panel.longest == 1 else "explore.no_line"
        st.caption(context.words(reason))


def _ranking(panel: Panel, context: Context) -> None:
    """Bars of one period."""
    words = context.words
    names = period_names(panel, words)
    chosen = choose.period("p", words("column.period"), list(names), names=names)
    card(views.ranking_view(panel, chosen, context), context)


def _change(panel: Panel, context: Context) -> None:
    """From one period to another, of all pairs that some district has."""
    words = context.words
    pairs, names = comparable_pairs(panel), period_names(panel, words)
    if not pairs:
        st.info(words("explore.no_pair"))
        return
    with st.container(horizontal=True):
        starts = [key for key in names if any(key == earlier for earlier, _ in pairs)]
        start = choose.period(
            "from", words("explore.from"), starts, names=names, default=pairs[0][0]
        )
        widest = next(later for earlier, later in pairs if earlier == start)
        ends = views.later_periods(panel, start, context)
        end = choose.period("to", words("explore.to"), ends, names=names, default=widest)
    if chart := views.change_view(panel, start, end, context):
        card(chart, context)


def _scatter(panel: Panel, shown: Panel, context: Context) -> None:
    """Against a second indicator, of those that share a district and period with this one."""
    words, chosen = context.words, context.selection.filter
    others = queries.companions(
        context.warehouse, panel.indicator, chosen, scope=panel.scope, shape=panel.shape
    )
    if others.is_empty():
        st.info(words("explore.no_companion"))
        return
    second, scope = choose.companion(others, context)
    rows = points(context.warehouse, [second], chosen)
    rows = rows.filter((pl.col("scope") == scope) & (pl.col("shape") == panel.shape))
    level = panels(rows, context.catalogue, words)[0]
    up = kinds.in_mode(level, shown.mode, context) or level
    if chart := views.scatter_view(shown, up, context):
        card(chart, context)
    else:
        st.info(words("explore.no_companion"))


def _about(indicator_id: str, known: Collection[str], context: Context) -> None:
    """What the indicator means, and related ones to switch to."""
    words, entry = context.words, context.catalogue[indicator_id]
    unit = context.catalogue.unit_of(indicator_id)
    kind = [
        words("explore.unit", unit=words.pick(unit.zh, unit.en)),
        words(f"measure.{entry.measure}"),
        words(f"polarity.{entry.polarity}"),
    ]
    with st.container(border=True, key="card-about"):
        st.markdown(f"### {escape(words.pick(entry.name_zh, entry.name_en))}")
        st.markdown(escape(words.pick(entry.definition_zh, entry.definition_en)))
        st.caption(" · ".join(kind))
        _related(indicator_id, known, context)


def _related(indicator_id: str, known: Collection[str], context: Context) -> None:
    """Buttons of the related indicators that have figures."""
    related = [other for other in context.catalogue.related(indicator_id) if other in known]
    if not related:
        return
    st.markdown(f"**{context.words('explore.related')}**")
    with st.container(horizontal=True, gap="small"):
        for other in related:
            st.button(
                context.short(other),
                key=f"explore-related-{other}",
                on_click=choose.choose_indicator,
                args=(other,),
            )
    st.caption(context.words("explore.related_note"))
