"""Where districts stand among those that may be compared, only where the bounds leave no doubt.

The order is by size and says nothing of better or worse; a sentence says which districts it is of.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import Any

import polars as pl

from dashboard.charts.rates import counts_behind
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.figures.base import district_name
from dashboard.sentences import numbers
from dashboard.sentences.comparisons import figures_of
from dashboard.sentences.levels import clause, value
from dashboard.sentences.marks import noted
from dashboard.sentences.model import Figure, Parts, Role, Sentence
from dashboard.sentences.periods import comparable, lead, moments
from dashboard.sentences.wording import fill, indicator_name, joined, sentence
from indicators.comparability import ranks
from indicators.quantities import Bounds

Row = dict[str, Any]
Ranked = tuple[int, Row]
FEWEST = 3  # comparable districts: a place among two says no more than their figures
NAMED = 3
# a growth or an index has no order of its own: periods and bases differ
MODES = (Mode.LEVEL, Mode.PER_100K)


class Among(StrEnum):
    """Of which districts a place is: the chosen ones, all with figures, or those in the chart."""

    SELECTED = "selected"
    ALL = "all"
    SHOWN = "shown"


def rank(panel: Panel, context: Context, *, everywhere: bool = False) -> Sentence | None:
    """The first few of the period that most districts share; None where all is in doubt.

    `everywhere`: the panel is not of the chosen districts only.
    """
    rows = _group(panel)
    first = [item for item in _ranked(rows, context) if item[0] <= NAMED]
    if not first:
        return None
    words = context.words
    among = _among(rows, panel, context) if everywhere else Among.SELECTED
    said = _districts(among, rows, context)
    places = [list(same) for _, same in groupby(first, key=lambda item: item[0])]
    clauses = [
        _place(same, rows, context, among=said if same is places[0] else ()) for same in places
    ]
    parts = fill(
        words, "sentence.rank", when=lead(rows, panel, context),
        name=indicator_name(panel.indicator, context), order=_order(panel, context),
        clauses=joined(words.pick("，", ", "), clauses),
    )  # fmt: skip
    return sentence("rank", parts)


def _place(same: list[Ranked], rows: list[Row], context: Context, *, among: Parts) -> Parts:
    """Who has one place; several of them share it."""
    words = context.words
    place, row = same[0]
    key = "sentence.ranked" if among else "sentence.ranked_next"
    return fill(
        words, key,
        districts=words.join([district_name(row, words) for _, row in same]),
        among=among,
        rank=_rank(place, row, rows, context, tied=len(same) > 1),
    )  # fmt: skip


def largest(panel: Panel, context: Context, *, name: str) -> Sentence | None:
    """Which of the chosen districts has the largest figure, if one clearly has."""
    rows = _group(panel)
    first = [row for place, row in _ranked(rows, context) if place == 1]
    if len(first) != 1:
        return None
    words, (row,) = context.words, first
    parts = fill(
        words, "sentence.largest", when=lead(rows, panel, context),
        among=_districts(Among.SELECTED, rows, context),
        name=indicator_name(panel.indicator, context),
        district=district_name(row, words), value=value(row, panel, context),
        mark=noted(row, context),
    )  # fmt: skip
    return sentence(name, parts)


def own_rank(panel: Panel, district: str, context: Context, *, name: str) -> Sentence | None:
    """The place of one district, with its figure."""
    own = next((row for row in panel.rows.to_dicts() if row["district_code"] == district), None)
    if own is None:
        return None
    rows = comparable(own, panel.rows.to_dicts())
    ranked = _ranked(rows, context)
    place = next((at for at, row in ranked if row["district_code"] == district), None)
    if place is None:
        return None
    tied = [at for at, _ in ranked].count(place) > 1
    words = context.words
    said = clause(own, panel, context, {})
    parts = fill(
        words, "sentence.own_rank", when=lead([own], panel, context), said=said,
        order=_order(panel, context),
        among=_districts(_among(rows, panel, context), rows, context),
        rank=_rank(place, own, rows, context, tied=tied),
    )  # fmt: skip
    return sentence(name, parts)


def _order(panel: Panel, context: Context) -> str:
    return context.words("order.rate" if panel.unit.percent else "order.size")


def _group(panel: Panel) -> list[Row]:
    """The comparable figures of the year that most districts share, the newest of such years."""
    if panel.mode not in MODES:
        return []
    groups = [comparable(rows[0], rows) for rows in moments(panel)]
    return max(groups, key=len, default=[])


def _ranked(rows: list[Row], context: Context) -> list[Ranked]:
    """The rows whose place is certain, from the largest."""
    if len(rows) < FEWEST:
        return []
    places = ranks([_bounds(row, context) for row in rows])
    certain = [(place, row) for place, row in zip(places, rows, strict=True) if place is not None]
    return sorted(certain, key=lambda item: item[0])


def _bounds(row: Row, context: Context) -> Bounds:
    """Between which values a figure counts as certain: a rate in the interval of its counts too."""
    low, high = row["shown_low"], row["shown_high"]
    counts = counts_behind(row, context)
    if counts is None:
        return Bounds(low, high)
    interval = counts.share.interval
    return Bounds(
        low if low is None else min(low, interval.low),
        high if high is None else max(high, interval.high),
    )


def _among(rows: list[Row], panel: Panel, context: Context) -> Among:
    """Whether no district that could be compared is missing."""
    every = figures_of(context.warehouse, panel.indicator, rows[0]["year"])
    alike = every.filter(pl.col("scope") == panel.scope)
    found = {row["district_code"] for row in comparable(rows[0], alike.to_dicts())}
    if panel.mode is Mode.PER_100K:
        found &= set(context.data.populations)
    return Among.ALL if found <= {row["district_code"] for row in rows} else Among.SHOWN


def _districts(among: Among, rows: list[Row], context: Context) -> Parts:
    """Of how many districts, and of which."""
    words, ids = context.words, tuple(row["observation_id"] for row in rows)
    return fill(words, f"among.{among}", count=numbers.count(len(rows), ids, words))


def _rank(place: int, row: Row, rows: list[Row], context: Context, *, tied: bool) -> Figure:
    words, own = context.words, row["observation_id"]
    others = (other["observation_id"] for other in rows)
    text = numbers.ordinal(place, words)
    if tied:
        text = words("ordinal.tied", rank=text)
    return Figure(text, Role.RANK, (own, *(other for other in others if other != own)))
