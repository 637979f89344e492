"""What a review holds: the report, one row for every figure, and the steps that can be undone."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.errors import RuleOfLawDataError
from indicators.growth import GrowthKind
from indicators.observations import Attribution, Fact
from indicators.periods import Period
from indicators.quantities import Bounds

SCHEMA = 1
_MOST_PROBLEMS = 100  # more of them are counted only


class Decision(StrEnum):
    """What the person has decided about a row; only accepted rows are imported."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Kind(StrEnum):
    """What a row is."""

    FIGURE = "figure"
    GROWTH = "growth"
    UNPLACED = "unplaced"


class EditError(RuleOfLawDataError):
    """A field that cannot be read, or that no row has."""

    def __init__(self, field: str, message: str) -> None:
        """Keep the name of the field, for the page to point to."""
        self.field = field
        super().__init__(f"{field}: {message}")


class UnknownRowError(RuleOfLawDataError):
    """A row id that the draft does not hold."""


class DraftSchemaError(RuleOfLawDataError):
    """A draft that cannot be read, or that another release of this program has written."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftGuess(_Frozen):
    """An indicator that the figure may belong to."""

    indicator: str
    confidence: float
    rule: str


class Numeral(_Frozen):
    """A numeral that states no quantity, and why; shown, never imported."""

    printed: str
    char_start: int
    reason: str


class Row(_Frozen):
    """One figure under review; `text[char_start:char_end] == printed` as long as it is sound.

    `district` is empty where it is the report's own; `value` is in the catalogue's unit (of an
    unplaced figure: in `measure`, as printed); a growth row has `growth_kind` and `growth` instead
    of a value. `sentence` is the span of its sentence. `reason` says why a figure is unplaced, or
    why a row came rejected (`repeats`). `edited`: a person has changed what was read.
    """

    id: str
    kind: Kind
    decision: Decision = Decision.OPEN
    edited: bool = False
    district: str = ""
    indicator: str | None = None
    scope: str = ""
    period_start: date | None = None
    period_end: date | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    growth_kind: GrowthKind | None = None
    growth: Decimal | None = None
    qualifier: str = ""
    printed: str
    char_start: int = Field(ge=0)
    sentence: tuple[int, int]
    measure: str = ""
    rule: str = ""
    confidence: float = 0.0
    reader: str = ""
    reason: str = ""
    guesses: tuple[DraftGuess, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def char_end(self) -> int:
        """The offset after the last printed character."""
        return self.char_start + len(self.printed)

    @property
    def period(self) -> Period | None:
        """The period; None as long as it has no end, or an end before its start."""
        start, end = self.period_start, self.period_end
        if end is None or (start is not None and start > end):
            return None
        return Period(start, end)

    @property
    def bounds(self) -> Bounds:
        """What the wording allows."""
        return Bounds(self.low, self.high)


class Report(_Frozen):
    """What is known of the document; a person may change everything but its text.

    `attribution` says how the district is known; an inferred one must be `confirmed`.
    `scope_names` gives English names for scopes, `proposals` entries for new indicators by row id.
    """

    name: str
    format: str
    title: str
    issuer: str = ""
    published: str = ""
    index_number: str = ""
    url: str = ""
    official: bool = False
    district: str = ""
    attribution: Attribution = Attribution.STATED
    evidence: str = ""
    candidates: tuple[str, ...] = ()
    confirmed: bool = False
    period_start: date | None = None
    period_end: date | None = None
    period_evidence: str = ""
    scope_names: dict[str, str] = {}
    proposals: dict[str, str] = {}

    @property
    def period(self) -> Period | None:
        """The reporting period; None as long as it is not known."""
        start, end = self.period_start, self.period_end
        if start is None or end is None or start > end:
            return None
        return Period(start, end)


class Step(_Frozen):
    """One decision that can be undone: the rows, and the report where it changed, as they were."""

    action: str
    rows: tuple[Row, ...] = ()
    report: Report | None = None


class Draft(_Frozen):
    """A report under review. `past` and `future` are what undo and redo go through."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )

    version: Literal[1] = Field(default=1, alias="schema")
    sha256: str
    created: datetime
    report: Report
    rows: tuple[Row, ...]
    numerals: tuple[Numeral, ...] = ()
    warnings: tuple[str, ...] = ()  # keys, of the reading
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    text: str

    def row(self, row_id: str) -> Row:
        """The row of an id; UnknownRowError otherwise."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise UnknownRowError(f"no row {row_id!r} in this draft")

    def district_of(self, row: Row) -> str:
        """The district that a row is about: its own, or else the report's."""
        return row.district or self.report.district

    def fact(self, row: Row) -> Fact | None:
        """What a row is about; None as long as it has no indicator or period."""
        if row.indicator is None or row.period is None:
            return None
        return Fact(self.district_of(row), row.indicator, row.scope, row.period)

    @property
    def accepted(self) -> tuple[Row, ...]:
        """The rows that approval would import."""
        return tuple(row for row in self.rows if row.decision is Decision.ACCEPTED)


def to_json(draft: Draft) -> str:
    """The draft as text that a person can read and compare."""
    return draft.model_dump_json(by_alias=True, indent=1) + "\n"


def from_json(text: str | bytes) -> Draft:
    """Read what `to_json` wrote; DraftSchemaError for anything else."""
    try:
        found = json.loads(text).get("schema")
        if isinstance(found, int) and found > SCHEMA:
            raise DraftSchemaError(f"this draft is of a newer release (schema {found})")
        return Draft.model_validate_json(text)
    except ValidationError as error:  # first: it is a ValueError whose text may be endless
        raise DraftSchemaError(f"this draft cannot be read: {_first_of(error)}") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise DraftSchemaError(f"this draft cannot be read: {error}") from error


def _first_of(error: ValidationError) -> str:
    if error.error_count() > _MOST_PROBLEMS:
        return f"{error.error_count()} problems"
    return str(error)
