"""What reading a report gives: figures that are placed, figures that are not, and what is none.

All offsets are half-open places in the text that was read, and `text[start:end] == printed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.growth import Growth
from indicators.observations import Attribution, Observation
from indicators.periods import Period
from indicators.quantities import Bounds

RULES = "rules"  # the reader of this package; other readers have names of their own


class Printed:
    """What stands in the text: `printed` from `char_start` on."""

    printed: str
    char_start: int

    @property
    def char_end(self) -> int:
        """The offset after the last printed character."""
        return self.char_start + len(self.printed)


@dataclass(frozen=True)
class Guess:
    """An indicator that a figure may belong to; confidence is a probability, 0–1."""

    indicator: str
    confidence: float
    rule: str


@dataclass(frozen=True)
class Attributed:
    """The district that a report is about, and by which words of the report it is known.

    `code` is empty when no district is named or mentioned; `candidates` are others that the same
    words allow (namesakes), best first.
    """

    code: str
    attribution: Attribution
    evidence: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure(Printed):
    """A value of an indicator as the report states it.

    `value` is in the catalogue's unit; `period` is None where the text does not tell it;
    `sentence` is the span of the sentence that it stands in; `repeats` the offset of an earlier
    statement of the same figure; `guesses` the readings that lost; `reader` who read it.
    """

    district: str
    indicator: str
    scope: str
    period: Period | None
    value: Decimal
    bounds: Bounds
    qualifier: str
    printed: str
    char_start: int
    sentence: tuple[int, int]
    rule: str
    confidence: float
    notes: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    repeats: int | None = None
    reader: str = RULES


@dataclass(frozen=True)
class GrowthFigure(Printed):
    """A growth as the report states it; `level` is the offset of the figure that it speaks of."""

    district: str
    indicator: str
    scope: str
    period: Period | None
    growth: Growth
    printed: str
    char_start: int
    sentence: tuple[int, int]
    rule: str
    confidence: float
    level: int | None = None
    repeats: int | None = None
    reader: str = RULES


@dataclass(frozen=True)
class Unplaced(Printed):
    """A counted quantity, rate or amount that no indicator of the catalogue claims for certain.

    `value` is in the unit as printed (scales applied: 2381万元 is 23,810,000 of `measure` 元);
    `reason` is a key: `no_rule`, `in_doubt`, `part` (of a figure before it), `other_area`,
    `other_period`, `no_level` (a growth of no figure), `difference`, `points`.
    """

    value: Decimal
    measure: str
    bounds: Bounds
    qualifier: str
    printed: str
    char_start: int
    sentence: tuple[int, int]
    period: Period | None
    reason: str
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class Rejected(Printed):
    """A numeral that states no quantity; `reason` is a key such as `date` or `plan`."""

    printed: str
    char_start: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """Everything that was read from one report; all lists are in the order of the text.

    `period` is the report's own, None when the text does not tell it: then its figures have none
    until a person gives it; `derived` are the earlier values that growth statements imply;
    `warnings` are keys (`no_district`, `district_inferred`, `no_period`, `period_inverted`,
    `not_a_report`).
    """

    text: str
    title: str
    district: Attributed
    period: Period | None
    period_evidence: str
    figures: tuple[Figure, ...]
    growth: tuple[GrowthFigure, ...]
    derived: tuple[Observation, ...]
    unplaced: tuple[Unplaced, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
