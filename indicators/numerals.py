"""Reads the number in a printed figure such as `1.02亿元`, `5300余万元` or `一千余宗`.

Knows numerals and scales (万, 亿), not measure words and not which words are hedges for what:
a hedge inside the numeral (余, 多, 几) is stepped over, the text after the numeral is ignored.
A numeral that people read in two ways (二百五, 七八百) or that only sounds like one (数百) is
not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {
    "〇": 0, "○": 0, "零": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "三": 3, "叁": 3,
    "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8,
    "九": 9, "玖": 9,
}  # fmt: skip
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}

_DIGIT = "[0-9０-９]"
_ARABIC = rf"(?:{_DIGIT}{{1,3}}(?:[,，]{_DIGIT}{{3}})+(?!{_DIGIT})|{_DIGIT}+)(?:[.．]{_DIGIT}+)?"
_HAN = f"[{''.join(DIGITS)}{''.join(TENS)}]+"
_PART = re.compile(
    rf"(?<![数几])(?P<number>{_ARABIC}|{_HAN}|^(?=[万亿]))"  # 万余人 begins with a bare 万
    r"[余多几]?(?P<scale>(?:万亿|亿|万|千|百)?)"
)
_TO_ASCII = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


@dataclass(frozen=True)
class Numeral:
    """A number as printed.

    `unit` is one unit of its last non-zero digit (800 → 100), which hedges speak of; `place` is
    one unit of its last digit (800 → 1, 30.0 → 0.1), which its precision speaks of.
    """

    value: Decimal
    unit: Decimal
    place: Decimal


def read_numeral(printed: str) -> Numeral | None:
    """Read the first numeral of a printed figure; None when there is none or it is in doubt.

    >>> read_numeral("5300余万元")
    Numeral(value=Decimal('53000000'), unit=Decimal('1000000'), place=Decimal('10000'))
    """
    text = "".join(printed.split())
    denominator, fraction, numerator = text.partition("分之")
    if fraction:  # 百分之三十 is a percentage, no other fraction is
        return read_numeral(numerator) if denominator.endswith("百") else None
    parts = _parts(text)
    if not parts or (len(parts) > 1 and _in_doubt(parts[-1])):
        return None
    value, place = Decimal(0), Decimal(1)
    for part in parts:
        number, scale = _number(part["number"]), SCALES[part["scale"]]
        if number is None:
            return None
        value += number * scale
        place = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    return Numeral(_plain(value), unit=_plain(last_digit_unit(value)), place=_plain(place))


def last_digit_unit(number: Decimal) -> Decimal:
    """One unit of the last non-zero digit: 800 → 100, 1.02 → 0.01; 0 has no such digit → 1.

    Source: the project's convention for hedged figures (README, "Bounds").
    """
    if number == 0:
        return Decimal(1)
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _parts(text: str) -> list[re.Match[str]]:
    """The first numeral in parts of falling scale: 1亿2000万 → 1亿, 2000万."""
    parts: list[re.Match[str]] = []
    found = _PART.search(text)
    while found and (not parts or SCALES[found["scale"]] < SCALES[parts[-1]["scale"]]):
        parts.append(found)
        found = _PART.match(text, found.end())
    return parts


def _in_doubt(last: re.Match[str]) -> bool:
    """Whether the last part may mean tenths of the scale before it: 三万五 is 35,000."""
    return len(last["number"]) == 1 and not last["scale"]


def _number(text: str) -> Decimal | None:
    """One part without its scale; the empty text of a bare scale is 1."""
    if not text:
        return Decimal(1)
    digits = text.translate(_TO_ASCII)
    if digits[0].isascii():
        return Decimal(digits)
    number = _read_han(digits)
    return None if number is None else Decimal(number)


def _read_han(text: str) -> int | None:
    """Read Chinese numerals below 万: 一千二百 → 1200, 二〇二四 → 2024; None when in doubt."""
    if not any(character in TENS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total, digit, tens, zero = 0, 0, 10**4, False
    for character in text:
        if character in DIGITS:
            if digit:  # 七八百 is some number from 700 to 800
                return None
            digit = DIGITS[character]
            zero = zero or digit == 0
        elif TENS[character] >= tens:
            return None
        else:
            tens = TENS[character]
            total += (digit or 1) * tens
            digit = 0
    if digit and tens > 10 and not zero:  # 二百五 is 250, in careful writing 二百零五 is 205
        return None
    return total + digit


def _plain(number: Decimal) -> Decimal:
    """The same number without an exponent, so that it prints as people write it."""
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()
