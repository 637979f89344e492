"""What may be drawn together: on one axis, on one line, in one ranking.

Every rule answers with the reasons against (empty = allowed), is symmetric, and is the only
place where such a decision is taken. Source: README, "Comparability".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from indicators.observations import Fact
from indicators.periods import Basis, Period
from indicators.quantities import Bounds


class Reason(StrEnum):
    """Why two figures may not be drawn together."""

    INDICATOR = "different_indicator"
    SCOPE = "different_scope"
    BASIS = "different_basis"
    SPAN = "different_span"
    DISTRICT = "different_district"
    PERIOD = "different_period"
    CUMULATIVE = "unknown_start"


def shape(period: Period) -> str:
    """What two periods must share to be alike: the basis, and for odd spans the days they cover.

    >>> shape(Period(date(2018, 1, 1), date(2018, 11, 30)))
    'other_span:01-01:11-30+0'
    """
    basis = period.basis
    if basis is not Basis.OTHER_SPAN or period.start is None:
        return basis.value
    years = period.end.year - period.start.year
    return f"{basis.value}:{_day(period.start)}:{_day(period.end)}+{years}"


def against_one_axis(a: Fact, b: Fact) -> frozenset[Reason]:
    """Why two figures may not share an axis: other concept, other scope, other kind of period."""
    reasons: set[Reason] = set()
    if a.indicator != b.indicator:
        reasons.add(Reason.INDICATOR)
    if a.scope != b.scope:
        reasons.add(Reason.SCOPE)
    if a.period.basis is not b.period.basis:
        reasons.add(Reason.BASIS)
    elif shape(a.period) != shape(b.period):
        reasons.add(Reason.SPAN)
    return frozenset(reasons)


def against_one_line(a: Fact, b: Fact) -> frozenset[Reason]:
    """Why a line may not join two figures: as for an axis, and it must be the same district.

    Cumulative figures of unknown start are never joined: nobody knows that they start alike.
    """
    reasons = set(against_one_axis(a, b))
    if a.district != b.district:
        reasons.add(Reason.DISTRICT)
    if Basis.CUMULATIVE in (a.period.basis, b.period.basis):
        reasons.add(Reason.CUMULATIVE)
    return frozenset(reasons)


def against_one_ranking(a: Fact, b: Fact) -> frozenset[Reason]:
    """Why two figures may not be ranked: as for an axis, and the period must be the same.

    Points in time count as the same period within one calendar year.
    """
    reasons = set(against_one_axis(a, b))
    if not same_period(a.period, b.period):
        reasons.add(Reason.PERIOD)
    if Basis.CUMULATIVE in (a.period.basis, b.period.basis):
        reasons.add(Reason.CUMULATIVE)
    return frozenset(reasons)


def same_period(a: Period, b: Period) -> bool:
    """Whether two periods are the same, or points in time of one calendar year."""
    both_points = a.basis is Basis.POINT and b.basis is Basis.POINT
    return a == b or (both_points and a.year == b.year)


def ranks(bounds: Sequence[Bounds]) -> list[int | None]:
    """Ranks from largest (1), or None for each value whose bounds overlap another's.

    Equal exact values share a rank.
    """
    return [_rank(index, bounds) for index in range(len(bounds))]


def _rank(index: int, bounds: Sequence[Bounds]) -> int | None:
    own = bounds[index]
    others = [other for position, other in enumerate(bounds) if position != index]
    if any(own.overlaps(other) and not (own.exact and own == other) for other in others):
        return None
    return 1 + sum(own.entirely_below(other) for other in others)


def _day(day: date) -> str:
    """Month and day; the last of February is one day in every year."""
    return "02-28" if (day.month, day.day) == (2, 29) else f"{day:%m-%d}"
