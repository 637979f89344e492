"""Value axes: from zero, with round ticks in the chart's unit while the data keep their own."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any

import polars as pl

from dashboard.formats import DisplayUnit

TICKS = 6
LOG_TICKS = 6
HEADROOM = 1.08
SHOWN = ("shown", "shown_low", "shown_high")


def known_values(rows: pl.DataFrame) -> list[float]:
    """All values and bounds that a chart of these rows shows."""
    return [value for column in SHOWN for value in rows[column].drop_nulls()]


def value_axis(known: Iterable[float], unit: DisplayUnit, *, log: bool = False) -> dict[str, Any]:
    """Settings of an axis that shows these values; a logarithmic one needs them all above zero."""
    values = list(known) or [0.0]
    low, high = min(values), max(values)
    if log:
        ends = (low * 0.8, high * 1.25)
        return _axis(_log_ticks(*ends, unit), [log10(end) for end in ends], unit, kind="log")
    top = max(high, 0.0) * HEADROOM or (1.0 if low >= 0 else 0.0)
    if unit.percent and high <= 100:
        top = min(top, 100.0)
    ends = (min(low * HEADROOM, 0.0), top)
    whole = not unit.percent and unit.divisor == 1 and all(value == int(value) for value in values)
    return _axis(_ticks(*ends, unit, whole=whole), list(ends), unit, kind="linear")


def _axis(ticks: list[float], ends: list[float], unit: DisplayUnit, *, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "range": ends,
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [_text(tick, unit) for tick in ticks],
        "tickangle": 0,
        "zeroline": kind == "linear" and ends[0] < 0,
    }


def _ticks(low: float, high: float, unit: DisplayUnit, *, whole: bool) -> list[float]:
    """Multiples of a round step between two ends; whole numbers where all values are."""
    step = round_step((high - low) / TICKS / unit.divisor)
    step = (max(step, 1.0) if whole else step) * unit.divisor
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(place * step, 9) for place in range(first, last + 1)]


def round_step(rough: float) -> float:
    """The smallest of 1, 2 or 5 times a power of ten that is at least this large.

    >>> round_step(34), round_step(0.03)
    (50.0, 0.05)
    """
    power = 10.0 ** floor(log10(rough))
    # rounded, as a power below one is not exact
    return next(round(power * f, 9) for f in (1, 2, 5, 10) if power * f >= rough * (1 - 1e-9))


def _log_ticks(low: float, high: float, unit: DisplayUnit) -> list[float]:
    """1, 2 and 5 times the powers of ten between two ends; only the powers where these are many."""
    first, last = floor(log10(low / unit.divisor)), ceil(log10(high / unit.divisor))
    for factors in ((1, 2, 5), (1, 3), (1,)):
        ticks = [
            factor * 10.0**power * unit.divisor
            for power in range(first, last + 1)
            for factor in factors
            if low <= factor * 10.0**power * unit.divisor <= high
        ]
        if len(ticks) <= LOG_TICKS:
            return ticks
    return ticks


def _text(value: float, unit: DisplayUnit) -> str:
    """A tick in the chart's unit, with as many decimals as it has."""
    text = f"{value / unit.divisor:,.6f}".rstrip("0").rstrip(".")
    return f"{text.replace('-', '−')}{'%' if unit.percent else ''}"
