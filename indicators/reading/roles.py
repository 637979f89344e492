"""Tells a quantity from every other use of a number: date, rank, document number, plan name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.reading.numbers import Number
from indicators.reading.wording import FILE

_WINDOW = 16


@dataclass(frozen=True)
class Role:
    """A use of numbers that is no quantity: what stands before and after such a number."""

    reason: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def fits(self, folded: str, number: Number, numeral_end: int) -> bool:
        """Whether the number at this place is used so."""
        low = max(0, number.start - _WINDOW)
        if self.before is not None and not self.before.search(folded[low : number.start]):
            return False
        if self.after is None:
            return True
        return self.after.match(folded, numeral_end) is not None


def _load() -> tuple[tuple[Role, ...], tuple[tuple[str, str, str], ...]]:
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    roles = tuple(
        Role(
            entry["reason"],
            re.compile(f"(?:{entry['before']})$") if "before" in entry else None,
            re.compile(entry["after"]) if "after" in entry else None,
        )
        for entry in content["roles"]
    )
    names = tuple((entry["reason"], entry["begins"], entry["is"]) for entry in content["names"])
    return roles, names


ROLES, NAMES = _load()
_BEGINNINGS = "".join(sorted({letter for _, begins, _ in NAMES for letter in begins}))
_ANY_NAME = re.compile(
    f"(?=[{re.escape(_BEGINNINGS)}])(?:"
    + "|".join(
        f"(?P<n{number}>(?=[{re.escape(begins)}])(?:{pattern}))"
        for number, (_, begins, pattern) in enumerate(NAMES)
    )
    + ")"
)
_REASONS = tuple(reason for reason, _, _ in NAMES)
_DIGITS = re.compile(r"[\d,.]+")


@dataclass(frozen=True)
class Named:
    """A span whose numbers belong to a name: “八五”, 1+1+N, 二十大."""

    start: int
    end: int
    reason: str


def find_names(folded: str) -> list[Named]:
    """Names that hold numbers, in order."""
    return list(_named(folded))


def _named(folded: str) -> Iterator[Named]:
    for found in _ANY_NAME.finditer(folded):
        assert found.lastgroup is not None  # noqa: S101 - one group of the pattern has matched
        yield Named(found.start(), found.end(), _REASONS[int(found.lastgroup[1:])])


def role_of(folded: str, number: Number) -> str | None:
    """The reason why a number is no quantity; None for a quantity."""
    digits = _DIGITS.match(folded, number.start, number.end)
    numeral_end = digits.end() if digits else number.end
    for role in ROLES:
        if role.fits(folded, number, numeral_end):
            return role.reason
    return None
