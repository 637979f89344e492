"""Pictures of the pages to be printed; drawn last, kept while nothing on them changes."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.briefing.building import Entry
from dashboard.exports.document import Document, Progress, Section
from dashboard.exports.image import ImageUnavailable, image_available
from dashboard.failures import LOG
from dashboard.pages.briefing.desk import Desk
from dashboard.words import Words

LAYOUTS = ("slides", "a4", "none")
WIDTH = 900  # pixels, sharp on a screen of twice the usual resolution
KEPT_BYTES = 48 * 2**20
_LAYOUT = "brief-layout"


def choose_layout(words: Words) -> str:
    """How the pages are shown; nothing where the server has no browser to draw them."""
    if not image_available():
        st.caption(words("briefing_pages.no_browser"))
        return ""
    st.session_state.setdefault(_LAYOUT, LAYOUTS[0])
    chosen = st.segmented_control(
        words("briefing_pages.show"), LAYOUTS, key=_LAYOUT, required=True,
        format_func=lambda one: words(f"briefing_pages.{one}"), label_visibility="collapsed",
    )  # fmt: skip
    return "" if chosen == "none" else str(chosen)


class Pictures:
    """The page of each chart as a picture; those not at hand wait until the rest is there."""

    def __init__(self, layout: str, desk: Desk) -> None:
        """Know which section of the document is whose."""
        drawn = [entry.item.id for entry in desk.made.entries if entry.drawn]
        self._sections = dict(zip(drawn, desk.made.document.sections, strict=True))
        self._layout, self._desk = layout, desk
        self._waiting: list[tuple[DeltaGenerator, Section, str]] = []

    @property
    def shown(self) -> bool:
        """Whether there are pictures at all."""
        return bool(self._layout)

    def place(self, entry: Entry, place: int) -> None:
        """The picture of a chart's page, or its place."""
        words, section = self._desk.context.words, self._sections[entry.item.id]
        alt = words("briefing_pages.alt", number=place + 1, title=section.title)
        known = kept(self._key(section))
        spot = st.empty()
        if known:
            spot.image(known[0], width="stretch", alt=alt)
        else:
            spot.caption(words("briefing_pages.drawing"))
            self._waiting.append((spot, section, alt))

    def draw(self) -> None:
        """Draw what waits; whatever the person does next comes between two pictures."""
        for spot, section, alt in self._waiting:
            document = replace(
                self._desk.made.document, sections=(section,), cover=None, methods=()
            )
            pages = drawn(document, self._key(section), self._layout, None)
            if pages:
                spot.image(pages[0], width="stretch", alt=alt)
            else:
                spot.caption(self._desk.context.words("briefing_pages.failed"))

    def _key(self, section: Section) -> str:
        numbers = [
            source
            for source in self._desk.made.document.sources
            if source.number in section.sources
        ]
        recipe = section.chart.recipe.model_dump_json()
        return key_of(
            self._desk, self._layout, (recipe, section.title, section.paragraphs, numbers)
        )


def key_of(desk: Desk, layout: str, content: object) -> str:
    """What tells a picture from every other: what is on it, of which data, in which language."""
    document = desk.made.document
    said = (document.context.data.version, document.context.words.language, layout, content)
    return hashlib.sha256(repr(said).encode(errors="replace")).hexdigest()


def drawn(
    document: Document, key: str, layout: str, progress: Progress | None
) -> tuple[bytes, ...]:
    """The pages of a document as pictures; none where they cannot be drawn."""
    try:
        pages = _pages(document, layout, progress)
    except ImageUnavailable:
        LOG.warning("no pictures of pages", exc_info=True)
        return ()
    _keep(key, pages)
    return pages


def _pages(document: Document, layout: str, progress: Progress | None) -> tuple[bytes, ...]:
    from dashboard.exports.print.pdf import pdf_bytes  # takes a moment, which few need
    from dashboard.exports.print.previews import page_images

    pdf = pdf_bytes(document, layout="a4" if layout == "a4" else "slides", progress=progress)
    return tuple(page_images(pdf, width=WIDTH))


_pictures: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
_lock = threading.Lock()


def kept(key: str) -> tuple[bytes, ...]:
    """The pages of a key that were drawn lately; none where they were not."""
    with _lock:
        if key in _pictures:
            _pictures.move_to_end(key)
        return _pictures.get(key, ())


def _keep(key: str, pages: tuple[bytes, ...]) -> None:
    with _lock:
        _pictures[key] = pages
        while len(_pictures) > 1 and _size(list(_pictures.values())) > KEPT_BYTES:
            _pictures.popitem(last=False)


def _size(pictures: list[tuple[bytes, ...]]) -> int:
    return sum(len(page) for pages in pictures for page in pages)
