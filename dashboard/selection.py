"""What the filters hold, and how it is written into a link and read from one; no Streamlit.

A link holds district codes, never names, so that it survives a change of language or of a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from indicators.periods import Basis, parse_label
from warehouse.queries import Filter

YEARS = re.compile(r"(?P<first>[0-9]{4})(?:-(?P<last>[0-9]{4}))?")
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


MOST_DISTRICTS = 100  # compared at once: more than any city has, and no page grows too heavy


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

    def of_years(self, rows: pl.DataFrame, period: str) -> pl.DataFrame:
        """The rows whose period lies in the chosen years, by the label in this column."""
        labels = [
            label
            for label in rows[period].unique()
            if self.first_year <= parse_label(label).year <= self.last_year
        ]
        return rows.filter(pl.col(period).is_in(labels))

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


def fits(selection: Selection, offer: Offer) -> bool:
    """Whether every district and year of a selection can be chosen."""
    return set(selection.districts) <= set(offer.districts) and {
        selection.first_year,
        selection.last_year,
    } <= set(offer.years)


def default_selection(offer: Offer) -> Selection:
    """The districts read most fully, the most recent years, every kind of period."""
    recent = [year for year in offer.years if year > offer.years[-1] - RECENT_YEARS]
    return Selection(offer.default_districts, recent[0], recent[-1], tuple(BasisChoice))


def from_link(parameters: Mapping[str, str], offer: Offer) -> tuple[Selection, list[BadLink]]:
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
    """The known ones of those asked for; asking for nobody is possible, too."""
    asked = list(dict.fromkeys(code for code in text.split(SEPARATOR) if code))
    offered = set(offer.districts)
    known = tuple(code for code in asked if code in offered)
    unknown = [code for code in asked if code not in offered]
    if unknown:
        message = "link.unknown_districts" if known else "link.no_known_district"
        bad.append(BadLink(message, {"codes": shorten(", ".join(unknown))}))
    if len(known) > MOST_DISTRICTS:
        values = {"most": f"{MOST_DISTRICTS}", "count": f"{len(known):,}"}
        bad.append(BadLink("link.too_many_districts", values))
    return known[:MOST_DISTRICTS] if known or not asked else offer.default_districts


def _years(text: str, offer: Offer, bad: list[BadLink]) -> tuple[int, int] | None:
    """Both ends, moved to the nearest years that have figures."""
    if found := YEARS.fullmatch(text):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if first <= last:
            return _nearest(first, offer.years), _nearest(last, offer.years)
    bad.append(BadLink("link.bad_years", {"years": shorten(text)}))
    return None


def _nearest(year: int, years: Sequence[int]) -> int:
    return min(years, key=lambda known: (abs(known - year), known))


def _bases(text: str, bad: list[BadLink]) -> tuple[BasisChoice, ...]:
    asked = text.split(SEPARATOR)
    known = {choice.value for choice in BasisChoice}
    unknown = [part for part in asked if part and part not in known]
    if unknown:
        bad.append(BadLink("link.bad_basis", {"basis": shorten(", ".join(unknown))}))
    return in_order(asked)


def in_order(bases: Iterable[str]) -> tuple[BasisChoice, ...]:
    """Kinds of period in the order of the filter, however they were ticked."""
    wanted = set(bases)
    return tuple(choice for choice in BasisChoice if choice.value in wanted)


def shorten(text: str) -> str:
    """Enough of a bad value to recognise it."""
    return text if len(text) <= 40 else f"{text[:40]}…"
