"""Every observation of a selection, narrowed and sorted, a page at a time.

A selection can hold a million observations: what a table shows of them is found, sorted and cut
here, so that no more than a page of rows is ever handed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from warehouse.connection import Warehouse
from warehouse.documents import with_documents
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
        bound: dict[str, object] = {
            "family": self.family,
            "indicator": self.indicator,
            "scope": self.scope,
            "status": self.status,
            "use": self.use,
        }
        if self.words:
            named = [_NAMED.format(word.lower(), indicator) for word, indicator in self.named]
            bound |= {"words": [word.lower() for word in self.words], "named": named}
        return bound


_NAMED = "{}\t{}"

# By their short keys: what a figure says is put together for those of one page only.
_NARROWED = """
FROM figure AS f
JOIN period AS p USING (period_key)
JOIN scope AS sc USING (scope_key)
JOIN indicator AS i ON i.position = f.indicator_key
"""
_BY_CHOICE = f"""
WHERE {SELECTED}
    AND ($family = '' OR i.family_id = $family)
    AND ($indicator = '' OR i.indicator_id = $indicator)
    AND ($scope = '' OR (sc.scope = '') = ($scope = 'whole'))
    AND ($status = '' OR f.status = $status)
    AND CASE $use
        WHEN 'shown' THEN f.place = 1
        WHEN 'not_shown' THEN f.place <> 1
        WHEN 'conflict' THEN f.in_conflict
        ELSE TRUE END
"""
_TEXTS = """
JOIN (SELECT district_code AS code, label_zh, label_en FROM district) AS d
    ON d.code = f.district_code
JOIN (SELECT source_key, source_id, title, issuer FROM source) AS s USING (source_key)
"""
_BY_WORDS = """
    AND len(list_filter($words::VARCHAR[], lambda word: NOT (
        contains(lower(concat_ws(chr(10),
            i.indicator_id, d.label_zh, d.label_en, d.code, sc.scope, sc.name_en,
            f.qualifier, f.printed, s.title, s.issuer, s.source_id
        )), word)
        OR list_contains($named::VARCHAR[], word || chr(9) || i.indicator_id)
    ))) = 0
"""
_FOUND = f"{_NARROWED}{_BY_CHOICE}"
_FOUND_BY_WORDS = f"{_NARROWED}{_TEXTS}{_BY_CHOICE}{_BY_WORDS}"

_SUBJECT = "f.indicator_key, sc.scope, f.district_code, p.period_end, p.period_label, f.place"
_ORDERS = {
    Order.SUBJECT: _SUBJECT,
    Order.NEWEST: f"p.period_end DESC, {_SUBJECT}",
    Order.LARGEST: f"coalesce(f.value, f.low, f.high) DESC NULLS LAST, {_SUBJECT}",
    Order.SMALLEST: f"coalesce(f.value, f.high, f.low) NULLS LAST, {_SUBJECT}",
}

_PAGE = """
WITH found AS ({found})
SELECT
    as_id(f.figure_id) AS observation_id,
    f.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    i.family_id, i.indicator_id, sc.scope, sc.name_en AS scope_en,
    p.period_label, p.basis, p.year, f.status,
    f.value::DOUBLE AS value, f.low::DOUBLE AS low, f.high::DOUBLE AS high,
    f.printed, f.qualifier, f.formula,
    f.source_key, f.char_start, f.place = 1 AS shown, f.sources, f.in_conflict, n.note_keys
FROM found
JOIN figure AS f ON f.rowid = found.row
JOIN district AS d ON d.district_code = f.district_code
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc ON sc.scope_key = f.scope_key
JOIN period AS p ON p.period_key = f.period_key
JOIN note_set AS n ON n.note_set = f.note_set
ORDER BY {columns}
"""

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
    sql = f"SELECT count(*) AS n {_found(wanted)}"
    found: int = warehouse.query(sql, _parameters(chosen, wanted))["n"].item()
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
    columns = _ORDERS[order]
    found = f"""
        SELECT f.rowid AS row {_found(wanted)} ORDER BY {columns} LIMIT $most OFFSET $first
    """
    parameters = _parameters(chosen, wanted) | {"first": first, "most": most}
    rows = warehouse.query(_PAGE.format(found=found, columns=columns), parameters)
    return with_documents(warehouse, rows)


def _found(wanted: Wanted) -> str:
    """Texts are looked into only for those who search: that takes as long as all the rest."""
    return _FOUND_BY_WORDS if wanted.words else _FOUND


def _parameters(chosen: Filter, wanted: Wanted) -> dict[str, object]:
    return chosen.parameters() | wanted.parameters()


def indicators(warehouse: Warehouse, chosen: Filter, *, family: str = "") -> list[str]:
    """The indicators that have an observation in the selection, in the catalogue's order."""
    parameters = chosen.parameters() | {"family": family}
    return warehouse.query(_INDICATORS, parameters)["indicator_id"].to_list()
