"""The history of approvals and withdrawals, and which imports stand after it.

Each line of history.jsonl is sealed (`warehouse.checksums`) and names the seal of the line
`before` it: a line that was changed, removed or moved shows. history.head names the last line
known to have been written, so that lines missing from the end show, too. Whoever may write all
of these files can forge them; they tell accidents and hasty edits, not a determined forger.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.errors import Problem, RuleOfLawDataError, raise_if_any
from warehouse.checksums import DamagedError, seal_of, sealed, unsealed
from warehouse.data_folder import SCHEMA, folder_schema
from warehouse.imports.files import flush_folder, write_whole

HISTORY = "history.jsonl"
HEAD = "history.head"
IMPORTS = "imports"
REPORT, REVIEW = "report.txt", "import.json"  # in the folder of an import: its text, its review
_RESTORE = "restore history.jsonl and history.head from a backup"


class UnknownImportError(RuleOfLawDataError):
    """No import of this id stands: it never was, or it has been withdrawn or replaced."""


class EventKind(StrEnum):
    """What happened to an import."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


class Event(BaseModel):
    """One line of the history. An approval also withdraws the imports that it `replaces`.

    `files` are the checksums of an approved import's files; older releases kept none.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )

    version: Literal[1, 2] = Field(default=2, alias="schema")
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
    files: Mapping[str, str] = {}


@dataclass(frozen=True)
class Head:
    """How many lines there are, and the seal of the last."""

    lines: int = 0
    seal: str = ""


def read_history(folder: Path) -> tuple[Event, ...]:
    """All events, oldest first; DataFileError names every line that cannot be trusted.

    What follows the last line end was cut off while being written and never came to pass.
    Raises NewerFolderError.
    """
    folder_schema(folder)
    head = read_head(folder)  # before the lines: a line may be added in between
    events, found = _read(folder / HISTORY, _stamp(folder / HISTORY))
    if head is not None and found[head.lines : head.lines + 1] != (head.seal,):
        message = f"lines that were written are gone or changed: {_RESTORE}"
        raise_if_any([Problem(HISTORY, f"line {head.lines}", "", message)])
    return events


def read_head(folder: Path) -> Head | None:
    """What the history must hold at least; None before the first line. DataFileError."""
    try:
        content = json.loads(unsealed((folder / HEAD).read_bytes()))
        return Head(int(content["lines"]), str(content["seal"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, DamagedError) as error:
        message = f"cannot be read ({error}): look at `python -m warehouse history`, then remove it"
        raise_if_any([Problem(HEAD, "", "", message)])
        raise


def append(folder: Path, event: Event) -> None:
    """Add a line: the commit point. The caller holds the folder (`migration.writing`).

    OSError when the disk refuses; then nothing has come to pass.
    """
    lines = whole_lines(folder)
    write_head(folder, lines)  # a crash after the last line may have left it a line behind
    line = chained(event, seal_of(lines[-1]) if lines else "")
    path, end = folder / HISTORY, sum(len(known) + 1 for known in lines)
    with path.open("ab", buffering=0) as file:  # no buffer that is written after a refusal
        file.truncate(end)  # a line that was cut off is no line
        try:
            if file.write(line + b"\n") <= len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(end)
            raise
    flush_folder(folder)
    with suppress(OSError):  # it has come to pass; the next line makes good for the head
        write_head(folder, [*lines, line])


def chained(event: Event, before: str) -> bytes:
    """The line of an event that follows the line with the seal `before`."""
    return sealed(json.dumps({"before": before}).encode()[:-1] + b"," + _json(event)[1:])


def whole_lines(folder: Path) -> list[bytes]:
    """The lines as they stand in the file, without what was cut off at its end."""
    try:
        return (folder / HISTORY).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def write_head(folder: Path, lines: list[bytes]) -> None:
    """Note the last line, unless it is noted already."""
    head = Head(len(lines), seal_of(lines[-1]) if lines else "")
    if lines and read_head(folder) != head:
        content = json.dumps({"lines": head.lines, "seal": head.seal}).encode()
        write_whole(folder / HEAD, sealed(content + b"\n"))


def standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The approvals that are in force: neither withdrawn nor replaced, oldest first."""
    found: dict[str, Event] = {}
    for event in events:
        for gone in (event.id, *event.replaces):
            found.pop(gone, None)
        if event.what is EventKind.APPROVE:
            found[event.id] = event
    return tuple(found.values())


def approved_as(import_id: str, folder: Path) -> Event:
    """The approval of an import, whatever became of it later; UnknownImportError."""
    found = (event for event in read_history(folder) if event.id == import_id)
    event = next((event for event in found if event.what is EventKind.APPROVE), None)
    if event is None:
        raise UnknownImportError(f"no import {import_id!r}")
    return event


def import_folder(folder: Path, import_id: str) -> Path:
    """Where an import lies."""
    return folder / IMPORTS / import_id


def _json(event: Event) -> bytes:
    return event.model_dump_json(by_alias=True).encode()


def _stamp(path: Path) -> tuple[int, ...]:
    """What tells one state of a file from another."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=4)
def _read(path: Path, _: tuple[int, ...]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return (), ("",)
    except OSError as error:
        raise_if_any([Problem(HISTORY, "", "", f"cannot be read ({error.strerror or error})")])
        raise
    return parse_history(content)


def parse_history(content: bytes) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of a history, and the seals of its lines with an empty one for the beginning.

    DataFileError names every line that cannot be trusted.
    """
    problems: list[Problem] = []
    events, seals = [], [""]
    for number, line in enumerate(content.split(b"\n")[:-1], start=1):
        events.append(_event(line, number, seals[-1], problems))
        seals.append(seal_of(line))
    raise_if_any(problems)
    return tuple(event for event in events if event), tuple(seals)


def _event(line: bytes, number: int, before: str, problems: list[Problem]) -> Event | None:
    place = f"line {number}"
    try:
        content = json.loads(unsealed(line))
        schema = content.get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            message = f"is of a newer release (schema {schema}): update this program"
            problems.append(Problem(HISTORY, place, "schema", message))
            return None
        if schema == SCHEMA and not seal_of(line):
            problems.append(Problem(HISTORY, place, "digest", f"is missing: {_RESTORE}"))
        if content.pop("before", "") != before:
            message = f"does not follow the line before it: {_RESTORE}"
            problems.append(Problem(HISTORY, place, "before", message))
        return Event.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        problems.append(Problem(HISTORY, place, field, first["msg"]))
    except DamagedError as error:
        problems.append(Problem(HISTORY, place, "", f"{error} {_RESTORE}"))
    except (ValueError, AttributeError) as error:
        problems.append(Problem(HISTORY, place, "", f"cannot be read ({error})"))
    return None
