"""Choices of a page that its link carries: one of a list or of a row of buttons, a search text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal

import streamlit as st

from dashboard import links

LONGEST_TEXT = 60

Width = int | Literal["stretch"]
Show = Callable[[str], str]


def one_of(
    name: str,
    options: Sequence[str],
    *,
    page: str,
    label: str,
    show: Show,
    width: Width = "stretch",
    default: str | None = None,
    known: Collection[str] = (),
) -> str:
    """A list of which one entry is chosen, the first unless another is the default.

    The list is searched for what is typed; `known` is what a link may name besides the options.
    """
    key = f"{page}-{name}"
    start = links.choice(name, options, default or options[0], key=key, known=known)
    chosen = st.selectbox(
        label,
        options,
        format_func=show,
        key=key,
        width=width,
        filter_mode="contains",
        disabled=len(options) == 1,
    )
    return links.keep(name, chosen, start)


def switch(
    name: str,
    options: Sequence[str],
    *,
    page: str,
    label: str,
    show: Show,
    known: Collection[str] = (),
) -> str:
    """A row of buttons of which one is pressed, the first by default."""
    key = f"{page}-{name}"
    start = links.choice(name, options, options[0], key=key, known=known)
    chosen = st.segmented_control(
        label, options, format_func=show, key=key, required=True, label_visibility="collapsed"
    )
    return links.keep(name, chosen, start)


def search(name: str, *, page: str, label: str, placeholder: str) -> str:
    """A text to search for; an empty one is left out of the link."""
    key = f"{page}-{name}"
    asked: str | None = st.session_state["links.asked"].get(name)
    if asked is not None:
        st.session_state[key] = asked[:LONGEST_TEXT]
    text = st.text_input(
        label, key=key, placeholder=placeholder, max_chars=LONGEST_TEXT, icon=":material/search:"
    ).strip()
    if text:
        links.put({name: text})
    return text
