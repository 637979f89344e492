"""How likely a reading is right: a table of outcomes, measured on annotated reports.

`python tools/score_reading.py` prints how often readings of each confidence are right.
"""

from __future__ import annotations

from indicators.reading.linking import ENOUGH, Match

MARGIN = 0.4  # two indicators closer than this are in doubt


def confidence(best: Match, others: list[Match], *, own_period: bool) -> float:
    """The probability that indicator, value and period are right."""
    lead = best.score - (others[0].score if others else 0.0)
    sure = 0.65
    sure += 0.12 if best.topic_bonus >= 3.0 else 0.05 if best.topic_bonus >= 1.5 else 0.0
    sure += 0.06 * min(2.0, max(0.0, best.score - ENOUGH) / 2)
    sure += 0.05 if lead >= 1.5 else 0.0
    sure -= 0.08 * best.penalty
    sure += 0.05 if own_period else 0.03
    return round(min(0.98, max(0.3, sure)), 2)
