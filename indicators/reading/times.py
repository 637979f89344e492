"""The periods of a text: the report's own, and which period each figure is stated for."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from indicators.periods import Period, first_half, full_year
from indicators.reading.text import Outline
from indicators.reading.wording import WORDING

_Y = r"(?P<year>(?:19|20)\d{2})"
_TO = r"(?:-{1,2}|—{1,2}|–|~|至|到)"
_PLANS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "七五": 2016, "八五": 2021}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MENTION = re.compile(
    rf"(?:{_Y}年?度?{_TO}(?P<year_to>(?:19|20)\d{{2}})年(?:度)?"
    rf"|(?:(?:{_Y.replace('year', 'y1')}年(?:度)?|(?P<rel>今年|本年度?|当年|去年|上年度?|前年))的?,?"
    r"(?P<part>上半年|下半年|全年|(?:第?[一二三四]|第?[1-4])季度|前三季度|前三个季度)?)"
    r"|(?P<part_alone>上半年|下半年|全年|(?:第[一二三四]|[一二三四])季度|前三季度|前三个季度)"
    r")"
    rf"(?:(?P<m1>\d{{1,2}})月?份?(?P<d1>\d{{1,2}}日)?{_TO}(?P<m2>\d{{1,2}})月(?:份|底|末|(?P<d2>\d{{1,2}})日)?"
    r"|(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<edge>份|底|末|初|中旬|上旬|下旬)?))?"
    rf"|(?P<b1>\d{{1,2}})月?份?{_TO}(?P<b2>\d{{1,2}})月(?:份|底|末|(?P<bd>\d{{1,2}})日)?"
    r"|(?P<c>\d{1,2})月(?:(?P<cd>\d{1,2})日|(?P<cedge>份|底|末|初|中旬|上旬|下旬)?)"
    r"|[“\"](?P<plan>十[二三四五]五|[七八]五)[”\"](?:普法)?(?:时期)?以来"
    r"|(?P<same>(?:去年|上年|上一年|同比)?同期)"
    r"|(?P<word>截[至止]目前|截[至止]今|至今|目前|现已|现有|年内|年初以来|近年来)"
)
_UNTIL = re.compile(r"(?:截[至止]到?|到|至)$")
_SINCE = re.compile(r"(?:自|从)$")
_SINCE_AFTER = re.compile(r"[^,。;]{0,12}?(?:以来|至今|起)")
_AGAINST = re.compile(r"(?:较|比|与|同|跟|和|是|为|相当于|由|从|于)$")
_FOUNDED = re.compile(r"设立|成立|增设|启用|上线|启动|运行")


class Kind(Enum):
    """What a mention says about the figures that follow it."""

    SPAN = "span"
    UNTIL = "until"  # up to a day of the report's year, from its start
    SINCE = "since"  # from a month on
    OPEN = "open"  # cumulative, of unknown start
    OWN = "own"  # the report's period
    NOW = "now"  # at present: the last of the time that is spoken of
    BEFORE = "before"  # the same period a year earlier
    MONTH = "month"  # a month of which figures are told, or in which something began
    FOUNDING = "founding"  # a day on which something began; matters for 现已 only


@dataclass(frozen=True)
class Mention:
    """A time that the text names, and the figures after it that it governs."""

    start: int
    end: int
    kind: Kind
    period: Period | None
    inverted: bool = False


@dataclass(frozen=True)
class Timeline:
    """The report's period and all mentions of times, in order."""

    own: Period
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _span(year: int, first: int, last: int) -> Period | None:
    if not (1 <= first <= last <= 12):
        return None
    return Period(date(year, first, 1), _month_end(year, last))


def _part(year: int, part: str) -> Period | None:
    if part == "上半年":
        return first_half(year)
    if part == "下半年":
        return _span(year, 7, 12)
    if part.startswith("前三"):
        return _span(year, 1, 9)
    if part.endswith("季度"):
        quarter = _QUARTERS[part.removeprefix("第")[0]]
        return _span(year, 3 * quarter - 2, 3 * quarter)
    return full_year(year)


# ---------------------------------------------------------------- the report's own period

_TITLE = re.compile(
    r"(?P<year>20[0-3]\d)\s*(?:年(?!-)|(?=上半年))(?P<rest>[^,。;!?\n]{0,40})"
)
_HALF = re.compile(r"^\s*度?\s*(?:的)?\s*(?:上半年|半年)")
_MONTHS = re.compile(rf"^\s*年?\s*(?P<a>\d{{1,2}})月?份?{_TO}(?P<b>\d{{1,2}})月")
_QUARTER = re.compile(r"^\s*(?P<q>第?[一二三四1-4]季度|前三季度)")
_KIND_OF_REPORT = re.compile(r"报告|总结|情况|成效|综述|回顾|汇报|工作")
_IS_PLAN = re.compile(r"计划|要点|安排|思路|打算|部署|方案")
_RUNNING_HALF = re.compile(r"上半年")


def report_period(title: str, folded: str, published: str) -> tuple[Period | None, str]:
    """The period that a report covers, and the words that say so."""
    for text in (title, *_headlines(folded)):
        for found in _TITLE.finditer(text):
            period = _of_title(int(found["year"]), found["rest"])
            if period is not None:
                return period, found[0].strip()
    return _from_running_text(folded, published)


def _headlines(folded: str) -> Iterator[str]:
    """Lines that may be titles or open the report, in the order in which they are believed."""
    lines = [line.strip() for line in folded.splitlines() if line.strip()]
    yield from (line for line in lines[:12] if len(line) < 60 and re.search("报告|总结|情况", line))
    yield from (line[:60] for line in lines[:12] if re.match(r"\s*20\d\d年", line))
    yield from (line for line in lines if len(line) < 40 and re.match(r"[一二(（]", line))


def _of_title(year: int, rest: str) -> Period | None:
    if (months := _MONTHS.match(rest)) is not None:
        return _span(year, int(months["a"]), int(months["b"]))
    if (quarter := _QUARTER.match(rest)) is not None:
        return _part(year, quarter["q"])
    if _HALF.match(rest):
        return first_half(year)
    plan, report = _IS_PLAN.search(rest), _KIND_OF_REPORT.search(rest)
    if plan is not None and (report is None or plan.start() <= report.end()):
        return None
    if re.match(r"\s*下半年", rest):
        return None
    if report is not None and "上半年" in rest[: report.end() + 2]:
        return first_half(year)
    starts_report = re.match(r"\s*[,]|\s*(?:以来|全年)", rest) is not None
    return full_year(year) if report is not None or starts_report else None


def _from_running_text(folded: str, published: str) -> tuple[Period | None, str]:
    """From the years that the text speaks of; 上半年 takes its year from the plan for 下半年."""
    halves = Counter(re.findall(r"(20[0-3]\d)年(?:上半年|下半年)", folded))
    half = _RUNNING_HALF.search(folded)
    if half is not None and len(re.findall("全年", folded)) <= len(re.findall("上半年", folded)):
        if halves:
            return first_half(int(halves.most_common(1)[0][0])), "上半年"
        if published[:4].isdigit():
            return first_half(int(published[:4])), "上半年"
    until = re.search(r"截[至止]到?(20[0-3]\d)年(\d{1,2})月", folded)
    if until is not None and (span := _span(int(until[1]), 1, int(until[2]))) is not None:
        return span, until[0]
    years = Counter(re.findall(r"(20[0-3]\d)年(?!-)", folded))
    if years:
        year = max(years, key=lambda known: (years[known], known))
        period = first_half(int(year)) if half is not None else full_year(int(year))
        return period, f"{year}年"
    if half is None and published[:4].isdigit():  # an annual report appears in the next spring
        early = published[5:7].isdigit() and int(published[5:7]) <= 5
        return full_year(int(published[:4]) - early), published
    return None, ""


# ---------------------------------------------------------------- the figures' periods


def find_times(outline: Outline, own: Period) -> Timeline:
    """All mentions of times, resolved against the report's own period."""
    mentions = tuple(
        mention
        for found in _MENTION.finditer(outline.folded)
        if (mention := _mention(outline.folded, found, own)) is not None
    )
    return Timeline(own, mentions, tuple(mention.start for mention in mentions))


def _mention(folded: str, found: re.Match[str], own: Period) -> Mention | None:
    start, end = found.span()
    before = folded[max(0, start - 4) : start]
    against = _AGAINST.search(before) is not None
    if found["same"] is not None:
        return Mention(start, end, Kind.FOUNDING if against else Kind.BEFORE, own.year_earlier())
    if found["word"] is not None:
        return Mention(start, end, Kind.NOW, own)
    if found["plan"] is not None:
        first = date(_PLANS[found["plan"]], 1, 1)
        return Mention(start, end, Kind.SINCE, Period(first, own.end)) if first < own.end else None
    if against:
        return Mention(start, end, Kind.FOUNDING, None)
    if found["year_to"] is not None:
        first, last = int(found["year"]), int(found["year_to"])
        if first > last:
            return Mention(start, end, Kind.FOUNDING, None, inverted=True)
        kind = Kind.SPAN if _at_start(folded, start) else Kind.FOUNDING  # a plan's name has years
        return Mention(start, end, kind, Period(date(first, 1, 1), date(last, 12, 31)))
    kind, period = _resolve(found, own)
    if period is None:
        return None
    until = _UNTIL.search(before) is not None
    since = _SINCE.search(before) is not None or _SINCE_AFTER.match(folded, end) is not None
    if since and found["rel"] in {"今年", "本年", "本年度"} and kind is Kind.OWN:
        return Mention(start, end, Kind.OWN, own)
    if until or kind is Kind.UNTIL:
        year_start = date(period.end.year, 1, 1)
        return Mention(start, end, Kind.UNTIL, Period(year_start, period.end))
    if since and period.start is not None and kind is not Kind.OWN:
        if period.start > own.end:
            return None
        return Mention(start, end, Kind.SINCE, Period(period.start, max(own.end, period.start)))
    return Mention(start, end, kind, period)


def _resolve(found: re.Match[str], own: Period) -> tuple[Kind, Period | None]:
    """The period of a mention with a year, a part of a year, or months."""
    year, part = _year(found, own), found["part"] or found["part_alone"]
    first, last = _months(found)
    if first is not None:
        if last is not None:
            return Kind.SPAN, _span(year, first, last)
        day, edge = found["d"] or found["cd"], found["edge"] or found["cedge"]
        if not 1 <= first <= 12:
            return Kind.SPAN, None
        if day is not None:
            if not 1 <= int(day) <= monthrange(year, first)[1]:
                return Kind.SPAN, None
            on = date(year, first, int(day))
            return Kind.FOUNDING, Period(on, on)
        if edge in {"底", "末"}:
            return Kind.UNTIL, _span(year, first, first)
        return Kind.MONTH, _span(year, first, first)
    if part is not None:
        same = part in {"全年", "上半年"} and year == own.year
        resolved = own if part == "全年" and year == own.year else _part(year, part)
        return (Kind.OWN if same and resolved == own else Kind.SPAN), resolved
    if year == own.year:
        dated = found["y1"] is not None and "年度" in found[0]
        return (Kind.SPAN, full_year(year)) if dated else (Kind.OWN, own)
    if found["rel"] in {"去年", "上年", "上年度"} or found["y1"]:
        return Kind.SPAN, full_year(year)
    return Kind.SPAN, full_year(year)


def _year(found: re.Match[str], own: Period) -> int:
    if found["y1"] is not None:
        return int(found["y1"])
    return own.year - {"去年": 1, "上年": 1, "上年度": 1, "前年": 2}.get(found["rel"] or "", 0)


def _months(found: re.Match[str]) -> tuple[int | None, int | None]:
    first = found["m1"] or found["m"] or found["b1"] or found["c"]
    last = found["m2"] or found["b2"]
    return (int(first) if first else None), (int(last) if last else None)


def period_of(timeline: Timeline, outline: Outline, place: int, clause_start: int) -> Mention:
    """The mention that governs a figure: the last one before it in its sentence that can."""
    sentence_start, _ = outline.sentence(place)
    index = bisect_left(timeline.starts, place)
    now: Mention | None = None
    for mention in reversed(timeline.mentions[:index]):
        if mention.start < sentence_start:
            break
        if mention.kind is Kind.FOUNDING:
            continue
        if mention.kind is Kind.MONTH and not _of_figures(mention, outline, clause_start):
            continue
        if mention.kind is Kind.NOW:
            now = now or mention
            continue
        if mention.start < clause_start and (
            mention.kind is Kind.BEFORE or _within_a_name(mention, outline, timeline.own)
        ):
            continue
        return mention
    return now or Mention(0, 0, Kind.OWN, timeline.own)


def _at_start(folded: str, place: int) -> bool:
    """Whether a mention opens its clause."""
    return folded[max(0, place - 3) : place].strip(" ")[-1:] in ("", ",", "。", ";", ":", "\n")


def _of_figures(mention: Mention, outline: Outline, clause_start: int) -> bool:
    """Whether a month dates figures: it opens their clause, or is a clause of its own."""
    if not _at_start(outline.folded, mention.start):
        return False
    return mention.start >= clause_start or outline.folded[mention.end : mention.end + 1] == ","


def _within_a_name(mention: Mention, outline: Outline, own: Period) -> bool:
    """Whether an earlier year stands inside a clause, where it belongs to what is named there."""
    if mention.period is None or mention.period.end.year >= own.end.year:
        return False
    relative = outline.folded[mention.start : mention.start + 1] in "去上前"
    return relative or not _at_start(outline.folded, mention.start)


def since_founding(timeline: Timeline, outline: Outline, place: int) -> Period | None:
    """The span from a founding that the same sentence or the one before dates, to the end."""
    sentence_start, _ = outline.sentence(place)
    low = outline.sentence(max(0, sentence_start - 2))[0]
    index = bisect_left(timeline.starts, place)
    for mention in reversed(timeline.mentions[:index]):
        if mention.start < low:
            return None
        dated = mention.kind in {Kind.FOUNDING, Kind.MONTH} and mention.period is not None
        follows = outline.folded[mention.end : mention.end + 40]
        if dated and mention.period and _FOUNDED.search(follows.split("。")[0]):
            start = mention.period.start
            if start is not None and start <= timeline.own.end:
                return Period(start, timeline.own.end)
    return None


def is_cumulative(context_start: int, words: str, mention: Mention) -> bool:
    """Whether words before a figure, after the time that is named, count from an unknown start."""
    return any(
        context_start + found.end() > mention.start for found in WORDING.cumulative.finditer(words)
    )
