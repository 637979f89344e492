"""Reviews that are not finished: one file a report, found again after a reload and a restart.

A draft is sealed (`warehouse.checksums`). One that is damaged is set aside under the name
`<sha256>.json.damaged`, for a person to look at, and its report can be read anew.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from indicators.errors import RuleOfLawDataError
from indicators.review import Draft, DraftSchemaError, from_json, to_json
from warehouse.checksums import DamagedError, seal_of, sealed, unsealed
from warehouse.data_folder import folder_schema
from warehouse.imports.files import sweep, write_whole
from warehouse.imports.migration import writing

DRAFTS = "drafts"
DAMAGED = ".damaged"
_SHA256 = re.compile(r"[0-9a-f]{64}")
LOG = logging.getLogger(__name__)


class DamagedDraftError(DraftSchemaError):
    """The file of a draft is not as it was written."""


def save_draft(draft: Draft, folder: Path) -> Path:
    """Write a draft over its earlier state; ReadOnlyError, UnwritableUserFolderError."""
    with writing(folder):
        sweep(folder / DRAFTS)
        path = _path(folder, draft.sha256)
        write_whole(path, sealed(to_json(draft).encode()))
    return path


def load_draft(sha256: str, folder: Path) -> Draft | None:
    """The draft for a text, None when there is none.

    Raises DraftSchemaError for one of a newer release, DamagedDraftError, NewerFolderError.
    """
    if not _SHA256.fullmatch(sha256):
        return None
    folder_schema(folder)
    try:
        return read_draft(_path(folder, sha256))
    except DamagedDraftError:
        LOG.exception("a draft under review")
        _set_aside(sha256, folder)
        raise


def read_draft(path: Path) -> Draft | None:
    """What a file holds, None when it is not there; as `load_draft`, but nothing is set aside."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return from_json(unsealed(content))
    except (DamagedError, DraftSchemaError) as error:
        if isinstance(error, DraftSchemaError) and seal_of(content):
            raise  # whole, but of a newer release
        raise DamagedDraftError(f"{DRAFTS}/{path.name} is damaged: {error}") from error


def list_drafts(folder: Path) -> tuple[str, ...]:
    """The texts (SHA-256) that are under review, the one saved last first; NewerFolderError."""
    folder_schema(folder)
    found = [path for path in (folder / DRAFTS).glob("*.json") if _SHA256.fullmatch(path.stem)]
    found.sort(key=lambda path: (-_written(path), path.stem))
    return tuple(path.stem for path in found)


def damaged_drafts(folder: Path) -> tuple[Path, ...]:
    """The files of drafts that were set aside."""
    return tuple(sorted((folder / DRAFTS).glob(f"*{DAMAGED}*")))


def discard_draft(sha256: str, folder: Path) -> None:
    """Give up a review; nothing that was approved is touched."""
    with writing(folder):
        remove_draft(sha256, folder)


def remove_draft(sha256: str, folder: Path) -> None:
    """Remove a draft's file; the caller holds the folder."""
    if _SHA256.fullmatch(sha256):
        _path(folder, sha256).unlink(missing_ok=True)


def _set_aside(sha256: str, folder: Path) -> None:
    """Rename a damaged draft; one that cannot be renamed stays and is found damaged again."""
    path = _path(folder, sha256)
    try:
        with writing(folder):
            try:
                read_draft(path)  # it may have been saved again in the meantime
            except DamagedDraftError:
                _move(path)
    except RuleOfLawDataError:
        LOG.warning("%s is damaged and cannot be set aside", path)


def _move(path: Path) -> None:
    names = (path.with_name(f"{path.name}{DAMAGED}{n or ''}") for n in range(1000))
    path.rename(next(name for name in names if not name.exists()))


def _written(path: Path) -> int:
    """When a draft was saved; the beginning of time if it was removed in the meantime."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _path(folder: Path, sha256: str) -> Path:
    return folder / DRAFTS / f"{sha256}.json"
