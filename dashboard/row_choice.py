"""A table of which one row can be chosen by a click on any of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.words import Words

LONGEST = 560  # pixels
SHORT = 15  # rows that fit into it


def chosen_row(
    table: pl.DataFrame, *, key: str, columns: Mapping[str, Any], words: Words
) -> int | None:
    """Draw the table and return the place of the chosen row.

    A click on a cell chooses its row: a column of tick boxes would take a tenth of a narrow screen.
    """
    event = st.dataframe(
        table,
        key=key,
        height=table_height(table),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        column_config=dict(columns),
        alt=words("table.alt", count=table.height),
    )
    cells = event["selection"]["cells"]
    if cells and cells[0][0] < table.height:
        return int(cells[0][0])
    st.caption(words("data.row_hint"))
    return None


def table_height(table: pl.DataFrame) -> int | Literal["content"]:
    """As high as its rows, up to a limit beyond which it scrolls."""
    return "content" if table.height <= SHORT else LONGEST
