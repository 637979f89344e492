"""How numbers, bounds and periods are written, in Chinese and English; exact, never rounded away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dashboard.words import Words
from indicators.catalogue import Catalogue, Measure
from indicators.periods import Basis, Period

WAN, YI, MILLION = 10_000, 100_000_000, 1_000_000


@dataclass(frozen=True)
class DisplayUnit:
    """The unit in which a chart shows an indicator: value / divisor, with this label."""

    label: str
    divisor: int = 1
    decimals: int = 0
    percent: bool = False

    def number(self, value: float | None) -> str:
        """The value in this unit with thousands separators and no trailing zeros."""
        if value is None:
            return "—"
        scaled = Decimal(str(value)) / self.divisor
        text = f"{scaled:,.{self.decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def text(self, value: float | None, words: Words) -> str:
        """The value with its unit, as a sentence or a tooltip shows it."""
        if value is None:
            return "—"
        space = "" if self.percent else " "
        return f"{self.number(value)}{space}{self.label}" if self.label else self.number(value)


def display_unit(catalogue: Catalogue, indicator: str, largest: float, words: Words) -> DisplayUnit:
    """The unit in which values up to `largest` are shown: 万元 for money, otherwise as counted."""
    unit = catalogue.unit_of(indicator)
    entry = catalogue[indicator]
    if unit.id == "percent":
        return DisplayUnit("%", decimals=max(2, entry.precision), percent=True)
    if unit.id == "CNY":
        return _money(largest, words)
    return DisplayUnit(words.pick(unit.zh, unit.en), decimals=entry.precision)


def _money(largest: float, words: Words) -> DisplayUnit:
    if words.zh:
        return DisplayUnit("万元", WAN, 2) if abs(largest) >= WAN else DisplayUnit("元")
    if abs(largest) >= MILLION:
        return DisplayUnit("million yuan", MILLION, 4)
    return DisplayUnit("yuan")


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
    """What a label shows: the value, marked when it is not exact, or the range when there is none."""
    if value is None:
        return bounds_text(low, high, unit)
    number = unit.number(value) + ("%" if unit.percent else "")
    if low == high:
        return number
    if high is None:
        return words("value.over", number=number)
    if low is None:
        return words("value.under", number=number)
    return words("value.about", number=number)


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


def year_text(year: int, words: Words) -> str:
    """2024年 or 2024."""
    return words("period.year", year=year)


def _day_text(day: date, words: Words) -> str:
    if day.month == 12 and day.day == 31:
        return words("period.year_end", year=day.year)
    if (day + timedelta(days=1)).day == 1:
        return words("period.month_end", year=day.year, month=_month(day, words))
    return words("period.day", year=day.year, month=_month(day, words), day=day.day)


def _span_text(start: date, end: date, words: Words) -> str:
    """Whole months as months, everything else with its days."""
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    first, last = _month(start, words), _month(end, words)
    if whole and start.year == end.year:
        return words("period.months", year=start.year, first=first, last=last)
    if whole:
        return words("period.months_across", year=start.year, first=first, end=end.year, last=last)
    from_day = words("period.day", year=start.year, month=first, day=start.day)
    to_day = words("period.day", year=end.year, month=last, day=end.day)
    return f"{from_day}—{to_day}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(day: date, words: Words) -> str:
    return words.pick(str(day.month), MONTHS[day.month - 1])


def measure_note(measure: Measure, words: Words) -> str:
    """The word for an indicator's measure."""
    return words(f"measure.{measure.value}")
