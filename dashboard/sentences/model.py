"""A sentence in parts: words, and figures that know which observations they come from.

Every number that says something of the data is a `Figure`. Digits in the words between them belong
to the name of a period, district, scope or indicator, or to a unit (10万常住人口, 首期为100, 95%).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a figure in a sentence says, and of which observations.

    A change or multiple of two observations (the earlier first) was computed here; of a single
    one it is the growth that the source of this observation states. A rank is that of the first
    observation among all of them. A count without observations counts districts and years.
    """

    VALUE = "value"
    CHANGE = "change"
    MULTIPLE = "multiple"
    RANK = "rank"
    COUNT = "count"
    SHARE = "share"  # of the first observation in the second
    REST = "rest"  # of the first observation without the others
    INTERVAL = "interval"  # the 95 % interval of a rate; counts: the parts, then the whole


@dataclass(frozen=True)
class Figure:
    """A number as the sentence prints it, with its unit, and the observations behind it."""

    text: str
    role: Role
    observation_ids: tuple[str, ...]


Part = str | Figure
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Sentence:
    """One sentence; `id` names what it says (not of which year), and stays when data are newer."""

    id: str
    parts: Parts

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its numbers, in their order."""
        return tuple(part for part in self.parts if isinstance(part, Figure))
