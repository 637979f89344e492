"""Texts on slides: measured before they are written, so that none runs out of its box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pptx.util import Pt

from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.style import (
    Element,
    Slide,
    Style,
    element,
    own,
    run_properties,
    value,
)
from dashboard.exports.plain_text import one_line

LINE, GAP = 1.35, 0.35  # height of a line, and of what parts paragraphs, in parts of the size
SAFE = 0.97  # of a box's width: widths are estimates


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Text:
    """A paragraph; a `url` stands behind it and leads there."""

    text: str
    muted: bool = False
    side: str = "l"
    url: str = ""

    @property
    def whole(self) -> str:
        """All that is written."""
        return one_line(f"{self.text} {self.url}")


def lines_of(text: Text, width: float, size: float) -> list[str]:
    """The lines of a paragraph."""
    return wrap(text.whole, width=width * SAFE, size=size) or [""]


def height_of(texts: Iterable[Text], width: float, size: float) -> float:
    """The height that paragraphs take, with the room below each."""
    return sum((len(lines_of(text, width, size)) * LINE + GAP) * size for text in texts)


def fitting_size(texts: Sequence[Text], box: Box, sizes: Sequence[float]) -> float | None:
    """The first of these sizes, largest first, in which all fit; None if they fit in none."""
    for size in sizes:
        if height_of(texts, box.width, size) <= box.height:
            return size
    return None


def pages(texts: Sequence[Text], box: Box, size: float) -> list[list[Text]]:
    """Paragraphs by the boxes that they fill; a paragraph that fills more than one is broken."""
    most = max(1, int(box.height / (LINE * size)) - 1)
    found: list[list[Text]] = [[]]
    used = 0.0
    for text in texts:
        for piece in _pieces(text, box.width, size, most):
            height = height_of([piece], box.width, size)
            if found[-1] and used + height > box.height:
                found.append([])
                used = 0.0
            found[-1].append(piece)
            used += height
    return [page for page in found if page]


def _pieces(text: Text, width: float, size: float, most: int) -> list[Text]:
    lines = lines_of(text, width, size)
    if len(lines) <= most:
        return [text]
    parts = [lines[start : start + most] for start in range(0, len(lines), most)]
    return [replace(text, text=_joined(part), url="") for part in parts]


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text again: with a blank between words of letters, none between characters."""
    joined = lines[0]
    for line in lines[1:]:
        latin = joined[-1:].isascii() and line[:1].isascii()
        joined += f" {line}" if latin else line
    return joined


def add_box(
    slide: Slide, box: Box, texts: Sequence[Text], size: float, style: Style, *, name: str
) -> None:
    """A text box with these paragraphs."""
    shape = slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, texts, size, style)


def write(frame: Element, texts: Sequence[Text], size: float, style: Style) -> None:
    """Put paragraphs into a text frame in place of what is there."""
    body = frame._txBody
    for paragraph in list(frame.paragraphs):
        body.remove(paragraph._p)
    for text in texts:
        body.append(_paragraph(text, size, style))
    for paragraph, text in zip(frame.paragraphs, texts, strict=True):
        if text.url.startswith(("http://", "https://")):
            paragraph.runs[-1].hyperlink.address = text.url


def _paragraph(text: Text, size: float, style: Style) -> Element:
    """One paragraph with exact line spacing, as it was measured."""
    properties = element(
        "a:pPr",
        element("a:lnSpc", value("a:spcPts", round(size * LINE * 100))),
        element("a:spcBef", value("a:spcPts", 0)),
        element("a:spcAft", value("a:spcPts", round(size * GAP * 100))),
        element("a:buNone"),
        marL=0,
        indent=0,
        algn=text.side,
    )
    colour = style.muted if text.muted else style.ink
    runs = []
    for part in filter(None, (one_line(text.text) + (" " if text.url else ""), text.url)):
        content = element("a:t")
        content.text = part
        looks = run_properties("a:rPr", style, size=size, colour=colour)
        runs.append(element("a:r", looks, content))
    return own(element("a:p", properties, *runs))
