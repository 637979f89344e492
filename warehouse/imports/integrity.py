"""Whether the files of an approved import are those that were approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.errors import DataFileError, Problem
from warehouse.checksums import Digests, digest_of
from warehouse.imports.history import HISTORY, IMPORTS, Event, import_folder

_DIGESTS = Digests()


class DamagedImportError(DataFileError):
    """Files of approved imports are not as they were approved: a backup has them."""


def digests_of(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The checksums of an import's files, as its line of the history holds them."""
    return {name: digest_of(content) for name, content in contents.items()}


def check_imports(folder: Path, events: Iterable[Event]) -> None:
    """Raise DamagedImportError with every file that is not as it was approved."""
    problems = [problem for event in events for problem in damages(folder, event)]
    if problems:
        raise DamagedImportError(problems)


def damages(folder: Path, event: Event, *, digests: Digests = _DIGESTS) -> list[Problem]:
    """What is wrong with the files of an import; nothing is known of those without checksums."""
    place = import_folder(folder, event.id)
    found = ((name, _damage(place / name, meant, digests)) for name, meant in event.files.items())
    return [
        Problem(f"{IMPORTS}/{event.id}/{name}", "", "", f"{why}: restore it from a backup")
        for name, why in found
        if why
    ]


def _damage(path: Path, meant: str, digests: Digests) -> str:
    try:
        if digests.of(path) == meant:
            return ""
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return f"is damaged: its checksum is not that of {HISTORY}"
