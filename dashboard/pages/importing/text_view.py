"""The report's text with its figures marked; a click on one chooses it.

Browser code of our own gets the text as data and puts it on the page as text, never as markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.pages.importing.segments import Mark, paragraphs

FOLDER = Path(__file__).parent
STATES = ("sure", "doubtful", "unplaced", "accepted", "rejected", "numeral")

_view = st.components.v2.component(
    "report_text",
    css=(FOLDER / "text_view.css").read_text(encoding="utf-8"),
    js=(FOLDER / "text_view.js").read_text(encoding="utf-8"),
)


def text_view(
    text: str,
    marks: Sequence[Mark],
    *,
    key: str,
    focus: str,
    label: str,
    legend: Sequence[tuple[str, str]],
    on_pick: Callable[[str], None],
) -> None:
    """Draw the text; `on_pick` gets the id of a mark that a person chose in it."""

    def picked() -> None:
        state: Any = st.session_state[key]
        if state.picked:
            on_pick(str(state.picked))

    _view(
        key=key,
        data={
            "key": _fingerprint(text, marks),
            "label": label,
            "paragraphs": paragraphs(text, marks),
            "marks": [{"id": m.id, "state": m.state, "label": m.label} for m in marks],
            "legend": [{"state": state, "label": words} for state, words in legend],
            "focus": focus,
        },
        on_picked_change=picked,
    )


def _fingerprint(text: str, marks: Sequence[Mark]) -> str:
    """Changes when the text has to be drawn anew, not when only a state or the focus does."""
    places = ",".join(f"{mark.id}:{mark.start}-{mark.end}" for mark in marks)
    return hashlib.sha256(f"{places}\n{text}".encode(errors="replace")).hexdigest()
