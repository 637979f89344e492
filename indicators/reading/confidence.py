"""How likely a reading is right, from what speaks for it and against it.

The shares were set on annotated excerpts of other districts' reports, which the rules were not
made from; `tools/score_reading.py` prints how often readings of each confidence are right.
"""

from __future__ import annotations

from indicators.reading.linking import ENOUGH, Match

MARGIN = 0.4  # two indicators closer than this are in doubt

_BASE, _LEAST, _MOST = 0.65, 0.3, 0.98
_TOPIC_NAMED, _TOPIC_INHERITED = 0.12, 0.05  # by the figure's own words, or by others before them
_WORDS = 0.06  # for each two points above the least score, twice at most
_CLEAR_LEAD, _LEAD = 1.5, 0.05
_OWN_PERIOD, _OTHER_PERIOD = 0.05, 0.03
_FAR_WORDS = 0.08  # for words carried over from another clause


def confidence(best: Match, others: list[Match], *, own_period: bool) -> float:
    """The probability that indicator, value and period are right."""
    lead = best.score - (others[0].score if others else 0.0)
    sure = _BASE
    if best.topic_bonus >= 3.0:
        sure += _TOPIC_NAMED
    elif best.topic_bonus >= 1.5:
        sure += _TOPIC_INHERITED
    sure += _WORDS * min(2.0, max(0.0, best.score - ENOUGH) / 2)
    sure += _LEAD if lead >= _CLEAR_LEAD else 0.0
    sure -= _FAR_WORDS * best.penalty
    sure += _OWN_PERIOD if own_period else _OTHER_PERIOD
    return round(min(_MOST, max(_LEAST, sure)), 2)
