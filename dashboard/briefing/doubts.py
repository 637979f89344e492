"""Which texts of a person's own may name figures that are outdated: rather one too many.

Periods, ordinals of lists and the base of a rate (每10万) are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Numbers = frozenset[Decimal]

_SPAN = r"\s*[-—–~～至到]\s*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# what is a period or no figure, whatever the values are
_NO_FIGURE = re.compile(
    rf"""
    ^\s*\d{{1,2}}[.、．)）](?!\d)                          # 1. at the start of a line
    | (?<!\d)\d{{4}}-\d\d?-\d\d?(?!\d)
    | (?<!\d)(?<!\d[.,])\d{{1,4}}(?:年?{_SPAN}\d{{1,4}})?\s*(?:年|月(?:份)?|日|号|季度)
    | \b[HQ]\d\b
    | \b\d{{1,2}}\s+{_MONTH} | \b{_MONTH}\s+\d{{1,2}}\b(?!\s*,?\d)
    | (?:[每/]\s*|per\s+)(?:10\s*万|100,000)
    """,
    re.VERBOSE | re.MULTILINE,
)
# a year without 年, unless a measure word makes it a figure
_YEAR = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?![\d.]*\d|,\d{3}|\s*[件宗人次个起名例份条家所元万亿倍%％])"
)
_NUMBER = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?(?:\s?(万|百万|千万|亿|thousand|million|billion))?"
)
_TIMES = {
    "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_NUMERAL = "一二三四五六七八九十百千万亿两〇零"
# 第一位, 首位, 两倍, 三成, 翻番, 过半, 一百二十
_WRITTEN = re.compile(
    rf"第[{_NUMERAL}]+[位名]|[首末]位|[{_NUMERAL}半]+(?:倍|成|番|个百分点)|翻番|[过近一]半"
    rf"|[一二三四五六七八九两][十百千万亿][{_NUMERAL}]*"
    r"|\b(?:doubled|tripled|halved|half of|first of|largest|smallest|highest|lowest)\b",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


@dataclass(frozen=True)
class Doubts:
    """Why texts are doubted: values `moved`, or numbers are `outdated`."""

    moved: bool = False
    outdated: Numbers = frozenset()

    def about(self, text: str) -> bool:
        """Where values moved any figure is doubted; else those that are known to be outdated."""
        return (self.moved and _names_figures(text)) or not self.outdated.isdisjoint(_dated(text))

    def __or__(self, other: Doubts) -> Doubts:
        """The reasons of both."""
        return Doubts(self.moved or other.moved, self.outdated | other.outdated)


NONE = Doubts()


def doubted(texts: Iterable[str], doubts: Doubts) -> tuple[str, ...]:
    """Those of the texts that are to be checked, each once."""
    return tuple(dict.fromkeys(text for text in texts if doubts.about(text)))


def figures_in(text: str) -> Numbers:
    """The numbers of a text as values, whether 1,600, 1600 or 0.16万; years are left out."""
    return _values(_YEAR.sub(" ", _without_periods(text)))


def _dated(text: str) -> Numbers:
    """All that could be a figure: 2023 without 年 may be one."""
    return _values(_without_periods(text))


def _names_figures(text: str) -> bool:
    return bool(figures_in(text)) or _WRITTEN.search(text) is not None


def _without_periods(text: str) -> str:
    return _NO_FIGURE.sub(" ", text.translate(_PLAIN))


def _values(text: str) -> Numbers:
    return frozenset(
        Decimal(whole.replace(",", "") + part) * _TIMES.get(times, 1)
        for whole, part, times in _NUMBER.findall(text)
    )
