"""Fonts, colours and language of a deck, and how DrawingML writes them for a run of text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx.oxml import parse_xml

from dashboard.palette import GRID, INK, MUTED, PAPER
from dashboard.words import Language

# python-pptx and lxml leave most types of their own open
Element = Any
Slide = Any

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
LANGUAGES = {Language.ZH: ("zh-CN", "en-US"), Language.EN: ("en-GB", "zh-CN")}
FONT, LATIN = "Microsoft YaHei", "Arial"
PALE = 40  # percent of a colour that stays in a pale mark


@dataclass(frozen=True)
class Style:
    """What texts and charts look like; a colour is #RRGGBB or the name of a theme colour.

    A template's own theme is asked for its fonts and colours by their places in it. Charts stand
    on a `card` of their own where the slides have a colour.
    """

    language: Language
    latin: str = LATIN
    east_asian: str = FONT
    ink: str = INK
    muted: str = MUTED
    grid: str = GRID
    paper: str = PAPER
    card: str | None = None

    def on_card(self) -> Style:
        """The style of charts where the slides are dark: on white, which their colours are for."""
        return replace(self, ink=INK, muted=MUTED, grid=GRID, paper=PAPER, card=PAPER)

    @classmethod
    def of_theme(cls, language: Language) -> Style:
        """The style that takes everything from the theme of a template."""
        return cls(
            language, "+mn-lt", "+mn-ea", ink="tx1", muted="tx1/65", grid="tx1/15", paper="bg1",
        )  # fmt: skip


def element(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element with a prefix, its attributes and its children; None is no child."""
    made = etree.Element(qualified(tag), nsmap=NAMESPACES)
    for name, value in attributes.items():
        made.set(name, str(value))
    made.extend([child for child in children if child is not None])
    return made


def own(made: Element) -> Element:
    """The element as one of python-pptx' own classes, which it needs to work on it."""
    return parse_xml(etree.tostring(made))


def qualified(tag: str) -> str:
    """A tag with its namespace: c:chart."""
    prefix, name = tag.split(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


def value(tag: str, content: object) -> Element:
    """An element that only has a value."""
    return element(tag, val=content)


def fill(colour: str, *, opacity: int = 100) -> Element:
    """A plain fill; tx1/65 is a theme colour with 65 percent of its strength on the paper."""
    if colour.startswith("#"):
        inner = element("a:srgbClr", val=colour[1:])
    else:
        name, _, strength = colour.partition("/")
        inner = element("a:schemeClr", val=name)
        opacity = int(strength or opacity)
    if opacity < 100:
        inner.append(value("a:alpha", opacity * 1000))
    return element("a:solidFill", inner)


def line(colour: str | None, *, points: float = 0.75, dash: str = "") -> Element:
    """An outline; none without a colour."""
    if colour is None:
        return element("a:ln", element("a:noFill"))
    dashed = value("a:prstDash", dash) if dash else None
    return element("a:ln", fill(colour), dashed, element("a:round"), w=round(points * 12700))


def run_properties(
    tag: str, style: Style, *, size: float, colour: str, bold: bool = False
) -> Element:
    """Size, colour, language and all three fonts of a run (a:rPr) or of a default (a:defRPr)."""
    language, other = LANGUAGES[style.language]
    return element(
        tag,
        fill(colour),
        element("a:latin", typeface=style.latin),
        element("a:ea", typeface=style.east_asian),
        element("a:cs", typeface=style.latin.replace("+mn-lt", "+mn-cs")),
        lang=language,
        altLang=other,
        sz=round(size * 100),
        b=int(bold),
    )
