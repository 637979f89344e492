"""The chart card: title, subtitle, chart, evidence, notes, sources, and one menu for exports."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import evidence
from dashboard.chart import Chart
from dashboard.context import Context
from dashboard.exports import tables
from dashboard.exports.image import PRESETS, image_available
from dashboard.exports.names import file_name
from dashboard.exports.picture import picture
from dashboard.markup import css_key, escape

NO_MODEBAR = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False}
SOURCES_SHOWN = 3


@st.fragment
def card(chart: Chart, context: Context) -> None:
    """Draw one chart; a click or the menu reruns this card alone, not the page."""
    words = context.words
    with st.container(border=True, key=f"card-{css_key(chart.key)}"):
        heading, menu = st.columns([5, 2], vertical_alignment="center")
        heading.markdown(f"#### {escape(chart.title)}")
        heading.caption(escape(chart.subtitle))
        with menu.container(
            horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
        ):
            _export_menu(chart, context)
            as_table = st.toggle(words("card.table"), key=f"table-{chart.key}")
        if as_table:
            picked = _table(chart, context)
        else:
            picked = _chart(chart)
        if picked:
            evidence.panel(picked, context, key=chart.key)
        _foot(chart, context)


def _chart(chart: Chart) -> str | None:
    """The chart; returns the id of the observation whose point was clicked."""
    event = st.plotly_chart(
        chart.figure,
        key=f"chart-{chart.key}",
        on_select="rerun",
        selection_mode="points",
        config=NO_MODEBAR,
        alt=chart.alt,
    )
    points = event["selection"]["points"]
    picked = points[0].get("customdata") if points else None
    if isinstance(picked, list):
        picked = picked[0] if picked else None
    return str(picked) if picked else None


def _table(chart: Chart, context: Context) -> str | None:
    """What the chart shows as a table; returns the id of the selected row's observation."""
    frame = tables.display_table(chart, context)
    event = st.dataframe(
        frame,
        key=f"rows-{chart.key}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        alt=chart.alt,
    )
    rows = event["selection"]["rows"]
    if not rows or "observation_id" not in chart.rows.columns:
        return None
    return str(chart.rows["observation_id"][rows[0]])


def _foot(chart: Chart, context: Context) -> None:
    words = context.words
    lines = [words.pick("", " ").join(chart.notes)] if chart.notes else []
    if chart.sources:
        shown = words.pick("；", "; ").join(chart.sources[:SOURCES_SHOWN])
        if len(chart.sources) > SOURCES_SHOWN:
            more = words("card.more_sources", count=len(chart.sources))
            shown = f"{shown} {more}"
        lines.append(words("card.sources", sources=shown))
    if lines:
        st.caption("  \n".join(escape(line) for line in lines))


def _export_menu(chart: Chart, context: Context) -> None:
    """One menu; its contents are made when it is opened, its files when they are asked for."""
    words = context.words
    menu = st.popover(
        words("card.export"), type="tertiary", key=f"menu-{chart.key}", on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        if image_available():
            for preset, name in (("16x9", "wide"), ("a4", "a4")):
                for kind in ("png", "svg"):
                    _download(
                        words(f"card.{kind}_{name}"),
                        lambda kind=kind, preset=preset: picture(
                            chart, context, format=kind, preset=PRESETS[preset]
                        ),
                        file_name(
                            chart, context, suffix=kind, variant="A4" if preset == "a4" else ""
                        ),
                        f"{kind}-{preset}-{chart.key}",
                    )
        else:
            st.caption(words("card.no_browser"))
        _download(
            words("card.csv"),
            lambda: tables.csv_bytes(chart, context),
            file_name(chart, context, suffix="csv"),
            f"csv-{chart.key}",
        )
        _download(
            words("card.xlsx"),
            lambda: tables.xlsx_bytes(chart, context),
            file_name(chart, context, suffix="xlsx"),
            f"xlsx-{chart.key}",
        )


def _download(label: str, make: Callable[[], bytes], name: str, key: str) -> None:
    st.download_button(
        label, make, file_name=name, key=f"get-{key}", on_click="ignore", type="tertiary",
        width="stretch",
    )  # fmt: skip

