"""Rates from counts: shares with their Wilson interval, and counts per 100,000 residents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.errors import RuleOfLawDataError
from indicators.quantities import HUNDRED, Bounds

Z_95 = Decimal("1.959963984540054")  # two-sided 95 % point of the standard normal distribution
PER_RESIDENTS = Decimal(100_000)


class RateError(RuleOfLawDataError):
    """Counts from which no share can be formed."""


@dataclass(frozen=True)
class Share:
    """A share in percent with its 95 % interval."""

    percent: Decimal
    interval: Bounds


def wilson(successes: int, trials: int) -> Share:
    """The share and its Wilson score interval (Wilson 1927, JASA 22:209–212), in percent.

    RateError unless 0 ≤ successes ≤ trials and trials > 0.

    >>> share = wilson(7, 17)
    >>> round(share.percent, 1), round(share.interval.low, 1), round(share.interval.high, 1)
    (Decimal('41.2'), Decimal('21.6'), Decimal('64.0'))
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise RateError(f"no share of {successes} in {trials}")
    n, z2 = Decimal(trials), Z_95 * Z_95
    share = Decimal(successes) / n
    centre = share + z2 / (2 * n)
    spread = Z_95 * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    scale = 1 + z2 / n
    return Share(
        percent=share * HUNDRED,
        interval=Bounds(
            # at 0 and n the formula gives 0 and 100 but for the last digits
            low=(centre - spread) / scale * HUNDRED if successes else Decimal(0),
            high=(centre + spread) / scale * HUNDRED if successes < trials else HUNDRED,
        ),
    )


def per_100k(count: Decimal, *, population: int) -> Decimal:
    """A count per 100,000 residents; RateError unless the population is positive."""
    if population <= 0:
        raise RateError(f"population must be positive, not {population}")
    return count * PER_RESIDENTS / population
