"""What all figures share: fonts, axes, margins, marks and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean
from typing import Any

from dashboard.figures.canvas import Canvas
from dashboard.formats import DisplayUnit, bounds_text, period_text, value_text
from dashboard.words import Words
from indicators.periods import Basis, Period

FONT = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
SIZE = 13
# the width of one Chinese character and of one Latin one, in parts of the font size
WIDE, NARROW = 1.0, 0.56
LABEL_WIDTH, LABEL_LINE = 150, SIZE + 5  # pixels: of a label in one line, from line to line
FRAME = 60  # pixels of a figure's height that its plot does not get

PLAIN_DISTRICT = re.compile(r"(?<! New) District\b")

SYMBOLS = {
    Basis.YEAR: "circle",
    Basis.FIRST_HALF: "triangle-up",
    Basis.OTHER_SPAN: "diamond",
    Basis.POINT: "square",
    Basis.CUMULATIVE: "hexagon",
}


@dataclass(frozen=True)
class Label:
    """A direct label beside a point."""

    x: Any
    y: float
    name: str
    value: str
    colour: str


def blank(*, height: int) -> Canvas:
    """An empty figure in the house style; colours of text and grid are left to the theme."""
    return Canvas(
        height=height,
        font={"family": FONT, "size": SIZE},
        # the page's theme would keep 8 pixels between plot and axis, so that zero hangs in the air
        margin={"l": 8, "r": 16, "t": 12, "b": 8, "pad": 0},
        showlegend=False,
        hoverlabel={"align": "left", "font": {"family": FONT, "size": SIZE}},
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={"automargin": True, "fixedrange": True, "zeroline": False},
        yaxis={"automargin": True, "fixedrange": True, "zeroline": False},
    )


def text_width(text: str, size: float = SIZE) -> float:
    """About how wide a text is, in pixels."""
    return size * sum(WIDE if ord(character) > 0x2E80 else NARROW for character in text)


def symbol(row: Mapping[str, Any]) -> str:
    """The mark of a point: its shape by kind of period, hollow if derived, dotted if computed."""
    ending = {"derived": "-open", "computed": "-open-dot"}.get(row["status"], "")
    return f"{SYMBOLS[Basis(row['basis'])]}{ending}"


def shown_text(row: Mapping[str, Any], unit: DisplayUnit, words: Words) -> str:
    """The value of a point as its label shows it."""
    return value_text(row["shown"], row["shown_low"], row["shown_high"], unit, words=words)


def district_name(row: Mapping[str, Any], words: Words) -> str:
    """The unique name of the row's district."""
    return words.pick(row["district_zh"], row["district_en"])


def label_name(row: Mapping[str, Any], words: Words) -> str:
    """The name beside a mark or an axis, where room is scarce: in English without “District”."""
    return PLAIN_DISTRICT.sub("", district_name(row, words))


def row_period(row: Mapping[str, Any], words: Words) -> str:
    """The period of a row as people write it."""
    return period_text(Period(row["period_start"], row["period_end"]), words)


def hover(row: Mapping[str, Any], unit: DisplayUnit, words: Words) -> str:
    """What the pointer shows: who, when, how much, and how it is known."""
    lines = [
        f"<b>{district_name(row, words)}</b> {row_period(row, words)}",
        f"{shown_text(row, unit, words)} {'' if unit.percent else unit.label}".strip(),
    ]
    if row["shown_low"] != row["shown_high"]:
        bounds = bounds_text(row["shown_low"], row["shown_high"], unit)
        lines.append(f"{words('evidence.bounds')} {bounds}")
    status = words(f"status.{row['status']}")
    lines.append(f"{status} · {words('evidence.printed')} {row['printed']}")
    if row["formula"]:
        lines.append(row["formula"])
    return "<br>".join(lines)


def anchor(row: Mapping[str, Any]) -> float:
    """Where a row's mark stands: its value, or the middle (or the known end) of its range."""
    if row["shown"] is not None:
        return float(row["shown"])
    known = [row[end] for end in ("shown_low", "shown_high") if row[end] is not None]
    return float(sum(known) / len(known))


def spread(
    wanted: Sequence[float], sizes: Sequence[float], *, low: float, high: float
) -> list[float]:
    """Heights of labels between two ends: none covers another, each is near the wanted height.

    >>> spread([5.0, 5.0, 90.0], [10.0, 10.0, 10.0], low=0.0, high=100.0)
    [0.0, 10.0, 90.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    apart = [(sizes[below] + sizes[above]) / 2 for below, above in pairwise(order)]
    piled = list(accumulate(apart, initial=0.0))
    # less what is piled below them, heights need only not fall: those that do share their mean
    blocks: list[list[float]] = []
    for place, below in zip(order, piled, strict=False):
        blocks.append([wanted[place] - below])
        while len(blocks) > 1 and fmean(blocks[-2]) >= fmean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    level = [fmean(block) for block in blocks for _ in block]
    most = max(low, high - piled[-1])
    heights = [0.0] * len(order)
    for place, own, below in zip(order, level, piled, strict=False):
        heights[place] = min(max(own, low), most) + below
    return heights


def label_lines(label: Label) -> list[str]:
    """Name and value on one line unless that takes too much of the plot; the value comes last."""
    one = f"{label.name} {label.value}"
    if text_width(one) <= LABEL_WIDTH:
        return [one]
    lines = [""]
    for word in label.name.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer) > LABEL_WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return [*lines, label.value]


def _label_text(label: Label) -> str:
    """The lines of a label with the name in bold."""
    *name, last = label_lines(label)
    if not name:
        return f"<b>{label.name}</b> {label.value}"
    return "<br>".join([*(f"<b>{line}</b>" for line in name), last])


def labels_height(labels: Sequence[Label]) -> float:
    """The height that all labels need."""
    return sum(len(label_lines(label)) * LABEL_LINE for label in labels)


def add_end_labels(figure: Canvas, labels: Sequence[Label], *, low: float, high: float) -> None:
    """Name each series at its end; labels are spread so that they do not cover each other."""
    pixel = (high - low or 1.0) / (figure.layout["height"] - FRAME)
    sizes = [len(label_lines(label)) * LABEL_LINE * pixel for label in labels]
    # a label beside the axis stands above its line
    floor = low + LABEL_LINE / 2 * pixel
    heights = spread([label.y for label in labels], sizes, low=floor, high=high)
    for label, y in zip(labels, heights, strict=True):
        figure.add_annotation(
            x=label.x,
            y=y,
            text=_label_text(label),
            font={"color": label.colour, "size": SIZE},
            showarrow=False,
            xanchor="left",
            xshift=10,
            align="left",
        )
    widest = max((text_width(line) for item in labels for line in label_lines(item)), default=0.0)
    figure.update_layout(margin={"r": int(widest) + 24})
