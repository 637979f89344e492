"""The one menu of a chart card."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.context import Context


def card_menu(chart: Chart, context: Context) -> None:
    """Its contents are made when it is opened."""
    menu = st.popover(
        context.words("card.export"), type="tertiary", key=f"menu-{chart.key}", on_change="rerun"
    )
    if menu.open:
        # what draws pictures takes a moment to import, and the first page need not wait for it
        from dashboard.card_exports import exports

        with menu:
            exports(chart, context)
