"""Slides of a deck: each with its title in the template's place and with its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.style import (
    LANGUAGES,
    Slide,
    element,
    own,
    qualified,
    run_properties,
)
from dashboard.exports.plain_text import one_line
from dashboard.exports.slides.template import BODIES, TITLES, Deck, box_of
from dashboard.exports.slides.texts import LINE, Box, Text, add_box, pages, write

TITLE_SIZE = 44.0  # of a template that does not say
SMALLEST_TITLE = 14.0
TEXT_SIZE = 14.0
BOLD = 1.06  # bold Latin letters are wider
MARGINS = 14.4  # points that a placeholder keeps free at its sides


def new_slide(deck: Deck, title: str) -> Slide:
    """A slide with this title, which is made smaller, at last cut, until it fits."""
    slide = deck.presentation.slides.add_slide(deck.content)
    keep_title(slide, deck, title)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type not in TITLES:
            shape._element.getparent().remove(shape._element)
    add_number(slide, deck)
    return slide


def keep_title(slide: Slide, deck: Deck, title: str) -> None:
    """Write the title in the template's own look, smaller only if it must be."""
    shape = slide.shapes.title
    assert shape is not None  # noqa: S101 - the layout was chosen for it
    box, usual = box_of(shape), title_size(deck, slide.slide_layout)
    size, text = fitted_title(one_line(title), box, usual)
    language, other = LANGUAGES[deck.style.language]
    paragraph = shape.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = text
    properties = run._r.get_or_add_rPr()
    properties.set("lang", language)
    properties.set("altLang", other)
    if size < usual:
        properties.set("sz", str(round(size * 100)))
    heading = deck.style.latin.startswith("+")
    own = (deck.style.latin, deck.style.east_asian, deck.style.latin)
    fonts = ("+mj-lt", "+mj-ea", "+mj-cs") if heading else own
    for script, font in zip(("latin", "ea", "cs"), fonts, strict=True):
        properties.append(properties.makeelement(qualified(f"a:{script}"), {"typeface": font}))


def fitted_title(title: str, box: Box, size: float) -> tuple[float, str]:
    """A size in which a title fits its box, and what of it fits in the smallest."""
    width = (box.width - MARGINS) / BOLD
    while size >= SMALLEST_TITLE:
        lines = wrap(title, width=width, size=size)
        if len(lines) * size * LINE <= max(box.height, size * LINE):
            return size, title
        size -= 1.0
    size += 1.0
    most = max(1, int(box.height / (size * LINE)))
    kept = "".join(wrap(title, width=width, size=size)[:most])
    return size, f"{kept[:-2]}…"


def title_size(deck: Deck, layout: Any) -> float:  # noqa: ANN401
    """The size of titles by layout, master or the master's styles."""
    master = deck.presentation.slide_master._element
    shapes = [
        shape._element
        for owner in (layout, layout.slide_master)
        for shape in owner.placeholders
        if shape.placeholder_format.type in TITLES
    ]
    styles = [shape.txBody for shape in shapes if shape.txBody is not None]
    styles += master.findall(f".//{qualified('p:titleStyle')}")
    for style in styles:
        for found in style.iter(qualified("a:lvl1pPr")):
            default = found.find(qualified("a:defRPr"))
            if default is not None and default.get("sz"):
                return int(default.get("sz")) / 100
    return TITLE_SIZE


def add_number(slide: Slide, deck: Deck) -> None:
    """The slide's number: in the template's place for it, otherwise at the foot."""
    style, place = deck.style, "p:spPr"
    looks = run_properties("a:rPr", style, size=10, colour=style.muted)
    shown = element("a:t")
    shown.text = str(len(deck.presentation.slides))
    field = element(
        "a:fld", looks, shown, id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}", type="slidenum"
    )
    wanted = [
        shape
        for shape in slide.slide_layout.placeholders
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
    ]
    if not wanted:
        _number_box(slide, deck, field)
        return
    number = wanted[0].placeholder_format
    holder = element("p:ph", type="sldNum", sz="quarter", idx=number.idx)
    _append(slide, "Slide Number", element("p:nvPr", holder), element(place), field)


def _number_box(slide: Slide, deck: Deck, field: Any) -> None:  # noqa: ANN401
    """In the lower right corner."""
    width, height = deck.size
    edge = height * 0.02
    box = Box(width - edge - 60, height - edge - 16, 60, 16)
    place = element(
        "a:xfrm",
        element("a:off", x=round(box.left * 12700), y=round(box.top * 12700)),
        element("a:ext", cx=round(box.width * 12700), cy=round(box.height * 12700)),
    )
    shape = element("a:prstGeom", element("a:avLst"), prst="rect")
    _append(slide, "Slide Number", element("p:nvPr"), element("p:spPr", place, shape), field)


def _append(slide: Slide, name: str, kind: Any, place: Any, field: Any) -> None:  # noqa: ANN401
    number = max(shape.shape_id for shape in slide.shapes) + 1
    text = element(
        "p:txBody",
        element("a:bodyPr"),
        element("a:lstStyle"),
        element("a:p", element("a:pPr", algn="r"), field),
    )
    made = element(
        "p:sp",
        element("p:nvSpPr", element("p:cNvPr", id=number, name=name), element("p:cNvSpPr"), kind),
        place,
        text,
    )
    slide.shapes._spTree.append(own(made))


def text_slides(
    deck: Deck, titles: tuple[str, str], texts: Sequence[Text], *, size: float = TEXT_SIZE
) -> list[Slide]:
    """As many slides as the paragraphs need; `titles` are that of the first and of the others."""
    made = []
    for number, page in enumerate(pages(texts, deck.area, size)):
        slide = text_slide(deck, titles[min(number, 1)])
        fill_text(slide, deck, page, size)
        made.append(slide)
    return made


def text_slide(deck: Deck, title: str) -> Slide:
    """A slide that keeps the template's place for text, where there is one."""
    slide = deck.presentation.slides.add_slide(deck.content)
    keep_title(slide, deck, title)
    bodies = [one for one in slide.placeholders if one.placeholder_format.type in BODIES]
    for shape in list(slide.placeholders):
        kept = shape.placeholder_format.type in TITLES or shape in bodies[:1]
        if not kept:
            shape._element.getparent().remove(shape._element)
    add_number(slide, deck)
    return slide


def fill_text(slide: Slide, deck: Deck, texts: Sequence[Text], size: float) -> None:
    """Put paragraphs where the template has its text, otherwise into a box of their own."""
    bodies = [one for one in slide.placeholders if one.placeholder_format.type in BODIES]
    if not bodies:
        add_box(slide, deck.area, texts, size, deck.style, name="Text")
        return
    area = deck.area
    body = bodies[0]
    body.left, body.top, body.width, body.height = (
        round(side * 12700) for side in (area.left, area.top, area.width, area.height)
    )
    frame = body.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame._txBody.bodyPr.set("anchor", "t")
    write(frame, texts, size, deck.style)
