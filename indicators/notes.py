"""Caveats, keyed once: their texts, and which of them apply to the figures that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from indicators.entries import Entry, Place, Text, read_entry, read_toml
from indicators.errors import Problem, raise_if_any
from indicators.observations import Attribution, Observation, Source, Status
from indicators.periods import Basis

NOTES_FILE = Path(__file__).parent / "data" / "notes.toml"


class Note(Entry):
    """A caveat in both languages and the conditions under which it applies by itself.

    All given conditions must hold. A note without conditions applies only where an observation
    names its key.
    """

    key: str
    zh: Text
    en: Text
    families: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    basis: tuple[Basis, ...] = ()
    exact: bool | None = None
    approximate: bool | None = None
    scoped: bool | None = None
    official: bool | None = None
    attribution: Attribution | None = None
    crosses: date | None = None

    @property
    def conditional(self) -> bool:
        """Whether the note can apply without being named by an observation."""
        return bool(self.model_fields_set - {"key", "zh", "en"})


def load_notes(*files: Path) -> dict[str, Note]:
    """Read note files into one table by key; DataFileError names every problem of all files."""
    notes: dict[str, Note] = {}
    problems: list[Problem] = []
    for file in files:
        for key, entry in (read_toml(file, problems) or {}).items():
            if key in notes:
                problems.append(Problem(file.name, key, "", "this key is already used"))
            note = read_entry(Note, entry, Place(file.name, key), problems, given={"key": key})
            if note:
                notes[key] = note
    raise_if_any(problems)
    return notes


def keys_for(
    observation: Observation, source: Source, notes: Mapping[str, Note], *, family: str
) -> tuple[str, ...]:
    """Keys of the notes that concern one observation, in the order of the notes table.

    A note that `crosses` a date is among them; whether it is shown depends on what else is.
    """
    return tuple(
        key
        for key, note in notes.items()
        if key in observation.notes
        or (note.conditional and _matches(note, observation, source, family))
    )


def to_show(noted: Iterable[tuple[str, date]], notes: Mapping[str, Note]) -> list[str]:
    """Which notes to show beside figures, in the order of the notes table.

    `noted` pairs each note key of each shown figure with the last day of the figure's period.
    """
    ends: dict[str, list[date]] = {}
    for key, end in noted:
        ends.setdefault(key, []).append(end)
    return [key for key, note in notes.items() if key in ends and _spans(note, ends[key])]


def _spans(note: Note, ends: list[date]) -> bool:
    return note.crosses is None or min(ends) < note.crosses <= max(ends)


def _matches(note: Note, item: Observation, source: Source, family: str) -> bool:
    fact = item.fact
    approximate = item.status is Status.REPORTED and not item.bounds.exact
    return all(
        (
            not note.families or family in note.families,
            not note.indicators or fact.indicator in note.indicators,
            not note.districts or fact.district in note.districts,
            not note.status or item.status in note.status,
            not note.basis or fact.period.basis in note.basis,
            note.exact is None or item.bounds.exact is note.exact,
            note.approximate is None or approximate is note.approximate,
            note.scoped is None or bool(fact.scope) is note.scoped,
            note.official is None or source.official is note.official,
            note.attribution is None or source.attribution == note.attribution,
        )
    )
