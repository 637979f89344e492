"""Reads the change log: what each version of the data added, revised or withdrew, in words."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from indicators.errors import Problem
from warehouse.publish import RELEASE


class Change(BaseModel):
    """One version, its day, and what changed, a sentence each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(pattern=f"^{RELEASE}$")
    date: datetime.date
    zh: tuple[str, ...] = Field(min_length=1)
    en: tuple[str, ...] = Field(min_length=1)


_LOG = TypeAdapter(list[Change])


def read_changes(path: Path, problems: list[Problem]) -> list[Change]:
    """The entries of a change log, newest first; none, and every problem noted, if it is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        changes = _LOG.validate_python(content.get("changes"))
    except ValidationError as error:
        for item in error.errors():
            place = ".".join(map(str, item["loc"]))
            problems.append(Problem(path.name, "changes", place, item["msg"]))
        return []
    except (OSError, ValueError) as error:
        problems.append(Problem(path.name, "", "", f"cannot be read ({error})"))
        return []
    if not changes:
        problems.append(Problem(path.name, "", "", "must name at least one version"))
    return sorted(changes, key=lambda change: change.date, reverse=True)
