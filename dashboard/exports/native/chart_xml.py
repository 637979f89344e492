"""A native chart as DrawingML that PowerPoint, WPS and LibreOffice draw and edit."""

from __future__ import annotations

from datetime import date
from math import ceil

from lxml import etree

from dashboard.exports.native.cells import Sheet, number_of
from dashboard.exports.native.chart_series import Drawing, series, shifts_of
from dashboard.exports.native.model import Form, NativeChart
from dashboard.exports.native.placing import Frame, Plot, has_title, plot_of
from dashboard.exports.native.style import (
    LANGUAGES,
    Element,
    Style,
    element,
    fill,
    line,
    value,
)

ACROSS, UP = 111111111, 222222222  # what the axes call each other
LARGE = 10.0  # from here on the ticks of an axis are whole numbers
YEAR = 365.25
MOST_YEARS = 8
TALLEST_BAR = 38.0  # points


def chart_xml(native: NativeChart, sheet: Sheet, frame: Frame, style: Style) -> bytes:
    """The chart part of a slide, without the link to its workbook."""
    drawing = Drawing(native, plot_of(native, frame), frame, style)
    chart = element(
        "c:chart",
        value("c:autoTitleDeleted", 1),
        element(
            "c:plotArea",
            _inner(drawing.plot),
            _kind(drawing, sheet),
            *_axes(drawing),
            element("c:spPr", element("a:noFill"), line(None)),
        ),
        _legend(drawing),
        value("c:plotVisOnly", 1),
        value("c:dispBlanksAs", "gap"),
    )
    space = element(
        "c:chartSpace",
        value("c:date1904", 0),
        value("c:lang", LANGUAGES[style.language][0]),
        value("c:roundedCorners", 0),
        chart,
        element("c:spPr", fill(style.card) if style.card else element("a:noFill"), line(None)),
        drawing.looks(style.ink).body(),
    )
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _inner(plot: Plot) -> Element:
    return _layout("inner", plot.left, plot.top, plot.width, plot.height)


def _layout(target: str, *box: float) -> Element:
    """A place in parts of the frame: left, top, width, height."""
    return element(
        "c:layout",
        element(
            "c:manualLayout",
            value("c:layoutTarget", target) if target else None,
            value("c:xMode", "edge"),
            value("c:yMode", "edge"),
            *(value(f"c:{name}", f"{part:.5f}") for name, part in zip("xywh", box, strict=False)),
        ),
    )


def _kind(drawing: Drawing, sheet: Sheet) -> Element:
    """The plot of the form with all its series."""
    shifts = shifts_of(drawing)
    every = [series(drawing, one, order, shifts) for order, one in enumerate(sheet.drawn)]
    axes = [value("c:axId", ACROSS), value("c:axId", UP)]
    if drawing.has_x:
        style = value("c:scatterStyle", "lineMarker")
        return element("c:scatterChart", style, value("c:varyColors", 0), *every, *axes)
    if drawing.form is Form.LINE:
        return element(
            "c:lineChart", value("c:grouping", "standard"), value("c:varyColors", 0), *every,
            value("c:marker", 1), *axes,
        )  # fmt: skip
    stacked = drawing.form is Form.STACKED
    return element(
        "c:barChart",
        value("c:barDir", "bar"),
        value("c:grouping", "stacked" if stacked else "clustered"),
        value("c:varyColors", 0),
        *every,
        value("c:gapWidth", _gap(drawing)),
        value("c:overlap", 100 if stacked else -10),
        *axes,
    )


def _gap(drawing: Drawing) -> int:
    """The room between bars, in percent of their height: few bars are no higher than many."""
    native = drawing.native
    row = drawing.plot.height * drawing.frame.height / len(native.categories)
    side_by_side = 1 if native.form is Form.STACKED else len(native.series)
    return round(min(500.0, max(50.0, (row / TALLEST_BAR - side_by_side) * 100)))


def _axes(drawing: Drawing) -> list[Element]:
    if drawing.has_x:
        across = _days_axis(drawing) if drawing.native.dates else _x_axis(drawing)
        return [across, _value_axis(drawing, "l")]
    if drawing.is_bars:
        return [_category_axis(drawing, "l", "maxMin"), _value_axis(drawing, "b")]
    return [_category_axis(drawing, "b", "minMax"), _value_axis(drawing, "l")]


def _category_axis(drawing: Drawing, side: str, orientation: str) -> Element:
    style = drawing.style
    negative = drawing.plot.ends[0] < 0
    return element(
        "c:catAx",
        value("c:axId", ACROSS),
        element("c:scaling", value("c:orientation", orientation)),
        value("c:delete", 0),
        value("c:axPos", side),
        element("c:numFmt", formatCode="General", sourceLinked=0),
        value("c:majorTickMark", "none" if drawing.is_bars else "out"),
        value("c:minorTickMark", "none"),
        value("c:tickLblPos", "low" if negative else "nextTo"),
        element("c:spPr", line(style.muted)),
        drawing.looks(style.ink if drawing.is_bars else style.muted).body(),
        value("c:crossAx", UP),
        value("c:crosses", "autoZero"),
        value("c:auto", 0),
        value("c:lblAlgn", "ctr"),
        value("c:lblOffset", 60),
        value("c:tickLblSkip", 1) if drawing.is_bars else None,
        value("c:noMultiLvlLbl", 1),
    )


def _value_axis(drawing: Drawing, side: str) -> Element:
    native, style = drawing.native, drawing.style
    return _number_axis(
        drawing,
        UP,
        side,
        scaling=_scaling(native, drawing.plot),
        title=_value_title(drawing, side),
        code=_code(native, drawing.plot),
        outline=line(None),
        # below the bars, which are read from the top
        crosses="max" if drawing.is_bars else "autoZero" if not native.log else "min",
        grid=element("c:majorGridlines", element("c:spPr", line(style.grid))),
    )


def _scaling(native: NativeChart, plot: Plot) -> Element:
    """From zero unless there are values below; what is edited later must find its room."""
    base = value("c:logBase", 10) if native.log else None
    top = value("c:max", f"{native.ceiling:g}") if native.ceiling is not None else None
    from_zero = not native.log and plot.ends[0] >= 0
    floor = value("c:min", 0) if from_zero else None
    if native.form is Form.BAR and plot.ends[0] < 0:
        floor = value("c:min", f"{plot.ends[0]:g}")  # else labels below zero reach into the names
    return element("c:scaling", base, value("c:orientation", "minMax"), top, floor)


def _code(native: NativeChart, plot: Plot) -> str:
    code = "#,##0" if max(abs(end) for end in plot.ends) >= LARGE and not native.log else "General"
    return f'{code}"%"' if native.percent else code


def _value_title(drawing: Drawing, side: str) -> Element | None:
    """The unit: above an upright axis, below a level one; a scatter chart's is turned."""
    native = drawing.native
    if not has_title(native, drawing.frame.size):
        return None
    upright = native.form is Form.SCATTER
    place = None
    if side == "l" and not upright:
        height = drawing.frame.size / drawing.frame.height
        top = max(0.0, drawing.plot.top - 2.0 * height)
        place = _layout("", 0.0, top)
    return _title(drawing, native.value_title, turned=upright, place=place)


def _title(drawing: Drawing, text: str, *, turned: bool, place: Element | None) -> Element:
    looks = drawing.looks(drawing.style.muted)
    return element(
        "c:title",
        looks.rich(text, turned=turned),
        place,
        value("c:overlay", 1 if place is not None else 0),
    )


def _x_axis(drawing: Drawing) -> Element:
    """The values of the horizontal indicator."""
    known = [end for one in drawing.native.points for end in (one.x, one.x_high) if end is not None]
    return _number_axis(
        drawing,
        ACROSS,
        "b",
        scaling=element("c:scaling", value("c:orientation", "minMax"), value("c:min", 0)),
        title=_title(drawing, drawing.native.x_title, turned=False, place=None),
        code="#,##0" if max(known, default=0.0) >= LARGE else "General",
        outline=line(drawing.style.muted),
        crosses="autoZero",
    )


def _days_axis(drawing: Drawing) -> Element:
    """Days in scale; a tick is the end of a year."""
    days = drawing.native.dates
    first, last = date(min(days).year - 1, 12, 31), date(max(days).year, 12, 31)
    years = last.year - first.year
    ends = [value("c:max", number_of(last) + 31), value("c:min", number_of(first))]
    return _number_axis(
        drawing,
        ACROSS,
        "b",
        scaling=element("c:scaling", value("c:orientation", "minMax"), *ends),
        title=None,
        code="yyyy\\-mm",
        outline=line(drawing.style.muted),
        crosses="autoZero",
        step=YEAR * ceil(years / MOST_YEARS),
    )


def _number_axis(
    drawing: Drawing,
    number: int,
    side: str,
    *,
    scaling: Element,
    title: Element | None,
    code: str,
    outline: Element,
    crosses: str,
    grid: Element | None = None,
    step: float | None = None,
) -> Element:
    return element(
        "c:valAx",
        value("c:axId", number),
        scaling,
        value("c:delete", 0),
        value("c:axPos", side),
        grid,
        title,
        element("c:numFmt", formatCode=code, sourceLinked=0),
        value("c:majorTickMark", "out" if number == ACROSS else "none"),
        value("c:minorTickMark", "none"),
        value("c:tickLblPos", "nextTo"),
        element("c:spPr", outline),
        drawing.looks(drawing.style.muted).body(turned=False),
        value("c:crossAx", UP if number == ACROSS else ACROSS),
        value("c:crosses", crosses),
        value("c:crossBetween", "midCat" if drawing.has_x else "between"),
        value("c:majorUnit", step) if step else None,
    )


def _legend(drawing: Drawing) -> Element | None:
    if not drawing.plot.legend:
        return None
    box = (drawing.plot.left, 0.0, 1 - drawing.plot.left, drawing.plot.legend_height)
    return element(
        "c:legend",
        value("c:legendPos", "t"),
        _layout("", *box),
        value("c:overlay", 0),
        drawing.looks(drawing.style.ink).body(),
    )
