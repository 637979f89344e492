"""Approves a draft, withdraws an import, and finds what was approved.

Approval and withdrawal end with one appended line of the history (see `warehouse.imports`); the
warehouse is built afterwards, by `warehouse.build.build`, and can be built again at any time.
"""

from __future__ import annotations

import getpass
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indicators.errors import RuleOfLawDataError
from indicators.review import Decision, Draft, Finding, Kind, from_json, problems
from warehouse.checking import check_part
from warehouse.imports.drafts import remove_draft
from warehouse.imports.files import UNFINISHED, flush_folder, write_whole
from warehouse.imports.history import (
    IMPORTS,
    REPORT,
    REVIEW,
    Event,
    EventKind,
    UnknownImportError,
    append,
    approved_as,
    import_folder,
    read_history,
    standing,
)
from warehouse.imports.integrity import check_imports, digests_of
from warehouse.imports.merging import imported
from warehouse.imports.migration import writing
from warehouse.imports.tables import import_files
from warehouse.paths import SEED_DATA


class NotApprovableError(RuleOfLawDataError):
    """The draft has problems that must be mended first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings for callers that have words for their keys."""
        self.findings = findings
        lines = (" ".join((f.key, *f.rows, *(v for _, v in f.names))) for f in findings)
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Import:
    """One approved import; `ended` is the event that withdrew or replaced it."""

    approved: Event
    ended: Event | None = None

    @property
    def id(self) -> str:
        """Its id, which is also that of its source."""
        return self.approved.id

    @property
    def stands(self) -> bool:
        """Whether builds use it."""
        return self.ended is None


def approve(
    draft: Draft,
    folder: Path,
    *,
    who: str = "",
    seed: Path = SEED_DATA,
    now: datetime | None = None,
) -> Import:
    """Import the accepted rows; an earlier import of the same text is replaced in the same step.

    Raises NotApprovableError for the draft's problems, DataFileError for what a build would refuse,
    ReadOnlyError, UnwritableUserFolderError, NewerFolderError; then nothing has changed. The
    draft's file goes once no row is left open.
    """
    found = problems(draft)
    if found:
        raise NotApprovableError(found)
    moment = (now or datetime.now()).astimezone().replace(microsecond=0)
    with writing(folder):
        events = read_history(folder)
        import_id = _new_id(draft, events, folder, moment)
        contents = import_files(draft, import_id)
        event = _approval(draft, import_id, contents, events, moment, who or user_name())
        staged = folder / IMPORTS / f"{UNFINISHED}{import_id}"
        try:
            _stage(contents, staged)
            check_part(imported(staged, event.id), seed)
            staged.replace(import_folder(folder, event.id))
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        flush_folder(folder / IMPORTS)
        append(folder, event)
        if not any(row.decision is Decision.OPEN for row in draft.rows):
            remove_draft(draft.sha256, folder)
    return Import(event)


def withdraw(
    import_id: str,
    folder: Path,
    *,
    who: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Event:
    """Leave an import out of builds from now on; its files stay. UnknownImportError."""
    moment = (now or datetime.now()).astimezone().replace(microsecond=0)
    with writing(folder):
        stands = {event.id: event for event in standing(read_history(folder))}
        if import_id not in stands:
            raise UnknownImportError(f"no import {import_id!r} stands")
        event = stands[import_id].model_copy(
            update={
                "what": EventKind.WITHDRAW,
                "time": moment,
                "who": who or user_name(),
                "replaces": (),
                "reason": reason,
                "files": {},
            }
        )
        append(folder, event)
    return event


def list_imports(folder: Path) -> tuple[Import, ...]:
    """All imports there ever were, newest first."""
    found: dict[str, Import] = {}
    for event in read_history(folder):
        for gone in (event.id, *event.replaces):
            if gone in found and found[gone].stands:
                found[gone] = Import(found[gone].approved, ended=event)
        if event.what is EventKind.APPROVE:
            found[event.id] = Import(event)
    return tuple(found.values())[::-1]


def standing_import(sha256: str, folder: Path) -> Import | None:
    """The import of this text that builds use; None when there is none."""
    found = (item for item in list_imports(folder) if item.approved.sha256 == sha256)
    return next((item for item in found if item.stands), None)


def reviewed(import_id: str, folder: Path) -> Draft:
    """The draft as it was approved, to be shown or to be amended and approved again.

    Raises UnknownImportError, DamagedImportError.
    """
    place = import_folder(folder, import_id)
    check_imports(folder, [approved_as(import_id, folder)])
    draft = from_json((place / REVIEW).read_bytes())
    return draft.model_copy(update={"text": (place / REPORT).read_bytes().decode()})


def user_name() -> str:
    """Who is at work, as the operating system knows; empty when it does not."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""


def _approval(
    draft: Draft,
    import_id: str,
    contents: dict[str, bytes],
    events: tuple[Event, ...],
    moment: datetime,
    who: str,
) -> Event:
    accepted = draft.accepted
    growth = sum(row.kind is Kind.GROWTH for row in accepted)
    period = draft.report.period
    same = (event.id for event in standing(events) if event.sha256 == draft.sha256)
    return Event(
        what=EventKind.APPROVE,
        time=moment,
        who=who,
        id=import_id,
        sha256=draft.sha256,
        title=" ".join(draft.report.title.split()),
        district=draft.report.district,
        period=period.label if period else "",
        observations=len(accepted) - growth,
        growth=growth,
        replaces=tuple(same),
        files=digests_of(contents),
    )


def _new_id(draft: Draft, events: tuple[Event, ...], folder: Path, moment: datetime) -> str:
    """The day and the text; a number where that was used, also by an approval that broke off."""
    stem = f"u{moment:%Y%m%d}-{draft.sha256[:8]}"
    used = {event.id for event in events}
    name, count = stem, 1
    while name in used or import_folder(folder, name).exists():
        count += 1
        name = f"{stem}-{count}"
    return name


def _stage(contents: dict[str, bytes], staged: Path) -> None:
    """Write all files of an import where no build looks."""
    staged.parent.mkdir(exist_ok=True)
    for left in staged.parent.glob(f"{UNFINISHED}*"):  # by an approval that broke off
        shutil.rmtree(left, ignore_errors=True)
    staged.mkdir()
    for name, content in contents.items():
        write_whole(staged / name, content)
