"""Reads TOML files into checked, frozen entries and collects every problem on the way."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.errors import Problem

Text = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """An entry of a data file; a field that it does not know is a problem, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


E = TypeVar("E", bound=Entry)


def read_toml(file: Path, problems: list[Problem]) -> dict[str, object] | None:
    """The content of a TOML file in UTF-8, with or without a byte order mark, or None."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        problems.append(Problem(file.name, "", "", "is not in UTF-8: save it in that encoding"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(file.name, "", "", f"cannot be read ({error})"))
    return None


class Place(NamedTuple):
    """Where an entry stands."""

    file: str
    entry: str


def read_entry(
    model: type[E],
    content: object,
    place: Place,
    problems: list[Problem],
    *,
    given: Mapping[str, object] = MappingProxyType({}),
) -> E | None:
    """One entry, from its table and what is `given` by where that stands; None if it is wrong."""
    if not isinstance(content, dict):
        problems.append(Problem(*place, "", "must be a table"))
        return None
    problems += [
        Problem(*place, key, "is given by where this stands: leave it out")
        for key in given
        if key in content
    ]
    try:
        return model.model_validate({**content, **given})
    except ValidationError as error:
        problems += [
            Problem(*place, ".".join(map(str, item["loc"])), item["msg"]) for item in error.errors()
        ]
        return None
