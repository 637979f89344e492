"""What stands in brackets behind a figure: how it is known, and of a rate the counts behind it."""

from __future__ import annotations

from typing import Any

from dashboard.charts.rates import Counts, counts_behind
from dashboard.context import Context
from dashboard.formats import display_unit
from dashboard.sentences import numbers
from dashboard.sentences.model import Figure, Parts, Role
from dashboard.sentences.moves import STATED
from dashboard.sentences.phrases import said_unit
from dashboard.sentences.wording import fill, joined
from dashboard.words import Words

Row = dict[str, Any]
WIDE = 10  # percentage points


def marked(row: Row, words: Words) -> Parts:
    """That a figure is derived or computed, or that its sources differ."""
    marks = [words(f"known_as.{row['status']}")] if row["status"] in ("derived", "computed") else []
    if row["in_conflict"]:
        marks.append(words("known_as.conflict"))
    return fill(words, "sentence.marks", marks=words.join(marks)) if marks else ()


def noted(row: Row, context: Context) -> Parts:
    """The same; of a rate also its counts, and its interval if few cases make that wide."""
    words, counts = context.words, counts_behind(row, context)
    if counts is None:
        return marked(row, words)
    said: list[Parts] = [(words("known_as.derived"),)] if row["status"] == "derived" else []
    said.append(_from(counts, row, context))
    low, high = _ends(counts)
    if high - low >= WIDE:
        said.append(_interval(low, high, counts, words))
    if row["in_conflict"]:
        said.append((words("known_as.conflict"),))
    return fill(words, "sentence.marks", marks=joined(words.pick("，", ", "), said))


def _from(counts: Counts, row: Row, context: Context) -> Parts:
    """The parts over the whole, as the source prints them."""
    words = context.words
    parts = [(_count(part, context),) for part in counts.parts]
    plus = joined(words.pick("、", " and "), parts)
    if len(parts) > 1:
        plus = fill(words, "sentence.sum", parts=plus)
    key = "sentence.counted" if row["status"] == "computed" else "sentence.from_counts"
    return fill(words, key, part=plus, whole=_count(counts.whole, context))


def _count(row: Row, context: Context) -> Figure:
    words = context.words
    unit = display_unit(context.catalogue, row["indicator_id"], row["value"], words)
    unit = said_unit(row["indicator_id"], unit, context)
    text = numbers.amount(row["value"], row["low"], row["high"], unit, words)
    return Figure(text, Role.VALUE, (row["observation_id"],))


def _ends(counts: Counts) -> tuple[float, float]:
    interval = counts.share.interval
    return round(float(interval.low or 0), 1), round(float(interval.high or 0), 1)


def _interval(low: float, high: float, counts: Counts, words: Words) -> Parts:
    ids = tuple(row["observation_id"] for row in (*counts.parts, counts.whole))
    figure = Figure(numbers.span(low, high, STATED, words), Role.INTERVAL, ids)
    return fill(words, "sentence.interval", interval=figure)
