"""The review of a draft: report and table side by side, every change kept at once."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboard.access import editing, sign_in
from dashboard.context import Context
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.importing import row_words, tools
from dashboard.pages.importing.approval import approval
from dashboard.pages.importing.desk import Desk
from dashboard.pages.importing.editor import editor
from dashboard.pages.importing.findings import warnings_above
from dashboard.pages.importing.known import other_sources, same_report
from dashboard.pages.importing.report_facts import report_facts
from dashboard.pages.importing.report_text import numerals, report_text
from dashboard.pages.importing.row_words import State
from dashboard.pages.importing.table import choose_part, figures_table, rows_of
from indicators.review import DraftSchemaError
from warehouse.imports.drafts import load_draft
from warehouse.paths import user_data_folder


@st.fragment
def review(sha256: str, context: Context) -> None:
    """Draw the whole review; only this part of the page reruns while a person works in it.

    So it asks for itself whether that person may still edit.
    """
    allowed = editing.access()
    if not allowed.may_edit:
        st.warning(context.words("access.lost"))
        sign_in.closed(allowed, context.words)
        return
    try:
        draft = load_draft(sha256, user_data_folder())
    except DraftSchemaError:
        LOG.exception("draft %s", sha256)
        st.warning(context.words("import_shelf.unreadable", name=sha256[:8]))
        return
    if draft is None:
        st.warning(context.words("import_shelf.gone"))
        return
    desk = Desk(draft)
    title = draft.report.title or context.words("import_review.untitled")
    st.header(escape(title), anchor=False)
    st.markdown(_progress(desk, context))
    report_facts(desk, context)
    # a place of its own: what comes and goes there must not set everything below it anew
    with st.container(gap="small"):
        same_report(desk, context)
        warnings_above(desk, context)
        other_sources(desk, context)
    left, right = st.columns(2, gap="medium")
    with left:
        report_text(desk, context)
    with right:
        _figures(desk, context)
    numerals(desk, context)
    approval(desk, context)


def _figures(desk: Desk, context: Context) -> None:
    """What is decided on: all sure ones at once, ticked ones together, one by one."""
    tools.accept_sure(desk, context)
    part = choose_part(desk.draft, context.words)
    rows = rows_of(desk.draft, part)
    ticked = figures_table(desk, rows, context)
    tools.decisions(desk, rows, ticked, context)
    editor(desk, context)


def _progress(desk: Desk, context: Context) -> str:
    """How far the review is, in a sentence."""
    counts = Counter(row_words.state_of(row) for row in desk.draft.rows)
    return context.words(
        "import_review.progress",
        count=len(desk.draft.rows),
        accepted=counts[State.ACCEPTED],
        rejected=counts[State.REJECTED],
        open=counts[State.SURE] + counts[State.DOUBTFUL],
        unplaced=counts[State.UNPLACED],
    )
