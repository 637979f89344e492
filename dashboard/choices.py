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
    default: str = "",
    known: Collection[str] = (),
) -> str:
    """A list of which one entry is chosen, the first unless another is the default.

    The list is searched for what is typed; `known` is what a link may name besides the options.
    """
    default = default or options[0]
    key = _prepared(name, options, page, default=default, known=known)
    chosen = st.selectbox(
        label,
        options,
        format_func=show,
        key=key,
        width=width,
        filter_mode="contains",
        disabled=len(options) == 1,
    )
    return _kept(name, chosen, default)


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
    key = _prepared(name, options, page, default=options[0], known=known)
    chosen = st.segmented_control(
        label,
        options,
        format_func=show,
        key=key,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return _kept(name, chosen, options[0])


def search(name: str, *, page: str, label: str, placeholder: str) -> str:
    """A text to search for."""
    key = f"{page}-{name}"
    asked = _asked()
    if asked:
        st.session_state[key] = asked.get(name, "")[:LONGEST_TEXT]
    text = st.text_input(
        label, key=key, placeholder=placeholder, max_chars=LONGEST_TEXT, icon=":material/search:"
    ).strip()
    if text:
        links.put({name: text})
    return text


def _asked() -> dict[str, str]:
    """What a new address asks for; empty when the address is the one we wrote."""
    asked: dict[str, str] = st.session_state["links.asked"]
    return asked


def _prepared(
    name: str, options: Sequence[str], page: str, *, default: str, known: Collection[str]
) -> str:
    """The key of a widget that now holds what the link asks for, or what it held before."""
    key = f"{page}-{name}"
    if _asked() and name not in _asked():  # left out of a link: the default
        st.session_state[key] = default
    links.choice(name, options, default, key=key, known=known)
    return key


def _kept(name: str, chosen: str | None, default: str) -> str:
    """The choice, carried by the link; a default is left out, so that links stay short."""
    value = default if chosen is None else chosen
    if value != default:
        links.put({name: value})
    return value
