"""How much in the newest period, district by district, and how that compares with a year before."""

from __future__ import annotations

from typing import Any

from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.figures.base import district_name
from dashboard.sentences import numbers
from dashboard.sentences.comparisons import Moves, on_year_before
from dashboard.sentences.marks import noted
from dashboard.sentences.model import Figure, Parts, Role, Sentence
from dashboard.sentences.periods import last_day, lead, moments, same_moment
from dashboard.sentences.phrases import phrase, said_unit
from dashboard.sentences.wording import fill, indicator_name, joined, sentence
from indicators.periods import Basis

Row = dict[str, Any]
NAMED = 6  # districts that a sentence names before it only counts


def level(panel: Panel, context: Context, *, name: str = "level") -> Sentence | None:
    """The newest year of a panel; None without figures to tell."""
    found = moments(panel)
    return _told(found[0], panel, context, name=name) if found else None


def shared_level(panel: Panel, context: Context) -> Sentence | None:
    """The year that most districts share, if the newest one has fewer of them."""
    found = moments(panel)
    most = max(found, key=len, default=[])
    if not found or len(most) == len(found[0]):
        return None
    return _told(most, panel, context, name="level-shared")


def _told(rows: list[Row], panel: Panel, context: Context, *, name: str) -> Sentence:
    """One clause a district; the first holds the whole phrase, the others take it up."""
    words, named, rest = context.words, rows[:NAMED], rows[NAMED:]
    moved = on_year_before(named, panel, context)
    dated = not same_moment(rows)
    clauses = [
        clause(row, panel, context, moved, full=row is rows[0], dated=dated) for row in named
    ]
    ids = tuple(row["observation_id"] for row in rest)
    parts = fill(
        words,
        "sentence.told_more" if rest else "sentence.told",
        when=lead(rows, panel, context),
        clauses=joined(words.pick("；", "; "), clauses),
        rest=numbers.count(len(rest), ids, words),
    )
    return sentence(name, parts)


def clause(
    row: Row,
    panel: Panel,
    context: Context,
    moved: Moves,
    *,
    full: bool = True,
    dated: bool = False,
) -> Parts:
    """What one district has, how surely that is known, and how it changed."""
    words, name = context.words, row["observation_id"]
    district: Parts = (district_name(row, words),)
    if dated:
        district = fill(words, "sentence.on_day", district=district, day=last_day(row, words))
    key = "sentence.district" if full else "sentence.short"
    said = fill(words, key, district=district, said=_said(row, panel, context, moved, full=full))
    said += noted(row, context)
    if name in moved and panel.mode is not Mode.GROWTH:
        said += fill(words, "sentence.compared", moved=moved[name].parts)
    return said


def _said(row: Row, panel: Panel, context: Context, moved: Moves, *, full: bool) -> Parts:
    """The figure of a row, in a phrase that fits what the chart shows of it."""
    words = context.words
    if panel.mode is Mode.GROWTH:
        said = moved[row["observation_id"]].parts
        return _named("sentence.growth_name", row, context, moved=said) if full else said
    number = value(row, panel, context)
    if panel.mode is Mode.INDEX:
        return _named("sentence.index_name", row, context, n=(number,)) if full else (number,)
    said = phrase(row["indicator_id"], number, context) if full else (number,)
    if full and row["basis"] == Basis.CUMULATIVE:
        return fill(words, "sentence.in_total", said=said)
    return said


def _named(key: str, row: Row, context: Context, **values: Parts) -> Parts:
    return fill(context.words, key, name=indicator_name(row["indicator_id"], context), **values)


def value(row: Row, panel: Panel, context: Context) -> Figure:
    """The value of a row as the chart shows it."""
    unit = said_unit(row["indicator_id"], panel.unit, context)
    text = numbers.amount(row["shown"], row["shown_low"], row["shown_high"], unit, context.words)
    return Figure(text, Role.VALUE, (row["observation_id"],))
