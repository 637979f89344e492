"""Where things stand inside a native chart: the plot with room for its texts, labels apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.cells import by_day
from dashboard.exports.native.model import Form, NativeChart, Point, Series
from dashboard.figures.base import spread, text_width
from dashboard.figures.scales import round_step

LINE = 1.35  # height of a line, in parts of the font size
NAMES_AT_MOST, LABELS_AT_MOST = 0.48, 0.3  # of a chart's width
LEGEND_ENTRY = 34.0  # points of a legend's entry besides its text
ROOM = 10.0
STEPS = 9
LARGEST, SMALLEST = 12.0, 8.0  # points of a text
AROUND = 56.0  # points that axis and legend take of a chart of bars
LONGEST_TITLE = 90.0  # points of a title above an upright axis


@dataclass(frozen=True)
class Frame:
    """A chart's place on its slide in points, and the size of its texts."""

    width: float
    height: float
    size: float


@dataclass(frozen=True)
class Plot:
    """The plot inside a frame, in parts of it; `ends` are about those of the value axis."""

    left: float
    top: float
    width: float
    height: float
    ends: tuple[float, float]
    legend: bool
    legend_height: float


def text_size(native: NativeChart, width: float, height: float) -> float:
    """As large as rows of bars allow, at most 12 points."""
    if native.form not in (Form.BAR, Form.STACKED):
        return LARGEST
    row = (height - AROUND) / len(native.categories)
    sizes = (LARGEST - step / 2 for step in range(round((LARGEST - SMALLEST) * 2)))
    return next((size for size in sizes if _row(native, width, size) <= row), SMALLEST)


def most_bars(native: NativeChart, width: float, height: float) -> int:
    """How many bars have room for their names in the smallest size."""
    lines = _lines(native, width, SMALLEST)
    row = sum(lines) / len(lines) * SMALLEST * 1.2 + SMALLEST * 0.25
    return max(4, int((height - AROUND) / row))


def _row(native: NativeChart, width: float, size: float) -> float:
    """The height of a row in which no name at the axis reaches into the next one."""
    lines = _lines(native, width, size)
    pairs = pairwise([*lines, lines[-1]])
    return max((one + other) / 2 for one, other in pairs) * size * 1.2 + size * 0.25


def _lines(native: NativeChart, width: float, size: float) -> list[int]:
    """How many lines each name at the axis of bars takes."""
    room = (width * NAMES_AT_MOST - 14) / 1.03
    return [len(wrap(name, width=room, size=size)) for name in native.categories]


def plot_of(native: NativeChart, frame: Frame) -> Plot:
    """The plot, with room for the texts around it."""
    ends = axis_ends(native)
    legend = has_legend(native, frame)
    legend_height = _legend_height(native, frame) if legend else 0.0
    across = native.form in (Form.BAR, Form.STACKED)
    titled = has_title(native, frame.size)
    top = legend_height + (4.0 if across or not titled else frame.size * 2.0)
    below = _below(native, frame, titled=titled and across)
    left = _left(native, frame, ends)
    right = _right(native, frame, legend=legend)
    return Plot(
        left / frame.width,
        top / frame.height,
        max(0.2, 1 - (left + right) / frame.width),
        max(0.2, 1 - (top + below) / frame.height),
        ends,
        legend,
        legend_height / frame.height,
    )


def has_title(native: NativeChart, size: float) -> bool:
    """Whether the value axis has a title; a long one is left to the subtitle, which has it too."""
    if not native.value_title or native.percent:
        return False
    across = native.form is not Form.LINE
    return across or text_width(native.value_title, size) <= LONGEST_TITLE


def axis_ends(native: NativeChart) -> tuple[float, float]:
    """About where Office lets the value axis begin and end; exactly where we say where."""
    known = list(_known(native))
    low, high = min(known, default=0.0), max(known, default=1.0)
    if native.log:
        return 10.0 ** floor(log10(low)), 10.0 ** ceil(log10(high))
    step = round_step((max(high, 0.0) - min(low, 0.0) or 1.0) / STEPS)
    below = step * floor(min(low, 0.0) / step)
    if native.form is Form.BAR and below < 0:
        below -= 2 * step  # room for labels
    above = step * ceil(max(high, 0.0) * 1.02 / step)
    ends = (native.floor, native.ceiling)
    return below if ends[0] is None else ends[0], above if ends[1] is None else ends[1]


def _known(native: NativeChart) -> Iterable[float]:
    if native.form is Form.STACKED:
        bars = zip(*(one.points for one in native.series), strict=True)
        return [sum(point.value for point in bar if point) for bar in bars]
    return [
        end for one in native.points for end in (one.value, one.low, one.high) if end is not None
    ]


def ended(native: NativeChart) -> list[Series]:
    """The series that are named at their end."""
    return [one for one in native.series if one.end_text]


def has_legend(native: NativeChart, frame: Frame) -> bool:
    """Where series cannot be named beside what they draw."""
    if native.form is Form.LINE:
        return len(ended(native)) * frame.size * LINE > frame.height * 0.8
    return native.form is not Form.SCATTER and len(native.series) > 1


def _legend_height(native: NativeChart, frame: Frame) -> float:
    widths = [text_width(one.name, frame.size) + LEGEND_ENTRY for one in native.series]
    in_a_row = max(1, int(frame.width / max(widths)))
    rows = 1 if sum(widths) < frame.width else ceil(len(widths) / in_a_row)
    return rows * frame.size * 1.5 + 6


def _left(native: NativeChart, frame: Frame, ends: tuple[float, float]) -> float:
    if native.form in (Form.BAR, Form.STACKED):
        widest = max(text_width(name, frame.size) for name in native.categories)
        return min(widest * 1.03 + 14, frame.width * NAMES_AT_MOST)
    title = frame.size * 1.8 if native.form is Form.SCATTER else 0.0
    widest = max(text_width(f"{end:,.0f}00", frame.size) for end in ends)
    return max(widest, 28.0) + ROOM + title


def _right(native: NativeChart, frame: Frame, *, legend: bool) -> float:
    size = frame.size
    if native.form is Form.STACKED or native.form is Form.SCATTER:
        return 24.0
    if native.form is Form.BAR:
        widest = max((text_width(one.text, size) for one in native.points), default=0.0)
        return min(widest + 16, frame.width * LABELS_AT_MOST)
    texts = [] if legend else [f"{one.name} {one.end_text}" for one in ended(native)]
    widest = max((text_width(text, size) for text in texts), default=0.0)
    return min(widest * 1.06 + 18, frame.width * LABELS_AT_MOST)


def _below(native: NativeChart, frame: Frame, *, titled: bool) -> float:
    """Room for the names at the horizontal axis, and for its title."""
    names = 1
    if native.form is Form.LINE and not by_day(native):
        step = frame.width * 0.75 / len(native.categories)
        widest = max(text_width(name, frame.size) for name in native.categories)
        names = min(3, ceil(widest / max(step, 1.0)))
    title = frame.size * 1.8 if titled or native.form is Form.SCATTER else 0.0
    return names * frame.size * LINE + ROOM + title


def place_across(value: float, plot: Plot) -> float:
    """Where a value stands on a level value axis, in parts of the frame's width."""
    low, high = plot.ends
    return plot.width * value / (high - low)


def label_shifts(native: NativeChart, plot: Plot, frame: Frame) -> dict[str, float]:
    """How far down each label at a line's end must stand, in parts of the frame; by series' name.

    Labels that are too near to each other are spread, as on the page.
    """
    low, high = (log10(end) for end in plot.ends) if native.log else plot.ends
    every = ended(native)
    # from the floor of the plot up, in parts of the frame
    wanted = [
        ((log10(value) if native.log else value) - low) / (high - low or 1.0) * plot.height
        for value in (_last(one.points).value for one in every)
    ]
    size = frame.size * 1.3 / frame.height
    heights = spread(wanted, [size] * len(every), low=size / 2, high=plot.height)
    return {
        one.name: before - after for one, before, after in zip(every, wanted, heights, strict=True)
    }


def _last(points: Sequence[Point | None]) -> Point:
    return [point for point in points if point is not None][-1]
