"""The history of approvals and withdrawals, and which imports stand after it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.errors import Problem, raise_if_any

HISTORY = "history.jsonl"
IMPORTS = "imports"
SCHEMA = 1


class EventKind(StrEnum):
    """What happened to an import."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


class Event(BaseModel):
    """One line of the history. An approval also withdraws the imports that it `replaces`."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )

    version: Literal[1] = Field(default=1, alias="schema")
    what: EventKind
    time: datetime
    who: str
    id: str = Field(pattern=r"^u[0-9]{8}-[0-9a-f]{8}(?:-[0-9]+)?$")
    sha256: str
    title: str
    district: str
    period: str
    observations: int
    growth: int
    replaces: tuple[str, ...] = ()
    reason: str = ""


def read_history(folder: Path) -> tuple[Event, ...]:
    """All events, oldest first; DataFileError names every line that cannot be read.

    What follows the last line end was cut off while being written and never came to pass.
    """
    try:
        content = (folder / HISTORY).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise_if_any([Problem(HISTORY, "", "", f"cannot be read ({error.strerror or error})")])
        return ()
    problems: list[Problem] = []
    lines = content.split(b"\n")[:-1]
    events = [_event(line, number, problems) for number, line in enumerate(lines, start=1)]
    raise_if_any(problems)
    return tuple(event for event in events if event)


def append(folder: Path, event: Event) -> None:
    """Add a line: the commit point. The caller holds the folder (`files.writing`)."""
    line = event.model_dump_json(by_alias=True).encode() + b"\n"
    with (folder / HISTORY).open("ab+") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        if whole < end:  # a line that was cut off is no line
            file.truncate(whole)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The approvals that are in force: neither withdrawn nor replaced, oldest first."""
    found: dict[str, Event] = {}
    for event in events:
        for gone in (event.id, *event.replaces):
            found.pop(gone, None)
        if event.what is EventKind.APPROVE:
            found[event.id] = event
    return tuple(found.values())


def import_folder(folder: Path, import_id: str) -> Path:
    """Where an import lies."""
    return folder / IMPORTS / import_id


def _event(line: bytes, number: int, problems: list[Problem]) -> Event | None:
    place = f"line {number}"
    try:
        schema = json.loads(line).get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            message = f"is of a newer release (schema {schema}): update this program"
            problems.append(Problem(HISTORY, place, "schema", message))
            return None
        return Event.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        problems.append(Problem(HISTORY, place, field, first["msg"]))
    except (ValueError, AttributeError) as error:
        problems.append(Problem(HISTORY, place, "", f"cannot be read ({error})"))
    return None
