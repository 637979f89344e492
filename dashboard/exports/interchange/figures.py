"""The figures of charts as one typed table: what the warehouse knows, beside what is drawn.

A chart may draw growth or a rate per residents; the figure itself stays what its source says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.context import Context
from indicators.notes import Note
from warehouse.connection import Warehouse
from warehouse.export import these_observations

Charts = Sequence[tuple[Chart, Context]]
Row = dict[str, Any]

DRAWN: dict[str, pl.DataType] = {
    "chart": pl.Int32(),
    "chart_title": pl.String(),
    "position": pl.Int32(),
    "drawn_value": pl.Float64(),
    "drawn_low": pl.Float64(),
    "drawn_high": pl.Float64(),
    "interval_low": pl.Float64(),
    "interval_high": pl.Float64(),
    "drawn_unit": pl.String(),
    "drawn_status": pl.String(),
    "drawn_printed": pl.String(),
    "drawn_formula": pl.String(),
}
COVERAGE: dict[str, pl.DataType] = {
    "chart": pl.Int32(),
    "chart_title": pl.String(),
    "district_code": pl.String(),
    "district_zh": pl.String(),
    "district_en": pl.String(),
    "year": pl.Int32(),
    "facts": pl.Int64(),
    "state": pl.String(),
    "data_version": pl.String(),
}
_BOUNDS = ("value", "low", "high")
_AS_DRAWN = ("scope", "status", "printed", "qualifier", "formula", "in_conflict", "note_keys")


def figures(charts: Charts, context: Context) -> pl.DataFrame:
    """A row for each figure of each chart, in drawing order; charts are numbered from 1."""
    schema = DRAWN | dict(these_observations(context.warehouse, (), ()).schema)
    return pl.DataFrame(list(_rows(charts)), schema=schema, orient="row")


def coverage(charts: Charts) -> pl.DataFrame:
    """The cells of those charts that show which figures there are."""
    parts = [
        chart.rows.with_columns(
            chart=pl.lit(number),
            chart_title=pl.lit(chart.title),
            data_version=pl.lit(own.data.version),
        ).select(pl.col(name).cast(kind) for name, kind in COVERAGE.items())
        for number, (chart, own) in enumerate(charts, start=1)
        if not chart.observations
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=COVERAGE)


def facts(charts: Charts, context: Context) -> pl.DataFrame:
    """Each figure once, however many charts draw it, without what is drawn of it."""
    every = figures(charts, context).drop(DRAWN)
    key = ("district_code", "indicator_id", "scope", "period_label")
    return every.unique(key, maintain_order=True)


def _rows(charts: Charts) -> Iterator[Row]:
    known = _known(charts)
    for number, (chart, own) in enumerate(charts, start=1):
        if not chart.observations:
            continue
        for position, row in enumerate(chart.rows.iter_rows(named=True), start=1):
            place = {"chart": number, "chart_title": chart.title, "position": position}
            yield place | _drawn(row, chart) | _fact(row, known[own.warehouse], own)


def _known(charts: Charts) -> dict[Warehouse, dict[str, Row]]:
    """The observations of all charts by warehouse and id; each warehouse is asked once."""
    drawn: dict[Warehouse, list[pl.DataFrame]] = {}
    for chart, own in charts:
        if chart.observations:
            keys = chart.rows.select("district_code", "observation_id")
            drawn.setdefault(own.warehouse, []).append(keys)
    known: dict[Warehouse, dict[str, Row]] = {}
    for warehouse, parts in drawn.items():
        keys = pl.concat(parts)
        found = these_observations(
            warehouse, set(keys["district_code"]), set(keys["observation_id"])
        )
        rows = found.iter_rows(named=True)
        known[warehouse] = {row["observation_id"]: row for row in rows}
    return known


def _drawn(row: Row, chart: Chart) -> Row:
    unit = chart.unit_of(row)
    return {
        "drawn_value": unit.plain(row["shown"]),
        "drawn_low": unit.plain(row["shown_low"]),
        "drawn_high": unit.plain(row["shown_high"]),
        "interval_low": row.get("interval_low"),
        "interval_high": row.get("interval_high"),
        "drawn_unit": unit.label,
        "drawn_status": row["status"],
        "drawn_printed": row["printed"],
        "drawn_formula": row["formula"],
    }


def _fact(row: Row, known: Mapping[str, Row], context: Context) -> Row:
    """The observation of a row; a rate computed from counts stands on that of its whole."""
    observation = known[row["observation_id"]]
    if row["indicator_id"] == observation["indicator_id"]:
        return observation
    indicator = context.catalogue[row["indicator_id"]]
    family = context.catalogue.family(indicator.family)
    unit = context.catalogue.unit_of(indicator.id)
    notes = [context.data.notes[key] for key in row["note_keys"] if key in context.data.notes]
    return (
        observation
        | {name: row[name] for name in _AS_DRAWN}
        | {name: None if row[name] is None else Decimal(str(row[name])) for name in _BOUNDS}
        | {
            "family_id": indicator.family,
            "family_zh": family.name_zh,
            "family_en": family.name_en,
            "indicator_id": indicator.id,
            "indicator_zh": indicator.name_zh,
            "indicator_en": indicator.name_en,
            "unit_zh": unit.zh,
            "unit_en": unit.en,
            "measure": indicator.measure.value,
            "conventions": [],
            "char_start": None,
            "char_end": None,
        }
        | _notes(notes)
    )


def _notes(notes: Sequence[Note]) -> Row:
    return {
        "notes_zh": "".join(note.zh for note in notes),
        "notes_en": " ".join(note.en for note in notes),
    }
