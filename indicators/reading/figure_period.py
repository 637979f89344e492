"""Which period a figure is stated for: the time that governs it, by its sentence and its rule."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from indicators.catalogue import Measure
from indicators.periods import Period, full_year
from indicators.reading.contexts import Context
from indicators.reading.linking import Rule
from indicators.reading.text import Outline
from indicators.reading.times import Kind, Mention, Timeline, at_start
from indicators.reading.wording import WORDING

_NOW = ("现已", "目前已", "至今已")
_FAR = 12  # mentions of times that a reader looks back over
_FOUNDED = re.compile(r"设立|成立|增设|启用|上线|启动|运行")


def figure_period(times: Timeline, context: Context, rule: Rule) -> tuple[Period | None, bool]:
    """The period of a figure read by a rule, and whether it is simply the report's own."""
    own, measure = times.own, rule.indicator.measure
    if own is None:
        return None, True
    mention = _governing(times, context)
    period = mention.period or own
    if measure is Measure.STOCK:
        end = own.end if mention.kind in {Kind.BEFORE, Kind.SINCE} else period.end
        return Period(end, end), end == own.end
    if rule.reads.annual:
        return full_year(period.year), True
    if mention.kind is not Kind.SINCE and _has_no_start(times, context, rule, mention):
        return Period(None, own.end), False
    if mention.kind in {Kind.OWN, Kind.NOW} and any(w in context.sentence_before for w in _NOW):
        period = _since_founding(times, context) or period
    if period.start == period.end:
        period = own
    return period, period == own


def _has_no_start(times: Timeline, context: Context, rule: Rule, mention: Mention) -> bool:
    """Whether a figure counts from a start that is not told, by its rule or by its sentence."""
    if rule.reads.cumulative or rule.indicator.measure is Measure.CUMULATIVE:
        return True
    return any(
        context.quantity.number.before - len(context.sentence_before) + found.end() > mention.start
        for found in WORDING.cumulative.finditer(context.sentence_before)
    )


def _governing(times: Timeline, context: Context) -> Mention:
    """The mention that governs a figure: the last one before it in its sentence that can."""
    now: Mention | None = None
    clause_start = context.quantity.clause_start
    for mention in _before(times, context.quantity.number.start, context.sentence_start):
        if mention.kind is Kind.NOW:
            now = now or mention
        elif _governs(mention, times, clause_start):
            return mention
    return now or Mention(0, 0, Kind.OWN, times.own)


def _before(times: Timeline, place: int, low: int) -> Iterator[Mention]:
    """The mentions between two places, the last one first."""
    last = bisect_left(times.starts, place)
    for mention in reversed(times.mentions[max(0, last - _FAR) : last]):
        if mention.start < low:
            return
        yield mention


def _governs(mention: Mention, times: Timeline, clause_start: int) -> bool:
    """Whether a time is told of the figures after it, and not only of what stands beside it."""
    if mention.kind is Kind.ASIDE:
        return False
    if mention.kind is Kind.MONTH:
        return _of_figures(mention, times.outline, clause_start)
    if mention.start >= clause_start:
        return True
    return mention.kind is not Kind.BEFORE and not _within_a_name(mention, times)


def _of_figures(mention: Mention, outline: Outline, clause_start: int) -> bool:
    """Whether a month dates figures: it opens their clause, or is a clause of its own."""
    if not at_start(outline.folded, mention.start):
        return False
    return mention.start >= clause_start or outline.folded[mention.end : mention.end + 1] == ","


def _within_a_name(mention: Mention, times: Timeline) -> bool:
    """Whether an earlier year stands inside a clause, where it belongs to what is named there."""
    if mention.period is None or times.own is None or mention.period.year >= times.own.year:
        return False
    folded = times.outline.folded
    return folded[mention.start] in "去上前" or not at_start(folded, mention.start)


def _since_founding(times: Timeline, context: Context) -> Period | None:
    """The span from a founding that the same sentence or the one before dates, to the end."""
    own, outline = times.own, times.outline
    low = outline.sentence(max(0, context.sentence_start - 2))[0]
    for mention in _before(times, context.quantity.number.start, low):
        if mention.kind not in {Kind.ASIDE, Kind.MONTH} or mention.period is None:
            continue
        follows = outline.folded[mention.end : mention.end + 40].partition("。")[0]
        start = mention.period.start
        if own is not None and start is not None and start <= own.end and _FOUNDED.search(follows):
            return Period(start, own.end)
    return None
