"""Sentences of fact with which a page opens, made from the figures that are selected; no verdicts."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text
from dashboard.figures.change import Change, change
from dashboard.series import Panel, fact_of
from dashboard.words import Words
from indicators.comparability import against_one_line
from indicators.periods import Basis

Row = dict[str, Any]
DISTRICTS_NAMED = 5


def sentences(panels: list[Panel], context: Context, *, most: int = 3) -> list[str]:
    """One sentence a panel of the whole district, for recent full years and first halves."""
    recent = max((int(panel.rows["year"].max()) for panel in panels), default=0) - 1  # type: ignore[arg-type]
    told = [
        panel
        for panel in panels
        if not panel.scope
        and panel.basis in (Basis.YEAR, Basis.FIRST_HALF)
        and panel.rows["year"].max() >= recent  # type: ignore[operator]
    ]
    return [sentence for panel in told[:most] if (sentence := _sentence(panel, context))]


def _sentence(panel: Panel, context: Context) -> str:
    """The latest period of the panel: who had how much, and how that compares with a year before."""
    words = context.words
    latest = panel.rows.filter(pl.col("year") == pl.col("year").max())
    latest = latest.sort(pl.coalesce("shown", "shown_low"), descending=True, nulls_last=True)
    rows = latest.head(DISTRICTS_NAMED).to_dicts()
    clauses = [_clause(row, panel, context) for row in rows]
    indicator = context.catalogue[panel.indicator]
    rest = latest.height - len(rows)
    return words(
        "fact.sentence" if rest == 0 else "fact.sentence_more",
        period=row_period(rows[0], words),
        indicator=words.pick(indicator.name_zh, indicator.name_en),
        clauses=words.pick("；", "; ").join(clauses),
        rest=rest,
    )


def _clause(row: Row, panel: Panel, context: Context) -> str:
    words = context.words
    value = shown_text(row, panel.unit, words)
    unit = "" if panel.unit.percent else panel.unit.label
    mark = words("fact.derived") if row["status"] == "derived" else ""
    base = words("fact.value", district=district_name(row, words), value=value, unit=unit, mark=mark)
    return f"{base}{_compared(row, panel, context)}"


def _compared(row: Row, panel: Panel, context: Context) -> str:
    """How the value compares with the year before, where that is known and may be compared."""
    words = context.words
    before = panel.rows.filter(
        (pl.col("district_code") == row["district_code"]) & (pl.col("year") == row["year"] - 1)
    ).to_dicts()
    if len(before) != 1 or against_one_line(fact_of(before[0]), fact_of(row)):
        return ""
    moved = change(before[0], row, points=panel.unit.percent)
    if moved.low is None or moved.high is None:
        return ""
    value = shown_text(before[0], panel.unit, words)
    mark = words("fact.derived") if before[0]["status"] == "derived" else ""
    return words("fact.compared", change=_moved_text(moved, words), value=value, mark=mark)


def _moved_text(moved: Change, words: Words) -> str:
    """增长 36.3%, 下降 4.1%, 提高 2 个百分点; a sign where the bounds allow either direction."""
    low, high = moved.low or 0.0, moved.high or 0.0
    if low < 0 < high:
        return moved.text(words)
    size = Change(min(abs(low), abs(high)), max(abs(low), abs(high)), moved.points)
    number = size.text(words).replace("+", "")
    if low == high == 0:
        return words("fact.same")
    rising = words("fact.up_points" if moved.points else "fact.up")
    return f"{rising if low >= 0 else words('fact.down')}{number}"
