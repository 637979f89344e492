"""A document as slides: a PPTX file with native charts that can be edited."""

from __future__ import annotations

import io

from dashboard.exports.document import Document, Progress
from dashboard.exports.native.style import LANGUAGES
from dashboard.exports.plain_text import one_line
from dashboard.exports.slides.front import (
    add_closing,
    add_cover,
    add_sources,
    fill_contents,
    reserve_contents,
)
from dashboard.exports.slides.section import SOURCES_SHOWN, add_section
from dashboard.exports.slides.template import Deck, open_deck


def pptx_bytes(
    document: Document, *, template: bytes | None = None, progress: Progress | None = None
) -> bytes:
    """The document as a PPTX file, in the user's own template if there is one.

    Raises:
        TemplateError: The template cannot be used; its reason is the key of a text.
    """
    deck = open_deck(template, document.context.words.language)
    slides = deck.presentation.slides
    contents = []
    if document.cover:
        add_cover(deck, document.cover, document.context.words)
        contents = reserve_contents(deck, document)
    starts = []
    for done, section in enumerate(document.sections, start=1):
        starts.append(len(slides) + 1)
        add_section(deck, section, document)
        if progress:
            progress(done, len(document.sections))
    if document.cover:
        fill_contents(deck, contents, document, starts)
        add_closing(deck, document)
    elif any(len(section.sources) > SOURCES_SHOWN for section in document.sections):
        add_sources(deck, document)
    _describe(deck, document)
    buffer = io.BytesIO()
    deck.presentation.save(buffer)
    return buffer.getvalue()


def _describe(deck: Deck, document: Document) -> None:
    """What file managers and search show of the file."""
    words, about = document.context.words, deck.presentation.core_properties
    title = document.cover.title if document.cover else document.sections[0].title
    about.title = one_line(title)[:255]
    about.author = one_line(document.cover.author if document.cover else "")[:255]
    about.language = LANGUAGES[words.language][0]
    about.comments = words("app.data_version", version=document.context.data.version)
