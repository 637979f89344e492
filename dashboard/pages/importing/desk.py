"""The desk on which a draft lies: which row is looked at, what is decided; kept at each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.failures import LOG
from dashboard.pages.importing.row_words import say
from dashboard.words import Words
from indicators.errors import RuleOfLawDataError
from indicators.review import Decision, Draft, EditError, Kind, Row, decide, describe
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.paths import user_data_folder

FOCUS, FILTER, WRONG, TICKED = "import-focus", "import-filter", "import-wrong", "import-ticked"
REPORT = "report:"  # begins what is wrong with the report, not with a row
OTHER = "other"  # what is wrong is not the text of a field


@dataclass(frozen=True)
class Desk:
    """A draft under review."""

    draft: Draft

    def change(self, step: Callable[[Draft], Draft]) -> None:
        """Take a step, as `took` does; what goes wrong is said beside the fields of the row."""
        self.took(step)

    @staticmethod
    def wrong(what: str) -> None:
        """Say beside the fields of the row what is missing."""
        st.session_state[WRONG] = what

    def describe(self, **fields: object) -> None:
        """Correct what is known of the report; what goes wrong is said beside those fields."""
        if not self.took(lambda draft: describe(draft, **fields)):
            st.session_state[WRONG] = f"{REPORT}{st.session_state[WRONG]}"

    def took(self, step: Callable[[Draft], Draft]) -> bool:
        """Take a step on the newest state of the draft and keep it; False if it cannot be taken."""
        st.session_state.pop(WRONG, None)
        folder = user_data_folder()
        try:
            now = load_draft(self.draft.sha256, folder) or self.draft
            new = step(now)
            if new != now:
                save_draft(new, folder)
        except EditError as error:
            st.session_state[WRONG] = error.field
        except RuleOfLawDataError:
            LOG.exception("a step of a review")
            st.session_state[WRONG] = OTHER
        return WRONG not in st.session_state

    def decide(self, rows: Sequence[str], decision: Decision) -> None:
        """Accept, reject or reopen rows, and go on to the next row that is open."""
        placeless = [row for row in rows if not self.draft.row(row).indicator]
        if decision is Decision.ACCEPTED and placeless:
            rows = [row for row in rows if row not in placeless]
            if not rows:
                self.wrong("indicator")
        if rows and self.took(lambda draft: decide(draft, rows, decision)):
            untick()
            if decision is not Decision.OPEN:
                self.focus(next_open(self.draft, rows))

    @staticmethod
    def focus(row_id: str) -> None:
        """Look at a row; what was wrong with another is over."""
        st.session_state[FOCUS] = row_id
        st.session_state.pop(WRONG, None)

    @property
    def focused(self) -> Row | None:
        """The row that is looked at; the first open one to begin with."""
        rows = {row.id: row for row in self.draft.rows}
        if not rows:
            return None
        chosen = rows.get(st.session_state.get(FOCUS, ""))
        return chosen or rows[next_open(self.draft, ())]

    def moved(self, rows: Sequence[Row], steps: int) -> None:
        """Look at the row so many steps further in a list."""
        ids = [row.id for row in rows]
        now = self.focused
        if not ids or now is None:
            return
        if now.id in ids:
            place = min(max(ids.index(now.id) + steps, 0), len(ids) - 1)
        else:
            after = [n for n, row in enumerate(rows) if row.char_start >= now.char_start]
            place = after[0] if after and steps > 0 else max((after or [len(ids)])[0] - 1, 0)
        self.focus(ids[place])


def next_open(draft: Draft, done: Sequence[str]) -> str:
    """The next open row after those just decided, or the first: of their kind before another."""
    rows = draft.rows
    last = max((n for n, row in enumerate(rows) if row.id in done), default=-1)
    unplaced = last >= 0 and rows[last].kind is Kind.UNPLACED
    later = [*rows[last + 1 :], *rows[: last + 1]]
    waiting = [row for row in later if row.decision is Decision.OPEN and row.id not in done]
    waiting.sort(key=lambda row: (row.kind is Kind.UNPLACED) is not unplaced)
    return waiting[0].id if waiting else rows[max(last, 0)].id


def untick() -> None:
    """Forget which rows are ticked: the table is about to change under them."""
    st.session_state[TICKED] = []


def is_open(row: Row) -> bool:
    """Whether a row of the report awaits a decision; unplaced ones have a list of their own."""
    return row.decision is Decision.OPEN and row.kind is not Kind.UNPLACED


def say_wrong(words: Words, *, report: bool) -> None:
    """What could not be done with the report, or with the row that is looked at.

    The place for it is always there, so that a message does not set the fields below it anew.
    """
    wrong = str(st.session_state.get(WRONG, ""))
    with st.container():
        if wrong and wrong.startswith(REPORT) is report:
            st.error(say("import_wrong", wrong.removeprefix(REPORT), words))
