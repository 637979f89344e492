"""What the filters hold, and how it is written into a link and read from one; no Streamlit.

A link holds district codes, never names, so that it survives a change of language or of a label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.periods import Basis
from warehouse.queries import Filter

SEPARATOR = "."  # stays as it is in an address, which a comma does not


class BasisChoice(StrEnum):
    """The kinds of period that the filter offers."""

    YEAR = "year"
    FIRST_HALF = "first_half"
    OTHER = "other"


BASES: dict[BasisChoice, tuple[Basis, ...]] = {
    BasisChoice.YEAR: (Basis.YEAR,),
    BasisChoice.FIRST_HALF: (Basis.FIRST_HALF,),
    BasisChoice.OTHER: (Basis.OTHER_SPAN, Basis.POINT, Basis.CUMULATIVE),
}


@dataclass(frozen=True)
class Offer:
    """What can be chosen: districts with figures, and years with figures, in order."""

    districts: tuple[str, ...]
    years: tuple[int, ...]
    default_districts: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """The chosen districts, years (inclusive) and kinds of period."""

    districts: tuple[str, ...]
    first_year: int
    last_year: int
    bases: tuple[BasisChoice, ...]

    @property
    def filter(self) -> Filter:
        """As the warehouse asks for it."""
        bases = tuple(basis for choice in self.bases for basis in BASES[choice])
        return Filter(self.districts, self.first_year, self.last_year, bases)

    def to_link(self) -> dict[str, str]:
        """As parameters of a link."""
        return {
            "d": SEPARATOR.join(self.districts),
            "y": f"{self.first_year}-{self.last_year}",
            "b": SEPARATOR.join(self.bases),
        }


@dataclass(frozen=True)
class BadLink:
    """Something in a link that could not be used: the key of the message and its values."""

    message: str
    values: dict[str, str]


RECENT_YEARS = 8


def default_selection(offer: Offer) -> Selection:
    """The districts read most fully, the most recent years, every kind of period."""
    recent = [year for year in offer.years if year > offer.years[-1] - RECENT_YEARS]
    return Selection(offer.default_districts, recent[0], recent[-1], tuple(BasisChoice))


def from_link(
    parameters: Mapping[str, str], offer: Offer
) -> tuple[Selection, list[BadLink]]:
    """The selection that a link asks for; what is bad is replaced by the default and reported."""
    default = default_selection(offer)
    bad: list[BadLink] = []
    districts = default.districts
    if "d" in parameters:
        districts = _districts(parameters["d"], offer, bad)
    first, last = default.first_year, default.last_year
    if "y" in parameters:
        first, last = _years(parameters["y"], offer, bad) or (first, last)
    bases = default.bases
    if "b" in parameters:
        bases = _bases(parameters["b"], bad) or bases
    return Selection(districts, first, last, bases), bad


def _districts(text: str, offer: Offer, bad: list[BadLink]) -> tuple[str, ...]:
    asked = list(dict.fromkeys(code for code in text.split(SEPARATOR) if code))
    unknown = [code for code in asked if code not in offer.districts]
    if unknown:
        bad.append(BadLink("link.unknown_districts", {"codes": _short(", ".join(unknown))}))
    return tuple(code for code in asked if code in offer.districts)


def _years(text: str, offer: Offer, bad: list[BadLink]) -> tuple[int, int] | None:
    """Both ends, moved to the nearest years that have figures."""
    parts = text.split("-")
    if len(parts) in (1, 2) and all(part.isascii() and part.isdigit() for part in parts):
        first, last = int(parts[0][:4]), int(parts[-1][:4])
        if first <= last:
            return _nearest(first, offer.years), _nearest(last, offer.years)
    bad.append(BadLink("link.bad_years", {"years": _short(text)}))
    return None


def _nearest(year: int, years: Sequence[int]) -> int:
    return min(years, key=lambda known: (abs(known - year), known))


def _bases(text: str, bad: list[BadLink]) -> tuple[BasisChoice, ...]:
    known = {choice.value for choice in BasisChoice}
    unknown = [part for part in text.split(SEPARATOR) if part and part not in known]
    if unknown:
        bad.append(BadLink("link.bad_basis", {"basis": _short(", ".join(unknown))}))
    return tuple(choice for choice in BasisChoice if choice.value in text.split(SEPARATOR))


def _short(text: str) -> str:
    """Enough of a bad value to recognise it."""
    return text if len(text) <= 40 else f"{text[:40]}…"
