"""The tools beside the table: accept what is sure, decide on rows, go on, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.context import Context
from dashboard.pages.importing.desk import Desk, untick
from dashboard.pages.importing.table import show_row
from indicators.review import Decision, Draft, Row, accept_above, redo, undo

# of rows: what is decided or where to go, icon, key
DECISIONS = (
    (Decision.ACCEPTED, ":material/check:", "A"),
    (Decision.REJECTED, ":material/close:", "X"),
    (Decision.OPEN, ":material/restart_alt:", "O"),
)
MOVES = (
    ("previous", ":material/arrow_upward:", "K", -1),
    ("next", ":material/arrow_downward:", "J", 1),
)
STEPS = (
    ("undo", ":material/undo:", undo, "Z"),
    ("redo", ":material/redo:", redo, "Shift+Z"),
)
LEAST, MOST, USUAL = 50, 100, 90


def accept_sure(desk: Desk, context: Context) -> None:
    """Accept everything above a confidence, which says beforehand how much that is."""
    words = context.words
    slider, button = st.columns([3, 2], vertical_alignment="bottom")
    with slider:
        least = st.slider(
            words("import_tool.confidence"), LEAST, MOST, USUAL, 1, key="import-confidence",
            format="%d%%", help=words("import_tool.confidence_help"),
        )  # fmt: skip
    count = would_accept(desk.draft, least)
    with button:
        st.button(
            words("import_tool.accept_above", count=count),
            key="import-accept-above",
            type="primary",
            disabled=not count,
            on_click=_accept,
            args=(desk, least),
            width="stretch",
            wrap=True,
        )


def would_accept(draft: Draft, percent: int) -> int:
    """How many rows the button would accept."""
    return len(accept_above(draft, percent / 100).accepted) - len(draft.accepted)


def _accept(desk: Desk, percent: int) -> None:
    if desk.took(lambda draft: accept_above(draft, percent / 100)):
        untick()


def decisions(desk: Desk, rows: Sequence[Row], ticked: Sequence[str], context: Context) -> None:
    """Decide on the ticked rows, or on the one that is looked at; go from row to row."""
    words = context.words
    focused = desk.focused
    chosen = list(ticked) or ([focused.id] if focused else [])
    with st.container(horizontal=True, key="import-decisions", gap="small"):
        for decision, icon, shortcut in DECISIONS:
            label = f"import_tool.{decision}" if ticked else f"import_tool.{decision}_this"
            st.button(
                words(label, count=len(chosen)),
                key=f"import-{decision}",
                icon=icon,
                on_click=desk.decide,
                args=(chosen, decision),
                disabled=not chosen,
                shortcut=shortcut,
            )
    with st.container(horizontal=True, key="import-moves", gap="small"):
        for name, icon, shortcut, steps in MOVES:
            st.button(
                words(f"import_tool.{name}"),
                key=f"import-{name}",
                icon=icon,
                on_click=desk.moved,
                args=(rows, steps),
                disabled=not rows,
                shortcut=shortcut,
            )
        for name, icon, step, shortcut in STEPS:
            st.button(
                words(f"import_tool.{name}"),
                key=f"import-{name}",
                icon=icon,
                on_click=_step,
                args=(desk, step),
                disabled=not (desk.draft.past if step is undo else desk.draft.future),
                shortcut=shortcut,
            )


def _step(desk: Desk, step: Callable[[Draft], Draft]) -> None:
    """Back or forth, and look at what that changes."""
    steps = desk.draft.past if step is undo else desk.draft.future
    if desk.took(step):
        untick()
        if len(steps[-1].rows) == 1:
            show_row(desk, steps[-1].rows[0].id)
