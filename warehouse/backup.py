"""One file that holds a data folder as it was at one moment: a ZIP with `manifest.json`.

Nothing is locked, so that imports go on meanwhile: drafts are copied first, then the history, then
the imports that it names, which never change. A draft that is approved in between is in the backup
as a draft or as an import, or both. Warehouses are left out: they are built from what is here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, Field

from indicators.errors import DataFileError, RuleOfLawDataError
from warehouse.checksums import digest_of, sealed
from warehouse.data_folder import FOLDER, PROGRAM
from warehouse.imports.drafts import DRAFTS
from warehouse.imports.files import UNFINISHED, flush_folder, locked
from warehouse.imports.history import (
    HEAD,
    HISTORY,
    IMPORTS,
    Event,
    parse_history,
    standing,
    whole_lines,
)
from warehouse.imports.migration import prepare

MANIFEST = "manifest.json"
NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,120}/){0,3}[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


_HISTORY = {IMPORTS, HISTORY, HEAD, FOLDER}


class BackupError(RuleOfLawDataError):
    """The backup could not be written."""


class Entry(BaseModel):
    """A file of a backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup holds, file by file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = Field(default=1, alias="schema")
    program: str = PROGRAM
    made: datetime
    data_version: str
    events: int
    imports: int
    drafts: int
    files: dict[str, Entry]


@dataclass(frozen=True)
class Backup:
    """What was written, and which files could not be."""

    manifest: Manifest
    left_out: tuple[str, ...]


def back_up(folder: Path, target: Path, *, data_version: str = "") -> Backup:
    """Write a backup of a data folder, complete or not at all; an earlier one is replaced.

    Damaged files are in it as they are. Raises BackupError, NewerFolderError.
    """
    if not folder.is_dir():
        raise BackupError(f"{folder} is not there: there is nothing to back up")
    if target.resolve().is_relative_to(folder.resolve()):
        raise BackupError(f"{target} lies in the folder that is backed up: choose another place")
    with suppress(DataFileError):  # damaged, and backed up all the same
        prepare(folder)
    new = target.with_name(f"{UNFINISHED}{target.name}")  # over one that was broken off
    try:
        with _alone(folder):
            with new.open("wb") as file:
                with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                    backup = _Writer(folder, archive).write(data_version)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
            flush_folder(target.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise BackupError(f"cannot write {target} ({error.strerror or error})") from error
    return backup


def _alone(folder: Path) -> AbstractContextManager[None]:
    """One backup at a time; on a disk that cannot be written there is no telling."""
    return locked(folder, ".backup.lock") if os.access(folder, os.W_OK) else nullcontext()


class _Writer:
    """Copies files into an archive, and notes their checksums."""

    def __init__(self, folder: Path, archive: ZipFile) -> None:
        self.folder = folder
        self.archive = archive
        self.files: dict[str, Entry] = {}
        self.left_out: list[str] = []

    def write(self, data_version: str) -> Backup:
        for path in self._loose():
            self._add(path)
        for name in (FOLDER, HEAD):  # before the history: it may have grown since, never shrunk
            self._add(self.folder / name)
        history = b"".join(line + b"\n" for line in whole_lines(self.folder))
        self._put(HISTORY, history)
        events = self._events(history)
        for path in self._imports(events):
            self._add(path)
        manifest = Manifest(
            made=datetime.now().astimezone().replace(microsecond=0),
            data_version=data_version,
            events=len(events or ()),
            imports=len(standing(events or ())),
            drafts=sum(
                re.fullmatch(rf"{DRAFTS}/\w+\.json", name) is not None for name in self.files
            ),
            files=self.files,
        )
        content = sealed(manifest.model_dump_json(by_alias=True, indent=1).encode() + b"\n")
        self.archive.writestr(ZipInfo(MANIFEST), content, ZIP_DEFLATED)
        return Backup(manifest, tuple(self.left_out))

    def _add(self, path: Path) -> None:
        name = path.relative_to(self.folder).as_posix()
        try:
            # a file is replaced in one step: what is read is whole
            self._put(name, path.read_bytes())
        except FileNotFoundError:
            return  # a draft that was finished in the meantime; an import's file will be missed
        except OSError as error:
            self.left_out.append(f"{name} ({error.strerror or error})")

    def _put(self, name: str, content: bytes) -> None:
        if not NAME.fullmatch(name):
            self.left_out.append(name)
            return
        self.archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
        self.files[name] = Entry(size=len(content), sha256=digest_of(content))

    def _loose(self) -> Iterator[Path]:
        """Drafts, briefings and whatever else lies there, but for what is hidden or unfinished."""
        for place, folders, names in os.walk(self.folder):  # what vanishes meanwhile is skipped
            top = Path(place) == self.folder
            left_out = _HISTORY if top else set()
            folders[:] = sorted(name for name in folders if _shown(name) and name not in left_out)
            for name in sorted(names):
                path = Path(place) / name
                if _shown(name) and name not in left_out and not path.is_symlink():
                    yield path

    def _imports(self, events: tuple[Event, ...] | None) -> Iterator[Path]:
        """The files of the imports that the history names; of all, if it cannot be read."""
        folders = sorted((self.folder / IMPORTS).glob("u*"))
        named = {event.id for event in events or ()}
        for folder in folders:
            if events is None or folder.name in named:
                yield from sorted(path for path in folder.glob("*") if path.is_file())

    @staticmethod
    def _events(history: bytes) -> tuple[Event, ...] | None:
        try:
            return parse_history(history)[0]
        except DataFileError:
            return None


def _shown(name: str) -> bool:
    """Whether a file is meant to be looked at: no lock, nothing unfinished."""
    return not name.startswith(".")
