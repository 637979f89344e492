"""The period that a report covers, told by its title, its first lines or the years it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from indicators.periods import Period, first_half, full_year
from indicators.reading.times import TO, month_span, part_of_year

_TITLE = re.compile(r"(?P<year>20[0-3]\d)\s*(?:年(?!-)|(?=上半年))(?P<rest>[^,。;!?\n]{0,40})")
_HALF = re.compile(r"^\s*度?\s*(?:的)?\s*(?:上半年|半年)")
_MONTHS = re.compile(rf"^\s*年?\s*(?P<a>\d{{1,2}})月?份?{TO}(?P<b>\d{{1,2}})月")
_QUARTER = re.compile(r"^\s*(?P<q>第?[一二三四1-4]季度|前三季度)")
_KIND_OF_REPORT = re.compile(r"报告|总结|情况|成效|综述|回顾|汇报|工作")
_IS_PLAN = re.compile(r"计划|要点|安排|思路|打算|部署|方案")


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
        return month_span(year, int(months["a"]), int(months["b"]))
    if (quarter := _QUARTER.match(rest)) is not None:
        return part_of_year(year, quarter["q"])
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
    half = "上半年" in folded
    issued = int(published[:4]) if published[:4].isdigit() else None
    if half and folded.count("全年") <= folded.count("上半年"):
        halves = Counter(re.findall(r"(20[0-3]\d)年(?:上半年|下半年)", folded))
        told = int(halves.most_common(1)[0][0]) if halves else issued
        if told is not None:
            return first_half(told), "上半年"
    until = re.search(r"截[至止]到?(20[0-3]\d)年(\d{1,2})月", folded)
    if until is not None and (span := month_span(int(until[1]), 1, int(until[2]))) is not None:
        return span, until[0]
    years = Counter(re.findall(r"(20[0-3]\d)年(?!-)", folded))
    if years:
        year = max(years, key=lambda known: (years[known], known))
        return (first_half(int(year)) if half else full_year(int(year))), f"{year}年"
    if not half and issued is not None:  # an annual report appears in the next spring
        return full_year(issued - _is_spring(published)), published
    return None, ""


def _is_spring(published: str) -> bool:
    return published[5:7].isdigit() and int(published[5:7]) <= 5
