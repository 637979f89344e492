"""Reviews that are not finished: one file a report, found again after a reload and a restart."""

from __future__ import annotations

import re
from pathlib import Path

from indicators.review import Draft, from_json, to_json
from warehouse.imports.files import write_whole, writing

DRAFTS = "drafts"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def save_draft(draft: Draft, folder: Path) -> Path:
    """Write a draft over its earlier state; ReadOnlyError, UnwritableUserFolderError."""
    with writing(folder):
        path = _path(folder, draft.sha256)
        write_whole(path, to_json(draft).encode())
    return path


def load_draft(sha256: str, folder: Path) -> Draft | None:
    """The draft for a text, None when there is none; DraftSchemaError when it cannot be read."""
    if not _SHA256.fullmatch(sha256):
        return None
    try:
        return from_json(_path(folder, sha256).read_bytes())
    except FileNotFoundError:
        return None


def list_drafts(folder: Path) -> tuple[str, ...]:
    """The texts (SHA-256) that are under review, the one saved last first."""
    found = [path for path in (folder / DRAFTS).glob("*.json") if _SHA256.fullmatch(path.stem)]
    found.sort(key=lambda path: (-path.stat().st_mtime_ns, path.stem))
    return tuple(path.stem for path in found)


def discard_draft(sha256: str, folder: Path) -> None:
    """Give up a review; nothing that was approved is touched."""
    with writing(folder):
        remove_draft(sha256, folder)


def remove_draft(sha256: str, folder: Path) -> None:
    """Remove a draft's file; the caller holds the folder."""
    if _SHA256.fullmatch(sha256):
        _path(folder, sha256).unlink(missing_ok=True)


def _path(folder: Path, sha256: str) -> Path:
    return folder / DRAFTS / f"{sha256}.json"
