"""How numbers, bounds and periods are written, in Chinese and English.

Published figures are written exactly; only what is computed here (rates, indices) is rounded, by
the rule of GB/T 8170-2008.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from dashboard.words import Words
from indicators.catalogue import Catalogue
from indicators.periods import Basis, Period

WAN, YI, MILLION = 10_000, 100_000_000, 1_000_000
MOST_DECIMALS = 8
BOUNDS = ("value", "low", "high")

Number = float | Decimal


@dataclass(frozen=True)
class DisplayUnit:
    """The unit in which a chart shows an indicator: value / divisor, with this label.

    `decimals` None writes a value with all its digits, a number rounds to as many decimals.
    """

    label: str
    divisor: int = 1
    decimals: int | None = None
    percent: bool = False

    def scaled(self, value: Number) -> Decimal:
        """The value in this unit; a published figure keeps every digit."""
        exact = Decimal(str(value)) / self.divisor + 0  # no minus zero
        return exact if self.decimals is None else _rounded(exact, self.decimals)

    def plain(self, value: float | None) -> float | None:
        """The value in this unit as a number for tables; computed ones to six decimals."""
        if value is None:
            return None
        exact = Decimal(str(value)) / self.divisor
        return float(exact if self.decimals is None else round(exact, 6))

    def number(self, value: Number | None) -> str:
        """The value in this unit with thousands separators and no trailing zeros."""
        if value is None:
            return "—"
        text = f"{self.scaled(value):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def text(self, value: float | None, words: Words) -> str:
        """The value with its unit, as a sentence or a tooltip shows it."""
        if value is None:
            return "—"
        return with_unit(self.number(value), self)


def with_unit(text: str, unit: DisplayUnit) -> str:
    """A number, or a text made of one, followed by its unit: 882 件, 85.7%."""
    if unit.percent:
        return text if text.endswith("%") else f"{text}%"
    return f"{text} {unit.label}".rstrip()


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    """Rounded by GB/T 8170: a lone five goes to the even digit; what is not zero keeps a digit."""
    if exact:
        decimals = max(decimals, min(-exact.adjusted(), MOST_DECIMALS))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN) + 0


def display_unit(
    catalogue: Catalogue,
    indicator: str,
    largest: float,
    words: Words,
    *,
    smallest: float | None = None,
) -> DisplayUnit:
    """The unit in which values up to `largest` are shown: 万元, 亿元 for money, else as counted.

    With a `smallest` value 亿元 is used only if that one reaches it, too.
    """
    unit = catalogue.unit_of(indicator)
    if unit.id == "percent":
        return DisplayUnit("%", percent=True)
    if unit.id == "CNY":
        return _money(largest, largest if smallest is None else smallest, words)
    return DisplayUnit(words.pick(unit.zh, unit.en))


def row_unit(catalogue: Catalogue, row: Mapping[str, Any], words: Words) -> DisplayUnit:
    """The unit in which one figure is shown by itself, outside a chart."""
    known = [abs(number) for name in BOUNDS if (number := row[name]) is not None]
    return display_unit(catalogue, row["indicator_id"], max(known, default=0.0), words)


def _money(largest: float, smallest: float, words: Words) -> DisplayUnit:
    if not words.zh:
        return DisplayUnit("million yuan", MILLION) if largest >= MILLION else DisplayUnit("yuan")
    if smallest >= YI:
        return DisplayUnit("亿元", YI)
    return DisplayUnit("万元", WAN) if largest >= WAN else DisplayUnit("元")


def per_100k_unit(unit: DisplayUnit, words: Words) -> DisplayUnit:
    """The unit of a count per 100,000 residents."""
    return DisplayUnit(words("unit.per_100k", unit=unit.label), unit.divisor, 2)


INDEX_UNIT = DisplayUnit("", decimals=1)


def bounds_text(low: float | None, high: float | None, unit: DisplayUnit) -> str:
    """285–288, ≥ 192,000, ≤ 2,003 or the value itself."""
    if low is None:
        return "—" if high is None else f"≤ {unit.number(high)}"
    if high is None:
        return f"≥ {unit.number(low)}"
    return unit.number(low) if low == high else f"{unit.number(low)}–{unit.number(high)}"


def value_text(
    value: float | None, low: float | None, high: float | None, unit: DisplayUnit, *, words: Words
) -> str:
    """What a label shows: the value, marked when it is not exact; without one, the range."""
    if value is None:
        text = bounds_text(low, high, unit)
        return with_unit(text, unit) if unit.percent and text != "—" else text
    number = f"{unit.number(value)}%" if unit.percent else unit.number(value)
    kind = hedge(value, low, high)
    return number if kind == "exact" else words(f"value.{kind}", number=number)


def hedge(value: Number, low: Number | None, high: Number | None) -> str:
    """How a value stands in its bounds: exact, under, over, odd (and some more), nearly, about."""
    if low is not None and low == high:
        return "exact"
    if low is None and high is not None:
        return "under"
    if high is None and low is not None:
        return "over"
    if value == low:
        return "odd"
    return "nearly" if value == high else "about"


def period_text(period: Period, words: Words) -> str:
    """A period as people write it: 2024年, 2025年上半年, 2024年末, 2024年1—5月."""
    if period.basis is Basis.CUMULATIVE:
        return words("period.until", day=_day_text(period.end, words))
    if period.basis is Basis.POINT:
        return _day_text(period.end, words)
    label, start = period.label, period.start
    if period.basis is Basis.YEAR:
        return words("period.year", year=label)
    if "-S" in label or "-Q" in label:
        year, part = label.split("-")
        return words(f"period.{part}", year=year)
    return period.label if start is None else _span_text(start, period.end, words)


def _day_text(day: date, words: Words) -> str:
    if day.month == 12 and day.day == 31:
        return words("period.year_end", year=day.year)
    if (day + timedelta(days=1)).day == 1:
        return words("period.month_end", year=day.year, month=_month(day, words))
    return _plain_day(day, words)


def _span_text(start: date, end: date, words: Words) -> str:
    """Whole years and months as such, everything else with its days."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return words.pick("—", " – ").join(_plain_day(day, words) for day in (start, end))
    first, last = _month(start, words), _month(end, words)
    if start.year != end.year:
        if (start.month, end.month) == (1, 12):
            return words("period.years_across", first=start.year, last=end.year)
        return words("period.months_across", year=start.year, first=first, end=end.year, last=last)
    if start.month == end.month:
        return words("period.month", year=start.year, month=first)
    return words("period.months", year=start.year, first=first, last=last)


def _plain_day(day: date, words: Words) -> str:
    return words("period.day", year=day.year, month=_month(day, words), day=day.day)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(day: date, words: Words) -> str:
    return words.pick(str(day.month), MONTHS[day.month - 1])
