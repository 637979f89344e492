"""Finds what a figure is compared with: the growth its source states, or the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import polars as pl

from dashboard.answers import answer
from dashboard.charts.growth import growth
from dashboard.charts.series import Mode, Panel, fact_of
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.sentences import moves
from dashboard.sentences.moves import Against, Moved
from indicators.catalogue import load_catalogue
from indicators.comparability import against_one_line
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

Row = dict[str, Any]
Moves = dict[str, Moved]


def on_year_before(rows: Sequence[Row], panel: Panel, context: Context) -> Moves:
    """How these rows of a panel changed within a year, by observation, where that is known."""
    if panel.mode is Mode.INDEX:
        return {}
    words, grown = context.words, panel.mode is Mode.GROWTH
    against = {row["observation_id"]: moves.year_before(row, words) for row in rows}
    shown = _shown if grown else _stated
    found = shown(rows, against, panel, context)
    for row, earlier in _with_year_before(rows, panel, context):
        name = row["observation_id"]
        told = found.get(name)
        if told and moves.allowed(told, earlier, row):
            continue
        rate = panel.unit.percent and not grown
        moved = moves.computed(earlier, row, against[name], words, rate=rate)
        if told:
            found[name] = moves.disputed(moved, words)
        elif moved:
            found[name] = moved
    return found


def _shown(
    rows: Sequence[Row], against: Mapping[str, Against], panel: Panel, context: Context
) -> Moves:
    """Growth as a chart of growth shows it."""
    names = [row["observation_id"] for row in rows]
    return {
        name: moves.shown_growth(row, panel.unit, against[name], context.words)
        for name, row in zip(names, rows, strict=True)
    }


def between(first: Row, last: Row, panel: Panel, context: Context) -> Moved | None:
    """From one figure of a district to a later one; as stated, if it is that of a year before."""
    name, against = last["observation_id"], moves.period_of(first, context.words)
    moved = moves.computed(first, last, against, context.words, rate=panel.unit.percent)
    if fact_of(last).period.year_earlier() != fact_of(first).period:
        return moved
    told = _stated([last], {name: against}, panel, context).get(name)
    if told is None or moved is None:
        return moved
    return told if moves.allowed(told, first, last) else moves.disputed(moved, context.words)


def _stated(
    rows: Sequence[Row], against: Mapping[str, Against], panel: Panel, context: Context
) -> Moves:
    """Growth as the sources of these figures state it."""
    districts = tuple(sorted({row["district_code"] for row in rows}))
    statements = answer(_statements, context.warehouse, districts)
    statements = statements.filter(pl.col("level_id").is_in(list(against)))
    kinds = dict(statements.select("level_id", "kind").iter_rows())
    if not kinds:
        return {}
    spoken = pl.DataFrame(list(rows), schema=panel.rows.schema)
    spoken = spoken.filter(pl.col("observation_id").is_in(list(kinds)))
    grown = growth(replace(panel, rows=spoken), statements)
    found: Moves = {}
    for row in grown.rows.to_dicts() if grown else ():
        name = row["observation_id"]
        found[name] = moves.stated(row, kinds[name], against[name], context.words)
    return found


def _statements(warehouse: Warehouse, districts: tuple[str, ...]) -> pl.DataFrame:
    """All growth that the sources of these districts state, asked for once."""
    indicators = [indicator.id for indicator in load_catalogue()]
    return queries.growth_statements(warehouse, indicators, districts)


def _with_year_before(rows: Sequence[Row], panel: Panel, context: Context) -> list[tuple[Row, Row]]:
    """Each row with the like one of a year before: of the chart, else of the warehouse."""
    found = _matched(rows, panel.rows.to_dicts())
    missing = [row for row in rows if all(row is not one for one, _ in found)]
    if not missing or panel.basis == Basis.CUMULATIVE:
        return found
    return [*found, *_matched(missing, year_before(missing, panel, context).to_dicts())]


def year_before(rows: Sequence[Row], panel: Panel, context: Context) -> pl.DataFrame:
    """What the warehouse has of the districts of these rows for the years before."""
    codes = tuple(dict.fromkeys(row["district_code"] for row in rows))
    years = [row["year"] - 1 for row in rows]
    earlier = Filter(codes, min(years), max(years), tuple(Basis))
    close = points(context.warehouse, [panel.indicator], earlier)
    return close.filter(pl.col("scope") == panel.scope, pl.col("year").is_in(years))


@lru_cache(maxsize=64)
def figures_of(warehouse: Warehouse, indicator: str, year: int) -> pl.DataFrame:
    """All figures of an indicator and year, which a page asks about more than once."""
    districts = tuple(queries.districts(warehouse)["district_code"])
    return points(warehouse, [indicator], Filter(districts, year, year, tuple(Basis)))


def _matched(rows: Sequence[Row], others: Sequence[Row]) -> list[tuple[Row, Row]]:
    by_fact = {fact_of(other): other for other in others}
    found: list[tuple[Row, Row]] = []
    for row in rows:
        fact = fact_of(row)
        earlier = replace(fact, period=fact.period.year_earlier())
        if earlier in by_fact and not against_one_line(earlier, fact):
            found.append((row, by_fact[earlier]))
    return found
