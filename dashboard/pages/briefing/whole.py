"""All pages of the briefing as they will be printed: title page, contents, charts, sources."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.briefing.model import to_json
from dashboard.exports.image import image_available
from dashboard.pages.briefing.desk import Desk
from dashboard.pages.briefing.pictures import drawn, kept, key_of
from dashboard.words import Words

IN_A_ROW = {"slides": 3, "a4": 4}
_LAYOUT, _SHOWN = "brief-layout", "brief-all-pages"


def whole(desk: Desk) -> Callable[[], None]:
    """A switch, and the pages when it is on; returns what draws them, after everything else."""
    words = desk.context.words
    layout = str(st.session_state.get(_LAYOUT, ""))
    with st.container(key="brief-whole"):
        if not image_available() or layout not in IN_A_ROW or not desk.made.document.sections:
            return lambda: None
        if not st.toggle(words("briefing_pages.all"), key=_SHOWN):
            return lambda: None
        key = key_of(desk, layout, to_json(desk.briefing))
        pages = kept(key)
        spot = st.container()
        if pages:
            with spot:
                _grid(pages, layout, words)
            return lambda: None

    def draw() -> None:
        with spot:
            bar = st.progress(0.0, words("briefing_pages.drawing"))

            def move(done: int, count: int) -> None:
                bar.progress(done / count, words("briefing_pages.drawing"))

            found = drawn(desk.made.document, key, layout, move)
            bar.empty()
            if found:
                _grid(found, layout, words)
            else:
                st.caption(words("briefing_pages.failed"))

    return draw


def _grid(pages: tuple[bytes, ...], layout: str, words: Words) -> None:
    across = IN_A_ROW[layout]
    for start in range(0, len(pages), across):
        for number, column in enumerate(st.columns(across), start=start):
            if number < len(pages):
                alt = words("briefing_pages.page", number=number + 1, count=len(pages))
                column.image(pages[number], alt, width="stretch", alt=alt)
