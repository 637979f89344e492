"""The catalogue: every indicator that is known, with its unit, measure, chain and identities.

What differs between indicators is data in `data/catalogue/*.toml`; this module reads and checks it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.errors import Problem, RuleOfLawDataError, raise_if_any

DATA = Path(__file__).parent / "data"

M = TypeVar("M", bound=BaseModel)


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


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(_Entry):
    """A unit of measurement; `whole` when only whole numbers are possible."""

    id: str
    zh: str
    en: str
    whole: bool


class Indicator(_Entry):
    """One indicator; `numerators` over `denominator` define a rate that is a quotient of counts."""

    id: str
    family: str
    name_zh: str = Field(min_length=1)
    short_zh: str = Field(min_length=1, max_length=12)
    name_en: str = Field(min_length=1)
    short_en: str = Field(min_length=1, max_length=48)
    definition_zh: str = Field(min_length=1)
    definition_en: str = Field(min_length=1)
    unit: str
    measure: Measure
    polarity: Polarity
    precision: int = Field(ge=0, le=4)
    related: tuple[str, ...] = ()
    numerators: tuple[str, ...] = ()
    denominator: str | None = None


class Chain(_Entry):
    """Indicators of one concept in the order in which things happen: related, never the same."""

    name_zh: str
    name_en: str
    members: tuple[str, ...] = Field(min_length=2)


class SumIdentity(_Entry):
    """Parts that add up to the total, or to less where the source leaves a remainder unstated."""

    id: str
    kind: Literal["sum"]
    name_zh: str
    name_en: str
    total: str
    parts: tuple[str, ...] = Field(min_length=2)

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, the total first."""
        return (self.total, *self.parts)


class AtMostIdentity(_Entry):
    """One count that can never exceed another."""

    id: str
    kind: Literal["at_most"]
    name_zh: str
    name_en: str
    smaller: str
    larger: str

    @property
    def terms(self) -> tuple[str, ...]:
        """Both terms."""
        return (self.smaller, self.larger)


Identity = SumIdentity | AtMostIdentity


class Family(_Entry):
    """A family of indicators, as one page of the dashboard shows it."""

    id: str
    order: int
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    prefix: str = ""
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
        return next(family for family in self.families if family.id == family_id)

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


@cache
def load_catalogue(folder: Path = DATA) -> Catalogue:
    """Read `units.toml` and `catalogue/*.toml`; DataFileError names every problem of all files."""
    problems: list[Problem] = []
    units = {
        key: unit
        for key, entry in _toml(folder / "units.toml", problems).items()
        if (unit := _entry(Unit, {"id": key, **entry}, "units.toml", key, problems))
    }
    families = [
        family
        for file in sorted((folder / "catalogue").glob("*.toml"))
        if (family := _family(file, problems))
    ]
    families.sort(key=lambda family: (family.order, family.id))
    by_id = {i.id: i for family in families for i in family.indicators.values()}
    catalogue = Catalogue(families=tuple(families), units=units, by_id=by_id)
    problems += _reference_problems(catalogue)
    raise_if_any(problems)
    return catalogue


def _family(file: Path, problems: list[Problem]) -> Family | None:
    """Read one family; an indicator that is wrong is reported and left out, the rest is read."""
    content = _toml(file, problems)
    if not content:
        return None
    prefix = content.get("prefix") or content.get("id", "")
    indicators: dict[str, Indicator] = {}
    for key, entry in content.pop("indicators", {}).items():
        values = {"id": f"{prefix}.{key}", "family": content.get("id", ""), **entry}
        indicator = _entry(Indicator, values, file.name, key, problems)
        if indicator:
            indicators[key] = indicator
    return _entry(Family, {**content, "indicators": indicators}, file.name, "", problems)


def _entry(
    model: type[M], values: dict[str, Any], file: str, entry: str, problems: list[Problem]
) -> M | None:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems += [
            Problem(file, entry, ".".join(map(str, item["loc"])), item["msg"])
            for item in error.errors()
        ]
        return None


def _toml(file: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(file.name, "", "", str(error)))
        return {}


def _reference_problems(catalogue: Catalogue) -> list[Problem]:
    """Units and indicator ids that are named but not known."""
    problems: list[Problem] = []
    for family in catalogue.families:
        file = f"{family.id}.toml"
        for where, indicator_id in _references(family):
            if indicator_id not in catalogue:
                problems.append(Problem(file, where, "", f"unknown indicator {indicator_id!r}"))
        for key, indicator in family.indicators.items():
            if indicator.unit not in catalogue.units:
                known = ", ".join(catalogue.units)
                message = f"unknown unit {indicator.unit!r}; known: {known}"
                problems.append(Problem(file, key, "unit", message))
    return problems


def _references(family: Family) -> Iterator[tuple[str, str]]:
    """Every indicator id that a family names, with where it does."""
    yield from (("lead", indicator_id) for indicator_id in family.lead)
    for chain in family.chains:
        yield from ((f"chain {chain.name_en}", member) for member in chain.members)
    for identity in family.identities:
        yield from ((identity.id, split_term(term)[0]) for term in identity.terms)
    for key, indicator in family.indicators.items():
        named = (*indicator.related, *indicator.numerators, indicator.denominator)
        yield from ((key, indicator_id) for indicator_id in named if indicator_id)
