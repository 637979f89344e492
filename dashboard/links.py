"""Keeps the page's address and its choices in step: read at the start of a run, written at its end.

Every choice that a link should carry goes through here. Streamlit's own `bind=` would write the
formatted label into the address, which changes with the language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.selection import BadLink, shorten

_WRITTEN = "links.written"
_WANTED = "links.wanted"
_ASKED = "links.asked"
_BAD, _BAD_VIEW = "links.bad", "links.bad_view"


def incoming() -> dict[str, str] | None:
    """The parameters of an address that we did not write ourselves, None when it is our own."""
    now = {key: st.query_params[key] for key in st.query_params}
    if not now or now == st.session_state.get(_WRITTEN):
        return None
    return now


def start() -> dict[str, str] | None:
    """Begin a run: what the address asks for, if it is new."""
    asked = incoming()
    st.session_state[_WANTED] = {}
    st.session_state[_ASKED] = asked or {}
    if asked is not None:
        st.session_state[_BAD] = []
    return asked


def asked() -> Mapping[str, str]:
    """What the address asks for in this run; nothing unless it is new."""
    wanted: Mapping[str, str] = st.session_state[_ASKED]
    return wanted


def reopen_on_change(name: str, chosen: str) -> None:
    """Treat a new value of a parameter as if its link had been opened.

    A widget in the browser keeps its old labels, and answers with them, until it is set anew: so
    a new language needs every choice to be made again, and the address knows them all.
    """
    written: dict[str, str] = st.session_state.get(_WRITTEN, {})
    if not asked() and written.get(name, chosen) != chosen:
        st.session_state[_ASKED] = {**written, name: chosen}


def put(parameters: Mapping[str, str]) -> None:
    """Add parameters that the address of this run shall carry."""
    st.session_state[_WANTED].update(parameters)


def finish() -> None:
    """End a run: write the address when it changed; what a link asked in vain is over then."""
    wanted = dict(st.session_state[_WANTED])
    view = {name: value for name, value in wanted.items() if name != "lang"}
    if asked():
        st.session_state[_BAD_VIEW] = view
    elif view != st.session_state.get(_BAD_VIEW):
        st.session_state[_BAD] = []
    if {key: st.query_params[key] for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted


def address(more: Mapping[str, str]) -> str:
    """The address of this view, with further parameters; without a frozen data version."""
    written = st.session_state.get(_WRITTEN, {})
    parameters = {name: value for name, value in written.items() if name != "v"} | dict(more)
    page = (st.context.url or "").split("?")[0]
    return f"{page}?{urlencode(parameters)}"


def report(problems: Sequence[BadLink]) -> None:
    """Remember what a link asked for in vain, to be said on the page."""
    st.session_state.setdefault(_BAD, []).extend(problems)


def problems() -> list[BadLink]:
    """What the link of this view asked for in vain."""
    found: list[BadLink] = st.session_state.get(_BAD, [])
    return found


def choice(
    name: str, options: Sequence[str], default: str, *, key: str, known: Collection[str] = ()
) -> str:
    """Prepare a widget that is about to be made: its value from the address or from before.

    Returns the value that the widget with this `key` will start with; values of a link that are
    not among the options are reported and replaced by the default. Those in `known` exist, but
    not in what is selected now.
    """
    wanted = asked().get(name)
    if wanted is not None and wanted not in options:
        message = "choice.not_here" if wanted in known else "link.bad_choice"
        report([BadLink(message, {"value": shorten(wanted)})])
        wanted = default
    if wanted is not None:
        st.session_state[key] = wanted
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default
    return str(st.session_state[key])


def keep(name: str, chosen: object, start: str) -> str:
    """Carry a choice in the address; a widget that holds nothing yet counts as its start value."""
    value = start if chosen is None else str(chosen)
    put({name: value})
    return value
