"""The chart card: title, subtitle, chart, evidence, notes, sources, and one menu for exports."""

from __future__ import annotations

import streamlit as st

from dashboard import evidence, page_charts
from dashboard.accessible.summary import summary
from dashboard.accessible.values import values
from dashboard.card_menu import card_menu
from dashboard.charts.chart import Chart, source_line
from dashboard.context import Context
from dashboard.exports import tables
from dashboard.failures import said_in_a_sentence
from dashboard.figures.canvas import Shown
from dashboard.markup import css_key, escape

NO_MODEBAR = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False}
SOURCES_SHOWN = 3


@st.fragment
def card(chart: Chart, context: Context) -> None:
    """Draw one chart; a click or the menu reruns this card alone, not the page."""
    page_charts.show(chart, context)
    with (
        st.container(border=True, key=f"card-{css_key(chart.key)}"),
        said_in_a_sentence("card.broken", context.words),
    ):
        as_table = _head(chart, context)
        picked = _table(chart, context) if as_table else _chart(chart, summary(chart, context))
        if not as_table:
            # heard and not seen: in a picture there is nothing to listen to
            st.html(values(chart, context).html(context.words))
        if picked:
            evidence.panel(picked, context, key=chart.key)
        _foot(chart, context)


def _head(chart: Chart, context: Context) -> bool:
    """Title, subtitle and menu; returns whether the reader wants a table instead of the chart."""
    heading, menu = st.columns([5, 2], vertical_alignment="center")
    heading.markdown(f"### {escape(chart.title)}")
    heading.caption(escape(chart.subtitle))
    with menu.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        card_menu(chart, context)
        return st.toggle(context.words("card.table"), key=f"table-{chart.key}")


def _chart(chart: Chart, said: str) -> str | None:
    """The chart, `said` in its place; returns the observation whose point was clicked."""
    event = st.plotly_chart(
        Shown(chart.figure),
        key=f"chart-{chart.key}",
        on_select="rerun",
        selection_mode="points",
        config=NO_MODEBAR,
        alt=said,
    )
    return next(filter(chart.observations.__contains__, map(_custom, event.selection.points)), None)


def _custom(point: dict[str, object]) -> str:
    """What a trace says of a point: an observation's id, alone or first in a list."""
    said = point.get("customdata")
    first = said[0] if isinstance(said, list) and said else said
    return str(first)


def _table(chart: Chart, context: Context) -> str | None:
    """What the chart shows as a table; returns the id of the chosen row's observation.

    A cell chooses its row: so do the arrow keys, and no column of tick boxes takes room.
    """
    event = st.dataframe(
        tables.display_table(chart, context),
        key=f"rows-{chart.key}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        alt=chart.alt,
    )
    # what was selected before the filters changed may lie beyond the rows of now
    rows = [row for row, _ in event.selection.cells if row < chart.rows.height]
    return str(chart.rows["observation_id"][rows[0]]) if rows and chart.observations else None


def _foot(chart: Chart, context: Context) -> None:
    words = context.words
    lines = [words.pick("", " ").join(chart.notes)] if chart.notes else []
    if chart.sources:
        lines.append(source_line(chart.sources, words, most=SOURCES_SHOWN))
    if lines:
        st.caption("  \n".join(escape(line) for line in lines))
