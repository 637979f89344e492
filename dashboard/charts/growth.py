"""Growth on the year before: as the sources print it, otherwise from two like neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.charts.series import Mode, Panel, fact_of
from dashboard.figures.change import change
from dashboard.formats import DisplayUnit
from indicators.comparability import against_one_line
from indicators.growth import GrowthKind
from indicators.quantities import Bounds, stated_bounds

Row = dict[str, Any]
PERCENT = DisplayUnit("%", decimals=2, percent=True)


def growth(panel: Panel, statements: pl.DataFrame) -> Panel | None:
    """The panel as growth in percent; None when no growth is printed and none can be computed.

    `statements` are growth statements of the panel's indicator; rates have no growth in percent.
    """
    if panel.unit.percent:
        return None
    printed = {row["level_id"]: row for row in statements.iter_rows(named=True)}
    rows = [
        row
        for series in panel.rows.partition_by("district_code", maintain_order=True)
        for row in _of_district(series.sort("period_end").to_dicts(), printed)
    ]
    if not rows:
        return None
    return Panel(pl.DataFrame(rows, schema=panel.rows.schema), PERCENT, Mode.GROWTH)


def _of_district(rows: list[Row], printed: Mapping[str, Row]) -> list[Row]:
    found: list[Row] = []
    for place, row in enumerate(rows):
        stated = printed.get(row["observation_id"])
        grown = _stated(row, stated) if stated else _computed(rows[:place], row)
        if grown is not None:
            found.append(grown)
    return found


def _stated(row: Row, statement: Row) -> Row:
    """The growth as its source prints it, a multiple turned into percent."""
    kind = GrowthKind(statement["kind"])
    value = Decimal(str(statement["growth"]))
    size = stated_bounds(abs(value), statement["qualifier"], whole=False)
    bounds = size if value >= 0 else _mirrored(size)
    return row | {
        "shown": _percent(value, kind),
        "shown_low": _percent(bounds.low, kind),
        "shown_high": _percent(bounds.high, kind),
        "status": "reported",
        "printed": statement["printed"],
        "qualifier": statement["qualifier"],
        "formula": "",
    }


def _computed(earlier: list[Row], row: Row) -> Row | None:
    """The growth from the period a year before, where that is known well enough."""
    before = [item for item in earlier if item["year"] == row["year"] - 1]
    if len(before) != 1 or against_one_line(fact_of(before[0]), fact_of(row)):
        return None
    moved = change(before[0], row, points=False)
    if moved.low is None or moved.high is None:
        return None
    exact = round(moved.low, 6) == round(moved.high, 6)
    return row | {
        "shown": moved.low if exact else None,
        "shown_low": moved.low,
        "shown_high": moved.high,
        "status": "computed",
    }


def _percent(stated: Decimal | None, kind: GrowthKind) -> float | None:
    """Growth in percent: 3.38 times is +238 %, growth by one time is +100 %."""
    if stated is None:
        return None
    match kind:
        case GrowthKind.PCT_CHANGE:
            return float(stated)
        case GrowthKind.MULTIPLE:
            return float((stated - 1) * 100)
        case GrowthKind.ADDED_MULTIPLE:
            return float(stated * 100)


def _mirrored(size: Bounds) -> Bounds:
    """The bounds of a decline from those of its size."""
    low = None if size.high is None else -size.high
    high = None if size.low is None else -size.low
    return Bounds(low=low, high=high)
