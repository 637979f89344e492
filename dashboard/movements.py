"""What changed most from one year to the next: which figures may be compared, and their chart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard.chart import Chart, notes_for, sources_for
from dashboard.context import Context
from dashboard.figures.base import district_name, hover, row_period, shown_text, symbol
from dashboard.figures.change import Change, change
from dashboard.figures.movements import Movement, movements
from dashboard.formats import DisplayUnit, display_unit
from dashboard.palette import district_colour
from dashboard.series import fact_of
from indicators.catalogue import Catalogue, Measure
from indicators.comparability import against_one_line
from warehouse import queries

Row = dict[str, Any]
MOST = 10
SMALL_BASE = 20
PERCENT = DisplayUnit("%", decimals=1, percent=True)
# a share of a share says nothing: rates move by percentage points, not by percent
COUNTED = (Measure.FLOW, Measure.STOCK)


@dataclass(frozen=True)
class Pair:
    """One figure and the like figure of a year before, with the change between them."""

    earlier: Row
    later: Row
    change: Change

    @property
    def percent(self) -> float:
        """The change of the values themselves."""
        return float((self.later["value"] / self.earlier["value"] - 1) * 100)


def latest_pairs(rows: pl.DataFrame, catalogue: Catalogue) -> list[Pair]:
    """For each district, indicator and kind of period the latest figure that has one of a year before.

    Only figures of the whole district with a value of their own, whose change can be told.
    """
    single = rows.filter((pl.col("scope") == "") & pl.col("value").is_not_null())
    counted = [i.id for i in catalogue if i.measure in COUNTED]
    single = single.filter(pl.col("indicator_id").is_in(counted)).with_columns(
        shown="value", shown_low="low", shown_high="high"
    )
    series = single.partition_by("district_code", "indicator_id", "shape", maintain_order=True)
    found = [_latest(part.sort("period_end").to_dicts()) for part in series if part.height > 1]
    return [pair for pair in found if pair is not None]


def _latest(rows: list[Row]) -> Pair | None:
    for earlier, later in reversed(list(pairwise(rows))):
        before, after = fact_of(earlier), fact_of(later)
        if against_one_line(before, after) or after.period.year_earlier() != before.period:
            continue
        moved = change(earlier, later, points=False)
        if moved.low is not None and moved.high is not None:
            return Pair(earlier, later, moved)
    return None


def movement_chart(rows: pl.DataFrame, context: Context) -> Chart | None:
    """The largest of these changes; None when there is none to show."""
    words = context.words
    moved = [pair for pair in latest_pairs(rows, context.catalogue) if pair.percent]
    large = [pair for pair in moved if pair.earlier["value"] >= SMALL_BASE]
    large.sort(key=lambda pair: abs(pair.percent), reverse=True)
    if not large:
        return None
    shown, small = large[:MOST], len(moved) - len(large)
    ends = pl.DataFrame(
        [row for pair in shown for row in (pair.earlier, pair.later)], infer_schema_length=None
    )
    title, under = words("movement.title"), words("movement.subtitle")
    drawn = [_movement(pair, context) for pair in shown]
    notes = [words("movement.rule"), words("movement.neutral")]
    if small:
        notes.append(words("movement.small", count=small, base=SMALL_BASE))
    return Chart(
        key="movements",
        title=title,
        subtitle=under,
        figure=movements(drawn),
        rows=_table_rows(shown, ends.schema),
        unit=PERCENT,
        notes=(*notes, *notes_for(ends, context)),
        sources=sources_for(ends, words),
        alt=words("movement.alt", title=title, items=words.pick("；", "; ").join(_spoken(drawn))),
    )


def _table_rows(pairs: list[Pair], schema: pl.Schema) -> pl.DataFrame:
    """One row a change: the later figure, with the change as what is shown and how it was computed."""
    records = [
        {
            **pair.later,
            "status": "computed",
            "formula": f"{pair.later['value']:g} ÷ {pair.earlier['value']:g} − 1",
            "shown": pair.percent,
            "shown_low": pair.change.low,
            "shown_high": pair.change.high,
        }
        for pair in pairs
    ]
    return pl.DataFrame(records, schema=schema)


def _movement(pair: Pair, context: Context) -> Movement:
    words, later = context.words, pair.later
    largest = max(pair.earlier["value"], later["value"])
    unit = display_unit(context.catalogue, later["indicator_id"], largest, words)
    values = " → ".join(shown_text(row, unit, words) for row in (pair.earlier, later))
    return Movement(
        name=context.short(later["indicator_id"]),
        place=f"{district_name(later, words)} · {row_period(later, words)}",
        values=f"{values} {unit.label}",
        change=pair.change.text(words),
        percent=pair.percent,
        low=pair.change.low,
        high=pair.change.high,
        colour=district_colour(later["district_code"]),
        symbols=(symbol(pair.earlier), symbol(later)),
        hovers=(hover(pair.earlier, unit, words), hover(later, unit, words)),
        observation_ids=(pair.earlier["observation_id"], later["observation_id"]),
    )


def _spoken(drawn: list[Movement]) -> list[str]:
    return [f"{item.place} {item.name} {item.values} {item.change}" for item in drawn]


def all_figures(context: Context) -> pl.DataFrame:
    """Every figure of the selection, of all indicators."""
    indicators = [indicator.id for indicator in context.catalogue]
    return queries.points(context.warehouse, indicators, context.selection.filter)
