"""Every observation of a selection, narrowed and sorted, a page at a time.

A selection can hold a million observations: what a table shows of them is found, sorted and cut
here, so that no more than a page of rows is ever handed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from warehouse.connection import Warehouse
from warehouse.queries import SELECTED, Filter


class Order(StrEnum):
    """What comes first; values are compared as they are, so sort those of one indicator only."""

    SUBJECT = "subject"  # by indicator, scope, district, period
    NEWEST = "newest"
    LARGEST = "largest"
    SMALLEST = "smallest"


@dataclass(frozen=True)
class Wanted:
    """What a table is restricted to, beyond districts, years and kinds of period; empty: nothing.

    `scope`: whole | part; `use`: shown | not_shown | conflict. Each of the `words` must occur in
    one of a row's texts or, by `named`, in the names of its indicator: pairs of a word and the id
    of an indicator that it fits. Upper and lower case are the same.
    """

    family: str = ""
    indicator: str = ""
    scope: str = ""
    status: str = ""
    use: str = ""
    words: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()

    def parameters(self) -> dict[str, object]:
        """As bound parameters."""
        return {
            "family": self.family,
            "indicator": self.indicator,
            "scope": self.scope,
            "status": self.status,
            "use": self.use,
            "words": [word.lower() for word in self.words],
            "named": [_NAMED.format(word.lower(), indicator) for word, indicator in self.named],
        }


_NAMED = "{}\t{}"

_FOUND = f"""
FROM flat_observation
WHERE {SELECTED}
    AND ($family = '' OR family_id = $family)
    AND ($indicator = '' OR indicator_id = $indicator)
    AND ($scope = '' OR (scope = '') = ($scope = 'whole'))
    AND ($status = '' OR status = $status)
    AND CASE $use
        WHEN 'shown' THEN place = 1
        WHEN 'not_shown' THEN place <> 1
        WHEN 'conflict' THEN in_conflict
        ELSE TRUE END
    AND len(list_filter($words::VARCHAR[], lambda word: NOT (
        contains(lower(concat_ws(chr(10),
            indicator_id, district_zh, district_en, district_code, scope, scope_en,
            qualifier, printed, source_title, issuer, source_id
        )), word)
        OR list_contains($named::VARCHAR[], word || chr(9) || indicator_id)
    ))) = 0
"""

_SUBJECT = "indicator_position, scope, district_code, period_end, period_label, place"
_ORDERS = {
    Order.SUBJECT: _SUBJECT,
    Order.NEWEST: f"period_end DESC, {_SUBJECT}",
    Order.LARGEST: f"coalesce(value, low, high) DESC NULLS LAST, {_SUBJECT}",
    Order.SMALLEST: f"coalesce(value, high, low) NULLS LAST, {_SUBJECT}",
}

_PAGES = {
    order: f"""
SELECT
    observation_id, district_code, district_zh, district_en, family_id, indicator_id,
    scope, scope_en, period_label, basis, year, status,
    value::DOUBLE AS value, low::DOUBLE AS low, high::DOUBLE AS high, printed, qualifier,
    formula, source_id, source_title, issuer, published, url, official, attribution,
    char_start, place = 1 AS shown, sources, in_conflict, note_keys
FROM (SELECT * {_FOUND} ORDER BY {columns} LIMIT $most OFFSET $first)
JOIN note_set USING (note_set)
ORDER BY {columns}
"""  # noqa: S608 - built from constants
    for order, columns in _ORDERS.items()
}

_COUNT = f"SELECT count(*) AS n {_FOUND}"

_INDICATORS = f"""
SELECT i.indicator_id
FROM (
    SELECT DISTINCT indicator_key FROM figure JOIN period USING (period_key) WHERE {SELECTED}
) JOIN indicator AS i ON i.position = indicator_key
WHERE $family = '' OR i.family_id = $family
ORDER BY i.position
"""  # noqa: S608 - built from constants

ANY = Wanted()


def count(warehouse: Warehouse, chosen: Filter, wanted: Wanted = ANY) -> int:
    """How many observations of the selection fit."""
    parameters = chosen.parameters() | wanted.parameters()
    found: int = warehouse.query(_COUNT, parameters)["n"].item()
    return found


def page(
    warehouse: Warehouse,
    chosen: Filter,
    wanted: Wanted = ANY,
    *,
    order: Order = Order.SUBJECT,
    first: int = 0,
    most: int,
) -> pl.DataFrame:
    """So many of the observations that fit, from the `first` on, counted from 0."""
    parameters = chosen.parameters() | wanted.parameters() | {"first": first, "most": most}
    return warehouse.query(_PAGES[order], parameters)


def indicators(warehouse: Warehouse, chosen: Filter, *, family: str = "") -> list[str]:
    """The indicators that have an observation in the selection, in the catalogue's order."""
    parameters = chosen.parameters() | {"family": family}
    return warehouse.query(_INDICATORS, parameters)["indicator_id"].to_list()
