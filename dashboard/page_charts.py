"""The charts that the current page shows, for exports of the whole page."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.context import Context

Shown = tuple[Chart, Context]
_KEY = "page-charts"


def start() -> None:
    """Begin a run: nothing is shown yet."""
    st.session_state[_KEY] = {}


def show(chart: Chart, context: Context) -> None:
    """Note a chart; a card that is drawn again by itself takes its own place."""
    st.session_state.setdefault(_KEY, {})[chart.key] = (chart, context)


def shown() -> list[Shown]:
    """The charts of this run, in the order of the page."""
    return list(st.session_state.get(_KEY, {}).values())
