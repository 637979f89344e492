"""The table of a draft's figures: ticked rows are decided together, a clicked one is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import polars as pl
import streamlit as st

from dashboard.context import Context
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import FILTER, TICKED, Desk, is_open
from dashboard.words import Words
from indicators.review import Decision, Draft, Kind, Row

KEY = "import-table"
_SHOWN, _MARKED = "import-table-rows", "import-table-marked"
HEIGHT = 330


class Part(StrEnum):
    """Which rows the table shows."""

    OPEN = "open"
    UNPLACED = "unplaced"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ALL = "all"


PARTS: dict[Part, Callable[[Row], bool]] = {
    Part.OPEN: is_open,
    Part.UNPLACED: lambda row: row.decision is Decision.OPEN and row.kind is Kind.UNPLACED,
    Part.ACCEPTED: lambda row: row.decision is Decision.ACCEPTED,
    Part.REJECTED: lambda row: row.decision is Decision.REJECTED,
    Part.ALL: lambda _: True,
}


def choose_part(draft: Draft, words: Words) -> Part:
    """The buttons above the table, each with its number of rows."""
    counts = {part: sum(map(fits, draft.rows)) for part, fits in PARTS.items()}
    now = st.session_state.get(FILTER)
    done = now in (Part.OPEN, Part.UNPLACED) and not counts[Part(now)]
    if done or now not in list(Part):  # on to what is still open
        waiting = (part for part in (Part.OPEN, Part.UNPLACED) if counts[part])
        st.session_state[FILTER] = next(waiting, Part.ALL).value
    chosen = st.segmented_control(
        words("import_table.part"),
        [part.value for part in Part],
        format_func=lambda part: words(f"import_table.{part}", count=counts[Part(part)]),
        key=FILTER,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return Part(chosen or Part.ALL)


def rows_of(draft: Draft, part: Part) -> list[Row]:
    """The rows of a part in the order of the text."""
    return row_words.ordered([row for row in draft.rows if PARTS[part](row)])


def show_row(desk: Desk, row_id: str) -> None:
    """Look at a row from elsewhere; the table shows all rows if it would not hold this one."""
    part = Part(st.session_state.get(FILTER, Part.ALL))
    if row_id not in {row.id for row in rows_of(desk.draft, part)}:
        st.session_state[FILTER] = Part.ALL.value
    desk.focus(row_id)


def figures_table(desk: Desk, rows: Sequence[Row], context: Context) -> list[str]:
    """Draw the table; the ids of the ticked rows."""
    words = context.words
    if not rows:
        st.info(words("import_table.empty"))
        return []
    ids = [row.id for row in rows]
    _mark(ids, desk.focused, column=words("import_table.state"))
    st.session_state[_SHOWN] = ids
    event = st.dataframe(
        table_of(rows, context),
        key=KEY,
        height=HEIGHT if len(rows) > 8 else "content",
        hide_index=True,
        on_select=lambda: _selected(desk),
        selection_mode=["multi-row", "single-cell"],
        placeholder="",
        column_config=_columns(words),
        alt=words("table.alt", count=len(rows)),
    )
    return [ids[place] for place in event["selection"]["rows"] if place < len(ids)]


def _mark(ids: Sequence[str], focused: Row | None, *, column: str) -> None:
    """Let the table show the row that is looked at, and the rows that are still ticked."""
    focus = focused.id if focused else ""
    state = (tuple(ids), focus)
    if st.session_state.get(_MARKED) == state and KEY in st.session_state:
        return
    ticked = st.session_state.get(TICKED, [])
    st.session_state[KEY] = {
        "selection": {
            "rows": [n for n, row_id in enumerate(ids) if row_id in ticked],
            "columns": [],
            "cells": [(ids.index(focus), column)] if focus in ids else [],
        }
    }
    st.session_state[_MARKED] = state


def _selected(desk: Desk) -> None:
    """A click on a cell looks at its row; a tick only ticks."""
    selection = st.session_state[KEY]["selection"]
    ids: list[str] = st.session_state[_SHOWN]
    st.session_state[TICKED] = [ids[place] for place in selection["rows"] if place < len(ids)]
    if selection["cells"] and selection["cells"][0][0] < len(ids):
        chosen = ids[selection["cells"][0][0]]
        desk.focus(chosen)
        st.session_state[_MARKED] = (tuple(ids), chosen)


def table_of(rows: Sequence[Row], context: Context) -> pl.DataFrame:
    """The rows in words."""
    return pl.DataFrame([_record(row, context) for row in rows], infer_schema_length=None)


def _record(row: Row, context: Context) -> dict[str, Any]:
    words = context.words
    return {
        words("import_table.state"): row_words.state_text(row, words),
        words("column.printed"): row.printed,
        words("column.indicator"): row_words.short_name(row, context),
        words("column.period"): row_words.period_name(row.period, words),
        words("column.value"): row_words.value_name(row, context),
        words("column.scope"): row.scope,
        words("import_table.confidence"): row_words.confidence_name(row),
        words("table.bounds"): row_words.bounds_name(row, context),
    }


def _columns(words: Words) -> dict[str, Any]:
    column = st.column_config.TextColumn
    return {
        words("import_table.state"): column(width=76 if words.zh else 88),
        words("column.printed"): column(width=72),
        words("column.indicator"): column(width=116),
        words("column.period"): column(width=108),
        words("column.value"): column(width=84),
        words("column.scope"): column(width=90),
        words("import_table.confidence"): column(width=60),
        words("table.bounds"): column(width=100),
    }
