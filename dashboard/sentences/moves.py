"""How a figure moved: as its source states it, or from a like figure as far as bounds tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any

from dashboard.figures.base import row_period
from dashboard.figures.change import PERCENT, change
from dashboard.formats import DisplayUnit
from dashboard.sentences import numbers
from dashboard.sentences.model import Figure, Parts, Role
from dashboard.sentences.wording import fill
from dashboard.words import Words
from indicators.growth import GrowthKind
from indicators.periods import Basis

Row = Mapping[str, Any]
STATED = DisplayUnit("%", percent=True)
TWICE = 100  # percent: from here on a change is told as a multiple


@dataclass(frozen=True)
class Against:
    """What a change is told against: 同比, 比上年; 上年同期, 上年."""

    than: str
    base: str


@dataclass(frozen=True)
class Moved:
    """A change in words, and its direction: up, down, times, same or open."""

    direction: str
    parts: Parts


def year_before(row: Row, words: Words) -> Against:
    """Against the year before: 比上年 of a full year, 同比 of a part of one."""
    match Basis(row["basis"]):
        case Basis.YEAR:
            base = words("move.year")
        case Basis.POINT:
            day = row["period_end"]
            ends_year = (day.month, day.day) == (12, 31)
            base = words("move.year_end" if ends_year else "move.same_day")
        case _:
            return Against(words("move.than_same_span"), words("move.same_span"))
    return Against(words("move.than_base", base=base), base)


def period_of(row: Row, words: Words) -> Against:
    """Against a period that the sentence has just named."""
    return Against("", row_period(row, words))


def computed(
    earlier: Row, later: Row, against: Against, words: Words, *, rate: bool
) -> Moved | None:
    """The change between two like figures; None where the bounds do not tell it."""
    moved = change(_exact(earlier), _exact(later), points=rate)
    if moved.low is None or moved.high is None:
        return None
    ids = (earlier["observation_id"], later["observation_id"])
    bounds = (_decimal_of(moved.low), _decimal_of(moved.high))
    if not rate and bounds[0] >= TWICE:
        told = _multiple(bounds, ids, against, words)
    else:
        told = _told(bounds, ids, numbers.points(words) if rate else PERCENT, against, words)
    if earlier["status"] != "derived" or not against.than:
        return told
    note = fill(words, "move.from_derived", base=against.base)
    return Moved(told.direction, told.parts + note)


def allowed(moved: Moved, earlier: Row, later: Row) -> bool:
    """Whether the bounds of the two figures leave room for a change in this direction."""
    a_low, b_low = (-inf if row["low"] is None else row["low"] for row in (earlier, later))
    a_high, b_high = (inf if row["high"] is None else row["high"] for row in (earlier, later))
    match moved.direction:
        case "up" | "times":
            return bool(b_high > a_low)
        case "down":
            return bool(b_low < a_high)
        case "same":
            return bool(b_low <= a_high and a_low <= b_high)
        case _:
            return True


def disputed(moved: Moved | None, words: Words) -> Moved:
    """The computed change where a stated one contradicts the figures; or only that it does."""
    if moved is None:
        return Moved("open", fill(words, "move.disputed"))
    mark = fill(words, "sentence.marks", marks=words("known_as.conflict"))
    return Moved(moved.direction, moved.parts + mark)


def _exact(row: Row) -> dict[str, Any]:
    """The bounds in the catalogue's unit as fractions."""
    return {
        f"shown_{end}": None if row[end] is None else Fraction(str(row[end]))
        for end in ("low", "high")
    }


def _told(
    bounds: tuple[Decimal, Decimal],
    ids: tuple[str, ...],
    unit: DisplayUnit,
    against: Against,
    words: Words,
) -> Moved:
    """A change between two bounds, in percent or points; no direction where they leave it open."""
    low, high = bounds
    if low == high == 0:
        return Moved("same", fill(words, "move.same", base=against.base))
    if low <= 0 <= high:
        text = numbers.signed_span(low, high, unit, words)
        return _move("open", Figure(text, Role.CHANGE, ids), against, words)
    smaller, larger = sorted((abs(low), abs(high)))
    figure = Figure(numbers.span(smaller, larger, unit, words), Role.CHANGE, ids)
    direction = "up" if low > 0 else "down"
    return _move(direction, figure, against, words, rate=not unit.percent)


def _multiple(
    bounds: tuple[Decimal, Decimal], ids: tuple[str, ...], against: Against, words: Words
) -> Moved:
    """A large rise as a multiple of the earlier figure."""
    low, high = (1 + end / 100 for end in bounds)
    text = numbers.span(low, high, numbers.times(words, decimals=2), words)
    return _move("times", Figure(text, Role.MULTIPLE, ids), against, words)


def stated(grown: Row, kind: str, against: Against, words: Words) -> Moved:
    """Growth as the source of the figure states it; `grown` shows it in percent."""
    ids = (grown["observation_id"],)
    value, low, high = (_decimal(grown[end]) for end in ("shown", "shown_low", "shown_high"))
    if kind == GrowthKind.MULTIPLE:
        value, low, high = (None if end is None else 1 + end / 100 for end in (value, low, high))
        text = numbers.amount(value, low, high, numbers.times(words, decimals=None), words)
        told = _move("times", Figure(text, Role.MULTIPLE, ids), against, words)
        return Moved(_direction(grown["shown"]), told.parts)
    if not value:
        return Moved("same", fill(words, "move.same", base=against.base))
    if value < 0:
        value, low, high = -value, _negative(high), _negative(low)
        direction = "down"
    else:
        direction = "up"
    text = numbers.amount(value, low, high, STATED, words)
    return _move(direction, Figure(text, Role.CHANGE, ids), against, words)


def _direction(percent: float) -> str:
    """The direction of a multiple that a source states: 0.8 times is a fall."""
    return "times" if percent > 0 else "down" if percent < 0 else "same"


def shown_growth(row: Row, unit: DisplayUnit, against: Against, words: Words) -> Moved:
    """What a chart of growth shows of one row, stated or computed."""
    low, high = (_decimal(row[end]) for end in ("shown_low", "shown_high"))
    if row["status"] == "computed" and low is not None and high is not None:
        return _told((low, high), (row["observation_id"],), unit, against, words)
    return stated(row, GrowthKind.PCT_CHANGE, against, words)


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _decimal_of(number: Fraction | float) -> Decimal:
    """An exact fraction as a decimal, long enough to be rounded only afterwards."""
    exact = Fraction(number)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _negative(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def _move(
    direction: str, figure: Figure, against: Against, words: Words, *, rate: bool = False
) -> Moved:
    key = f"move.{direction}_points" if rate and direction != "open" else f"move.{direction}"
    return Moved(direction, fill(words, key, size=figure, than=against.than, base=against.base))


def towards(moved: Moved, words: Words, *, rate: bool) -> str:
    """The verb between both ends of a change: 增至, 降至; a neutral one where bounds ask for it."""
    match moved.direction:
        case "up" | "times":
            return words("move.to_up_points" if rate else "move.to_up")
        case "down":
            return words("move.to_down")
        case "same":
            return words("move.to_same")
        case _:
            return words("move.to_open")
