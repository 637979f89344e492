"""What changed most from one year to the next: which figures may be compared, and their chart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart, notes_for, sources_for
from dashboard.charts.recipe import MovementsRecipe, selected
from dashboard.charts.series import fact_of
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.base import district_name, hover, row_period, shown_text, symbol
from dashboard.figures.change import Change, change
from dashboard.figures.lines import Texts
from dashboard.figures.movements import Movement, movements
from dashboard.formats import DisplayUnit, display_unit
from dashboard.palette import district_colour
from dashboard.words import Words
from indicators.catalogue import Catalogue, Measure
from indicators.comparability import against_one_line

Row = dict[str, Any]
MOST = 10
SMALL_BASE = 20
# a share of a share says nothing: rates move by percentage points, not by percent
COUNTED = (Measure.FLOW, Measure.STOCK)
SERIES = ("district_code", "indicator_id", "shape")


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
    """For each district, indicator and kind of period the latest figure with one a year before.

    Only figures of the whole district with a value of their own, whose change can be told.
    """
    counted = [i.id for i in catalogue if i.measure in COUNTED]
    several = (
        rows.filter(
            pl.col("scope") == "",
            pl.col("value").is_not_null(),
            pl.col("indicator_id").is_in(counted),
        )
        .filter(pl.len().over(SERIES) > 1)
        .sort("period_end", maintain_order=True)
        .with_columns(shown="value", shown_low="low", shown_high="high")
    )
    series = several.partition_by(SERIES, maintain_order=True)
    found = [_latest(part.to_dicts()) for part in series]
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
    shown = sorted(large, key=lambda pair: abs(pair.percent), reverse=True)[:MOST]
    if not shown:
        return None
    ends = pl.DataFrame(
        [row for pair in shown for row in (pair.earlier, pair.later)], infer_schema_length=None
    )
    drawn = [_movement(pair, context) for pair in shown]
    title = words("movement.title")
    spoken = words.pick("；", "; ").join(item.texts.spoken for item in drawn)
    return Chart(
        key="movements",
        kind="movements",
        recipe=MovementsRecipe(**selected(context)),
        title=title,
        subtitle=words("movement.subtitle"),
        figure=movements(drawn),
        rows=_with_formulas(ends, shown, words),
        unit=DisplayUnit(""),
        notes=(*_rules(len(moved) - len(large), words), *notes_for(ends, context)),
        sources=sources_for(ends, words),
        alt=words("movement.alt", title=title, items=spoken),
        units={(pair.later["indicator_id"], ""): _unit(pair, context) for pair in shown},
    )


def _rules(small: int, words: Words) -> list[str]:
    """How the changes were chosen, and how many were left out."""
    rules = [words("movement.rule"), words("movement.neutral")]
    return [*rules, words("movement.small", count=small, base=SMALL_BASE)] if small else rules


def _with_formulas(ends: pl.DataFrame, pairs: list[Pair], words: Words) -> pl.DataFrame:
    """Both ends of each change as a table and a file show them; the later one says how it moved."""
    formulas = {
        pair.later["observation_id"]: f"{pair.later['value']:g} ÷ {pair.earlier['value']:g}"
        f" − 1 = {pair.change.text(words)}"
        for pair in pairs
    }
    moved = pl.col("observation_id").replace_strict(formulas, default=None)
    return ends.with_columns(formula=pl.coalesce(moved, "formula"))


def _unit(pair: Pair, context: Context) -> DisplayUnit:
    largest = max(pair.earlier["value"], pair.later["value"])
    return display_unit(context.catalogue, pair.later["indicator_id"], largest, context.words)


def _movement(pair: Pair, context: Context) -> Movement:
    words, later, unit = context.words, pair.later, _unit(pair, context)
    ends = (pair.earlier, pair.later)
    values = " → ".join(shown_text(row, unit, words) for row in ends)
    return Movement(
        texts=Texts(
            name=context.short(later["indicator_id"]),
            place=f"{district_name(later, words)} · {row_period(later, words)}",
            number=pair.change.text(words),
            detail=f"{values} {unit.label}",
            colour=district_colour(later["district_code"]),
        ),
        percent=pair.percent,
        low=pair.change.low or 0.0,
        high=pair.change.high or 0.0,
        symbols=(symbol(pair.earlier), symbol(later)),
        hovers=(hover(pair.earlier, unit, words), hover(later, unit, words)),
        observation_ids=(pair.earlier["observation_id"], later["observation_id"]),
    )


def all_figures(context: Context) -> pl.DataFrame:
    """Every figure of the selection, of all indicators."""
    indicators = [indicator.id for indicator in context.catalogue]
    return points(context.warehouse, indicators, context.selection.filter)
