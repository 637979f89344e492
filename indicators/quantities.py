"""A quantity as a source states it: a value, and the bounds that its wording allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import Enum

from indicators.errors import RuleOfLawDataError
from indicators.numerals import last_digit_unit

_NEARLY = Decimal("0.95")
HUNDRED = Decimal(100)


class Hedge(Enum):
    """What a hedging word says about the true value v' of a printed value v."""

    EXACT = "exact"
    ABOUT = "about"  # v' is near v on either side
    ODD = "odd"  # v and some more, less than one unit of the last printed digit
    NEARLY = "nearly"  # v' is a little below v
    OVER = "over"  # v' is at least v, no upper limit is said
    UNDER = "under"  # v' is at most v, no lower limit is said


HEDGES = {
    "": Hedge.EXACT,
    "约": Hedge.ABOUT, "左右": Hedge.ABOUT, "大约": Hedge.ABOUT, "上下": Hedge.ABOUT,
    "余": Hedge.ODD, "多": Hedge.ODD,
    "近": Hedge.NEARLY, "将近": Hedge.NEARLY, "接近": Hedge.NEARLY,
    "超": Hedge.OVER, "超过": Hedge.OVER, "逾": Hedge.OVER, "以上": Hedge.OVER, "突破": Hedge.OVER,
    "不低于": Hedge.OVER, "至少": Hedge.OVER,
    "不足": Hedge.UNDER, "以下": Hedge.UNDER, "不超过": Hedge.UNDER,
}  # fmt: skip


# how a formula shows a hedge in either language
HEDGE_SIGNS = {
    Hedge.EXACT: "", Hedge.ABOUT: "≈", Hedge.ODD: "≥", Hedge.NEARLY: "≤", Hedge.OVER: "≥",
    Hedge.UNDER: "≤",
}  # fmt: skip


class UnknownHedgeError(RuleOfLawDataError):
    """A qualifier that the table of hedging words does not hold."""


@dataclass(frozen=True)
class Bounds:
    """The closed interval of possible values; None means that this side is open."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        """Refuse inverted bounds, which no value satisfies: a programming error."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"bounds are inverted: {self.low} > {self.high}")

    def contains(self, value: Decimal | int) -> bool:
        """Whether the value is one that these bounds allow."""
        above = self.low is None or value >= self.low
        below = self.high is None or value <= self.high
        return above and below

    def overlaps(self, other: Bounds) -> bool:
        """Whether some value satisfies both bounds."""
        return not self.entirely_below(other) and not other.entirely_below(self)

    def entirely_below(self, other: Bounds) -> bool:
        """Whether every value here is smaller than every value there."""
        return self.high is not None and other.low is not None and self.high < other.low

    def hull(self, other: Bounds) -> Bounds:
        """The smallest bounds that hold both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low=low, high=high)

    def mirrored(self) -> Bounds:
        """The bounds of the negative of every value here."""
        return Bounds(
            low=None if self.high is None else -self.high,
            high=None if self.low is None else -self.low,
        )

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low is not None and self.low == self.high


def hedge_of(qualifier: str) -> Hedge:
    """What a hedging word means; UnknownHedgeError for a word that the table lacks."""
    try:
        return HEDGES[qualifier]
    except KeyError:
        known = "、".join(word for word in HEDGES if word)
        raise UnknownHedgeError(f"unknown qualifier {qualifier!r}; known: {known}") from None


def stated_bounds(
    value: Decimal,
    qualifier: str,
    *,
    unit: Decimal | None = None,
    whole: bool,
    share: bool = False,
) -> Bounds:
    """The bounds that the wording allows, by the project's convention (README, "Bounds").

    `unit` is one unit of the last non-zero digit as printed (in the unit of `value`; taken from
    the value when not given). `whole`: only whole numbers are possible, so bounds are widened to
    whole numbers (近10件 → 9 to 10). `share`: a share of a whole, capped at 100. Of a negative
    value (a decline) the wording speaks of its size.

    >>> stated_bounds(Decimal(800), "余", whole=True)
    Bounds(low=Decimal('800'), high=Decimal('899'))
    """
    hedge, step = hedge_of(qualifier), last_digit_unit(value) if unit is None else unit
    bounds = _raw_bounds(abs(value), hedge, step=step, whole=whole)
    if value < 0:
        bounds = bounds.mirrored()
    if whole:
        bounds = _whole(bounds)
    # a share printed as more than 100 stays as printed, for the checks of a build to find
    return _capped(bounds) if share and value <= HUNDRED else bounds


def _raw_bounds(value: Decimal, hedge: Hedge, *, step: Decimal, whole: bool) -> Bounds:
    match hedge:
        case Hedge.EXACT:
            return Bounds(low=value, high=value)
        case Hedge.ABOUT:
            return Bounds(low=value - step / 2, high=value + step / 2)
        case Hedge.ODD:
            if whole and step <= 1:  # 3505余: no digit is left that the rest could stand in
                return Bounds(low=value, high=None)
            return Bounds(low=value, high=value + step - (1 if whole else 0))
        case Hedge.NEARLY:
            return Bounds(low=value * _NEARLY, high=value)
        case Hedge.OVER:
            return Bounds(low=value, high=None)
        case Hedge.UNDER:
            return Bounds(low=None, high=value)


def _whole(bounds: Bounds) -> Bounds:
    """The smallest bounds of whole numbers that hold these."""
    low = None if bounds.low is None else bounds.low.to_integral_value(ROUND_FLOOR)
    high = None if bounds.high is None else bounds.high.to_integral_value(ROUND_CEILING)
    return Bounds(low=low, high=high)


def _capped(bounds: Bounds) -> Bounds:
    high = HUNDRED if bounds.high is None else min(bounds.high, HUNDRED)
    return Bounds(low=bounds.low, high=high)
