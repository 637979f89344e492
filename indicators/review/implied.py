"""The earlier value that a growth row implies together with the level beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.catalogue import load_catalogue
from indicators.growth import Growth, GrowthError
from indicators.observations import GrowthStatement, Observation, Status, derive
from indicators.review.model import Decision, Draft, Kind, Row


def implied(draft: Draft, row_id: str) -> Observation | None:
    """The earlier value that a growth row implies with its level; None when it implies none."""
    row = draft.row(row_id)
    rows = [other for other in draft.rows if other.decision is not Decision.REJECTED]
    try:
        return _derived(draft, row, rows)
    except GrowthError:
        return None


def is_possible(draft: Draft, row: Row, among: Sequence[Row]) -> bool:
    """Whether some earlier value leads to the level among these rows; also when there is none."""
    try:
        _derived(draft, row, among)
    except GrowthError:
        return False
    return True


def _derived(draft: Draft, row: Row, among: Iterable[Row]) -> Observation | None:
    fact, catalogue = draft.fact(row), load_catalogue()
    if row.growth_kind is None or row.growth is None or fact is None:
        return None
    if fact.indicator not in catalogue:
        return None
    levels = (r for r in among if r.kind is Kind.FIGURE and draft.fact(r) == fact)
    level = next(levels, None)
    if level is None or level.value is None:
        return None
    growth = Growth(kind=row.growth_kind, growth=row.growth, qualifier=row.qualifier)
    statement = GrowthStatement(fact, growth, row.printed, draft.sha256)
    observation = Observation(
        fact=fact,
        value=level.value,
        bounds=level.bounds,
        printed=level.printed,
        qualifier=level.qualifier,
        status=Status.REPORTED,
        source=draft.sha256,
    )
    return derive(statement, observation, whole=catalogue.unit_of(fact.indicator).whole)
