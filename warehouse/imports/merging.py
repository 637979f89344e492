"""Everything that a warehouse is built from: the figures that ship and the imports that stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.changes import Change
from warehouse.imports.changes import with_history
from warehouse.imports.history import IMPORTS, Event, import_folder, read_history, standing
from warehouse.imports.integrity import check_imports
from warehouse.imports.migration import prepare
from warehouse.inputs import Part
from warehouse.paths import SEED_DATA, user_data_folder


@dataclass(frozen=True)
class Material:
    """The folder of figures that ship, those of the standing imports, and the history of all."""

    seed: Path
    parts: tuple[Part, ...]
    events: tuple[Event, ...]

    def more_changes(self, changes: Sequence[Change]) -> Sequence[Change]:
        """The change log with the history in it."""
        return with_history(changes, self.events)


def material(seed: Path = SEED_DATA, *, user: Path | None = None) -> Material:
    """What a build has now; DataFileError when the history or an import is damaged.

    Brings a data folder of an older release up to date; NewerFolderError.
    """
    folder = user or user_data_folder()
    prepare(folder)
    events = read_history(folder)
    return Material(seed, tuple(parts_of(folder, standing(events))), events)


def parts_of(folder: Path, events: Sequence[Event]) -> list[Part]:
    """The files of imports; DamagedImportError names those that are not as they were approved."""
    check_imports(folder, events)
    return [imported(import_folder(folder, event.id), event.id) for event in events]


def imported(folder: Path, import_id: str) -> Part:
    """The files of one import, wherever they lie."""
    return Part(folder, label=f"{IMPORTS}/{import_id}/", source=import_id)
