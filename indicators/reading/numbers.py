"""Finds every number of a text and what is counted by it: numeral, hedges, measure word.

What a number means is not decided here; `roles` tells quantities from dates, ranks and names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.numerals import last_digit_unit, read_numeral
from indicators.quantities import HEDGES
from indicators.reading.wording import WORDING

_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,6}(?!\d))?"
_HAN = "[一二两三四五六七八九十百千零〇]"
_HAN_RUN = f"{_HAN}{{1,12}}"
_SCALE = "万亿|亿|万|千|百"
_NUMBER = re.compile(
    rf"(?:(?P<arabic>(?<![\d.]){_ARABIC})|(?P<fraction>百分之){_HAN_RUN}(?:点{_HAN_RUN})?|"
    rf"(?P<han>(?<![第数几每逐一二两三四五六七八九十百千零〇]){_HAN_RUN}(?:[余多]?[万亿]{_HAN}{{0,12}})?))"
    rf"(?P<rest> ?[余多几]?(?:{_SCALE})?(?:(?<=[万亿])\d+(?:\.\d+)?万?)?[余多]?)"
)
_MEASURE = re.compile(rf" ?(?:{WORDING.measure.pattern})(?:\(次\)|/次)?")
_PERCENT = re.compile(r" ?(?:%|‰|个百分点|百分点|成(?![为立功员果本交年人效长])|倍|番)")
_SUFFIX = re.compile(r" ?(?:以上|左右|上下|以下|余|多(?=[,。;、]))")
# 一 alone is an article as often as a number, 百 and 千 alone are figures of speech: 百人所
_COUNTED_IN_WORDS = frozenset(
    (*"件宗起案例场期名人位家个所份条项次户篇部支面封款元%成倍番", "场次", "人次")
)
_IDLE = re.compile(r"一[^件宗起案例倍番成百千万十]|[百千万](?![余多]|分)")
_UNIT_BEFORE = re.compile(
    r"[( ](件|宗|起|人|名|场|场次|人次|份|家|个|次|条|项)[) ][: ]*$"
)  # of a table
_WRITTEN_SO = re.compile(r"\(次\)|/次")
_ODD = re.compile("[余多]")
_SEPARATORS = str.maketrans("", "", " ,")


@dataclass(frozen=True)
class Number:
    """A number in the text: `printed` is text[start:end], measure word included.

    `value` is what it reads to (scales applied, percent as 36.32), `unit` one unit of its last
    non-zero digit, `place` one of its last digit (25.00 → 0.01); `before` and `after` reach over
    hedges; `measure` is the measure word, `%`, `个百分点`, `倍`, `成`, or empty.
    """

    start: int
    end: int
    value: Decimal
    unit: Decimal
    place: Decimal
    measure: str
    qualifier: str
    before: int
    after: int


def find_numbers(folded: str) -> list[Number]:
    """All numbers of a folded text, in order; Chinese numerals only before a measure word."""
    return list(_numbers(folded))


def _numbers(folded: str) -> Iterator[Number]:
    end_of_last = 0
    for found in _NUMBER.finditer(folded):
        if found.start() < end_of_last:
            continue
        number = _number(folded, found)
        if number is not None:
            end_of_last = number.end
            yield number


def _number(folded: str, found: re.Match[str]) -> Number | None:
    start, end = found.span()
    han = found["arabic"] is None
    measure = ""
    if found["fraction"] is not None:
        measure, end = "%", found.start("rest")
    else:
        end = start + len(folded[start:end].rstrip())
        unit = _PERCENT.match(folded, end) or _MEASURE.match(folded, end)
        if unit is not None:
            end = unit.end()
            measure = _WRITTEN_SO.sub("次", unit[0].strip())
        elif (head := _UNIT_BEFORE.search(folded, max(0, start - 8), start)) is not None:
            measure = head[1]
    if han and (measure not in _COUNTED_IN_WORDS or _IDLE.match(folded, start, end)):
        return None
    numeral = read_numeral(folded[start:end].translate(_SEPARATORS))
    if numeral is None:
        return None
    prefix = WORDING.before.search(folded, max(0, start - 5), start)
    suffix = _SUFFIX.match(folded, end)
    value = numeral.value * 10 if measure == "成" else numeral.value
    odd = _ODD.search(folded, start, end) if measure != "多" else None
    qualifier = (suffix[0].strip() if suffix else "") or (prefix[0].strip() if prefix else "")
    if odd is not None and folded[start : odd.start()].strip():
        qualifier = qualifier if qualifier in {"近", "超", "约"} else "余"
    return Number(
        start=start,
        end=end,
        value=value,
        unit=last_digit_unit(value) if measure == "成" else numeral.unit,
        place=numeral.place,
        measure=measure,
        qualifier=qualifier if qualifier in HEDGES else "",
        before=prefix.start() if prefix else start,
        after=suffix.end() if suffix else end,
    )
