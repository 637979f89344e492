"""Briefings as files: save one, open one, start another; and what could not be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.briefing import basket, edits, store
from dashboard.briefing.model import (
    BadBriefingError,
    Briefing,
    NewerBriefingError,
    from_json,
    to_json,
)
from dashboard.exports.names import plain_name
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.briefing import desk as desks
from dashboard.pages.briefing.desk import Desk
from dashboard.pages.briefing.uploads import upload
from dashboard.words import Words
from warehouse.imports.files import UnwritableUserFolderError
from warehouse.paths import user_data_folder

MOST_MEGABYTES = 8  # sixty charts with all their figures have two
PROBLEMS_SHOWN = 3
_PROBLEM, _WAITING, _ASKING = "briefing.problem", "briefing.waiting", "briefing.asking"


def messages(desk: Desk) -> None:
    """What could not be opened, what waits for an answer, and files that were set aside."""
    words = desk.context.words
    for text in st.session_state.pop(_PROBLEM, ()):
        st.error(text)
    if waiting := st.session_state.get(_WAITING):
        _ask(waiting, desk)
    key = basket.own_key()
    for path in store.aside(key, user_data_folder()) if key else ():
        _aside(path, words)


def saved(desk: Desk) -> None:
    """Save this one, open another, start anew."""
    words = desk.context.words
    st.header(words("briefing_saved.heading"), anchor=False)
    with st.container(border=True, key="brief-saved"):
        st.markdown(words("briefing_saved.help"))
        title = desk.briefing.title or words("nav.briefing")
        with st.container(horizontal=True):
            st.download_button(
                words("briefing_saved.save"), to_json(desk.briefing),
                file_name=plain_name(title, suffix="json"), mime="application/json",
                key="brief-save", icon=":material/save:", on_click="ignore",
            )  # fmt: skip
            st.button(
                words("briefing_saved.new"), key="brief-new", icon=":material/note_add:",
                on_click=_set, args=(_ASKING, True),
            )  # fmt: skip
        with st.container():
            if st.session_state.get(_ASKING):
                _sure(words)
        open_saved(desk)


def open_saved(desk: Desk) -> None:
    """The field for a briefing that was saved."""
    upload(
        desk.context.words("briefing_saved.open"), partial(_open, words=desk.context.words),
        desk.context.words, key="brief-upload", most=MOST_MEGABYTES, formats="JSON",
    )  # fmt: skip


def _set(key: str, value: object) -> None:
    st.session_state[key] = value


def _sure(words: Words) -> None:
    """Whether to start anew, asked before it is done."""
    st.markdown(words("briefing_saved.sure"))
    with st.container(horizontal=True):
        st.button(
            words("briefing_saved.new"), key="brief-new-sure", type="primary", on_click=_anew,
            args=(words,),
        )  # fmt: skip
        st.button(
            words("briefing_saved.keep"), key="brief-new-keep", on_click=_set,
            args=(_ASKING, False),
        )  # fmt: skip


def _anew(words: Words) -> None:
    _set(_ASKING, False)
    desks.start_anew(words("briefing_saved.former"), Briefing())


def _open(name: str, content: bytes, *, words: Words) -> None:
    """Take in a file; where there are charts already, what becomes of them is asked first."""
    st.session_state.pop(_PROBLEM, None)
    try:
        opened = from_json(content)
    except NewerBriefingError:
        _set(_PROBLEM, (words("briefing_saved.newer", name=escape(name)),))
        return
    except BadBriefingError as error:
        _set(_PROBLEM, _what_is_wrong(name, error, words))
        return
    if basket.count():
        _set(_WAITING, opened)
    else:
        desks.change(lambda _: opened)


def _what_is_wrong(name: str, error: BadBriefingError, words: Words) -> tuple[str, ...]:
    lines = str(error).splitlines()
    places = words.pick("；", "; ").join(lines[:PROBLEMS_SHOWN])
    return (words("briefing_saved.bad", name=escape(name), places=escape(places)),)


def _ask(waiting: Briefing, desk: Desk) -> None:
    """Instead of the charts that are there, behind them, or not at all."""
    words = desk.context.words
    with st.container(border=True, key="brief-ask"):
        st.markdown(
            words(
                "briefing_saved.ask", title=escape(waiting.title or words("nav.briefing")),
                count=len(waiting.items), here=len(desk.briefing.items),
            )
        )  # fmt: skip
        with st.container(horizontal=True):
            for answer in ("replace", "append", "cancel"):
                st.button(
                    words(f"briefing_saved.{answer}"), key=f"brief-{answer}", on_click=_answered,
                    args=(answer, waiting, words),
                )  # fmt: skip


def _answered(answer: str, waiting: Briefing, words: Words) -> None:
    _set(_WAITING, None)
    if answer == "replace":
        desks.start_anew(words("briefing_saved.former"), waiting)
    elif answer == "append":
        desks.change(lambda briefing: edits.append(briefing, waiting))


def _aside(path: Path, words: Words) -> None:
    """A file of ours that could not be read: it can be taken along, and deleted."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    st.warning(words(f"briefing_saved.aside_{_kind(content)}"))
    with st.container(horizontal=True):
        st.download_button(
            words("briefing_saved.aside_take"), content,
            file_name=plain_name(words("nav.briefing"), suffix="json"), mime="application/json",
            key=f"brief-{path.stem[-8:]}-take", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.button(
            words("briefing_saved.aside_forget"), key=f"brief-{path.stem[-8:]}-forget",
            on_click=_forget, args=(path,),
        )  # fmt: skip


def _kind(content: bytes) -> str:
    try:
        from_json(content)
    except NewerBriefingError:
        return "newer"
    except BadBriefingError:
        pass
    return "broken"


def _forget(path: Path) -> None:
    try:
        store.forget(path, user_data_folder())
    except UnwritableUserFolderError:
        LOG.warning("a file that was set aside stays", exc_info=True)
