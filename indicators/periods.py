"""Periods of time as reports use them, their labels (SDMX style) and their basis (口径).

Dates are inclusive on both ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.errors import RuleOfLawDataError


class Basis(StrEnum):
    """Which kind of period a figure covers; figures of different bases are never compared."""

    YEAR = "year"
    FIRST_HALF = "first_half"
    OTHER_SPAN = "other_span"
    POINT = "point"
    CUMULATIVE = "cumulative"


class PeriodError(RuleOfLawDataError):
    """A period that cannot be: its end lies before its start, or its label cannot be read."""


@dataclass(frozen=True)
class Period:
    """From `start` to `end`; start == end is a point in time; start None is a cumulative figure.

    >>> Period(date(2025, 1, 1), date(2025, 6, 30)).label
    '2025-S1'
    """

    start: date | None
    end: date

    def __post_init__(self) -> None:
        """Refuse an inverted period."""
        if self.start is not None and self.start > self.end:
            raise PeriodError(f"period ends ({self.end}) before it starts ({self.start})")

    @property
    def year(self) -> int:
        """The calendar year that the period is filed under: that of its last day."""
        return self.end.year

    @property
    def basis(self) -> Basis:
        """Full year, first half, other span, point in time or cumulative."""
        if self.start is None:
            return Basis.CUMULATIVE
        if self.start == self.end:
            return Basis.POINT
        if self == full_year(self.year):
            return Basis.YEAR
        if self == first_half(self.year):
            return Basis.FIRST_HALF
        return Basis.OTHER_SPAN

    @property
    def label(self) -> str:
        """SDMX label where one exists (2024, 2025-S1, 2024-Q3), otherwise an ISO interval."""
        if self.start is None:
            return f"../{self.end.isoformat()}"
        if self.start == self.end:
            return self.end.isoformat()
        interval = f"{self.start.isoformat()}/{self.end.isoformat()}"
        return _sdmx_label(self.start, self.end) or interval

    def year_earlier(self) -> Period:
        """The same days one year before; the last day of February stays the last."""
        start = None if self.start is None else _year_before(self.start)
        return Period(start, _year_before(self.end))


def full_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def first_half(year: int) -> Period:
    """1 January to 30 June."""
    return Period(date(year, 1, 1), date(year, 6, 30))


def parse_label(label: str) -> Period:
    """Read what `Period.label` writes; PeriodError for anything else.

    >>> parse_label("2024-Q3")
    Period(start=datetime.date(2024, 7, 1), end=datetime.date(2024, 9, 30))
    """
    try:
        period = _parse_sdmx(label) or _parse_dates(label)
    except ValueError as error:
        raise PeriodError(f"not a period label: {label!r}") from error
    if period.label != label:  # a date in another ISO form, an interval that has a shorter name
        raise PeriodError(f"not a period label: {label!r}; perhaps {period.label!r}")
    return period


_PARTS = {"S": 6, "Q": 3}
_SDMX = re.compile(r"(?P<year>\d{4})(?:-(?P<kind>[SQ])(?P<number>[1-4]))?")


def _sdmx_label(start: date, end: date) -> str | None:
    if start.year != end.year or start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return None
    months = end.month - start.month + 1
    if months == 12:
        return str(start.year)
    for kind, length in _PARTS.items():
        if months == length and (start.month - 1) % length == 0:
            return f"{start.year}-{kind}{(start.month - 1) // length + 1}"
    return None


def _parse_sdmx(label: str) -> Period | None:
    found = _SDMX.fullmatch(label)
    if found is None:
        return None
    year = int(found["year"])
    if found["kind"] is None:
        return full_year(year)
    length = _PARTS[found["kind"]]
    month = int(found["number"]) * length
    if month > 12:
        raise PeriodError(f"not a period label: {label!r}")
    return Period(date(year, month - length + 1, 1), date(year, month, monthrange(year, month)[1]))


def _parse_dates(label: str) -> Period:
    start, slash, end = label.rpartition("/")
    last = date.fromisoformat(end)
    if start == "..":
        return Period(None, last)
    return Period(date.fromisoformat(start) if slash else last, last)


def _year_before(day: date) -> date:
    """The same day a year before; January to February of any year ends with its last day."""
    last_then, last = (monthrange(year, day.month)[1] for year in (day.year - 1, day.year))
    return date(day.year - 1, day.month, last_then if day.day == last else day.day)
