"""A draft beside what is known already: the same report approved before, and other sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.observations import Fact
from indicators.quantities import Bounds
from indicators.review import Decision, Draft, Kind, Row
from warehouse.connection import Warehouse

_KNOWN = """
SELECT source_id, title FROM source WHERE sha256 = $sha256 AND sha256 <> ''
ORDER BY source_id
"""

_OF_SOURCE = """
SELECT
    'figure' AS kind, district_code, indicator_id, scope, period_label, value, qualifier, printed
FROM observation WHERE source_id = $source AND status = 'reported'
UNION ALL
SELECT
    'growth', district_code, indicator_id, scope, period_label, growth, qualifier, printed
FROM growth_statement WHERE source_id = $source
ORDER BY ALL
"""

_SAME_FACTS = """
WITH asked AS (
    SELECT
        unnest($rows) AS row_id, unnest($districts) AS district_code,
        unnest($indicators) AS indicator_id, unnest($scopes) AS scope,
        unnest($labels) AS period_label
)
SELECT
    a.row_id, o.observation_id, o.source_id, o.source_title, o.published, o.official, o.status,
    o.value, o.low, o.high, o.printed
FROM asked AS a
JOIN flat_observation AS o USING (district_code, indicator_id, scope, period_label)
JOIN source AS s USING (source_id)
WHERE s.sha256 <> $sha256 AND o.district_code IN ($districts...)
ORDER BY o.indicator_position, o.scope, a.row_id, o.status DESC, o.source_id
"""


@dataclass(frozen=True)
class Known:
    """A source of the served warehouse with the same text."""

    source_id: str
    title: str


@dataclass(frozen=True)
class Stated:
    """A figure or growth as a report states it, wherever it came from."""

    kind: str
    district: str
    indicator: str
    scope: str
    period_label: str
    value: Decimal | None
    qualifier: str
    printed: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.kind, self.district, self.indicator, self.scope, self.period_label)


class Change(StrEnum):
    """What a new review does to an approved one."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Difference:
    """One row that is not as it was; `row_id` is empty for one that is gone."""

    change: Change
    row_id: str
    old: Stated | None
    new: Stated | None


@dataclass(frozen=True)
class Conflict:
    """A figure of the warehouse, from another source, that is not the one of the row.

    `excludes`: no value satisfies both; otherwise the wording of one leaves room for the other.
    """

    row_id: str
    observation_id: str
    source_id: str
    source_title: str
    published: str
    official: bool
    status: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    printed: str
    excludes: bool


def known_sources(sha256: str, warehouse: Warehouse) -> tuple[Known, ...]:
    """The sources of the warehouse with this text: the same report again."""
    frame = warehouse.query(_KNOWN, {"sha256": sha256})
    return tuple(Known(*row) for row in frame.iter_rows())


def stated_in_source(source_id: str, warehouse: Warehouse) -> tuple[Stated, ...]:
    """What the warehouse holds from a source."""
    frame = warehouse.query(_OF_SOURCE, {"source": source_id})
    return tuple(Stated(*row) for row in frame.iter_rows())


def stated_in_draft(draft: Draft, *, accepted_only: bool = False) -> tuple[Stated, ...]:
    """What a draft says: of an approved one its accepted rows, otherwise all but the rejected."""
    return tuple(stated for _, stated in _stated(draft, accepted_only=accepted_only))


def differences(draft: Draft, existing: Iterable[Stated]) -> tuple[Difference, ...]:
    """How a draft differs from what was approved: in the draft's order, then what is gone."""
    old = {item.key: item for item in existing}
    new = {item.key: (row_id, item) for row_id, item in _stated(draft)}
    found = [
        Difference(Change.CHANGED if key in old else Change.ADDED, row_id, old.get(key), item)
        for key, (row_id, item) in new.items()
        if old.get(key) != item
    ]
    gone = [Difference(Change.GONE, "", item, None) for key, item in old.items() if key not in new]
    return (*found, *gone)


def conflicts(draft: Draft, warehouse: Warehouse) -> tuple[Conflict, ...]:
    """Where another source states another value for the same fact; derived values too."""
    asked = [
        (row, fact)
        for row in draft.rows
        if row.kind is Kind.FIGURE and row.decision is not Decision.REJECTED
        if (fact := draft.fact(row)) is not None
    ]
    if not asked:
        return ()
    rows = {row.id: row for row, _ in asked}
    frame = warehouse.query(_SAME_FACTS, _asked(asked) | {"sha256": draft.sha256})
    found = (_conflict(rows[str(item["row_id"])], item) for item in frame.iter_rows(named=True))
    return tuple(conflict for conflict in found if conflict)


def _asked(asked: Sequence[tuple[Row, Fact]]) -> dict[str, object]:
    return {
        "rows": [row.id for row, _ in asked],
        "districts": [fact.district for _, fact in asked],
        "indicators": [fact.indicator for _, fact in asked],
        "scopes": [fact.scope for _, fact in asked],
        "labels": [fact.period.label for _, fact in asked],
    }


def _conflict(row: Row, item: dict[str, Any]) -> Conflict | None:
    """A conflict if bounds exclude each other, or if both state a value and these differ."""
    excludes = not row.bounds.overlaps(Bounds(item["low"], item["high"]))
    differ = item["status"] == "reported" and item["value"] != row.value
    return Conflict(**item, excludes=excludes) if excludes or differ else None


def _stated(draft: Draft, *, accepted_only: bool = False) -> list[tuple[str, Stated]]:
    unwanted = {Decision.REJECTED, Decision.OPEN} if accepted_only else {Decision.REJECTED}
    found: list[tuple[str, Stated]] = []
    for row in draft.rows:
        fact = draft.fact(row)
        if fact is None or row.decision in unwanted:
            continue
        growth = row.kind is Kind.GROWTH
        stated = Stated(
            kind="growth" if growth else "figure",
            district=fact.district,
            indicator=fact.indicator,
            scope=fact.scope,
            period_label=fact.period.label,
            value=row.growth if growth else row.value,
            qualifier=row.qualifier,
            printed=row.printed,
        )
        found.append((row.id, stated))
    return found
