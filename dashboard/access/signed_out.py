"""Sign-ins that were ended: other windows of the same browser know nothing of it by themselves.

A sign-in lives in a cookie, and in every window opened since. Whoever signs out in one window ends
it everywhere, on every replica, and for whoever might have copied the cookie.
"""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path

from dashboard.access.identity import Identity
from warehouse.imports.files import UnwritableUserFolderError, holding, write_whole

FOLDER = "signed_out"
LOG = logging.getLogger(__name__)
_here: set[str] = set()  # what the disk refused to keep


def end(person: Identity, folder: Path, *, hours: int) -> None:
    """End a sign-in; what is too old to matter is forgotten."""
    name = _name(person)
    try:
        with holding(folder / FOLDER):
            _forget(folder / FOLDER, before=time.time() - hours * 3600)
            write_whole(folder / FOLDER / name, b"")
    except UnwritableUserFolderError:
        LOG.warning("a sign-out is known to this process only", exc_info=True)
        _here.add(name)


def is_ended(person: Identity, folder: Path) -> bool:
    """Whether this very sign-in has been ended."""
    name = _name(person)
    return name in _here or (folder / FOLDER / name).exists()


def _name(person: Identity) -> str:
    """A name for the sign-in, not for the person."""
    what = "\n".join((person.issuer, person.subject, person.since.isoformat()))
    return hashlib.sha256(what.encode()).hexdigest()


def _forget(folder: Path, *, before: float) -> None:
    for file in folder.glob("*"):
        if len(file.name) == 64 and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
