"""The list of editors: those of the settings, and those of a file that is read each time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from dashboard.access.identity import SUBJECT, Identity
from settings.model import Settings

LOG = logging.getLogger(__name__)


def is_editor(person: Identity, settings: Settings) -> bool:
    """Whether the person is on the list, by verified e-mail address or by subject."""
    entries = {_folded(entry) for entry in (*settings.editors, *_of_file(settings.editors_file))}
    names = {f"{SUBJECT}{person.subject}"} | ({_folded(person.email)} if person.email else set())
    return bool(names & entries)


def _folded(entry: str) -> str:
    """E-mail addresses are the same in capitals; subjects are not."""
    return entry if entry.startswith(SUBJECT) else entry.casefold()


def _of_file(file: Path | None) -> Iterator[str]:
    """One a line; nobody where the file cannot be read."""
    if file is None:
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        LOG.exception("the list of editors cannot be read")
        return
    yield from filter(None, (line.partition("#")[0].strip() for line in lines))
