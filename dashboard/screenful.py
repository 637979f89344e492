"""What fits the screen comes first: the browser gets time to draw it before more arrives."""

from __future__ import annotations

import time

from streamlit import runtime

# The server sends what has gathered every 10 ms; the browser then draws all that has come at once.
PAUSE = 0.03


def show_so_far() -> None:
    """Call between what a reader sees first and what stands further down."""
    if runtime.exists():
        time.sleep(PAUSE)
