"""Rates with the counts behind them, and with their interval where that is wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.formats import display_unit
from dashboard.sentences import numbers
from dashboard.sentences.levels import level
from dashboard.sentences.model import Figure, Parts, Role, Sentence
from dashboard.sentences.moves import STATED
from dashboard.sentences.periods import moments
from dashboard.sentences.phrases import said_unit
from dashboard.sentences.wording import fill, joined
from indicators.periods import Basis
from indicators.rates import wilson
from warehouse import queries
from warehouse.queries import Filter

Row = dict[str, Any]
Counts = tuple[list[Row], Row]
WIDE = 10  # percentage points


def rate(panel: Panel, context: Context, *, name: str) -> Sentence | None:
    """The newest year of a rate."""
    found = moments(panel)
    newest = found[0] if found else []
    details = {row["observation_id"]: _details(row, context) for row in newest}
    return level(panel, context, name=name, details=details)


def _details(row: Row, context: Context) -> Parts:
    """In brackets: the counts, if they are known, and the interval, if few cases make it wide."""
    words = context.words
    if row["interval_low"] is None:
        return ()
    counts = _counts(row, context)
    said = []
    if counts:
        said.append(_from(counts, row, context))
    elif row["status"] == "computed":
        said.append((words("known_as.computed"),))
    if row["interval_high"] - row["interval_low"] >= WIDE:
        said.append(_interval(row, counts, context))
    if row["in_conflict"]:
        said.append((words("known_as.conflict"),))
    return fill(words, "sentence.marks", marks=joined(words.pick("，", ", "), said)) if said else ()


def _from(counts: Counts, row: Row, context: Context) -> Parts:
    """The parts over the whole, as the source prints them."""
    words, (parts, whole) = context.words, counts
    plus = joined(words.pick("、", " and "), [(_count(part, context),) for part in parts])
    if len(parts) > 1:
        plus = fill(words, "sentence.sum", parts=plus)
    key = "sentence.counted" if row["status"] == "computed" else "sentence.from_counts"
    return fill(words, key, part=plus, whole=_count(whole, context))


def _count(row: Row, context: Context) -> Figure:
    words = context.words
    unit = display_unit(context.catalogue, row["indicator_id"], row["value"], words)
    unit = said_unit(row["indicator_id"], unit, context)
    text = numbers.amount(row["value"], row["low"], row["high"], unit, words)
    return Figure(text, Role.VALUE, (row["observation_id"],))


def _interval(row: Row, counts: Counts | None, context: Context) -> Parts:
    words = context.words
    text = numbers.span(row["interval_low"], row["interval_high"], STATED, words)
    behind = [*counts[0], counts[1]] if counts else [row]
    ids = tuple(item["observation_id"] for item in behind)
    return fill(words, "sentence.interval", interval=Figure(text, Role.INTERVAL, ids))


def _counts(row: Row, context: Context) -> Counts | None:
    """The exact counts of one source that give the interval of this very rate."""
    indicator = context.catalogue[row["indicator_id"]]
    if not indicator.denominator:
        return None
    own = Filter((row["district_code"],), row["year"], row["year"], (Basis(row["basis"]),))
    terms = [*indicator.numerators, indicator.denominator]
    rows = queries.points(context.warehouse, terms, own).to_dicts()
    return next(
        (
            (parts, whole)
            for *parts, whole in _complete(terms, rows, row)
            if _fits(parts, whole, row)
        ),
        None,
    )


def _complete(terms: list[str], rows: list[Row], row: Row) -> Iterator[list[Row]]:
    """All terms of a quotient from one source, where it has them all."""
    same = [
        item for item in rows
        if item["scope"] == row["scope"] and item["period_label"] == row["period_label"]
        and item["low"] is not None and item["low"] == item["high"]
    ]  # fmt: skip
    for source in dict.fromkeys(item["source_id"] for item in same):
        known = {item["indicator_id"]: item for item in same if item["source_id"] == source}
        if all(term in known for term in terms):
            yield [known[term] for term in terms]


def _fits(parts: list[Row], whole: Row, row: Row) -> bool:
    done, of = sum(int(part["value"]) for part in parts), int(whole["value"])
    if not 0 <= done <= of or not of:
        return False
    ends = wilson(done, of).interval
    shown = (row["interval_low"], row["interval_high"])
    return shown == tuple(round(float(end or 0), 1) for end in (ends.low, ends.high))
