"""What must hold after a process was killed, whatever it was doing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indicators.errors import DataFileError
from tests.faults.reports import report, served_ids, standing_ids
from tests.faults.work import Place
from warehouse.build import build
from warehouse.connection import open_warehouse
from warehouse.imports.drafts import load_draft
from warehouse.imports.history import EventKind, read_history, standing
from warehouse.imports.migration import writing
from warehouse.publish import BUILDING, building, current_version
from warehouse.verification import Finding, verify_backup, verify_folder, verify_warehouses


@dataclass
class Known:
    """What the killed processes said: what came to pass, and what may have."""

    approved: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    withdrawing: set[str] = field(default_factory=set)
    saved: set[int] = field(default_factory=set)
    approving: set[int] = field(default_factory=set)
    built: bool = False
    backed_up: bool = False

    def hear(self, said: dict[str, object]) -> None:
        """Take in a line."""
        step, number, name = said.get("done"), int(str(said["number"])), str(said.get("id", ""))
        if said.get("begins") == "approve":
            self.approving.add(number)
        if said.get("begins") == "withdrawing":
            self.withdrawing.add(name)
        if step == "approve":
            self.approved.add(name)
        if step == "withdraw" and name:
            self.withdrawn.add(name)
        if step == "save":
            self.saved.add(number)
        self.built |= step == "build"
        self.backed_up |= step == "backup"


def check(place: Place, known: Known) -> None:
    """Nothing approved is lost, nothing half-done counts."""
    _nothing_is_lost(place.user, known)
    _nothing_half_built_is_served(place, known)
    _backups_are_whole(place, known)


def check_next_start(place: Place) -> None:
    """All can go on, and what was left behind is cleared away."""
    build(seed=place.seed, user=place.user, folder=place.warehouses)
    assert served_ids(place.warehouses) == standing_ids(place.user)
    with writing(place.user), building(place.warehouses):
        pass
    for folder in (place.user, place.warehouses):
        left = [path.name for path in folder.iterdir() if path.name.startswith((".new-", BUILDING))]
        assert left == []
    assert not (found := wrong(verify_folder(place.user) + verify_warehouses(place.warehouses))), (
        found
    )


def wrong(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.wrong]


def _nothing_is_lost(user: Path, known: Known) -> None:
    assert not (found := wrong(verify_folder(user))), found
    events = read_history(user)
    approved = {event.id for event in events if event.what is EventKind.APPROVE}
    withdrawn = {event.id for event in events if event.what is EventKind.WITHDRAW}
    assert known.approved <= approved
    assert known.withdrawn <= withdrawn <= known.withdrawing
    for number in known.saved - known.approving:
        assert load_draft(report(number).sha256, user) == report(number)


def _nothing_half_built_is_served(place: Place, known: Known) -> None:
    if current_version(place.warehouses) is None:
        assert not known.built
        return
    assert not (found := wrong(verify_warehouses(place.warehouses))), found
    warehouse = open_warehouse(folder=place.warehouses)
    built = warehouse.query("SELECT data_version FROM build_info")["data_version"].to_list()
    assert built == [warehouse.version]
    warehouse.connection.close()
    # its imports are those that stood at one moment of the history
    events = read_history(place.user)
    moments = [{event.id for event in standing(events[:n])} for n in range(len(events) + 1)]
    assert served_ids(place.warehouses) in moments


def _backups_are_whole(place: Place, known: Known) -> None:
    if known.backed_up and place.backup.exists():
        assert not (found := wrong(verify_backup(place.backup))), found
    for folder in place.folder.glob("restored-*"):
        try:
            events = read_history(folder)
        except DataFileError:
            continue  # broke off before the history was in its place, and says so
        assert not events or not (found := wrong(verify_folder(folder))), found
