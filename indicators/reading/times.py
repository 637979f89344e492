"""The times that a text names (上半年, 1-5月, 截至5月31日, 去年同期) and what they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum

from indicators.periods import Period, first_half, full_year
from indicators.reading.text import Outline

TO = r"(?:-{1,2}|—{1,2}|–|~|至|到)"
_PLANS = {  # the first years of five-year plans, and of those of legal education
    "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "七五": 2016, "八五": 2021,
}  # fmt: skip
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEARS_BEFORE = {"去年": 1, "上年": 1, "上年度": 1, "前年": 2}

_PART = "上半年|下半年|全年|前三季度|前三个季度"
_MONTHS = rf"""
    (?P<m_from>\d{{1,2}})月?份?(?:\d{{1,2}}日)?{TO}(?P<m_to>\d{{1,2}})月(?:份|底|末|\d{{1,2}}日)?
    | (?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<edge>份|底|末|初|中旬|上旬|下旬)?)
"""
_MENTION = re.compile(
    rf"""
    (?P<y_from>(?:19|20)\d\d)年?度?{TO}(?P<y_to>(?:19|20)\d\d)年度?
    | (?:(?P<year>(?:19|20)\d\d)年(?:度)?|(?P<relative>今年|本年度?|当年|去年|上年度?|前年))的?,?
      (?:(?P<part>{_PART}|第?[一二三四1-4]季度)|{_MONTHS})?
    | (?P<part_alone>{_PART}|第?[一二三四]季度)
    | {_MONTHS.replace("P<", "P<only_")}
    | [“"](?P<plan>十[二三四五]五|[七八]五)[”"](?:普法)?(?:时期)?以来
    | (?P<same>(?:去年|上年|上一年|同比)?同期)
    | (?P<now>截[至止]目前|截[至止]今|至今|目前|现已|现有|年内|年初以来|近年来)
    """,
    re.VERBOSE,
)
_UNTIL = re.compile(r"(?:截[至止]到?|到|至)$")
_SINCE = re.compile(r"(?:自|从)$")
_SINCE_AFTER = re.compile(r"[^,。;]{0,12}?(?:以来|至今|起)")
_AGAINST = re.compile(r"(?:较|比|与|同|跟|和|是|为|相当于|由|从|于)$")


class Kind(Enum):
    """What a mention says about the figures that follow it."""

    SPAN = "span"
    UNTIL = "until"  # up to a day, from the start of its year
    SINCE = "since"  # from a month or a year on
    OWN = "own"  # the report's period
    NOW = "now"  # at present: the last of the time that is spoken of
    BEFORE = "before"  # the same period a year earlier
    MONTH = "month"  # a month of which figures are told, or in which something began
    ASIDE = "aside"  # a day, the years of a plan, what a figure is compared with: of no figure


@dataclass(frozen=True)
class Mention:
    """A time that the text names; `inverted`: it ends before it starts, and is not believed."""

    start: int
    end: int
    kind: Kind
    period: Period | None
    inverted: bool = False


@dataclass(frozen=True)
class Timeline:
    """The report's period and all mentions of times, in order."""

    outline: Outline
    own: Period | None
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]


def find_times(outline: Outline, own: Period | None) -> Timeline:
    """All mentions of times, resolved against the report's own period; none without one."""
    if own is None:
        return Timeline(outline, None, (), ())
    mentions = tuple(
        mention
        for found in _MENTION.finditer(outline.folded)
        if (mention := _mention(outline.folded, found, own)) is not None
    )
    return Timeline(outline, own, mentions, tuple(mention.start for mention in mentions))


def month_span(year: int, first: int, last: int) -> Period | None:
    """From the first day of one month to the last of another; None for months that are none."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def part_of_year(year: int, part: str) -> Period | None:
    """The period of 上半年, 第三季度, 前三季度 or 全年."""
    if part == "上半年":
        return first_half(year)
    if part == "下半年":
        return month_span(year, 7, 12)
    if part.startswith("前三"):
        return month_span(year, 1, 9)
    if part.endswith("季度"):
        quarter = _QUARTERS[part.removeprefix("第")[0]]
        return month_span(year, 3 * quarter - 2, 3 * quarter)
    return full_year(year)


def at_start(folded: str, place: int) -> bool:
    """Whether a mention opens its clause."""
    return folded[max(0, place - 3) : place].strip(" ")[-1:] in ("", ",", "。", ";", ":", "\n")


def _mention(folded: str, found: re.Match[str], own: Period) -> Mention | None:
    """What a match stands for; None for what is no time (30月)."""
    start, end = found.span()
    before = folded[max(0, start - 4) : start]
    against = _AGAINST.search(before) is not None
    if found["same"] is not None:
        return Mention(start, end, Kind.ASIDE if against else Kind.BEFORE, own.year_earlier())
    if found["now"] is not None:
        return Mention(start, end, Kind.NOW, own)
    if found["plan"] is not None:
        begin = date(_PLANS[found["plan"]], 1, 1)
        return Mention(start, end, Kind.SINCE, Period(begin, own.end)) if begin < own.end else None
    if found["y_to"] is not None:
        return _years(folded, found)
    kind, period = _resolve(found, own)
    if period is None:
        return None
    if against and not _SINCE.search(before):
        return Mention(start, end, Kind.ASIDE, period)
    since = _SINCE.search(before) or _SINCE_AFTER.match(folded, end)
    kind, period = _bounded(kind, period, own, until=bool(_UNTIL.search(before)), since=bool(since))
    return None if period is None else Mention(start, end, kind, period)


def _years(folded: str, found: re.Match[str]) -> Mention:
    """Years from and to; elsewhere than at the start of a clause they belong to a plan's name."""
    start, end = found.span()
    first, last = int(found["y_from"]), int(found["y_to"])
    if first > last:
        return Mention(start, end, Kind.ASIDE, None, inverted=True)
    kind = Kind.SPAN if at_start(folded, start) else Kind.ASIDE
    return Mention(start, end, kind, Period(date(first, 1, 1), date(last, 12, 31)))


def _bounded(
    kind: Kind, period: Period, own: Period, *, until: bool, since: bool
) -> tuple[Kind, Period | None]:
    """截至5月31日 reaches from the year's start to the day, 自3月 from the month to the end."""
    if kind is Kind.OWN and (since or until):
        return kind, period
    if until or kind is Kind.UNTIL:
        return Kind.UNTIL, Period(date(period.end.year, 1, 1), period.end)
    if since and period.start is not None:
        ended = period.start > own.end
        return Kind.SINCE, None if ended else Period(period.start, own.end)
    return kind, period


def _resolve(found: re.Match[str], own: Period) -> tuple[Kind, Period | None]:
    """The period of a mention with a year, a part of a year, or months."""
    year = _year(found, own)
    first, last = found["m_from"] or found["only_m_from"], found["m_to"] or found["only_m_to"]
    if first is not None:
        return Kind.SPAN, month_span(year, int(first), int(last))
    if (month := found["month"] or found["only_month"]) is not None:
        day, edge = found["day"] or found["only_day"], found["edge"] or found["only_edge"]
        return _month(year, int(month), day, edge)
    if (part := found["part"] or found["part_alone"]) is not None:
        if year == own.year and (part == "全年" or own == part_of_year(year, part)):
            return Kind.OWN, own
        return Kind.SPAN, part_of_year(year, part)
    if year == own.year and "年度" not in found[0]:
        return Kind.OWN, own
    return Kind.SPAN, full_year(year)


def _month(year: int, month: int, day: str | None, edge: str | None) -> tuple[Kind, Period | None]:
    """A day, the end of a month, or a month."""
    span = month_span(year, month, month)
    if span is None or day is None:
        return (Kind.UNTIL if edge in ("底", "末") else Kind.MONTH), span
    if not 1 <= int(day) <= span.end.day:
        return Kind.ASIDE, None
    on = date(year, month, int(day))
    return Kind.ASIDE, Period(on, on)


def _year(found: re.Match[str], own: Period) -> int:
    if found["year"] is not None:
        return int(found["year"])
    return own.year - _YEARS_BEFORE.get(found["relative"] or "", 0)
