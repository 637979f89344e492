"""All facts of a build: corrected observations, what growth statements imply, and their notes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.corrections import Correction, correct
from indicators.errors import Problem, raise_if_any
from indicators.growth import GrowthError
from indicators.notes import keys_for
from indicators.observations import Fact, GrowthStatement, Observation, derive
from warehouse.inputs import Inputs


@dataclass(frozen=True)
class StatedGrowth:
    """A growth statement with the ids of the level that it speaks of and of what it implies."""

    statement: GrowthStatement
    level_id: str | None
    implied_id: str | None


@dataclass(frozen=True)
class Facts:
    """Observations by id, growth statements, notes by observation id, corrections by figure id."""

    observations: dict[str, Observation]
    growth: list[StatedGrowth]
    notes: dict[str, tuple[str, ...]]
    corrections: list[tuple[Correction, str | None]]


def assemble(inputs: Inputs) -> Facts:
    """Correct, derive and annotate; DataFileError for corrections or growth that cannot be."""
    reported = correct(inputs.observations, inputs.corrections)
    observations = {observation_id(item): item for item in reported}
    levels = {(item.fact, item.source): key for key, item in observations.items()}
    growth = _derive_all(inputs, observations, levels)
    return Facts(
        observations=dict(sorted(observations.items(), key=lambda pair: _order(pair[1]))),
        growth=growth,
        notes={key: _notes(inputs, item) for key, item in observations.items()},
        corrections=[(item, levels.get((item.fact, item.source))) for item in inputs.corrections],
    )


def observation_id(item: Observation) -> str:
    """An id that follows from what the observation says, so that links to it last."""
    fact = item.fact
    parts = (fact.district, fact.indicator, fact.scope, fact.period.label, item.source, item.status)
    return _digest((*parts, item.printed))


def growth_id(statement: GrowthStatement) -> str:
    """An id that follows from what the statement says."""
    fact = statement.fact
    parts = (fact.district, fact.indicator, fact.scope, fact.period.label, statement.source)
    return _digest((*parts, statement.printed))


def _derive_all(
    inputs: Inputs, observations: dict[str, Observation], levels: dict[tuple[Fact, str], str]
) -> list[StatedGrowth]:
    """Add the implied earlier observations; a statement without a level implies none."""
    problems: list[Problem] = []
    stated: list[StatedGrowth] = []
    for statement in inputs.growth:
        level_id = levels.get((statement.fact, statement.source))
        implied_id = None
        if level_id is not None:
            whole = inputs.catalogue.unit_of(statement.fact.indicator).whole
            try:
                implied = derive(statement, observations[level_id], whole=whole)
            except GrowthError as error:
                problems.append(Problem("growth.csv", _place(statement), "growth", str(error)))
                continue
            implied_id = observation_id(implied)
            observations[implied_id] = implied
        stated.append(StatedGrowth(statement, level_id, implied_id))
    raise_if_any(problems)
    return sorted(stated, key=lambda item: growth_id(item.statement))


def _place(statement: GrowthStatement) -> str:
    fact = statement.fact
    parts = (fact.district, fact.indicator, fact.scope, fact.period.label, statement.source)
    return " ".join(part for part in parts if part)


def _notes(inputs: Inputs, item: Observation) -> tuple[str, ...]:
    family = inputs.catalogue[item.fact.indicator].family
    return keys_for(item, inputs.sources[item.source], inputs.notes, family=family)


def _order(item: Observation) -> tuple[str, ...]:
    fact = item.fact
    return (fact.indicator, fact.scope, fact.district, fact.period.label, item.source, item.status)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
