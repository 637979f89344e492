"""What newer data changed in a chart since the person looked through it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.briefing.building import Entry
from dashboard.briefing.news import News
from dashboard.briefing.told import kinds
from dashboard.markup import escape
from dashboard.pages.briefing import desk as desks
from dashboard.pages.briefing.desk import Desk
from dashboard.words import Words

MOST = 6  # entries of one kind that are listed


def news_box(entry: Entry, desk: Desk) -> None:
    """The box, above the texts; what needs the person's eye comes first."""
    words, item = desk.context.words, entry.item
    with st.container(gap="small"):
        if not entry.news:
            return
        text = "\n\n".join([f"**{words('briefing_news.heading')}**", *_parts(entry.news, words)])
        if entry.news.doubtful or entry.news.lost:
            st.warning(text)
        else:
            st.info(text)
        if entry.drawn is None:  # there is nothing to look through
            return
        st.button(
            words("briefing_news.seen"), key=f"brief-seen-{item.id}", icon=":material/check:",
            on_click=desks.look_through, args=(entry, desk),
        )  # fmt: skip


def _parts(news: News, words: Words) -> list[str]:
    """A heading and a list of each kind of change there is."""
    return [f"{heading}\n{_list(entries, words)}" for heading, entries in kinds(news, words)]


def _list(entries: Sequence[str], words: Words) -> str:
    lines = [escape(text) for text in entries[:MOST]]
    if len(entries) > MOST:
        lines.append(words("briefing_news.more", count=len(entries) - MOST))
    return "\n".join(f"- {line}" for line in lines)
