"""Reads the number in a printed figure such as `1.02亿元`, `5300余万元` or `一千余宗`.

Knows numerals and scales (万, 亿), not measure words and not which words are hedges for what:
a hedge inside the numeral (余, 多, 几) is stepped over, the text after the numeral is ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"万": 10**4, "亿": 10**8}

_HAN = "".join(DIGITS) + "".join(TENS)
_NUMERAL = re.compile(
    rf"(?P<number>[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?|[{_HAN}]+)"
    r"\s*[余多几]?\s*(?P<scale>(?:万亿|亿|万|千|百)?)"
)
_ARABIC = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


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
    """Read the first numeral of a printed figure, or None when there is none.

    >>> read_numeral("5300余万元")
    Numeral(value=Decimal('53000000'), unit=Decimal('1000000'), place=Decimal('10000'))
    """
    found = _NUMERAL.search(printed)
    if found is None:
        return None
    digits = found["number"].translate(_ARABIC)
    number = Decimal(digits) if digits[0].isascii() else Decimal(_read_han(digits))
    scale = Decimal(1)
    for character in found["scale"]:
        scale *= SCALES.get(character) or TENS[character]
    place = Decimal(1).scaleb(int(number.as_tuple().exponent))
    return Numeral(
        value=_plain(number * scale),
        unit=_plain(last_digit_unit(number) * scale),
        place=_plain(place * scale),
    )


def last_digit_unit(number: Decimal) -> Decimal:
    """One unit of the last non-zero digit: 800 → 100, 1.02 → 0.01; 0 has no such digit → 1.

    Source: the project's convention for hedged figures (README, "Bounds").
    """
    if number == 0:
        return Decimal(1)
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _read_han(text: str) -> int:
    """Read Chinese numerals below 万: 一千二百 → 1200, 二〇二四 → 2024."""
    if not any(character in TENS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += (digit or 1) * TENS[character]
            digit = 0
    return total + digit


def _plain(number: Decimal) -> Decimal:
    """The same number without an exponent, so that it prints as people write it."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
