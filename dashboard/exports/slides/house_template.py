"""The deck's own master where a user brings none: white, one accent, Chinese theme fonts."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from dashboard.exports.native.style import FONT, LATIN, element, fill, qualified
from dashboard.palette import ACCENT, COLOURS, GRID, INK, MUTED, PAPER

WIDTH, HEIGHT = 960.0, 540.0  # points: 13.333 x 7.5 inches
EDGE = 40.0
TITLE = (EDGE, 22.0, WIDTH - 2 * EDGE, 48.0)
BODY = (EDGE, 78.0, WIDTH - 2 * EDGE, 426.0)
NUMBER = (WIDTH - EDGE - 80, 510.0, 80.0, 18.0)
COVER_TITLE = (80.0, 150.0, 800.0, 130.0)
COVER_SUBTITLE = (80.0, 300.0, 800.0, 90.0)
KEPT = ("Title Slide", "Title and Content", "Title Only")
THEME = {
    "dk1": INK, "lt1": PAPER, "dk2": MUTED, "lt2": GRID,
    **{f"accent{place}": colour for place, colour in enumerate((ACCENT, *COLOURS[1:6]), start=1)},
    "hlink": ACCENT, "folHlink": MUTED,
}  # fmt: skip


@cache
def house_template() -> bytes:
    """The template as a file; made once."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _theme(deck.slide_master.part)
    _master(deck.slide_master)
    for layout in list(deck.slide_layouts):
        if layout.name in KEPT:
            _layout(layout)
        else:
            deck.slide_layouts.remove(layout)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _theme(master: Any) -> None:  # noqa: ANN401
    """Our colours, and the Chinese font for both headings and text."""
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for name, colour in THEME.items():
        (place,) = theme.iter(qualified(f"a:{name}"))
        place[:] = [element("a:srgbClr", val=colour[1:])]
    for font in ("majorFont", "minorFont"):
        (place,) = theme.iter(qualified(f"a:{font}"))
        for script in ("latin", "ea", "cs"):
            for own in place.findall(qualified(f"a:{script}")):
                own.set("typeface", FONT if script == "ea" else LATIN)
        for other in place.findall(qualified("a:font")):
            if other.get("script") == "Hans":
                other.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master: Any) -> None:  # noqa: ANN401
    """Places and sizes: titles at the left, in bold; a small number at the foot."""
    places = {"title": TITLE, "body": BODY, "sldNum": NUMBER}
    for shape in list(master.placeholders):
        kind = shape._element.ph.get("type")
        if kind in places:
            _put(shape, places[kind])
        else:
            shape._element.getparent().remove(shape._element)
    _no_margins(master, "title", anchor="b")
    _no_margins(master, "sldNum", anchor="ctr")
    style = master._element.find(f".//{qualified('p:titleStyle')}/{qualified('a:lvl1pPr')}")
    style.set("algn", "l")
    default = style.find(qualified("a:defRPr"))
    default.set("sz", "2600")
    default.set("b", "1")
    _languages(master._element)


def _no_margins(master: Any, kind: str, *, anchor: str) -> None:  # noqa: ANN401
    """Texts begin where charts and text boxes do."""
    for shape in master.placeholders:
        if shape._element.ph.get("type") == kind:
            body = shape._element.txBody.bodyPr
            for side in ("lIns", "rIns", "tIns", "bIns"):
                body.set(side, "0")
            body.set("anchor", anchor)


def _layout(layout: Any) -> None:  # noqa: ANN401
    """The layout in our places; the cover's texts are large and at the left."""
    kept = {"ctrTitle": COVER_TITLE, "subTitle": COVER_SUBTITLE}
    for shape in list(layout.placeholders):
        kind = shape._element.ph.get("type")
        if kind in ("dt", "ftr"):
            shape._element.getparent().remove(shape._element)
        elif kind in kept:
            _put(shape, kept[kind])
            _cover_text(shape, large=kind == "ctrTitle")
    if layout.name == "Title Slide":
        _accent(layout)
    _languages(layout._element)


def _cover_text(shape: Any, *, large: bool) -> None:  # noqa: ANN401
    styles = shape._element.txBody.find(qualified("a:lstStyle"))
    colour = "tx1" if large else "tx2"
    default = element("a:defRPr", fill(colour), sz=3800 if large else 2000, b=int(large))
    bullets = None if large else element("a:buNone")
    styles[:] = [element("a:lvl1pPr", bullets, default, marL=0, indent=0, algn="l")]
    body = shape._element.txBody.bodyPr
    body.set("anchor", "b" if large else "t")
    for side in ("lIns", "rIns"):
        body.set(side, "0")


def _accent(layout: Any) -> None:  # noqa: ANN401
    """A short line in the accent between title and author."""
    shape = layout.shapes._spTree
    bar = element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", id=90, name="Accent"),
            element("p:cNvSpPr"),
            element("p:nvPr", userDrawn=1),
        ),
        element(
            "p:spPr",
            element(
                "a:xfrm",
                element("a:off", x=_emu(80), y=_emu(287)),
                element("a:ext", cx=_emu(96), cy=_emu(4)),
            ),
            element("a:prstGeom", element("a:avLst"), prst="rect"),
            fill("accent1"),
        ),
    )
    shape.append(bar)


def _emu(points: float) -> int:
    return int(Pt(points))


def _put(shape: Any, box: tuple[float, float, float, float]) -> None:  # noqa: ANN401
    shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in box)


def _languages(root: Any) -> None:  # noqa: ANN401
    """Chinese is what a person types into it."""
    for tag in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for found in root.iter(qualified(tag)):
            if found.get("lang"):
                found.set("lang", "zh-CN")
