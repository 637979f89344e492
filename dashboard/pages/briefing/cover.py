"""The title page: title, author unit, day; and the language of the whole briefing."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.briefing import edits
from dashboard.briefing.building import built
from dashboard.briefing.model import EARLIEST, LATEST, Briefing
from dashboard.pages.briefing.desk import Desk, change, texts_of
from dashboard.words import Language, Words

LONGEST = 200
_TITLE, _AUTHOR, _DAY, _LANGUAGE = (
    f"brief-{name}" for name in ("title", "author", "day", "language")
)


def cover(desk: Desk) -> None:
    """The fields of the title page; each is kept as soon as it is left."""
    words, briefing = desk.context.words, desk.briefing
    with st.container(border=True, key="brief-cover"):
        st.header(words("briefing_cover.heading"), anchor=False)
        _line(words("briefing_cover.title"), _TITLE, briefing.title, words("briefing_cover.like"))
        unit, day = st.columns([3, 2])
        with unit:
            _line(
                words("briefing_cover.author"), _AUTHOR, briefing.author,
                words("briefing_cover.author_like"),
            )  # fmt: skip
        with day:
            _day(desk)
        _language(desk)


def _line(label: str, key: str, value: str, hint: str) -> None:
    st.session_state[key] = value
    st.text_input(label, key=key, max_chars=LONGEST, placeholder=hint, on_change=_keep)


def _day(desk: Desk) -> None:
    """The day of the briefing is the person's; that of today is offered."""
    words = desk.context.words
    st.session_state[_DAY] = desk.briefing.day
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.date_input(
            words("briefing_cover.day"), None, key=_DAY, on_change=_keep, format="YYYY-MM-DD",
            min_value=EARLIEST, max_value=LATEST,
        )  # fmt: skip
        if desk.briefing.day is None:
            st.button(words("briefing_cover.today"), key="brief-today", on_click=_today)


def _keep() -> None:
    state = st.session_state
    title, author, day = str(state[_TITLE]), str(state[_AUTHOR]), state[_DAY]
    change(lambda briefing: edits.describe(briefing, title=title, author=author, day=day))


def _today() -> None:
    change(_of_today)


def _of_today(briefing: Briefing) -> Briefing:
    return edits.describe(briefing, title=briefing.title, author=briefing.author, day=_day_there())


def _day_there() -> date:
    """The day that it is where the person is, as far as the browser tells."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "")).date()
    except (KeyError, ValueError, OSError):
        return date.today()


def _language(desk: Desk) -> None:
    words = desk.context.words
    st.session_state[_LANGUAGE] = desk.briefing.language
    st.segmented_control(
        words("briefing_cover.language"),
        list(Language),
        key=_LANGUAGE,
        required=True,
        format_func=lambda one: words(f"briefing_cover.{one}"),
        on_change=_speak,
        args=(desk,),
    )
    st.caption(words("briefing_cover.language_note"))


def _speak(desk: Desk) -> None:
    """Change the language; what we drafted reads as it does in that language."""
    language = Language(st.session_state[_LANGUAGE])
    made = built(desk.briefing, desk.context.data, Words(language))
    texts = {entry.item.id: texts_of(entry) for entry in made.entries}
    change(lambda briefing: edits.speak(briefing, language, texts))
