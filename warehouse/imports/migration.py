"""Holding the data folder for writing, and bringing an older one into the form of this release.

The former history is kept beside the new one as history.jsonl.v1. Every step may be repeated: a
migration that was broken off begins anew with the next use of the folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.checksums import file_digest, seal_of
from warehouse.data_folder import FOLDER, SCHEMA, folder_schema, write_folder_schema
from warehouse.imports.files import (
    UnwritableUserFolderError,
    check_may_write,
    holding,
    is_read_only,
    write_whole,
)
from warehouse.imports.history import (
    HISTORY,
    Event,
    EventKind,
    chained,
    import_folder,
    read_history,
    whole_lines,
    write_head,
)

FORMER = f"{HISTORY}.v1"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder for writing figures, in the form of this release, if one may write at all.

    Raises ReadOnlyError, UnwritableUserFolderError, NewerFolderError, DataFileError.
    """
    check_may_write()
    with holding(folder):
        _migrate(folder)
        yield


def prepare(folder: Path) -> None:
    """Bring an older folder up to date if it may be written; it can be read as it is, too.

    Raises NewerFolderError, DataFileError.
    """
    if folder_schema(folder) == SCHEMA or not (folder / HISTORY).exists() or is_read_only():
        return
    try:
        with holding(folder):
            _migrate(folder)  # whoever reads may cause it: it changes no figure
    except UnwritableUserFolderError:
        return


def _migrate(folder: Path) -> None:
    """The caller holds the folder. The file that names the version is written last."""
    if folder_schema(folder) == SCHEMA and (folder / FOLDER).exists():
        return
    events = read_history(folder)
    if any(event.version == 1 for event in events):
        write_whole(folder / FORMER, b"".join(line + b"\n" for line in whole_lines(folder)))
        write_whole(folder / HISTORY, _rewritten(folder, events))
    write_head(folder, whole_lines(folder))
    write_folder_schema(folder)


def _rewritten(folder: Path, events: tuple[Event, ...]) -> bytes:
    """The history with chained lines that hold the checksums of the files as they are now."""
    lines: list[bytes] = []
    for event in events:
        files = _files(folder, event) if event.what is EventKind.APPROVE else {}
        current = event.model_copy(update={"version": SCHEMA, "files": files})
        lines.append(chained(current, seal_of(lines[-1]) if lines else ""))
    return b"".join(line + b"\n" for line in lines)


def _files(folder: Path, event: Event) -> dict[str, str]:
    """The checksums of an import's files; no later change to them will go unnoticed."""
    place = import_folder(folder, event.id)
    found = sorted(path for path in place.glob("*") if path.is_file())
    return {path.name: file_digest(path) for path in found}
