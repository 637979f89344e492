"""Rows of figures as the warehouse gives them, with values of our own."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import polars as pl

from dashboard.charts.series import Panel, panels
from dashboard.context import Context
from indicators.comparability import shape
from indicators.periods import Basis, Period
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

SCOPES = {"": "Whole district", "一审": "First instance", "“1+11”组织": "“1+11” organisations"}
Row = dict[str, Any]
Value = tuple[float | None, float | None, float | None]


@cache
def _template(warehouse: Warehouse) -> tuple[Row, pl.Schema]:
    everything = Filter(("110112",), 0, 9999, tuple(Basis))
    rows = queries.points(warehouse, ["reconsideration.received"], everything)
    return rows.row(0, named=True), rows.schema


def row(
    context: Context,
    district: str,
    period: Period,
    value: Value,
    *,
    indicator: str = "reconsideration.received",
    status: str = "reported",
    scope: str = "",
) -> Row:
    """One figure; its name says what it is of, and none of the warehouse is called so."""
    template, _ = _template(context.warehouse)
    known = context.data.districts.row(by_predicate=pl.col("district_code") == district, named=True)
    return template | {
        "observation_id": f"made-{district}-{indicator}-{scope}-{period.label}",
        "district_code": district, "district_zh": known["label_zh"],
        "district_en": known["label_en"], "indicator_id": indicator,
        "scope": scope, "scope_en": SCOPES[scope],
        "period_label": period.label, "period_start": period.start, "period_end": period.end,
        "basis": period.basis.value, "shape": shape(period), "year": period.year,
        "status": status, "formula": "", "in_conflict": False,
        "value": value[0], "low": value[1], "high": value[2],
    }  # fmt: skip


def panel(context: Context, *rows: Row) -> Panel:
    """The one panel that these rows make."""
    _, schema = _template(context.warehouse)
    frame = pl.DataFrame(list(rows), schema=schema)
    (found,) = panels(frame, context.catalogue, context.words)
    return found


def counts_of(rate: Row, done: int, of: int) -> tuple[Row, Row]:
    """The successful mediations and all of them, of the source of a rate."""
    part, whole = (
        rate
        | dict.fromkeys(("value", "low", "high"), float(number))
        | {"observation_id": f"{rate['observation_id']}-{term}", "indicator_id": term,
           "status": "reported"}
        for term, number in (("mediation.succeeded", done), ("mediation.cases", of))
    )  # fmt: skip
    return part, whole


def growth_of(stated: dict[str, float], context: Context) -> pl.DataFrame:
    """Growth in percent on the year before, as if the sources of these observations stated it."""
    districts, indicators = context.data.offer.districts, [one.id for one in context.catalogue]
    real = queries.growth_statements(context.warehouse, indicators, districts)
    template = real.row(0, named=True) | {"kind": "pct_change", "qualifier": "", "printed": ""}
    rows = [template | {"level_id": name, "growth": float(n)} for name, n in stated.items()]
    return pl.DataFrame(rows, schema=real.schema)


def period(basis: str, year: int) -> Period:
    """The period of a kind in a year."""
    match basis:
        case "year":
            return Period(date(year, 1, 1), date(year, 12, 31))
        case "first_half":
            return Period(date(year, 1, 1), date(year, 6, 30))
        case "other_span":
            return Period(date(year, 1, 1), date(year, 5, 31))
        case "point":
            return Period(date(year, 11, 6), date(year, 11, 6))
        case _:
            return Period(None, date(year, 6, 30))
