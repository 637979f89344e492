"""A chart as Office programs can draw and edit it: series of points over categories.

Slides and workbooks are made from this description, never from the drawing on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

_NUMBER = re.compile(r"(?P<sign>[+−-]?)[\d,]+(?:\.(?P<decimals>\d+))?(?P<percent>%?)")


class Form(StrEnum):
    """The native kinds of chart that ours are drawn as."""

    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"
    SCATTER = "scatter"


class Standing(StrEnum):
    """How a value is known, which decides how its mark looks."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    DERIVED = "derived"
    COMPUTED = "computed"


@dataclass(frozen=True)
class Point:
    """One figure: where its mark stands in the chart's unit, its bounds, its label on the page.

    `x` and its bounds are for scatter charts only. Bounds are None where they are open. `colour`
    is its own where the marks of a series differ, as bars of several districts do.
    """

    value: float
    low: float | None
    high: float | None
    standing: Standing
    text: str
    observation_id: str
    x: float | None = None
    x_low: float | None = None
    x_high: float | None = None
    colour: str = ""

    @property
    def below(self) -> float | None:
        """How far the lower bound is below the value; None where there is nothing to draw."""
        return _apart(self.low, self.value)

    @property
    def above(self) -> float | None:
        """How far the upper bound is above the value; None where there is nothing to draw."""
        return _apart(self.value, self.high)

    @property
    def x_below(self) -> float | None:
        """How far the lower bound is to the left; None where there is nothing to draw."""
        return _apart(self.x_low, self.x)

    @property
    def x_above(self) -> float | None:
        """How far the upper bound is to the right; None where there is nothing to draw."""
        return _apart(self.x, self.x_high)


def _apart(lower: float | None, upper: float | None) -> float | None:
    """What lies between two ends, as exact as they are."""
    if lower is None or upper is None or lower >= upper:
        return None
    return float(Decimal(str(upper)) - Decimal(str(lower)))


@dataclass(frozen=True)
class Series:
    """Points of one colour, one place a category; None is a gap.

    Lines join neighbours that are both there, unless the series is not `joined`; the line to a
    point of the `dotted` places comes from a derived value or leads to one. `end_text` is the
    value that stands beside the name at the line's end.
    """

    name: str
    colour: str
    points: tuple[Point | None, ...]
    joined: bool = True
    dotted: frozenset[int] = frozenset()
    end_text: str = ""


@dataclass(frozen=True)
class NativeChart:
    """What a native chart draws; bars are horizontal and read from the top.

    Categories that are days have `dates`, and their axis is in scale. A share ends at a
    `ceiling`; with a `floor`, too, a chart is one of several on the same scale. `symbol` is the
    mark of its kind of period, as Office calls it. `explanation` says
    what hollow marks and whiskers mean, where there are any.
    """

    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    value_title: str
    x_title: str = ""
    dates: tuple[date, ...] = ()
    log: bool = False
    percent: bool = False
    floor: float | None = None
    ceiling: float | None = None
    symbol: str = "circle"
    explanation: tuple[str, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, series by series."""
        return tuple(point for one in self.series for point in one.points if point is not None)


def number_format(text: str) -> str | None:
    """The number format that writes a value as this label does; None for more than a number.

    >>> number_format("1,696"), number_format("85.7%"), number_format("+108.2%")
    ('#,##0', '#,##0.0"%"', '+#,##0.0"%";−#,##0.0"%"')
    >>> number_format("约 800") is None
    True
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    decimals = len(found["decimals"] or "")
    plain = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    if found["percent"]:
        plain += '"%"'
    return f"+{plain};−{plain}" if found["sign"] in ("+", "−") else plain
