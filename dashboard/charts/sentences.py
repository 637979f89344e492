"""Sentences of fact with which a page opens, made from the selected figures; no verdicts."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.series import Panel, fact_of
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text
from dashboard.figures.change import change
from dashboard.formats import DisplayUnit, with_unit
from dashboard.markup import escape
from dashboard.words import Words
from indicators.comparability import against_one_line
from indicators.periods import Basis

Row = dict[str, Any]
DISTRICTS_NAMED = 5
PERCENT = DisplayUnit("%", decimals=1, percent=True)


def sentences(panels: list[Panel], context: Context, *, most: int = 3) -> list[str]:
    """One sentence (Markdown) a panel of whole districts, of recent full years or first halves."""
    whole = [
        panel
        for panel in panels
        if not panel.scope and panel.basis in (Basis.YEAR, Basis.FIRST_HALF)
    ]
    newest = max((_latest_year(panel) for panel in panels), default=0)
    told = [panel for panel in whole if _latest_year(panel) >= newest - 1]
    return [escape(_sentence(panel, context)) for panel in told[:most]]


def _latest_year(panel: Panel) -> int:
    return int(max(panel.rows["year"]))


def _sentence(panel: Panel, context: Context) -> str:
    """The latest period: who had how much, and how that compares with a year before."""
    words = context.words
    latest = panel.rows.filter(pl.col("year") == pl.col("year").max())
    size = pl.coalesce("shown", "shown_low", "shown_high")
    rows = latest.sort(size, descending=True, nulls_last=True, maintain_order=True).to_dicts()
    named = rows[:DISTRICTS_NAMED]
    indicator = context.catalogue[panel.indicator]
    rest = len(rows) - len(named)
    return words(
        "fact.sentence_more" if rest else "fact.sentence",
        period=row_period(rows[0], words),
        indicator=words.pick(indicator.name_zh, indicator.name_en),
        clauses=words.pick("；", "; ").join(_clause(row, panel, context) for row in named),
        rest=rest,
    )


def _clause(row: Row, panel: Panel, context: Context) -> str:
    words = context.words
    said = words(
        "fact.value",
        district=district_name(row, words),
        value=with_unit(shown_text(row, panel.unit, words), panel.unit),
        mark=_mark(row, words),
    )
    return f"{said}{_compared(row, panel, words)}"


def _mark(row: Row, words: Words) -> str:
    return words("fact.derived") if row["status"] == "derived" else ""


def _compared(row: Row, panel: Panel, words: Words) -> str:
    """How the value compares with the year before, where that is known and may be compared."""
    before = panel.rows.filter(
        (pl.col("district_code") == row["district_code"]) & (pl.col("year") == row["year"] - 1)
    ).to_dicts()
    if len(before) != 1 or against_one_line(fact_of(before[0]), fact_of(row)):
        return ""
    moved = change(before[0], row, points=panel.unit.percent)
    if moved.low is None or moved.high is None:
        return ""
    return words(
        "fact.compared",
        change=_moved_text(moved.low, moved.high, words, points=moved.points),
        value=shown_text(before[0], panel.unit, words),
        mark=_mark(before[0], words),
    )


def _moved_text(low: float, high: float, words: Words, *, points: bool) -> str:
    """增长36.3%, 下降4.1%至5%; no such verb where the bounds leave the direction open."""
    if low == high == 0:
        return words("fact.same")
    if low <= 0 <= high:
        below, above = (_size(end, words, points=points) for end in (low, high))
        signed = f"−{below}" if low else below, f"+{above}" if high else above
        return words("fact.open", low=signed[0], high=signed[1])
    verb = "fact.down" if high < 0 else "fact.up_points" if points else "fact.up"
    smaller, larger = (_size(end, words, points=points) for end in sorted((low, high), key=abs))
    size = smaller if smaller == larger else words("fact.range", low=smaller, high=larger)
    return words(verb, size=size)


def _size(change_by: float, words: Words, *, points: bool) -> str:
    number = PERCENT.number(abs(change_by))
    return words("change.points", number=number) if points else f"{number}%"
