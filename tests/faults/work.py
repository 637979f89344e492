"""What a process does until it is killed: everything that writes, in random order.

It says before each step what it is about to do and afterwards that it is done, so that those who
look later know what must have come to pass and what may have.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.faults.reports import report, standing_ids
from warehouse.backup import back_up
from warehouse.build import build
from warehouse.imports.approval import approve, withdraw
from warehouse.imports.drafts import save_draft
from warehouse.restore import restore

# how often each is taken, and about how many calls about files it makes
STEPS = {"approve": 6, "save": 2, "withdraw": 3, "build": 4, "backup": 3, "restore": 1}
CALLS = {
    "approve": 250,
    "save": 60,
    "withdraw": 60,
    "build": 190,
    "backup": 300,
    "restore": 120,
}
_CALLS = {"open", "write", "flush", "fsync", "truncate", "replace", "rename", "unlink", "mkdir"}


@dataclass(frozen=True)
class Place:
    """The folders of a round of runs."""

    folder: Path

    @property
    def seed(self) -> Path:
        """The figures that ship."""
        return self.folder / "seed"

    @property
    def user(self) -> Path:
        """The data folder."""
        return self.folder / "user"

    @property
    def warehouses(self) -> Path:
        """The folder of warehouses."""
        return self.folder / "warehouses"

    @property
    def backup(self) -> Path:
        """The one backup file, written over and over."""
        return self.folder / "backup.zip"


def work(place: Place, number: int, say: int, *, first: str, call: int | None = None) -> None:
    """Take steps until killed; `say` is the pipe, reports are numbered from `number`.

    With a `call` it ends itself at that call about files, beginning with the step `first`.
    """
    chance = random.Random(number)  # noqa: S311 - not a secret

    def take(step: str) -> None:
        nonlocal number
        number += 1
        _tell(say, {"begins": step, "number": number})
        _tell(say, {"done": step, "number": number, **_take(step, place, number, chance, say)})

    if call is not None:
        if first == "build":
            take("approve")  # or there would be nothing to publish
        die_at(call)
        take(first)
    while True:
        take(chance.choices(list(STEPS), STEPS.values())[0])


def die_at(call: int) -> None:
    """Kill this process just before or after a call to the system about files: that many on."""
    left = iter(range(call))

    def called(_: FrameType, event: str, what: object) -> None:
        ours = event in {"c_call", "c_return"} and getattr(what, "__name__", "") in _CALLS
        if ours and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(called)


def _take(
    step: str, place: Place, number: int, chance: random.Random, say: int
) -> dict[str, object]:
    if step == "save":
        save_draft(report(number), place.user)
    elif step == "approve":
        save_draft(report(number), place.user)
        return {"id": approve(report(number), place.user, seed=place.seed).id}
    elif step == "build":
        build(seed=place.seed, user=place.user, folder=place.warehouses)
    elif step == "backup" and place.user.exists():
        back_up(place.user, place.backup)
    elif step == "restore" and place.backup.exists():
        restore(place.backup, place.folder / f"restored-{number}")
    elif step == "withdraw":
        return _withdraw_one(place, number, chance, say)
    return {}


def _withdraw_one(place: Place, number: int, chance: random.Random, say: int) -> dict[str, object]:
    stands = sorted(standing_ids(place.user))
    if not stands:
        return {}
    chosen = chance.choice(stands)
    _tell(say, {"begins": "withdrawing", "number": number, "id": chosen})
    withdraw(chosen, place.user)
    return {"id": chosen}


def _tell(say: int, what: dict[str, object]) -> None:
    os.write(say, json.dumps(what).encode() + b"\n")
