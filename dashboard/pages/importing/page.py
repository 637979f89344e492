"""The page 导入报告: take a report in, review what was read, approve; drafts and imports."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from dashboard import links
from dashboard.context import Context, current
from dashboard.pages.importing.approval import forget_done, success
from dashboard.pages.importing.desk import FILTER, FOCUS, TICKED
from dashboard.pages.importing.intake import intake
from dashboard.pages.importing.review import review
from dashboard.pages.importing.shelf import drafts, imports

STYLE = Path(__file__).parent / "importing.css"
DRAFT = "import-draft"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def show() -> None:
    """Draw the review that the link names, or the start of an import."""
    context = current()
    words = context.words
    st.html(STYLE)
    draft = _draft_of_link()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(words("nav.importing"), width="content")
        if draft:
            st.button(
                words("importing.back"), key="import-back", type="tertiary",
                icon=":material/arrow_back:", on_click=_close,
            )  # fmt: skip
    if draft:
        review(draft, context)
    else:
        _start(context)


def _start(context: Context) -> None:
    st.markdown(context.words("importing.opening"))
    success(context)
    intake(context, open_draft=_open)
    drafts(context, open_draft=_open)
    imports(context, open_draft=_open)


def _draft_of_link() -> str:
    """The draft that the address names, or the one that is open; kept in the address."""
    asked = links.asked()
    if asked:
        wanted = asked.get("draft", "")
        if not _SHA256.fullmatch(wanted):
            wanted = ""
        st.session_state[DRAFT] = wanted
    draft = str(st.session_state.get(DRAFT, ""))
    if draft:
        links.put({"draft": draft})
    return draft


def _open(sha256: str) -> None:
    for key in (FOCUS, FILTER, TICKED):
        st.session_state.pop(key, None)
    forget_done()
    st.session_state[DRAFT] = sha256


def _close() -> None:
    st.session_state.pop(DRAFT, None)
