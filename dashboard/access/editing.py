"""The decision who may edit, taken anew at every step, and the gate before all that is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from streamlit import runtime

from dashboard.access.editors import is_editor
from dashboard.access.identity import identity
from dashboard.access.signed_out import is_ended
from dashboard.access.visitor import Visitor, visitor
from settings.model import Settings
from settings.reading import current
from warehouse.imports.files import ReadOnlyError


class Standing(StrEnum):
    """Why somebody may edit, or may not."""

    HERE = "here"  # at this machine, whose server is for nobody else
    EDITOR = "editor"
    READ_ONLY = "read_only"  # nobody can on this server
    NOBODY = "nobody"  # has not signed in
    EXPIRED = "expired"
    STRANGER = "stranger"  # has signed in and is not on the list


@dataclass(frozen=True)
class Access:
    """What a visitor may do; `who` has signed in, if anybody has."""

    standing: Standing
    who: str = ""

    @property
    def may_edit(self) -> bool:
        """Whether they may import, change and withdraw."""
        return self.standing in (Standing.HERE, Standing.EDITOR)


def access() -> Access:
    """What whoever is at work in this thread may do now."""
    found = visitor()
    if found is None:
        return Access(Standing.READ_ONLY if runtime.exists() else Standing.HERE)
    return decide(found, current(), datetime.now(UTC))


def decide(found: Visitor, settings: Settings, now: datetime) -> Access:
    """What a visitor may do under these settings.

    The settings allow no sign-in where the server is for this machine alone.
    """
    if settings.read_only:
        return Access(Standing.READ_ONLY)
    if settings.sign_in:
        return _of_person(found, settings, now)
    alone = settings.audience == "local" and found.is_at_this_machine
    return Access(Standing.HERE if alone else Standing.READ_ONLY)


def _of_person(found: Visitor, settings: Settings, now: datetime) -> Access:
    person = identity(found.claims)
    if person is None or is_ended(person, settings.data_folder):
        return Access(Standing.NOBODY)
    if person.is_over(now, hours=settings.sign_in_hours):
        return Access(Standing.EXPIRED, person.name)
    listed = is_editor(person, settings)
    return Access(Standing.EDITOR if listed else Standing.STRANGER, person.name)


def gate() -> None:
    """Stop whoever may not write; asked by `warehouse.imports.files` each time."""
    found = access()
    if not found.may_edit:
        raise ReadOnlyError(f"nothing is written for this visitor ({found.standing})")
