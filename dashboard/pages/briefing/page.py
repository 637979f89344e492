"""The page 简报: title page, charts with their texts, the pages as pictures, files."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.briefing import basket
from dashboard.context import Context, current
from dashboard.failures import said_in_a_sentence
from dashboard.markup import escape
from dashboard.pages.briefing import desk as desks
from dashboard.pages.briefing.cover import cover
from dashboard.pages.briefing.desk import BODY, Desk, laid_out
from dashboard.pages.briefing.files import files
from dashboard.pages.briefing.items import items, undo_bar
from dashboard.pages.briefing.saved import messages, open_saved, saved
from dashboard.pages.briefing.whole import whole

STYLE = Path(__file__).parent / "briefing.css"


def show() -> None:
    """Draw the page."""
    context = current()
    st.html(STYLE)
    st.title(context.words("nav.briefing"))
    st.markdown(context.words("briefing.opening"))
    _body(context)


@st.fragment(key=BODY)
def _body(context: Context) -> None:
    """All of it: only this part of the page reruns while a person works on the briefing."""
    with said_in_a_sentence("app.broken", context.words):
        desk = laid_out(context)
        # a place of its own: what comes and goes there must not set everything below it anew
        with st.container(gap="small"):
            _messages(desk)
        if not desk.briefing.items:
            _empty(desk)
            return
        cover(desk)
        draw_pictures = items(desk)
        draw_whole = whole(desk)
        files(desk)
        saved(desk)
        draw_pictures()
        draw_whole()


def _messages(desk: Desk) -> None:
    words = desk.context.words
    messages(desk)
    if basket.only_in_session():
        st.warning(words("briefing.only_in_session"))
    if desks.is_full():
        st.warning(desks.full_sentence(words))
    if desk.made.doubtful:
        lines = "\n".join(f"- {escape(line)}" for line in desk.made.doubtful)
        st.warning(f"{words('briefing_news.cover')}\n{lines}")
    changed = [entry for entry in desk.made.entries if entry.news and entry.drawn]
    if len(changed) > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(words("briefing.changed", count=len(changed)), width="stretch")
            st.button(
                words("briefing_news.seen_all"), key="brief-seen-all",
                on_click=desks.look_through_all, args=(desk,),
            )  # fmt: skip


def _empty(desk: Desk) -> None:
    """How charts get here, and the way to a page that has some; or a file that was saved."""
    words = desk.context.words
    undo_bar(desk, place=0, last=True)
    with st.container(border=True, key="brief-empty"):
        st.markdown(words("briefing.empty"))
        family = desk.context.catalogue.families[0]
        st.page_link(
            f"dashboard/views/{family.id}.py",
            label=words("briefing.go", family=words.pick(family.name_zh, family.name_en)),
            icon=":material/arrow_forward:",
            query_params={"lang": words.language.value, **desk.context.selection.to_link()},
        )
    open_saved(desk)
