"""The overview: what is here, the core topics, what moved most, and how complete it is."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.answers import answer
from dashboard.card import card
from dashboard.charts import kinds as charts
from dashboard.charts.chart import Chart
from dashboard.charts.movements import SMALL_BASE, all_figures, movement_chart
from dashboard.charts.panel_periods import period_names
from dashboard.charts.series import Panel, panels
from dashboard.charts.views import ranking_view
from dashboard.context import Context, current
from dashboard.empty import explain_empty
from dashboard.formats import period_text
from dashboard.markup import escape
from dashboard.remembered import once
from dashboard.screenful import show_so_far
from dashboard.sentences.proposals import opening
from dashboard.site import CORE_FAMILIES
from indicators.catalogue import Family
from indicators.periods import Basis, Period
from warehouse import queries

# the kinds of period that a topic's card may show
TOPIC_BASES = (Basis.YEAR, Basis.FIRST_HALF)
RECENT_YEARS = 3


def show() -> None:
    """Draw the overview for the current selection."""
    context = current()
    st.title(context.words("nav.overview"))
    rows = once("all figures", context, lambda: all_figures(context))
    _opening(rows, context)
    if rows.is_empty():
        explain_empty([indicator.id for indicator in context.catalogue], context)
    else:
        _topics(rows, context)
        show_so_far()
        _movements(rows, context)
    _completeness(rows, context)


def _opening(rows: pl.DataFrame, context: Context) -> None:
    """What there is in all, what is selected, and how new it is."""
    words, selection = context.words, context.selection
    warehouse = context.warehouse
    indicators = answer(queries.facts_by_indicator, warehouse).height
    day = answer(queries.data_date, warehouse)
    lines = [
        words(
            "overview.holdings", indicators=indicators, **answer(queries.data_summary, warehouse)
        ),
        words(
            "overview.selected",
            districts=len(selection.districts),
            first=selection.first_year,
            last=selection.last_year,
            facts=rows.height,
            indicators=rows["indicator_id"].n_unique(),
        ),
        words(
            "overview.version",
            version=escape(context.data.version),
            day=period_text(Period(day, day), words),
        ),
    ]
    st.markdown("  \n".join(lines))
    st.caption(words("overview.fact"))
    _newest_changes(context)


def _newest_changes(context: Context) -> None:
    """The newest entry of the change log, folded away."""
    words = context.words
    newest = answer(queries.change_log, context.warehouse).row(0, named=True)
    with st.expander(words("overview.changes", version=newest["version"]), type="compact"):
        texts = words.pick(newest["zh"], newest["en"])
        st.markdown("\n".join(f"- {escape(text)}" for text in texts))


def _topics(rows: pl.DataFrame, context: Context) -> None:
    """The core topics side by side; each leads to its page."""
    st.header(context.words("overview.topics"))
    families = context.catalogue.families[:CORE_FAMILIES]
    for column, family in zip(st.columns(len(families)), families, strict=True):
        with column:
            _topic(family, rows, context)


def _topic(family: Family, rows: pl.DataFrame, context: Context) -> None:
    words = context.words
    name = words.pick(family.name_zh, family.name_en)
    st.page_link(
        f"dashboard/views/{family.id}.py",
        label=words("overview.to_topic", family=name),
        icon=":material/arrow_forward:",
        icon_position="right",
    )
    found = once(("topic", family.id), context, lambda: _topic_of(family, rows, context))
    if found is None:
        st.info(words("overview.no_topic", family=name))
        return
    told, chart = found
    st.markdown("  \n".join(told))
    card(chart, context)


def _topic_of(
    family: Family, rows: pl.DataFrame, context: Context
) -> tuple[list[str], Chart] | None:
    """The sentences and the chart of a topic; None without a figure."""
    panel = _lead_panel(family, rows, context)
    if panel is None:
        return None
    newest = next(iter(period_names(panel, context.words)))
    return opening([panel], context), ranking_view(panel, newest, context)


def _lead_panel(family: Family, rows: pl.DataFrame, context: Context) -> Panel | None:
    """The first lead indicator with figures, up to the recent period that most districts share.

    Of periods that equally many districts share, the later one, then the full year.
    """
    whole = rows.filter((pl.col("scope") == "") & pl.col("basis").is_in(list(TOPIC_BASES)))
    for indicator in family.lead:
        own = whole.filter(pl.col("indicator_id") == indicator)
        if own.is_empty():
            continue
        recent = own.filter(pl.col("year") > pl.col("year").max() - RECENT_YEARS)
        shared = recent.group_by("year", "basis").agg(districts=pl.col("district_code").n_unique())
        best = shared.sort("districts", "year", "basis").row(-1, named=True)
        kept = own.filter((pl.col("basis") == best["basis"]) & (pl.col("year") <= best["year"]))
        return panels(kept, context.catalogue, context.words)[0]
    return None


def _movements(rows: pl.DataFrame, context: Context) -> None:
    words = context.words
    st.header(words("overview.moved"))
    chart = once("movements", context, lambda: movement_chart(rows, context))
    if chart is None:
        st.info(words("overview.no_movement", base=SMALL_BASE))
    else:
        card(chart, context)


def _completeness(rows: pl.DataFrame, context: Context) -> None:
    """District by year in one chart, topic by district in one table."""
    words = context.words
    families = tuple(family.id for family in context.catalogue.families)
    name = ("coverage", families)
    chart = once(name, context, lambda: charts.coverage_chart(context, families=families))
    if chart is None:
        return
    st.header(words("overview.complete"))
    card(chart, context)
    with st.container(border=True, key="card-overview-families"):
        st.markdown(f"### {words('overview.families')}")
        st.dataframe(
            once("topics by district", context, lambda: family_table(rows, context)),
            key="overview-families",
            hide_index=True,
            height="content",
            placeholder="",
            column_config={words("overview.family"): st.column_config.Column(pinned=True)},
            alt=words("overview.table_alt"),
        )
        st.caption(words("overview.families_note"))


def family_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """How many facts each topic has for each district; none is left blank, not counted as zero."""
    words = context.words
    found = rows.group_by("family_id", "district_code").len()
    counts = {(family, code): facts for family, code, facts in found.iter_rows()}
    names = context.data.labels[words.language]
    families = context.catalogue.families
    table = {
        words("overview.family"): [words.pick(f.name_zh, f.name_en) for f in families],
        words("overview.all"): [rows.filter(pl.col("family_id") == f.id).height for f in families],
    }
    for code in context.selection.districts:
        table[names[code]] = [counts.get((family.id, code)) for family in families]
    return pl.DataFrame(table, strict=False)
