"""The catalogue: every indicator that is known, with its unit, measure, chain and identities.

What differs between indicators is data in `data/catalogue/*.toml`; this module reads and checks it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from indicators.entries import Entry, Place, Text, read_entry, read_toml
from indicators.errors import Problem, RuleOfLawDataError, raise_if_any

DATA = Path(__file__).parent / "data"


class Measure(StrEnum):
    """What kind of number an indicator is."""

    FLOW = "flow"  # counted over a period
    STOCK = "stock"  # counted at a point in time
    RATE = "rate"  # a share of a whole, 0–100
    CHANGE = "change"  # a change in percent, may be negative
    CUMULATIVE = "cumulative"  # counted since a start that the source does not give


class Polarity(StrEnum):
    """Whether more is better; for most indicators it is neither."""

    NEUTRAL = "neutral"
    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class Unit(Entry):
    """A unit of measurement; `whole` when only whole numbers are possible.

    `measures` are the measure words with which reports count it; the empty one is a bare number.
    """

    id: str
    zh: Text
    en: Text
    whole: bool
    measures: tuple[str, ...] = Field(min_length=1)


class Reads(Entry):
    """Words by which a report states an indicator (`reading.linking` tells how they are written).

    `topic` (the family's unless given, none when empty) must be what the passage is about;
    `measures` replace the unit's. Patterns: `without` must not stand in the figure's own words;
    `needs` must, and `unless` must not, stand in its passage. `weight` favours or disfavours;
    `scope` restricts every figure so read; `annual`: it is the year's even in a half-year report;
    `cumulative`: it counts from a start that is not known.
    """

    says: Text
    topic: str | None = None
    measures: tuple[str, ...] = ()
    without: str = ""
    needs: str = ""
    unless: str = ""
    weight: float = 0.0
    scope: str = ""
    annual: bool = False
    cumulative: bool = False

    @field_validator("says", "without", "needs", "unless")
    @classmethod
    def _patterns(cls, words: str) -> str:
        try:
            re.compile(words)
        except re.error as error:
            raise ValueError(f"{words!r} is no pattern: {error}") from None
        return words


class Indicator(Entry):
    """One indicator; `numerators` over `denominator` define a rate that is a quotient of counts."""

    id: str
    family: str
    name_zh: Text
    short_zh: Text = Field(max_length=12)
    name_en: Text
    short_en: Text = Field(max_length=48)
    definition_zh: Text
    definition_en: Text
    unit: str
    measure: Measure
    polarity: Polarity
    precision: int = Field(ge=0, le=4)
    related: tuple[str, ...] = ()
    numerators: tuple[str, ...] = ()
    denominator: str | None = None
    reads: tuple[Reads, ...] = ()

    @field_validator("reads", mode="before")
    @classmethod
    def _words_alone(cls, reads: object) -> object:
        """A rule that needs nothing else is written as its words alone."""
        if not isinstance(reads, list):
            return reads
        return tuple({"says": item} if isinstance(item, str) else item for item in reads)

    @model_validator(mode="after")
    def _quotient(self) -> Self:
        if bool(self.numerators) != bool(self.denominator):
            raise ValueError("numerators and denominator must be given together")
        return self


class Chain(Entry):
    """Indicators of one concept in the order in which things happen: related, never the same."""

    name_zh: Text
    name_en: Text
    members: tuple[str, ...] = Field(min_length=2)


class SumIdentity(Entry):
    """Parts that add up to the total, or to less where the source leaves a remainder unstated."""

    id: Text
    kind: Literal["sum"]
    name_zh: Text
    name_en: Text
    total: str
    parts: tuple[str, ...] = Field(min_length=2)

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, the total first."""
        return (self.total, *self.parts)


class AtMostIdentity(Entry):
    """One count that can never exceed another."""

    id: Text
    kind: Literal["at_most"]
    name_zh: Text
    name_en: Text
    smaller: str
    larger: str

    @property
    def terms(self) -> tuple[str, ...]:
        """Both terms."""
        return (self.smaller, self.larger)


Identity = Annotated[SumIdentity | AtMostIdentity, Field(discriminator="kind")]


class Family(Entry):
    """A family of indicators, as one page of the dashboard shows it."""

    id: Text
    order: int
    name_zh: Text
    name_en: Text
    description_zh: Text
    description_en: Text
    prefix: str = ""
    topic: str = ""
    scopes: tuple[str, ...] = ()
    scopes_of_sentence: tuple[str, ...] = ()
    scopes_of_stocks: tuple[str, ...] = ()
    lead: tuple[str, ...] = Field(min_length=1)
    chains: tuple[Chain, ...] = ()
    identities: tuple[Identity, ...] = ()
    indicators: dict[str, Indicator]


class UnknownIndicatorError(RuleOfLawDataError):
    """An indicator id that the catalogue does not hold."""


def split_term(term: str) -> tuple[str, str | None]:
    """An identity's term: its indicator and its scope (None = the same scope on all terms)."""
    indicator, _, scope = term.partition("@")
    return indicator, scope or None


@dataclass(frozen=True)
class Catalogue:
    """All families, indicators and units; iterating gives the indicators in page order."""

    families: tuple[Family, ...]
    units: dict[str, Unit]
    by_id: dict[str, Indicator]

    def __iter__(self) -> Iterator[Indicator]:
        """Indicators in the order of the families and of their files."""
        return iter(self.by_id.values())

    def __contains__(self, indicator_id: str) -> bool:
        """Whether an id is known."""
        return indicator_id in self.by_id

    def __getitem__(self, indicator_id: str) -> Indicator:
        """The indicator; UnknownIndicatorError otherwise."""
        try:
            return self.by_id[indicator_id]
        except KeyError:
            raise UnknownIndicatorError(f"unknown indicator {indicator_id!r}") from None

    def family(self, family_id: str) -> Family:
        """The family of an id; KeyError otherwise."""
        return {family.id: family for family in self.families}[family_id]

    def unit_of(self, indicator_id: str) -> Unit:
        """The unit of an indicator."""
        return self.units[self[indicator_id].unit]

    def related(self, indicator_id: str) -> tuple[str, ...]:
        """Indicators of the same concept chains, without the indicator itself."""
        indicator = self[indicator_id]
        chains = self.family(indicator.family).chains
        members = [m for chain in chains if indicator_id in chain.members for m in chain.members]
        ordered = dict.fromkeys((*members, *indicator.related))
        return tuple(member for member in ordered if member != indicator_id)


@dataclass(frozen=True)
class _Draft:
    """A family file as read: what is sound of it, and all indicator ids that it declares."""

    file: str
    declared: tuple[str, ...]
    indicators: dict[str, Indicator]
    family: Family | None


@cache
def load_catalogue(folder: Path = DATA) -> Catalogue:
    """Read `units.toml` and `catalogue/*.toml`; DataFileError names every problem of all files."""
    problems: list[Problem] = []
    files = sorted((folder / "catalogue").glob("*.toml"))
    if not files:
        problems.append(Problem("catalogue", "", "", "holds no family files"))
    drafts = [draft for file in files if (draft := _draft(file, problems))]
    declared_units = read_toml(folder / "units.toml", problems)
    units = _units(declared_units or {}, problems)
    problems += _repeated(drafts)
    # what a file that cannot be read declares is not known, so nothing is said to be missing
    if declared_units is not None:
        problems += _unknown_units(drafts, declared_units)
    if len(drafts) == len(files):
        problems += _unknown_indicators(drafts)
    raise_if_any(problems)
    families = [draft.family for draft in drafts if draft.family]
    families.sort(key=lambda family: (family.order, family.id))
    by_id = {i.id: i for family in families for i in family.indicators.values()}
    return Catalogue(families=tuple(families), units=units, by_id=by_id)


def _units(content: Mapping[str, object], problems: list[Problem]) -> dict[str, Unit]:
    units = (
        read_entry(Unit, entry, Place("units.toml", key), problems, given={"id": key})
        for key, entry in content.items()
    )
    return {unit.id: unit for unit in units if unit}


def _draft(file: Path, problems: list[Problem]) -> _Draft | None:
    """Read one family; an indicator that is wrong is reported and left out, the rest is read."""
    content = read_toml(file, problems)
    if content is None:
        return None
    entries = content.get("indicators", {})
    if not isinstance(entries, dict):
        problems.append(Problem(file.name, "", "indicators", "must be a table of tables"))
        entries = {}
    family_id = content.get("id", "")
    prefix = content.get("prefix") or family_id
    indicators: dict[str, Indicator] = {}
    for key, entry in entries.items():
        given = {"id": f"{prefix}.{key}", "family": family_id}
        indicator = read_entry(Indicator, entry, Place(file.name, key), problems, given=given)
        if indicator:
            indicators[key] = indicator
    return _Draft(
        file=file.name,
        declared=tuple(f"{prefix}.{key}" for key in entries),
        indicators=indicators,
        family=read_entry(
            Family, {**content, "indicators": indicators}, Place(file.name, ""), problems
        ),
    )


def _repeated(drafts: Sequence[_Draft]) -> Iterator[Problem]:
    """Ids of families, indicators and identities that are used more than once."""
    seen: dict[str, str] = {}
    for draft in drafts:
        family = draft.family
        own = [family.id, *(identity.id for identity in family.identities)] if family else []
        for used in (*own, *draft.declared):
            if used in seen:
                yield Problem(draft.file, used, "id", f"is already used in {seen[used]}")
            seen.setdefault(used, draft.file)


def _unknown_units(drafts: Sequence[_Draft], units: Collection[str]) -> Iterator[Problem]:
    for draft in drafts:
        for key, indicator in draft.indicators.items():
            if indicator.unit not in units:
                message = f"unknown unit {indicator.unit!r}; known: {', '.join(units)}"
                yield Problem(draft.file, key, "unit", message)


def _unknown_indicators(drafts: Sequence[_Draft]) -> Iterator[Problem]:
    known = {indicator_id for draft in drafts for indicator_id in draft.declared}
    for draft in drafts:
        for entry, field, indicator_id in _references(draft):
            if indicator_id not in known:
                yield Problem(draft.file, entry, field, f"unknown indicator {indicator_id!r}")


def _references(draft: _Draft) -> Iterator[tuple[str, str, str]]:
    """Every indicator id that a family names, with the entry and the field that do."""
    if draft.family:
        yield from (("", "lead", indicator_id) for indicator_id in draft.family.lead)
        for chain in draft.family.chains:
            yield from ((f"chain {chain.name_en}", "members", member) for member in chain.members)
        for identity in draft.family.identities:
            yield from ((identity.id, "", split_term(term)[0]) for term in identity.terms)
    for key, indicator in draft.indicators.items():
        yield from ((key, "related", indicator_id) for indicator_id in indicator.related)
        yield from ((key, "numerators", indicator_id) for indicator_id in indicator.numerators)
        if indicator.denominator:
            yield key, "denominator", indicator.denominator
