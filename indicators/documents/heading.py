"""The head and the signature of a report: title, issuer, index number and date of publication.

Knows labels such as 索引号 and 发布日期, lines that are a title, and signatures: an office, then a
date. Shared by all formats, so it sees lines only; what is not found is an empty string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.numerals import read_numeral

# Labels of a field, the more telling first. Spaces inside a label are put up with.
INDEX_LABELS = ("索引号", "信息索引号", "信息索引")
ISSUER_LABELS = (
    "发布机构", "发文机关", "发文机构", "发布单位", "发文单位", "制发机关", "发布部门", "公开单位",
    "信息来源", "文章来源", "稿件来源", "内容来源", "来源",
)  # fmt: skip
DATE_LABELS = (
    "发布日期", "发布时间", "公开日期", "发文日期", "印发日期", "成文日期", "生成日期", "公布日期",
    "日期", "时间",
)  # fmt: skip

TITLE_ENDS = (
    "报告|总结|计划|思路|要点|汇报|通报|公报|白皮书|综述|情况|安排|打算|方案|年报|小结|述职|规划"
)
OFFICE_ENDS = "局|政府|委员会|委|办公室|办|厅|院|中心|办事处|党组|小组|大队|总队|部|处|所|司"

HEAD_LINES = 40  # labels and the title stand in these
TAIL_LINES = 12  # the signature stands in these; pages end with a few lines of their own
_LONGEST_LINE = 400  # characters; what stands behind is no part of a title, field or date
_TITLE = re.compile(
    rf"(?!第?[一二三四五六七八九十\d]+[、.．章节]|[（(][一二三四五六七八九十\d]+[)）])"
    rf"[^。；！？;!?>＞»›|:：]{{2,80}}(?:{TITLE_ENDS})(?:[（(][^（）()]{{1,20}}[)）])?"
)
_SHORTEST_TITLE = 8  # shorter ones are names of menus, such as 工作总结
_PROSE = re.compile(r".{60,}|.*[。；！？]$")
_OFFICE = re.compile(rf"[\u4e00-\u9fff（）()·]{{2,38}}(?:{OFFICE_ENDS})")
_FIELD = re.compile(
    r"(?:^|(?<=[\s|【\[（(]))"  # 来源 must not be found in 信息来源
    r"(?P<label>[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){1,5})\s*[:：]"
    r"\s*\|?\s*"
    r"(?P<value>.*?)"
    r"(?=\s*[|】\]]|\s{2,}|\s+[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,5}\s*[:：]|\s*$)"
)
_LONGEST_VALUE = 40

_HAN = "[〇○零一二三四五六七八九十]"
_DATE = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?!\d)"
    r"|(?P<compact>(?:19|20)\d{6})(?!\d)"
    rf"|(?P<han_year>{_HAN}{{4}})\s*年\s*(?P<han_month>{_HAN}{{1,2}})\s*月"
    rf"\s*(?P<han_day>{_HAN}{{1,3}})\s*日"
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Heading:
    """What a report's head and signature say; `published` is an ISO date."""

    title: str = ""
    issuer: str = ""
    index_number: str = ""
    published: str = ""


def read_heading(lines: Sequence[str]) -> Heading:
    """Read the head and the signature of a report that is given line by line."""
    filled = [line[:_LONGEST_LINE] for line in map(str.strip, lines) if line]
    fields = _fields(filled[:HEAD_LINES])
    issuer, signed = _signature(filled[-TAIL_LINES:])
    dates = (read_date(fields.get(label, "")) for label in DATE_LABELS)
    return Heading(
        title=_title(filled[:HEAD_LINES]),
        issuer=_first(fields, ISSUER_LABELS) or issuer,
        index_number=_first(fields, INDEX_LABELS),
        published=next(filter(None, dates), "") or signed,
    )


def read_date(text: str) -> str:
    """The first date in a text, as ISO; an empty string when there is none.

    >>> read_date("二〇二一年七月一日"), read_date("2025年 01月 06日"), read_date("2025年13月1日")
    ('2021-07-01', '2025-01-06', '')
    """
    match = _DATE.search(text.translate(_FULL_WIDTH_DIGITS))
    if match is None:
        return ""
    try:
        return date(*_date_parts(match)).isoformat()
    except ValueError:
        return ""


def _date_parts(match: re.Match[str]) -> tuple[int, int, int]:
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if compact := match["compact"]:
        return int(compact[:4]), int(compact[4:6]), int(compact[6:])
    year = match["han_year"].translate(_HAN_DIGITS)
    return int(year), _han_number(match["han_month"]), _han_number(match["han_day"])


def _han_number(printed: str) -> int:
    numeral = read_numeral(printed)
    if numeral is None:
        raise ValueError(printed)
    return int(numeral.value)


def _fields(lines: Sequence[str]) -> dict[str, str]:
    """Label → value; a label alone on its line has the next line as its value."""
    fields: dict[str, str] = {}
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if _PROSE.fullmatch(line) and "|" not in line and not line.startswith(_ALL_LABELS):
            continue
        for match in _FIELD.finditer(line):
            value = match["value"].strip()
            if not value and match.end() >= len(line) and not _FIELD.search(following):
                value = following
            if value and len(value) <= _LONGEST_VALUE:
                fields.setdefault("".join(match["label"].split()), value)
    return fields


_ALL_LABELS = (*INDEX_LABELS, *ISSUER_LABELS, *DATE_LABELS)


def _first(fields: dict[str, str], labels: Sequence[str]) -> str:
    return next((fields[label] for label in labels if label in fields), "")


def _title(head: Sequence[str]) -> str:
    """The first line that is a title, with the line before it when the title began there."""
    before = ""
    for line in head:
        if _PROSE.fullmatch(line) and not _TITLE.fullmatch(line):
            break
        whole = before + line if _begins_title(before) else line
        if _TITLE.fullmatch(line) and _TITLE.fullmatch(whole) and len(whole) >= _SHORTEST_TITLE:
            return whole
        before = line
    return ""


def _begins_title(line: str) -> bool:
    return line.startswith("关于") or _OFFICE.fullmatch("".join(line.split())) is not None


def _signature(tail: Sequence[str]) -> tuple[str, str]:
    """The office and the date (ISO) that a report ends with."""
    for place in range(len(tail) - 1, -1, -1):
        line = tail[place].translate(_FULL_WIDTH_DIGITS).strip("（）() ")
        match = _DATE.search(line)
        if match is None or line[match.end() :].strip() not in ("", "日"):
            continue
        before = line[: match.start()].strip() or (tail[place - 1] if place else "")
        office = "".join(before.split())
        if line[: match.start()].strip() and not _OFFICE.fullmatch(office):
            continue  # a sentence that ends with a date
        issuer = office if _OFFICE.fullmatch(office) else ""
        return issuer, read_date(line)
    return "", ""
