"""A briefing as it is saved: which charts in which order, with what texts; no figures of its own.

What it showed when it was made is kept beside each chart, to say later what newer data changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    ValidationError,
)

from dashboard.charts.recipe import Recipe
from dashboard.words import Language
from indicators.documents.white_space import as_seen
from indicators.errors import RuleOfLawDataError

SCHEMA_VERSION = 1
MOST_ITEMS, MOST_PASSAGES = 60, 20
MOST_PROBLEMS = 1000  # of a file: more of them are not told one by one
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)

_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8,32}$")]
_SEEN = AfterValidator(as_seen)  # Office refuses control characters, readers would not see them
_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), _SEEN]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), _SEEN]


class BadBriefingError(RuleOfLawDataError):
    """A file that is no briefing of ours; the message names what is wrong, a line each."""


class NewerBriefingError(RuleOfLawDataError):
    """A briefing that a later version of this program saved."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Drafted(_Part):
    """A sentence that we made from the data, and make again from newer data, by its id."""

    kind: Literal["drafted"] = "drafted"
    id: Annotated[str, Field(min_length=1, max_length=200)]
    text: _Text


class Own(_Part):
    """A text of the person's own; never rewritten.

    `was` is the drafted sentence that it was made of, to notice when that reads otherwise.
    """

    kind: Literal["own"] = "own"
    text: _Text
    was: Drafted | None = None


Passage = Annotated[Drafted | Own, Field(discriminator="kind")]
# A list of nothing but mistakes is not gone through to its end.
_Passages = Annotated[tuple[Passage, ...], Field(max_length=MOST_PASSAGES, fail_fast=True)]


# what is drawn of a fact, its bounds, and how it is known
Value = tuple[FiniteFloat | None, FiniteFloat | None, FiniteFloat | None, str]


def fact_key(*parts: str) -> str:
    """The key of a fact: a JSON array, as names of scopes may hold any character."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def fact_parts(key: str) -> tuple[str, ...]:
    """District, indicator, scope and period; of a table of coverage, district and year.

    Raises ValueError.
    """
    try:
        parts = json.loads(key)
    except RecursionError as error:
        raise ValueError("not the key of a fact") from error
    if not isinstance(parts, list) or len(parts) not in (2, 4):
        raise ValueError("not the key of a fact")
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("not the key of a fact")
    return tuple(parts)


def _checked_key(key: str) -> str:
    fact_parts(key)
    return key


_Key = Annotated[str, Field(max_length=500), AfterValidator(_checked_key)]


class Seen(_Part):
    """What a chart showed when it was last looked through, by fact."""

    data_version: Annotated[str, Field(max_length=100)]
    values: Annotated[dict[_Key, Value], Field(max_length=5000)]


class Item(_Part):
    """A chart with its texts; without a title of its own it has the chart's."""

    id: _Id
    recipe: Recipe
    title: _Line = ""
    passages: _Passages = ()
    seen: Seen | None = None


_Items = Annotated[tuple[Item, ...], Field(max_length=MOST_ITEMS, fail_fast=True)]


class Briefing(_Part):
    """The whole of it, in the order in which it is read."""

    schema_version: Literal[1] = 1
    language: Language = Language.ZH
    title: _Line = ""
    author: _Line = ""
    day: Annotated[date, Field(ge=EARLIEST, le=LATEST)] | None = None
    items: _Items = ()

    def item(self, item_id: str) -> Item | None:
        """The item of an id."""
        return next((item for item in self.items if item.id == item_id), None)


def to_json(briefing: Briefing) -> bytes:
    """The file of a briefing: readable, the same for the same briefing."""
    return f"{briefing.model_dump_json(indent=2, exclude_defaults=False)}\n".encode()


def from_json(content: bytes) -> Briefing:
    """A briefing from its file.

    Raises BadBriefingError, or NewerBriefingError for one of a later version.
    """
    try:
        version = _Version.model_validate_json(content).schema_version
        if version > SCHEMA_VERSION:
            raise NewerBriefingError(f"schema_version {version}")
        return Briefing.model_validate_json(content)
    except ValidationError as error:
        raise BadBriefingError("\n".join(_problems(error))) from error


class _Version(BaseModel):
    schema_version: int


def _problems(error: ValidationError) -> Sequence[str]:
    if error.error_count() > MOST_PROBLEMS:  # listing them takes longer than finding them
        return [f"-: {error.error_count()} problems"]
    found = error.errors(include_url=False, include_input=False)
    return [f"{'.'.join(map(str, one['loc'])) or '-'}: {one['msg']}" for one in found]
