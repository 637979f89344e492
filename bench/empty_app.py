"""The page that ours are compared with: one widget, one text, Streamlit as it comes."""

from __future__ import annotations

import streamlit as st

CHIPS, BUTTONS = list("abcdef"), list("abc")

if st.query_params.get("widget") == "chips":
    chosen = st.multiselect("widget", CHIPS, default=CHIPS)
else:
    chosen = st.segmented_control("widget", BUTTONS, selection_mode="multi", default=BUTTONS)
st.text("".join(chosen) or "-")
