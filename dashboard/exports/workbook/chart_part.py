"""The drawing of a sheet's chart: the one of slides, with a title of its own and on white."""

from __future__ import annotations

from typing import Any

from lxml import etree

from dashboard.charts.chart import Chart
from dashboard.exports.native.cells import Sheet
from dashboard.exports.native.chart_xml import chart_xml
from dashboard.exports.native.model import Form, NativeChart
from dashboard.exports.native.placing import Frame, text_size
from dashboard.exports.native.style import (
    Element,
    Style,
    element,
    fill,
    line,
    run_properties,
    value,
)
from dashboard.exports.plain_text import one_line
from dashboard.exports.workbook.chart_cells import Table
from dashboard.words import Words

WIDTH = 720.0  # points of a chart
LOWEST, HIGHEST = 330.0, 1200.0
BAR, AROUND = 21.0, 110.0  # of a bar, and of what stands around all of them
TITLE, SUBTITLE, TEXT = 14.0, 10.0, 11.0
BAND = 46.0  # above the plot, for title and subtitle


def height_of(native: NativeChart) -> float:
    """As high as its bars need, in points."""
    if native.form not in (Form.BAR, Form.STACKED):
        return LOWEST + BAND
    beside = len(native.series) if native.form is Form.BAR else 1
    wanted = AROUND + BAR * len(native.categories) * (1 + beside) / 2
    return min(HIGHEST, max(LOWEST, wanted)) + BAND


def chart_part(chart: Chart, native: NativeChart, table: Table, words: Words) -> bytes:
    """The chart part of the file, titled so that it can be copied elsewhere."""
    height = height_of(native)
    inner, style = height - BAND, Style(words.language)
    frame = Frame(WIDTH, inner, min(TEXT, text_size(native, WIDTH, inner)))
    cells = Sheet(table.sheet, (), tuple(table.drawn))
    space: Element = etree.fromstring(chart_xml(native, cells, frame, style))
    _make_room(space, BAND / height)
    inside = space.find("{*}chart")
    inside.find("{*}autoTitleDeleted").set("val", "0")
    inside.insert(0, _title(chart, style))
    space.replace(space.find("{*}spPr"), element("c:spPr", fill(style.paper), line(None)))
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _make_room(space: Element, band: float) -> None:
    """Move whatever has its place below the title, and make it lower in proportion."""
    for layout in space.iter("{*}manualLayout"):
        top, height = layout.find("{*}y"), layout.find("{*}h")
        from_edge = layout.find("{*}yMode") is not None  # otherwise it is moved by so much
        if top is not None:
            start = band if from_edge else 0.0
            top.set("val", f"{start + float(top.get('val')) * (1 - band):.5f}")
        if height is not None:
            height.set("val", f"{float(height.get('val')) * (1 - band):.5f}")


def _title(chart: Chart, style: Style) -> Element:
    title = _paragraph(chart.title, style, size=TITLE, colour=style.ink, bold=True)
    under = [_paragraph(chart.subtitle, style, size=SUBTITLE, colour=style.muted)]
    body = element(
        "c:rich",
        element("a:bodyPr"),
        element("a:lstStyle"),
        title,
        *(under if chart.subtitle else []),
    )
    corner = element(
        "c:manualLayout",
        value("c:xMode", "edge"),
        value("c:yMode", "edge"),
        value("c:x", "0.01"),
        value("c:y", "0.01"),
    )
    place = element("c:layout", corner)
    return element("c:title", element("c:tx", body), place, value("c:overlay", 1))


def _paragraph(text: str, style: Style, **looks: Any) -> Element:  # noqa: ANN401
    said = element("a:t")
    said.text = one_line(text)
    default = run_properties("a:defRPr", style, **looks)
    run = element("a:r", run_properties("a:rPr", style, **looks), said)
    return element("a:p", element("a:pPr", default, algn="l"), run)
