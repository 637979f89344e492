"""The person's own templates, kept beside the briefing: one a format, with the name it came by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.briefing.store import BRIEFINGS, is_key
from warehouse.imports.files import holding, write_whole

LONGEST_NAME = 200


@dataclass(frozen=True)
class Template:
    """A template: the name of its file, and its content."""

    name: str
    content: bytes


def keep(key: str, folder: Path, suffix: str, template: Template) -> None:
    """Keep the template of a format; raises UnwritableUserFolderError."""
    with holding(folder / BRIEFINGS):
        content, name = _paths(key, folder, suffix)
        write_whole(content, template.content)
        write_whole(name, template.name[:LONGEST_NAME].encode(errors="replace"))


def kept(key: str, folder: Path, suffix: str) -> Template | None:
    """The template of a format, if there is one that can be read."""
    content, name = _paths(key, folder, suffix)
    try:
        return Template(name.read_text("utf-8"), content.read_bytes())
    except (OSError, ValueError):
        return None


def drop(key: str, folder: Path, suffix: str) -> None:
    """Go back to our own look; raises UnwritableUserFolderError."""
    with holding(folder / BRIEFINGS):
        for path in _paths(key, folder, suffix):
            path.unlink(missing_ok=True)


def _paths(key: str, folder: Path, suffix: str) -> tuple[Path, Path]:
    if not is_key(key):
        raise ValueError("not a key")
    path = folder / BRIEFINGS / f"{key}.template.{suffix}"
    return path, path.with_name(f"{path.name}.name")
