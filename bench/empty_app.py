"""The page that ours are compared with: one widget, one text, Streamlit as it comes.

With ?widget=chart it has one plain chart besides: what Plotly in Streamlit costs at the least.
"""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

CHIPS, BUTTONS = list("abcdef"), list("abc")

widget = st.query_params.get("widget")
if widget == "chips":
    chosen = st.multiselect("widget", CHIPS, default=CHIPS)
else:
    chosen = st.segmented_control("widget", BUTTONS, selection_mode="multi", default=BUTTONS)
st.text("".join(chosen) or "-")
if widget == "chart":
    lines = [go.Scatter(x=[1, 2, 3], y=[1, 2, BUTTONS.index(name)], name=name) for name in chosen]
    st.plotly_chart(go.Figure(lines), key="chart", on_select="rerun")
