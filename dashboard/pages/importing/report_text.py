"""The report beside the table, and the numerals in it that state no quantity."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl
import streamlit as st

from dashboard.context import Context
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import Desk
from dashboard.pages.importing.row_words import SIGNS, marks_of, state_of
from dashboard.pages.importing.table import show_row
from dashboard.pages.importing.text_view import text_view

NUMERALS = "import-numerals"


def report_text(desk: Desk, context: Context) -> None:
    """The text with every figure marked by its state."""
    words = context.words
    counts = Counter(state_of(row) for row in desk.draft.rows)
    focused = desk.focused
    with st.container(key="import-text"):
        text_view(
            desk.draft.text,
            marks_of(desk.draft, context, numerals=bool(st.session_state.get(NUMERALS))),
            key=f"import-view-{desk.draft.sha256[:12]}",
            focus=focused.id if focused else "",
            label=words("import_text.label"),
            legend=[
                (state.value, words("import_text.legend", state=words(f"import_state.{state}"),
                                    count=counts[state]))
                for state in SIGNS if counts[state]
            ],
            on_pick=lambda row_id: _picked(desk, row_id),
        )  # fmt: skip


def _picked(desk: Desk, row_id: str) -> None:
    """Only rows can be looked at: the numerals that are none have no fields."""
    if any(row.id == row_id for row in desk.draft.rows):
        show_row(desk, row_id)


def numerals(desk: Desk, context: Context) -> None:
    """What was found to be a date, a document number, a plan …, with the reason."""
    words, found = context.words, desk.draft.numerals
    if not found:
        return
    with st.expander(words("import_text.numerals", count=len(found)), type="compact"):
        st.caption(words("import_text.numerals_help"))
        st.toggle(words("import_text.show_numerals"), key=NUMERALS)
        st.dataframe(
            pl.DataFrame(
                {
                    words("column.printed"): [item.printed for item in found],
                    words("import_text.reason"): [
                        row_words.reason_name(item.reason, words) for item in found
                    ],
                    words("import_text.context"): [
                        _around(desk.draft.text, item.char_start, len(item.printed))
                        for item in found
                    ],
                }
            ),
            key="import-numerals-table",
            hide_index=True,
            height=260 if len(found) > 6 else "content",
            alt=words("table.alt", count=len(found)),
        )


def _around(text: str, start: int, length: int) -> str:
    """A few characters on either side."""
    return re.sub(r"\s+", " ", text[max(0, start - 12) : start + length + 12])
