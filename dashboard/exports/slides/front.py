"""The slides around the charts: cover, contents, methods and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.enum.shapes import PP_PLACEHOLDER

from dashboard.exports.document import Cover, Document
from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.style import Slide
from dashboard.exports.slides.sheets import fill_text, keep_title, text_slide, text_slides
from dashboard.exports.slides.template import TITLES, Deck, box_of
from dashboard.exports.slides.texts import SAFE, Text, add_box, fitting_size, pages, write
from dashboard.words import Words

ENTRY = 16.0
UNDER_TITLE = (20.0, 18.0, 16.0, 14.0, 12.0)
CLOSING = 12.0
PAGES = 60.0  # points for the numbers of pages
Contents = list[tuple[Slide, range]]  # slides, and which entries each lists


def add_cover(deck: Deck, cover: Cover, words: Words) -> None:
    """Title, author and date; what is empty is left out."""
    slide = deck.presentation.slides.add_slide(deck.cover)
    keep_title(slide, deck, cover.title)
    said = [Text(text, muted=True) for text in (cover.author, _day(cover, words)) if text]
    under = [
        shape
        for shape in slide.placeholders
        if shape.placeholder_format.type in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
    ]
    for shape in list(slide.placeholders):
        used = shape.placeholder_format.type in TITLES or (said and shape in under[:1])
        if not used:
            shape._element.getparent().remove(shape._element)
    if not said:
        return
    box = box_of(under[0]) if under else deck.area
    size = fitting_size(said, box, UNDER_TITLE) or UNDER_TITLE[-1]
    if under:
        write(under[0].text_frame, said, size, deck.style)
    else:
        add_box(slide, box, said, size, deck.style, name="Author and date")


def _day(cover: Cover, words: Words) -> str:
    if cover.day is None:
        return ""
    day = cover.day
    return words.pick(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def reserve_contents(deck: Deck, document: Document) -> Contents:
    """Slides for the contents, to be filled when every page is known."""
    entries = _entries(deck, document)
    titles = _headings("slides.contents", document.context.words)
    found: Contents = []
    listed = 0
    for page in pages(entries, deck.area, ENTRY):
        slide = text_slide(deck, titles[min(len(found), 1)])
        found.append((slide, range(listed, listed + len(page))))
        listed += len(page)
    return found


def _entries(deck: Deck, document: Document) -> list[Text]:
    """The titles of the sections with their numbers, each on one line."""
    room = (deck.area.width - PAGES) * SAFE
    return [
        Text(_one_line(f"{place}  {section.title}", room))
        for place, section in enumerate(document.sections, start=1)
    ]


def _one_line(text: str, width: float) -> str:
    lines = wrap(text, width=width, size=ENTRY)
    return text if len(lines) < 2 else f"{lines[0][:-1]}…"


def fill_contents(
    deck: Deck, contents: Contents, document: Document, starts: Sequence[int]
) -> None:
    """Each section with the number of its first slide, which stands at the right."""
    entries, area = _entries(deck, document), deck.area
    right = replace(area, left=area.right - PAGES, width=PAGES)
    for slide, listed in contents:
        fill_text(slide, deck, [entries[place] for place in listed], ENTRY)
        numbers = [Text(str(starts[place]), muted=True, side="r") for place in listed]
        add_box(slide, right, numbers, ENTRY, deck.style, name="Pages")


def add_closing(deck: Deck, document: Document) -> None:
    """Methods, then every source under its number."""
    words = document.context.words
    if document.methods:
        texts = [Text(paragraph) for paragraph in document.methods]
        text_slides(deck, _headings("slides.methods", words), texts, size=CLOSING)
    add_sources(deck, document)


def add_sources(deck: Deck, document: Document) -> None:
    """Every source under the number by which slides cite it, with its address."""
    sources = [
        Text(f"[{source.number}] {source.text}", url=source.url) for source in document.sources
    ]
    if sources:
        words = document.context.words
        text_slides(deck, _headings("slides.sources", words), sources, size=CLOSING)


def _headings(key: str, words: Words) -> tuple[str, str]:
    title = words(key)
    return title, words("slides.continued", title=title)
