"""What fits the screen comes first: the browser gets time to draw it before more arrives.

The server sends what has gathered every 10 ms; the browser then draws all that has come at once.
"""

from __future__ import annotations

import time

import streamlit as st
from streamlit import runtime

from dashboard import links

# When a page opens, the browser also makes its first charts ready: a pause that is shorter than
# this lets it go on to the charts further down before the first one can be seen.
OPENING, CHANGE = 0.3, 0.03
_PAGE, _OPENS = "screenful.page", "screenful.opens"


def start(page: str) -> None:
    """Begin a run of a page: it opens where another one was before, or its address is new."""
    state = st.session_state
    state[_OPENS] = bool(links.asked()) or state.get(_PAGE) != page
    state[_PAGE] = page


def show_so_far() -> None:
    """Call between what a reader sees first and what stands further down."""
    if runtime.exists():
        time.sleep(OPENING if st.session_state[_OPENS] else CHANGE)
