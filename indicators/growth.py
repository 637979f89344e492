"""From a growth statement (同比增长36.32%, 是上年的3.38倍) to the earlier value that it implies.

Authors round and authors truncate and do not say which, so the earlier values that are possible
are those that either convention allows at the printed precision; for whole units, whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from indicators.errors import RuleOfLawDataError
from indicators.quantities import HEDGE_SIGNS, Bounds, Hedge, hedge_of, stated_bounds


class GrowthKind(StrEnum):
    """How growth was stated."""

    PCT_CHANGE = "pct_change"  # new = old x (1 + g / 100); a decline is negative
    MULTIPLE = "multiple"  # new = old x g (是上年的 g 倍)
    ADDED_MULTIPLE = "added_multiple"  # new = old x (1 + g) (增长 g 倍)


class Convention(StrEnum):
    """Which reading of the printed growth allows an implied value."""

    ROUNDING = "rounding"
    TRUNCATION = "truncation"
    HEDGE = "hedge"  # the statement was hedged (约, 近, 超), which allows more than either


class GrowthError(RuleOfLawDataError):
    """A growth statement that no earlier value can satisfy."""


@dataclass(frozen=True)
class Growth:
    """A growth as printed; the number of decimals of `growth` is its stated precision."""

    kind: GrowthKind
    growth: Decimal
    qualifier: str = ""


@dataclass(frozen=True)
class Implied:
    """The earlier values that a growth statement allows.

    `value` is the only one, or None when there are several (then `bounds` holds them).
    """

    value: Decimal | None
    bounds: Bounds
    conventions: tuple[Convention, ...]
    formula: str


@dataclass(frozen=True)
class _Interval:
    """Possible growths or ratios; None is an open end, an excluded end is not possible itself."""

    low: Fraction | None
    high: Fraction | None
    excludes_low: bool = False
    excludes_high: bool = False


class _Quotient(NamedTuple):
    """An exact quotient, not reduced as a Fraction is: that took half the time of all growth."""

    above: int
    below: int  # above zero

    def next_whole(self, *, excluded: bool) -> int:
        """The smallest whole number not below (or, when it is excluded itself, above) it."""
        return self.above // self.below + 1 if excluded else -(-self.above // self.below)

    def last_whole(self, *, excluded: bool) -> int:
        """The largest whole number not above (or, when it is excluded itself, below) it."""
        return -(-self.above // self.below) - 1 if excluded else self.above // self.below

    def decimal(self) -> Decimal:
        return Decimal(self.above) / Decimal(self.below)


def implied_earlier(
    current: Bounds, growth: Growth, *, current_printed: str, whole: bool
) -> Implied:
    """The earlier values from which the stated growth leads to the current value.

    `current` are the bounds of the current value; `whole` restricts to whole numbers. Growth from
    zero has no percentage, so the earlier value lies above zero.
    Raises GrowthError when nothing is possible under any convention.

    >>> implied_earlier(Bounds(Decimal(882), Decimal(882)),
    ...                 Growth(GrowthKind.PCT_CHANGE, Decimal("36.32")),
    ...                 current_printed="882", whole=True).value
    Decimal('647')
    """
    ratios = _ratios_of(growth.kind, str(growth.growth), growth.qualifier)
    allowed = {
        convention: bounds
        for convention, interval in ratios.items()
        if (bounds := _earlier(current, interval, whole=whole)) is not None
    }
    if not allowed:
        raise GrowthError(f"no earlier value fits {current_printed} ÷ {_divisor(growth)}")
    first, *others = allowed.values()
    bounds = first
    for other in others:
        bounds = bounds.hull(other)
    return Implied(
        value=bounds.low if bounds.exact else None,
        bounds=bounds,
        conventions=tuple(allowed),
        formula=f"{current_printed} ÷ {_divisor(growth)}",
    )


@lru_cache(maxsize=4096)
def _ratios_of(kind: GrowthKind, growth: str, qualifier: str) -> dict[Convention, _Interval]:
    """New over old, by convention; the growth as text, because 8.20 and 8.2 are equal numbers."""
    readings = _readings(Growth(kind, Decimal(growth), qualifier))
    return {convention: _ratios(kind, interval) for convention, interval in readings.items()}


def _readings(growth: Growth) -> dict[Convention, _Interval]:
    """What the true growth may have been, by convention."""
    exact = Fraction(growth.growth)
    step = Fraction(Decimal(1).scaleb(int(growth.growth.as_tuple().exponent)))
    rounding = _Interval(low=exact - step / 2, high=exact + step / 2)
    conventions = {Convention.ROUNDING: rounding, Convention.TRUNCATION: _truncated(exact, step)}
    hedge = hedge_of(growth.qualifier)
    if hedge is Hedge.EXACT:
        return conventions
    hedged = {Convention.HEDGE: _hedged(growth)}
    return {**conventions, **hedged} if hedge is Hedge.ABOUT else hedged


def _truncated(exact: Fraction, step: Fraction) -> _Interval:
    """Digits cut off toward zero: the true growth lies further from zero, by less than one step."""
    return _Interval(
        low=exact - step if exact <= 0 else exact,
        high=exact + step if exact >= 0 else exact,
        excludes_low=exact <= 0,
        excludes_high=exact >= 0,
    )


def _hedged(growth: Growth) -> _Interval:
    """The bounds of a hedged growth; for a decline the hedge speaks of its size."""
    size = stated_bounds(abs(growth.growth), growth.qualifier, whole=False)
    low = Fraction(size.low or 0)  # a fall by less than 20 % (不足20%) is not a rise
    high = None if size.high is None else Fraction(size.high)
    if growth.growth < 0:
        return _Interval(low=None if high is None else -high, high=-low)
    return _Interval(low=low, high=high)


def _ratios(kind: GrowthKind, growth: _Interval) -> _Interval:
    """New over old, from growth as stated; a ratio is never below zero."""

    def ratio(stated: Fraction | None) -> Fraction | None:
        if stated is None or kind is GrowthKind.MULTIPLE:
            return stated
        return 1 + (stated / 100 if kind is GrowthKind.PCT_CHANGE else stated)

    low = ratio(growth.low)
    below_zero = low is None or low < 0
    return _Interval(
        low=Fraction(0) if below_zero else low,
        high=ratio(growth.high),
        excludes_low=growth.excludes_low and not below_zero,
        excludes_high=growth.excludes_high,
    )


def _earlier(current: Bounds, ratios: _Interval, *, whole: bool) -> Bounds | None:
    """Current divided by the ratios; None when no value is left."""
    if _impossible(current, ratios):
        return None
    low = None if current.low is None else _least(current.low, ratios.high)
    high = None if current.high is None or not ratios.low else _divided(current.high, ratios.low)
    if not whole:
        return Bounds(
            low=None if low is None else low.decimal(),
            high=None if high is None else high.decimal(),
        )
    lowest = None if low is None else max(1, low.next_whole(excluded=ratios.excludes_high))
    highest = None if high is None else high.last_whole(excluded=ratios.excludes_low)
    if highest is not None and highest < (lowest or 1):
        return None
    return Bounds(
        low=None if lowest is None else Decimal(lowest),
        high=None if highest is None else Decimal(highest),
    )


def _impossible(current: Bounds, ratios: _Interval) -> bool:
    """Whether no ratio leads to the current value."""
    if ratios.high is not None and ratios.high < 0:  # a fall by more than all there was
        return True
    some_now = current.low is not None and current.low > 0
    none_now = current.high is not None and current.high == 0
    all_gone = ratios.high == 0
    some_left = ratios.low != 0 or ratios.excludes_low
    return (all_gone and some_now) or (some_left and none_now)


def _least(current: Decimal, ratio: Fraction | None) -> _Quotient | None:
    """The least earlier value; None when growth has no limit, 0 when all that was is gone."""
    if ratio is None:
        return None
    return _divided(current, ratio) if ratio else _Quotient(0, 1)


def _divided(current: Decimal, ratio: Fraction) -> _Quotient:
    above, below = current.as_integer_ratio()
    return _Quotient(above * ratio.denominator, below * ratio.numerator)


def _divisor(growth: Growth) -> str:
    """The divisor as a person would write it: (1 + 36.32%), 3.38, (1 + ≈20%)."""
    hedge = HEDGE_SIGNS[hedge_of(growth.qualifier)]
    if growth.kind is GrowthKind.MULTIPLE:
        return f"{hedge}{growth.growth:f}"
    sign = "−" if growth.growth < 0 else "+"
    percent = "%" if growth.kind is GrowthKind.PCT_CHANGE else ""
    return f"(1 {sign} {hedge}{abs(growth.growth):f}{percent})"
