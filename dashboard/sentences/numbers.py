"""How sentences write numbers, by GB/T 15835-2011.

Arabic numerals throughout but for Chinese ordinals (第一位); thousands are grouped by commas as in
the charts, so that a number is found there as it stands here; ranges have a wave dash and, where
leaving it out could mislead (%, 万元), the unit at both ends; no blank before a Chinese unit.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.formats import DisplayUnit, Number, hedge
from dashboard.sentences.model import Figure, Role
from dashboard.words import Words

MINUS = "−"
DIGITS = "〇一二三四五六七八九"
SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def amount(
    value: Number | None,
    low: Number | None,
    high: Number | None,
    unit: DisplayUnit,
    words: Words,
) -> str:
    """A value with its unit, hedged as its bounds ask for (约1.02亿元, 800余件); or its bounds."""
    if value is not None:
        return _hedged(f"amount.{hedge(value, low, high)}", value, unit, words)
    if low is not None and high is not None:
        return span(low, high, unit, words)
    if low is None and high is None:
        return "—"
    known = high if low is None else low
    return _hedged(f"amount.{'at_most' if low is None else 'at_least'}", known, unit, words)


def _hedged(key: str, value: Number | None, unit: DisplayUnit, words: Words) -> str:
    """The percent sign belongs to the number, a measure word comes after 余: 90%, 800余件."""
    number, label = _number(value, unit), _label(unit, words)
    if not unit.percent:
        return f"{words(key, number=number)}{label}"
    if key == "amount.odd":
        key = "amount.odd_percent"
    return words(key, number=f"{number}{label}")


def span(low: Number, high: Number, unit: DisplayUnit, words: Words) -> str:
    """From one end to the other; one number where both are written alike."""
    ends = [_number(end, unit) for end in (low, high)]
    return _span(ends, unit, words)


def signed_span(low: Number, high: Number, unit: DisplayUnit, words: Words) -> str:
    """From one end to the other with signs, for changes whose direction is open."""
    ends = [_number(end, unit) for end in (low, high)]
    signed = [f"+{text}" if end > 0 else text for text, end in zip(ends, (low, high), strict=True)]
    return _span(signed, unit, words)


def _span(ends: list[str], unit: DisplayUnit, words: Words) -> str:
    label = _label(unit, words)
    if ends[0] == ends[1]:
        return f"{ends[0]}{label}"
    both = unit.percent or (words.zh and unit.divisor > 1)
    return words.pick("～", " to ").join((f"{ends[0]}{label if both else ''}", f"{ends[1]}{label}"))


def _number(value: Number | None, unit: DisplayUnit) -> str:
    return unit.number(value).replace("-", MINUS)


def _label(unit: DisplayUnit, words: Words) -> str:
    apart = unit.label and not (unit.percent or words.zh)
    return f" {unit.label}" if apart else unit.label


def points(words: Words) -> DisplayUnit:
    """Percentage points, with all digits that two published rates leave."""
    return DisplayUnit(words("amount.points"))


def times(words: Words, *, decimals: int | None) -> DisplayUnit:
    """A multiple of something."""
    return DisplayUnit(words("amount.times"), decimals=decimals)


def plain(unit: DisplayUnit) -> DisplayUnit:
    """The unit without its name."""
    return unit if unit.percent else replace(unit, label="")


def count(number: int, ids: tuple[str, ...], words: Words) -> Figure:
    """How many; of which observations, if of any."""
    return Figure(DisplayUnit("").number(number), Role.COUNT, ids)


def ordinal(place: int, words: Words) -> str:
    """第一位 or 1st; from the hundredth place on in Arabic numerals."""
    if words.zh:
        number = _chinese(place) if place < 100 else str(place)
    else:
        teen = 10 < place % 100 < 20
        number = f"{place}{'th' if teen else SUFFIXES.get(place % 10, 'th')}"
    return words("ordinal.place", number=number)


def _chinese(number: int) -> str:
    """A number below a hundred."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return f"{head}{DIGITS[ones] if ones else ''}"
