"""How a value's mark looks in a native chart by how it is known, and its label and error bars."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from dashboard.exports.native.cells import DrawnSeries, Range, number_of
from dashboard.exports.native.model import Form, Point, Standing, number_format
from dashboard.exports.native.style import (
    PALE,
    Element,
    Style,
    element,
    fill,
    line,
    run_properties,
    value,
)
from dashboard.exports.plain_text import one_line

WIDTH = 2.25  # points of a line
# LibreOffice draws the marks of single points only where their size is not that of their series
SIZE, OWN_SIZE, END_SIZE = 7, 8, 9
CHART_2012 = "http://schemas.microsoft.com/office/drawing/2012/chart"
LEADERS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
SHOWN = ("c:showLegendKey", "c:showVal", "c:showCatName", "c:showSerName", "c:showPercent",
         "c:showBubbleSize")  # fmt: skip


def marker(
    symbol: str, standing: Standing, colour: str, style: Style, *, size: int = SIZE
) -> Element:
    """A filled mark; hollow if derived, pale if approximate or computed."""
    inside = fill(colour)
    if standing is Standing.DERIVED:
        inside = fill(style.paper)
    elif standing is not Standing.EXACT:
        inside = fill(colour, opacity=PALE)
    looks = element("c:spPr", inside, line(colour, points=1.75))
    return element("c:marker", value("c:symbol", symbol), value("c:size", size), looks)


def bar_looks(standing: Standing, colour: str) -> Element:
    """A filled bar; outlined if derived, pale if approximate, hatched if computed."""
    match standing:
        case Standing.EXACT:
            return element("c:spPr", fill(colour), line(None))
        case Standing.DERIVED:
            return element("c:spPr", element("a:noFill"), line(colour, points=2))
        case Standing.APPROXIMATE:
            return element("c:spPr", fill(colour, opacity=PALE), line(colour, points=1))
    hatch = element(
        "a:pattFill",
        element("a:fgClr", *fill(colour)),
        element("a:bgClr", *fill("bg1")),
        prst="wdUpDiag",
    )
    return element("c:spPr", hatch, line(colour, points=1))


def point_looks(
    drawn: DrawnSeries,
    place: int,
    point: Point,
    form: Form,
    *,
    symbol: str,
    style: Style,
    labelled: bool = False,
) -> Element | None:
    """What sets a point apart from its series; None if nothing does."""
    series = drawn.series
    colour = point.colour or series.colour
    index = value("c:idx", place)
    if form in (Form.BAR, Form.STACKED):
        if point.standing is Standing.EXACT and colour == series.colour:
            return None
        looks = bar_looks(point.standing, colour)
        return element(
            "c:dPt", index, value("c:invertIfNegative", 0), value("c:bubble3D", 0), looks
        )
    dotted = _is_dotted(drawn, place)
    if point.standing is Standing.EXACT and not dotted and not labelled:
        return None
    return element(
        "c:dPt",
        index,
        marker(symbol, point.standing, colour, style, size=END_SIZE if labelled else OWN_SIZE),
        value("c:bubble3D", 0),
        element("c:spPr", path(drawn, form, dotted=dotted)),
    )


def _is_dotted(drawn: DrawnSeries, place: int) -> bool:
    """Whether the line to this point is dotted; places are counted in the chart's categories."""
    point = drawn.points[place]
    return any(drawn.series.points[at] is point for at in drawn.series.dotted)


def path(drawn: DrawnSeries, form: Form, *, dotted: bool = False) -> Element:
    """The line of a series, or that there is none."""
    if form is Form.SCATTER or not drawn.series.joined:
        return line(None)
    return line(drawn.series.colour, points=WIDTH, dash="sysDot" if dotted else "")


@dataclass(frozen=True)
class Looks:
    """How a text in a chart is written."""

    style: Style
    size: float
    colour: str
    bold: bool = False

    def properties(self, tag: str) -> Element:
        """As the properties of a run, or as a default."""
        return run_properties(tag, self.style, size=self.size, colour=self.colour, bold=self.bold)

    def body(self, *, turned: bool | None = None, wrap: bool = True) -> Element:
        """As the properties of all texts of a part of the chart; titles may be `turned`."""
        around = element("a:bodyPr", **({} if wrap else {"wrap": "none"}))
        if turned is not None:
            around.set("rot", "-5400000" if turned else "0")
            around.set("vert", "horz")
        default = element("a:pPr", self.properties("a:defRPr"))
        paragraph = element("a:p", default, element("a:endParaRPr", lang=default[0].get("lang")))
        return element("c:txPr", around, element("a:lstStyle"), paragraph)

    def rich(self, text: str, *, turned: bool | None = None, wrap: bool = True) -> Element:
        """This text itself."""
        body = self.body(turned=turned, wrap=wrap)
        run = element("a:r", self.properties("a:rPr"), said("a:t", one_line(text)))
        body[-1].insert(1, run)
        body[-1].remove(body[-1][-1])
        rich = element("c:rich")
        rich.extend(list(body))
        return element("c:tx", rich)


def label(
    place: int,
    text: str,
    looks: Looks,
    *,
    position: str,
    shift: tuple[float, float] = (0.0, 0.0),
    name: str = "",
) -> Element:
    """A label of one point, after its series' `name` if it is given.

    A number is written by Office from the cell, so that it follows when the cell is changed;
    whatever says more than a number is text.
    """
    written = number_format(text)
    shown = {"c:showVal"} | ({"c:showSerName"} if name else set())
    return element(
        "c:dLbl",
        value("c:idx", place),
        element("c:layout", _moved(*shift) if shift != (0.0, 0.0) else None),
        None if written else looks.rich(f"{name} {text}".strip(), wrap=False),
        element("c:numFmt", formatCode=written, sourceLinked=0) if written else None,
        element("c:spPr", element("a:noFill"), line(None)),
        looks.body(wrap=False) if written else None,
        value("c:dLblPos", position),
        *(value(tag, int(tag in shown)) for tag in SHOWN),
        said("c:separator", " "),
    )


def _moved(right: float, down: float) -> Element:
    return element("c:manualLayout", value("c:x", f"{right:.5f}"), value("c:y", f"{down:.5f}"))


def labels(every: list[Element], looks: Looks) -> Element:
    """Only these labels of a series."""
    return element(
        "c:dLbls",
        *every,
        element("c:spPr", element("a:noFill"), line(None)),
        looks.body(),
        *(value(tag, 0) for tag in SHOWN),
        element("c:extLst", element("c:ext", _no_leaders(), uri=LEADERS)),
    )


def _no_leaders() -> Element:
    """Labels that were moved are not tied to their points by lines."""
    name = etree.QName(CHART_2012, "showLeaderLines")
    return etree.Element(name, val="0", nsmap={"c15": CHART_2012})


def error_bars(
    below: Range | None, above: Range | None, *, direction: str, colour: str
) -> Element | None:
    """Whiskers as far as the bounds are known, from their cells."""
    if below is None or above is None:
        return None
    return element(
        "c:errBars",
        value("c:errDir", direction) if direction else None,
        value("c:errBarType", "both"),
        value("c:errValType", "cust"),
        value("c:noEndCap", 0),
        element("c:plus", numbers(above)),
        element("c:minus", numbers(below)),
        element("c:spPr", line(colour, points=1.5)),
    )


def numbers(cells: Range, *, code: str = "General") -> Element:
    """Cells of numbers with what they hold; empty ones hold nothing."""
    cache = element("c:numCache", said("c:formatCode", code), value("c:ptCount", len(cells.cells)))
    for place, cell in enumerate(cells.cells):
        if cell is not None:
            held = repr(number_of(cell)).removesuffix(".0")
            cache.append(element("c:pt", said("c:v", held), idx=place))
    return element("c:numRef", said("c:f", cells.address), cache)


def texts(cells: Range) -> Element:
    """Cells of texts with what they hold."""
    cache = element("c:strCache", value("c:ptCount", len(cells.cells)))
    for place, cell in enumerate(cells.cells):
        cache.append(element("c:pt", said("c:v", str(cell or "")), idx=place))
    return element("c:strRef", said("c:f", cells.address), cache)


def said(tag: str, text: str) -> Element:
    """An element that holds a text."""
    made = element(tag)
    made.text = text
    return made
