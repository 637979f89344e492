"""From one period to another: 由2019年的176件增至2024年的1,550件, 是2019年的8.81倍."""

from __future__ import annotations

from typing import Any

from dashboard.charts.series import Mode, Panel, fact_of
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period
from dashboard.sentences import moves, numbers
from dashboard.sentences.comparisons import between
from dashboard.sentences.levels import NAMED, value
from dashboard.sentences.marks import marked
from dashboard.sentences.model import Parts, Sentence
from dashboard.sentences.wording import fill, indicator_name, joined, sentence
from indicators.comparability import against_one_line

Row = dict[str, Any]
Pair = tuple[Row, Row]
MODES = (Mode.LEVEL, Mode.PER_100K)


def course(panel: Panel, context: Context, *, years: int = 1) -> Sentence | None:
    """First and last figure of each district that are so many years apart or more."""
    found = [pair for pair in _pairs(panel) if pair[1]["year"] - pair[0]["year"] >= years]
    told = [(pair, parts) for pair in found if (parts := _went(pair, panel, context))]
    if not told or panel.mode not in MODES:
        return None
    words, rest = context.words, told[NAMED:]
    ids = tuple(row["observation_id"] for pair, _ in rest for row in pair)
    parts = fill(
        words,
        "sentence.course_more" if rest else "sentence.course",
        name=_name(panel, context),
        clauses=joined(words.pick("；", "; "), [parts for _, parts in told[:NAMED]]),
        rest=numbers.count(len(rest), ids, words),
    )
    return sentence("change", parts)


def _pairs(panel: Panel) -> list[Pair]:
    """The ends of each district's line, the largest last figure first."""
    rows = panel.rows.filter(
        ~panel.rows["shown_low"].is_null() & ~panel.rows["shown_high"].is_null()
    )
    found: list[Pair] = []
    for part in rows.sort("period_end").partition_by("district_code", maintain_order=True):
        first, last = part.row(0, named=True), part.row(-1, named=True)
        if first is not last and not against_one_line(fact_of(first), fact_of(last)):
            found.append((first, last))
    return sorted(found, key=lambda pair: pair[1]["shown_high"], reverse=True)


def _went(pair: Pair, panel: Panel, context: Context) -> Parts:
    """Nothing where the bounds do not tell by how much."""
    words, (first, last) = context.words, pair
    moved = between(first, last, panel, context)
    if moved is None:
        return ()
    return fill(
        words, "sentence.went",
        district=district_name(last, words),
        first=row_period(first, words), before=_value(first, panel, context),
        to=moves.towards(moved, words, rate=panel.unit.percent),
        last=row_period(last, words), after=_value(last, panel, context),
        moved=moved.parts,
    )  # fmt: skip


def _value(row: Row, panel: Panel, context: Context) -> Parts:
    return (value(row, panel, context), *marked(row, context.words))


def _name(panel: Panel, context: Context) -> str:
    """The indicator, per residents and restricted if need be."""
    words, row = context.words, panel.rows.row(0, named=True)
    name = indicator_name(panel.indicator, context)
    if panel.mode is Mode.PER_100K:
        name = words("sentence.residents_name", name=name)
    if row["scope"]:
        scope = context.scope_name(row["scope"], row["scope_en"])
        name = words("sentence.scoped_name", name=name, scope=scope)
    return name if words.zh else name[:1].upper() + name[1:]
