"""Observations and growth statements: the facts that the warehouse holds, one source each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.growth import Growth, implied_earlier
from indicators.numerals import read_numeral
from indicators.periods import Period
from indicators.quantities import HEDGE_SIGNS, Bounds, hedge_of


class Status(StrEnum):
    """How a value came to be known."""

    REPORTED = "reported"
    DERIVED = "derived"  # implied by a later growth statement
    COMPUTED = "computed"  # calculated from other observations


class Attribution(StrEnum):
    """How the district of a source is known."""

    STATED = "stated"
    INFERRED = "inferred"  # from the towns and sub-districts that the text mentions


@dataclass(frozen=True)
class Source:
    """A document: `read` says whether the whole of it was read or an excerpt only.

    `published` is an ISO date as far as known (2025, 2025-01, 2025-01-06), or empty; `district`
    is empty when the document covers several; `sha256` is that of the text where we have it.
    """

    id: str
    title: str
    issuer: str
    published: str
    url: str
    official: bool
    attribution: Attribution
    read: str
    district: str = ""
    period: Period | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Fact:
    """What a figure is about: one district, indicator, scope and period.

    `scope` is empty for the whole district, unqualified.
    """

    district: str
    indicator: str
    scope: str
    period: Period


@dataclass(frozen=True)
class Observation:
    """A figure for a fact, from one source.

    `value` is in the catalogue's unit and None when only bounds are known; `char_start` and
    `char_end` are half-open offsets of `printed` into the source's text, None when not known;
    `notes` are keys of the notes tables.
    """

    fact: Fact
    value: Decimal | None
    bounds: Bounds
    printed: str
    qualifier: str
    status: Status
    source: str
    char_start: int | None = None
    notes: tuple[str, ...] = ()
    formula: str = ""
    conventions: tuple[str, ...] = ()

    @property
    def char_end(self) -> int | None:
        """The offset after the last printed character."""
        return None if self.char_start is None else self.char_start + len(self.printed)


@dataclass(frozen=True)
class GrowthStatement:
    """A growth as one source states it for a fact, against the same period a year earlier."""

    fact: Fact
    growth: Growth
    printed: str
    source: str
    char_start: int | None = None
    notes: tuple[str, ...] = ()


def derive(statement: GrowthStatement, level: Observation, *, whole: bool) -> Observation:
    """The earlier observation that a growth statement and its own level imply.

    Raises GrowthError when no earlier value is possible.
    """
    implied = implied_earlier(
        _before_rounding(level, whole=whole),
        statement.growth,
        current_printed=level_text(level),
        whole=whole,
    )
    fact = statement.fact
    return Observation(
        fact=Fact(fact.district, fact.indicator, fact.scope, fact.period.year_earlier()),
        value=implied.value,
        bounds=implied.bounds,
        printed=statement.printed,
        qualifier=statement.growth.qualifier,
        status=Status.DERIVED,
        source=statement.source,
        char_start=statement.char_start,
        notes=statement.notes,
        formula=f"{implied.formula} → {_bounds_text(implied.bounds)}",
        conventions=tuple(implied.conventions),
    )


def _before_rounding(level: Observation, *, whole: bool) -> Bounds:
    """What an exact level may have been before it was rounded or cut off: 8000万 hides 4 digits."""
    numeral = read_numeral(level.printed)
    if numeral is None or numeral.value != level.value or not level.bounds.exact:
        return level.bounds
    if whole and numeral.place == 1:  # counted to the unit
        return level.bounds
    unit = 1 if whole else 0
    return Bounds(low=numeral.value - numeral.place / 2, high=numeral.value + numeral.place - unit)


def level_text(level: Observation) -> str:
    """The level as a formula shows it: ≥240,000 for 逾24万; its range when it has no value."""
    if level.value is None:
        return _bounds_text(level.bounds)
    return f"{HEDGE_SIGNS[hedge_of(level.qualifier)]}{level.value:,f}"


def _bounds_text(bounds: Bounds) -> str:
    """647, 285–288, ≥ 192,000 or ≤ 2,003; money and rates to two decimals."""

    def text(number: Decimal) -> str:
        whole = number == number.to_integral_value()
        return f"{number:,.0f}" if whole else f"{number:,.2f}"

    if bounds.low is None:
        return "?" if bounds.high is None else f"≤ {text(bounds.high)}"
    if bounds.high is None:
        return f"≥ {text(bounds.low)}"
    return text(bounds.low) if bounds.exact else f"{text(bounds.low)}–{text(bounds.high)}"
