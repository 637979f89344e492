"""Which files a run reads, in which order, and under which names their rows go."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.commands.words import CommandError

# Old Word files cannot be read, but a folder's run must say so rather than pass them over.
SUFFIXES = frozenset(
    {".html", ".htm", ".shtml", ".xhtml", ".pdf", ".docx", ".txt", ".doc", ".wps", ".rtf"}
)


@dataclass(frozen=True, order=True)
class File:
    """A report's file, and `doc`, the name that its rows carry."""

    doc: str
    path: Path


def find_files(arguments: Sequence[Path]) -> list[File]:
    """Every file given, and every report below a folder given, in the order of their names.

    A file goes by its name, one below a folder by its path from there; where two would have one
    name, each goes by its path as given.

    Raises:
        CommandError: Something given does not exist, or a folder holds no report.
    """
    found: dict[Path, str] = {}
    for path in arguments:
        found |= dict(_files(path))
    times = Counter(found.values())
    return sorted(
        File(_readable(doc if times[doc] == 1 else path.as_posix()), path)
        for path, doc in found.items()
    )


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        below = list(_reports_below(path))
        if not below:
            raise CommandError("no_reports", path=path)
        yield from ((file, file.relative_to(path).as_posix()) for file in below)
    elif path.exists():
        yield path, path.name
    else:
        raise CommandError("no_such_path", path=path)


def _reports_below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            # ~$ is the lock file that Word leaves beside an open document
            hidden = name.startswith((".", "~$"))
            if not hidden and Path(name).suffix.lower() in SUFFIXES:
                yield Path(root) / name


def _readable(name: str) -> str:
    """A name that UTF-8 can hold: file systems allow bytes that are no characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
