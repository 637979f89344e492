"""Known errors in published figures, as data: what is done about each, why, and a guard.

The guard (`expect`) is the printed form that the correction is about. Once the figure itself has
been mended, the guard fails and the correction must be removed; it can never linger unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.errors import Problem, raise_if_any
from indicators.observations import Fact, Observation
from indicators.quantities import Bounds


class Action(StrEnum):
    """What a correction does to the figure."""

    DROP = "drop"
    OVERRIDE = "override"
    FLAG = "flag"  # keep it as published and mark it


@dataclass(frozen=True)
class Correction:
    """A correction of one figure of one source."""

    id: str
    fact: Fact
    source: str
    action: Action
    expect: str
    value: Decimal | None
    reason_zh: str
    reason_en: str
    since: date
    reported_to: str


def correct(
    observations: Sequence[Observation], corrections: Sequence[Correction]
) -> list[Observation]:
    """Apply every correction; DataFileError when one finds no figure or not the one it expects."""
    wanted = {(item.fact, item.source): item for item in corrections}
    found: set[str] = set()
    problems: list[Problem] = []
    corrected: list[Observation] = []
    for observation in observations:
        correction = wanted.get((observation.fact, observation.source))
        if correction is None:
            corrected.append(observation)
            continue
        found.add(correction.id)
        if observation.printed != correction.expect:
            problems.append(_guard_problem(correction, observation.printed))
        corrected += _apply(correction, observation)
    problems += [
        Problem(
            "corrections.csv",
            item.id,
            "",
            "no such figure, or two corrections for it: remove or mend one",
        )
        for item in corrections
        if item.id not in found
    ]
    raise_if_any(problems)
    return corrected


def _apply(correction: Correction, observation: Observation) -> list[Observation]:
    match correction.action:
        case Action.DROP:
            return []
        case Action.FLAG:
            return [observation]
        case Action.OVERRIDE:
            value = correction.value
            bounds = Bounds(value, value)
            return [replace(observation, value=value, bounds=bounds, qualifier="")]


def _guard_problem(correction: Correction, printed: str) -> Problem:
    message = (
        f"the figure is now printed {printed!r}, not {correction.expect!r}: "
        "check the source and remove or mend this correction"
    )
    return Problem("corrections.csv", correction.id, "expect", message)
