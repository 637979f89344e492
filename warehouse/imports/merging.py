"""Everything that a warehouse is built from: the figures that ship and the imports that stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warehouse.imports.changes import with_history
from warehouse.imports.history import IMPORTS, Event, import_folder, read_history, standing
from warehouse.inputs import Inputs, Part, read_inputs
from warehouse.paths import SEED_DATA, user_data_folder


def all_inputs(seed: Path = SEED_DATA, *, user: Path | None = None) -> Inputs:
    """The inputs of a build; DataFileError names every problem, an import's with its folder."""
    folder = user or user_data_folder()
    events = read_history(folder)
    return merged(seed, parts_of(folder, standing(events)), events)


def merged(seed: Path, parts: Sequence[Part], events: Sequence[Event]) -> Inputs:
    """The figures of a folder and of imports, with the history in the change log."""
    return read_inputs(
        seed, parts=parts, more_changes=lambda changes: with_history(changes, events)
    )


def parts_of(folder: Path, events: Sequence[Event]) -> list[Part]:
    """The files of imports."""
    return [imported(import_folder(folder, event.id), event.id) for event in events]


def imported(folder: Path, import_id: str) -> Part:
    """The files of one import, wherever they lie."""
    return Part(folder, label=f"{IMPORTS}/{import_id}/", source=import_id)
