"""From staged rows to stored facts, a batch of districts at a time, so that memory stays bounded.

Correct, derive what growth statements imply, find the notes, rank, store, count and check. What
can be said of many rows at once is SQL (`sql/facts.sql` and those after it); the rarer cases go
through `indicators`, once for each distinct one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from indicators.errors import Problem, raise_if_any
from indicators.growth import Growth, GrowthError, GrowthKind
from indicators.notes import keys_for
from indicators.observations import (
    Attribution,
    Fact,
    GrowthStatement,
    Observation,
    Source,
    Status,
    derive,
)
from indicators.periods import Basis, Period, first_half, full_year
from indicators.quantities import Bounds, UnknownHedgeError
from warehouse.inputs import InputReader, Inputs, Part
from warehouse.loading import Connection, fill, keys_of, text
from warehouse.schema import sql

_PREPARE = """
INSERT INTO source_age
SELECT s.source_key, coalesce(nullif(s.published, ''), max(f.period_end)::VARCHAR, '')
FROM source AS s
LEFT JOIN staged_figure AS f ON s.published = '' AND f.source_key = s.source_key
WHERE s.source_key NOT IN (SELECT source_key FROM source_age)
GROUP BY s.source_key, s.published
ORDER BY s.source_key;
CREATE OR REPLACE TEMP TABLE note_district (district_code VARCHAR);
CREATE OR REPLACE TEMP TABLE note_choice (
    notes VARCHAR, indicator_key INTEGER, note_district VARCHAR, status VARCHAR, basis VARCHAR,
    exact BOOLEAN, scoped BOOLEAN, official BOOLEAN, attribution VARCHAR, note_set INTEGER
);
"""
_BATCH = 4_000_000  # rows
_OF_DISTRICT = (
    "figure", "conflict_pair", "growth_pair", "identity_tally", "coverage", "documented_year",
    "holding", "district_tally", "source_tally",
)  # fmt: skip
_KEEP = """
CREATE OR REPLACE TEMP TABLE kept AS
SELECT * EXCLUDE (place, sources, in_conflict), '' AS notes
FROM figure
WHERE in_batch(district_code)
    AND source_key NOT IN (SELECT source_key FROM gone)
"""
_FORGET_STATEMENTS = """
DELETE FROM growth_figure
WHERE in_batch(district_code)
    AND source_key IN (SELECT source_key FROM gone)
"""
_DISTRICTS = """
SELECT district_code, count(*) FROM (
    SELECT district_code FROM staged_figure
    UNION ALL SELECT district_code FROM staged_growth
) GROUP BY ALL ORDER BY ALL
"""
_OTHERS = """
SELECT
    growth_id, district_code, indicator_id, scope, period_start, period_end, source_id, whole,
    kind, growth, qualifier, printed,
    level::VARCHAR, level_low::VARCHAR, level_high::VARCHAR, level_printed, level_qualifier
FROM stated JOIN period USING (period_key)
WHERE level_id IS NOT NULL AND growth_id NOT IN (SELECT growth_id FROM implied)
ORDER BY growth_id
"""
_COMBINATIONS = """
SELECT DISTINCT
    notes, indicator_key, note_district, status, basis, exact, scoped, official, attribution
FROM weighed WHERE note_set IS NULL
EXCEPT SELECT * EXCLUDE (note_set) FROM note_choice
ORDER BY ALL
"""
_FACT = "district_code, indicator_key, scope_key, period_key, source_key"
_NAMED = """
SELECT [
    district_code, indicator_id, scope, coalesce(period_start::VARCHAR, ''), period_end::VARCHAR,
    source_id
]
FROM ({twice})
JOIN (SELECT indicator_key, indicator_id FROM staging_indicator) USING (indicator_key)
JOIN scope USING (scope_key)
JOIN period USING (period_key)
JOIN (SELECT source_key, source_id FROM source) USING (source_key)
"""
_TWICE = {
    "observations.csv": f"""
        SELECT {_FACT} FROM several WHERE status = 'reported'
        GROUP BY {_FACT} HAVING count(*) > 1
    """,  # noqa: S608 - built from constants
    "growth.csv": f"""
        SELECT {_FACT} FROM stated GROUP BY {_FACT}, growth_id HAVING count(*) > 1
    """,  # noqa: S608 - built from constants
}


def settle(
    connection: Connection, reader: InputReader, parts: Sequence[Part], inputs: Inputs
) -> None:
    """Store all staged figures; DataFileError for corrections, growth or rows that cannot be."""
    _prepare(connection, inputs)
    for first, last in _batches(connection):
        _start_batch(connection, first, last)
        _normalise(connection, reader)
        _store(connection, reader, parts, inputs)


def settle_again(
    connection: Connection,
    reader: InputReader,
    parts: Sequence[Part],
    inputs: Inputs,
    districts: Sequence[str],
) -> None:
    """Settle these districts anew: what is stored, but of sources `gone`, and what is staged."""
    _prepare(connection, inputs)
    for district in districts:
        _start_batch(connection, district, district)
        connection.execute(_KEEP)
        for table in _OF_DISTRICT:
            connection.execute(f"DELETE FROM {table} WHERE in_batch(district_code)")  # noqa: S608
        connection.execute(_FORGET_STATEMENTS)
        _normalise(connection, reader)
        connection.execute("INSERT INTO fresh BY NAME FROM kept")
        _store(connection, reader, parts, inputs)


def _start_batch(connection: Connection, first: str, last: str) -> None:
    """From here on `in_batch` means these districts.

    Their codes stand in it as constants: with variables the database would read all that is
    stored to find the few rows of the batch.
    """
    first, last = (code.replace("'", "''") for code in (first, last))
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO in_batch(district) AS"
        f" district BETWEEN '{first}' AND '{last}'"
    )


def _normalise(connection: Connection, reader: InputReader) -> None:
    """The batch's staged rows as `fresh`, with what its growth statements imply."""
    connection.execute(sql("facts"))
    _derive_others(connection, reader)
    connection.execute(sql("deriving"))


def _store(
    connection: Connection, reader: InputReader, parts: Sequence[Part], inputs: Inputs
) -> None:
    """Rank and store what is in `fresh`, and count its districts."""
    _choose_notes(connection, inputs)
    connection.execute(sql("ranking"))
    for name, twice in _TWICE.items():
        if suspects := keys_of(connection, _NAMED.format(twice=twice)):
            reader.explain(name, parts, suspects)
    raise_if_any(reader.problems)
    connection.execute(sql("marts"))


def _prepare(connection: Connection, inputs: Inputs) -> None:
    connection.execute(_PREPARE)
    noted = {code for note in inputs.notes.values() for code in note.districts}
    fill(connection, "note_district", [{"district_code": code} for code in sorted(noted)])


def _batches(connection: Connection) -> Iterator[tuple[str, str]]:
    """First and last district of runs of districts with not too many rows each."""
    run: list[str] = []
    rows = 0
    for district, count in connection.execute(_DISTRICTS).fetchall():
        if run and rows + count > _BATCH:
            yield run[0], run[-1]
            run, rows = [], 0
        run.append(district)
        rows += count
    if run:
        yield run[0], run[-1]


def _derive_others(connection: Connection, reader: InputReader) -> None:
    """What the statements imply that sql/facts.sql leaves: hedged ones, money, rates."""
    rows = []
    for growth_id, *cells in connection.execute(_OTHERS).fetchall():
        district, indicator, scope, start, end, source, *stated = cells
        try:
            value, low, high, formula, conventions = _implied(*stated)
        except (GrowthError, UnknownHedgeError) as error:
            period = Period(start, end).label
            place = " ".join(filter(None, (district, indicator, scope, period, source)))
            reader.problems.append(Problem("growth.csv", place, "growth", str(error)))
            continue
        rows.append(
            {
                "growth_id": growth_id, "value": value, "low": low, "high": high,
                "formula": formula, "conventions": conventions,
            }
        )  # fmt: skip
    raise_if_any(reader.problems)
    fill(connection, "implied", rows)


@lru_cache(maxsize=200_000)
def _implied(
    whole: bool,
    kind: str,
    growth: str,
    qualifier: str,
    printed: str,
    level: str | None,
    level_low: str | None,
    level_high: str | None,
    level_printed: str,
    level_qualifier: str,
) -> tuple[str | None, str | None, str | None, str, str]:
    """Value, bounds, formula and conventions of what a statement implies about the year before."""
    observation = Observation(
        fact=_ANY_FACT,
        value=_number(level),
        bounds=Bounds(_number(level_low), _number(level_high)),
        printed=level_printed,
        qualifier=level_qualifier,
        status=Status.REPORTED,
        source="",
    )
    stated = Growth(GrowthKind(kind), Decimal(growth), qualifier)
    item = derive(GrowthStatement(_ANY_FACT, stated, printed, ""), observation, whole=whole)
    bounds = item.bounds
    conventions = ";".join(item.conventions)
    return text(item.value), text(bounds.low), text(bounds.high), item.formula, conventions


_ANY_FACT = Fact("", "", "", full_year(2000))  # what is derived does not depend on it


def _number(cell: str | None) -> Decimal | None:
    """A decimal of the database, as people write it: 240000.0000 is 240000."""
    if cell is None:
        return None
    return Decimal(cell.rstrip("0").rstrip(".")) if "." in cell else Decimal(cell)


def _choose_notes(connection: Connection, inputs: Inputs) -> None:
    """Which notes concern a figure, asked once for each combination of what that depends on."""
    known = {
        tuple(keys): number
        for number, keys in connection.execute(
            "SELECT note_set, note_keys FROM note_set"
        ).fetchall()
    }
    choices, sets = [], []
    found = connection.execute(_COMBINATIONS)
    names = [column[0] for column in found.description or ()]
    for cells in found.fetchall():
        combination = dict(zip(names, cells, strict=True))
        keys = tuple(sorted(_note_keys(inputs, combination)))
        if keys not in known:
            known[keys] = len(known)
            sets.append({"note_set": known[keys], "note_keys": list(keys), "digest": _digest(keys)})
        choices.append(combination | {"note_set": known[keys]})
    fill(connection, "note_set", sets)
    fill(connection, "note_choice", choices)


def _digest(keys: tuple[str, ...]) -> int:
    return int(hashlib.sha256("\x1f".join(keys).encode()).hexdigest()[:10], 16)


_PERIOD_OF = {
    Basis.YEAR: full_year(2000),
    Basis.FIRST_HALF: first_half(2000),
    Basis.OTHER_SPAN: Period(date(2000, 1, 1), date(2000, 1, 31)),
    Basis.POINT: Period(date(2000, 1, 1), date(2000, 1, 1)),
    Basis.CUMULATIVE: Period(None, date(2000, 1, 1)),
}


def _note_keys(inputs: Inputs, combination: dict[str, Any]) -> tuple[str, ...]:
    """The notes that concern a figure of this kind."""
    indicator = list(inputs.catalogue)[combination["indicator_key"]]
    one, other = Decimal(1), Decimal(2)
    observation = Observation(
        fact=Fact(
            district=combination["note_district"],
            indicator=indicator.id,
            scope="x" if combination["scoped"] else "",
            period=_PERIOD_OF[Basis(combination["basis"])],
        ),
        value=one,
        bounds=Bounds(one, one if combination["exact"] else other),
        printed="",
        qualifier="",
        status=Status(combination["status"]),
        source="",
        notes=tuple(filter(None, combination["notes"].split(";"))),
    )
    source = Source(
        id="",
        title="",
        issuer="",
        published="",
        url="",
        official=combination["official"],
        attribution=Attribution(combination["attribution"]),
        read="",
    )
    return keys_for(observation, source, inputs.notes, family=indicator.family)
