"""The series of a native chart as DrawingML: what is drawn, how it looks and what is labelled."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dashboard.exports.native.cells import DrawnSeries, by_day
from dashboard.exports.native.marks import (
    Looks,
    bar_looks,
    error_bars,
    label,
    labels,
    marker,
    numbers,
    path,
    point_looks,
    texts,
)
from dashboard.exports.native.model import Form, NativeChart, Point, Standing
from dashboard.exports.native.placing import Frame, Plot, label_shifts, place_across
from dashboard.exports.native.style import Element, Style, element, value
from dashboard.figures.base import text_width
from dashboard.figures.scatter import PLOT, label_positions

ON_COLOUR = "#FFFFFF"
BESIDE = 0.008  # of the width, between a whisker and a label
EVERY_LABEL = 12  # so many points of a single line are labelled all
POSITIONS = {"middle right": "r", "middle left": "l", "top center": "t", "bottom center": "b"}


@dataclass(frozen=True)
class Drawing:
    """A native chart and all that decides how it is drawn."""

    native: NativeChart
    plot: Plot
    frame: Frame
    style: Style

    @property
    def form(self) -> Form:
        """Lines on an axis of days are drawn as points with an x."""
        return self.native.form

    @property
    def has_x(self) -> bool:
        """Whether points have a place across of their own."""
        return self.form is Form.SCATTER or by_day(self.native)

    @property
    def is_bars(self) -> bool:
        """Whether bars are drawn."""
        return self.form in (Form.BAR, Form.STACKED)

    def looks(self, colour: str, *, bold: bool = False) -> Looks:
        """A text of the chart in a colour."""
        return Looks(self.style, self.frame.size, colour, bold)


def series(drawing: Drawing, drawn: DrawnSeries, order: int, shifts: dict[str, float]) -> Element:
    """One series with its points, labels, error bars and cells."""
    return element(
        "c:ser",
        value("c:idx", order),
        value("c:order", order),
        element("c:tx", texts(drawn.name)),
        *_series_looks(drawing, drawn),
        *_points(drawing, drawn),
        _labels(drawing, drawn, shifts),
        *_whiskers(drawing, drawn),
        *_cells(drawing, drawn),
    )


def _series_looks(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    colour = drawn.series.colour
    if drawing.is_bars:
        return [bar_looks(Standing.EXACT, colour), value("c:invertIfNegative", 0)]
    symbol = marker(drawing.native.symbol, Standing.EXACT, colour, drawing.style)
    dotted = bool(drawn.series.dotted) and drawn.series.dotted >= _joined(drawing, drawn)
    return [element("c:spPr", path(drawn, drawing.form, dotted=dotted)), symbol]


def _joined(drawing: Drawing, drawn: DrawnSeries) -> set[int]:
    """The places to which a line leads."""
    places = [at for at, point in enumerate(drawn.series.points) if point is not None]
    return {at for before, at in pairwise(places) if drawing.has_x or at == before + 1}


def _points(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    """Points that differ from their series."""
    found = (
        point_looks(
            drawn,
            place,
            point,
            drawing.form,
            symbol=drawing.native.symbol,
            style=drawing.style,
            labelled=place == _end(drawn),
        )
        for place, point in enumerate(drawn.points)
        if point is not None
    )
    return [one for one in found if one is not None]


def _end(drawn: DrawnSeries) -> int | None:
    """Where the series is named."""
    known = [at for at, point in enumerate(drawn.points) if point is not None]
    return known[-1] if drawn.series.end_text else None


def _whiskers(drawing: Drawing, drawn: DrawnSeries) -> list[Element | None]:
    if drawing.is_bars:
        muted = drawing.style.muted
        return [error_bars(drawn.below, drawn.above, direction="", colour=muted)]
    colour = drawn.series.colour
    return [
        error_bars(drawn.x_below, drawn.x_above, direction="x", colour=colour),
        error_bars(drawn.below, drawn.above, direction="y", colour=colour),
    ]


def _cells(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    if drawing.has_x:
        return [
            element("c:xVal", numbers(drawn.across)),
            element("c:yVal", numbers(drawn.values)),
            value("c:smooth", 0),
        ]
    cells = [element("c:cat", texts(drawn.across)), element("c:val", numbers(drawn.values))]
    return cells if drawing.is_bars else [*cells, value("c:smooth", 0)]


def _labels(drawing: Drawing, drawn: DrawnSeries, shifts: dict[str, float]) -> Element | None:
    match drawing.form:
        case Form.LINE:
            found = _line_labels(drawing, drawn, shifts)
        case Form.BAR:
            found = _bar_labels(drawing, drawn)
        case Form.STACKED:
            found = _part_labels(drawing, drawn)
        case Form.SCATTER:
            found = _mark_labels(drawing, drawn)
    return labels(found, drawing.looks(drawn.series.colour)) if found else None


def _line_labels(drawing: Drawing, drawn: DrawnSeries, shifts: dict[str, float]) -> list[Element]:
    """Name and value at the line's end; a line that is alone has its values at all points."""
    native, one = drawing.native, drawn.series
    known = [at for at, point in enumerate(drawn.points) if point is not None]
    looks = drawing.looks(one.colour)
    found = []
    alone = len({other.colour for other in native.series}) == 1
    if alone and len(native.points) <= EVERY_LABEL:
        found = [
            label(at, point.text, looks, position="t")
            for at in known[: -1 if one.end_text else None]
            if (point := drawn.points[at])
        ]
    if one.end_text and not drawing.plot.legend:
        # an earlier end is named where the others end, and says its year
        steps = 0 if drawing.has_x else len(native.categories) - 1 - known[-1]
        right = steps * drawing.plot.width / len(native.categories)
        shift = (right, shifts[one.name])
        bold = drawing.looks(one.colour, bold=True)
        found.append(label(known[-1], one.end_text, bold, position="r", shift=shift, name=one.name))
    return found


def _bar_labels(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    """The value behind the bar and its whisker."""
    looks = drawing.looks(drawing.style.ink)
    return [
        label(
            at,
            point.text,
            looks,
            position="outEnd",
            shift=(_behind_whisker(point, drawing.plot), 0.0),
        )
        for at, point in enumerate(drawn.points)
        if point is not None
    ]


def _behind_whisker(point: Point, plot: Plot) -> float:
    end = -(point.below or 0.0) if point.value < 0 else point.above or 0.0
    beside = BESIDE if end > 0 else -BESIDE if end < 0 else 0.0
    return place_across(end, plot) + beside


def _part_labels(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    """Values inside the parts that are wide enough for them."""
    looks = drawing.looks(ON_COLOUR)
    room = drawing.frame.width
    return [
        label(at, point.text, looks, position="ctr")
        for at, point in enumerate(drawn.points)
        if point is not None
        and text_width(point.text, drawing.frame.size) + 4
        < place_across(point.value, drawing.plot) * room
    ]


def _mark_labels(drawing: Drawing, drawn: DrawnSeries) -> list[Element]:
    """District and period beside a mark, where they cover nothing."""
    every = drawing.native.points
    high = [max((end or 0.0 for end in ends), default=1.0) or 1.0 for ends in (
        [point.x for point in every], [point.value for point in every],
    )]  # fmt: skip
    spots = [
        ((point.x or 0.0) / high[0] * PLOT[0], point.value / high[1] * PLOT[1]) for point in every
    ]
    places = label_positions([point.text for point in every], spots)
    found = {id(point): place for point, place in zip(every, places, strict=True)}
    looks = drawing.looks(drawn.series.colour)
    return [
        label(at, point.text, looks, position=POSITIONS[position])
        for at, point in enumerate(drawn.points)
        if point is not None and (position := found[id(point)])
    ]


def shifts_of(drawing: Drawing) -> dict[str, float]:
    """How far labels at the ends of lines are moved."""
    if drawing.form is not Form.LINE or drawing.plot.legend:
        return {}
    return label_shifts(drawing.native, drawing.plot, drawing.frame)
