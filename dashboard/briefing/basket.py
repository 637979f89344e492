"""The briefing of this browser: found by a key in a cookie, kept in a file, or in the session only.

Every page can add to it; the page 简报 changes it. What the disk refuses lives as long as the
session does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.briefing import edits, store
from dashboard.briefing.edits import FullError
from dashboard.briefing.model import MOST_ITEMS, BadBriefingError, Briefing, NewerBriefingError
from dashboard.briefing.news import seen_now
from dashboard.charts.chart import Chart
from dashboard.charts.recipe import Recipe
from dashboard.context import Context
from dashboard.failures import LOG
from dashboard.words import Words
from warehouse.imports.files import UnwritableUserFolderError
from warehouse.paths import user_data_folder

COOKIE = "rule_of_law_briefing"
MENU = "briefing-menu"  # the entry of the menu, a fragment that can be drawn again by itself
YEAR = 365 * 24 * 60 * 60  # seconds; browsers keep no cookie for much longer
_KEY, _READ, _SESSION_ONLY, _SAY = (
    f"briefing.{name}" for name in ("key", "read", "session", "say")
)

Step = Callable[[Briefing], Briefing]


def current() -> Briefing:
    """The briefing as it stands; an empty one to begin with."""
    if _SESSION_ONLY in st.session_state:
        kept: Briefing = st.session_state[_SESSION_ONLY]
        return kept
    key = own_key()
    if not key:
        return Briefing()
    state = (key, store.stamp(key, user_data_folder()))
    known: tuple[object, Briefing] | None = st.session_state.get(_READ)
    if known is None or known[0] != state:
        known = (state, _load(key))
        st.session_state[_READ] = known
    return known[1]


def count() -> int:
    """How many charts it has."""
    return len(current().items)


def holds(recipe: Recipe) -> bool:
    """Whether a chart is in it."""
    return any(item.recipe == recipe for item in current().items)


def add(chart: Chart, context: Context) -> None:
    """As `on_click` of a button: put a chart at the end, and say so."""
    words = context.words
    if holds(chart.recipe):
        say(words("basket.held"))
    elif change(partial(_added, chart=chart, context=context)):
        say(words("basket.added", count=count()))
    else:
        say(words("basket.full", most=MOST_ITEMS))
    st.rerun(MENU)


def _added(briefing: Briefing, *, chart: Chart, context: Context) -> Briefing:
    """With a chart more; the first one decides on the language."""
    if briefing == Briefing():
        briefing = Briefing(language=context.words.language)
    return edits.add(briefing, chart.recipe, seen_now(chart, context))


def change(step: Step) -> bool:
    """Take a step on the newest state and keep it; False when there is no room for it."""
    key, folder = own_key() or _begin(), user_data_folder()
    current()  # what cannot be read is set aside first, or leaves us without the disk
    try:
        if only_in_session():
            st.session_state[_SESSION_ONLY] = step(current())
            store.put(key, folder, st.session_state[_SESSION_ONLY])
            del st.session_state[_SESSION_ONLY]
        else:
            store.update(key, folder, step)
    except FullError:
        return False
    except UnwritableUserFolderError:
        LOG.warning("a briefing is kept in its session only", exc_info=True)
        return only_in_session() or _in_session(step)
    return True


def _in_session(step: Step) -> bool:
    try:
        st.session_state[_SESSION_ONLY] = step(current())
    except FullError:
        return False
    return True


def only_in_session() -> bool:
    """Whether the disk refuses to keep it."""
    return _SESSION_ONLY in st.session_state


def own_key() -> str:
    """The key of this session, or of the cookie; empty before anything was added."""
    if _KEY not in st.session_state:
        keys = [key for key in sent_cookie().split(".") if store.is_key(key)]
        if not keys:
            return ""
        st.session_state[_KEY] = keys[0]
        for other in keys[1:]:
            _join(keys[0], other)
    return str(st.session_state[_KEY])


def sent_cookie() -> str:
    """The cookie as the browser sent it when it opened this session."""
    return str(st.context.cookies.get(COOKIE, ""))


def _join(key: str, other: str) -> None:
    """Bring together what two windows began; what cannot be joined stays where it is."""
    try:
        store.join(key, other, user_data_folder())
    except (FullError, BadBriefingError, NewerBriefingError, UnwritableUserFolderError):
        LOG.warning("two briefings of one browser stay apart", exc_info=True)


def _begin() -> str:
    key = st.session_state[_KEY] = store.new_key()
    return key


def _load(key: str) -> Briefing:
    """The briefing of a key; a file that cannot be read is set aside for the person to have."""
    folder = user_data_folder()
    try:
        return store.load(key, folder)
    except (BadBriefingError, NewerBriefingError):
        LOG.warning("a briefing cannot be read", exc_info=True)
    except UnwritableUserFolderError:
        LOG.warning("briefings cannot be read", exc_info=True)
        st.session_state[_SESSION_ONLY] = Briefing()
        return Briefing()
    try:
        store.set_aside(key, folder)
    except UnwritableUserFolderError:
        st.session_state[_SESSION_ONLY] = Briefing()
    return Briefing()


def cookie_script() -> str:
    """The element that has the browser keep the key; nothing without a key."""
    key = own_key()
    if not key:
        return ""
    said = f'data-cookie="{COOKIE}" data-key="{key}" data-seconds="{YEAR}"'
    return f'<script src="app/static/scripts/keep_briefing.js" {said}></script>'


def say(text: str) -> None:
    """Keep what the entry of the menu says when it is drawn next."""
    st.session_state[_SAY] = text


@st.fragment(key=MENU)
def menu_entry(page: StreamlitPage, view: Mapping[str, Any], words: Words) -> None:
    """The entry of the menu with the number of charts; says what was added."""
    number = count()
    badge = f" :blue-badge[{number}]" if number else ""
    label = f"{words('nav.briefing')}{badge}"
    with st.container(gap=None):  # the script takes no room in the menu
        st.page_link(page, label=label, width="stretch", query_params=view)
        if script := cookie_script():
            st.html(script, unsafe_allow_javascript=True)
    if said := st.session_state.pop(_SAY, ""):
        st.toast(said, icon=":material/library_add:")
