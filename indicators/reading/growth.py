"""Growth statements in a text: which number is a growth, of which kind, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.growth import Growth, GrowthKind
from indicators.reading.contexts import Context
from indicators.reading.numbers import Number

_RISE = "增长|增加|上升|提升|提高|增幅|上涨|增多|攀升|激增|递增|飙升|增(?!加值)|升|翻"
_FALL = "下降|减少|降低|降幅|下滑|回落|缩减|压降|减|降"
_AGAINST = (
    r"同比|与?(?:去年|上年|上一年|20\d\d年)(?:度|全年)?(?:同期)?相?比|"
    r"(?:较|比)(?:之)?(?:去年|上年|上一年|往年|20\d\d年|前年)?(?:度|全年)?(?:的)?(?:同期)?"
)
_CHANGE = re.compile(
    rf"(?P<against>{_AGAINST})?(?:[^,。;:#]{{0,12}}?)"
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|幅度?|率)?(?:大幅|明显)?(?:分别)?(?:达到?|为|是|约|近|超过?|逾|至少)?\s*$"
)
_TIMES_OF = re.compile(
    r"(?:是|为|达到?|相当于)(?:了)?(?:去年|上年|上一年|20\d\d年)(?:度|全年)?(?:同期)?(?:数|总数|总量)?的(?:近|约|超过?|逾)?\s*$"
)
_COUNT_CHANGE = re.compile(
    rf"(?:{_AGAINST})[^,。;:]{{0,10}}?(?:{_RISE}|{_FALL}|多|少|新增)(?:了|加)?(?:近|约|超过?|逾)?\s*$"
)
_ONLY_CHANGE = re.compile(
    rf"^(?:{_AGAINST}|[,(、和及]|均|也|又|分别|大幅|明显|总体|整体|略有|有所)*$"
)
_LAST = re.compile(
    r"(?:去年|上年|上一年)(?:度)?(?:同期)?(?:数|的)?(?:为|是|有|共|仅|收到|受理|办理|审结)?(?:近|约|超过?)?\s*$"
)
_LONGEST = 60
_SIGNED = re.compile(r"同比[: ]?([+-])$")
_MONTHLY = re.compile(r"环比|较上(?:个?月|季度)|比上(?:个?月|季度)")
RATIOS = {"%", "‰", "倍", "番", "成"}


@dataclass(frozen=True)
class Change:
    """A number that states a change: its growth, and the words that say of what.

    `subject` is empty when the words name only the change itself; `growth` is None for a change
    that implies no earlier value (a difference in counts, in percentage points, against a month).
    """

    growth: Growth | None
    subject: str
    subject_start: int
    reason: str = ""


def change_of(context: Context) -> Change | None:
    """The change that a figure states; None when it states a level."""
    number = context.quantity.number
    folded = context.outline.folded
    if context.first is not None:  # 同比分别增长18.2%、15.9%
        first = change_of(context.first)
        return first and replace(first, growth=_growth(number, fall=_falls(first)))
    low = max(context.sentence_start, _low(context), number.before - _LONGEST)
    words = folded[low : number.before]
    if number.measure not in RATIOS:
        found = _COUNT_CHANGE.search(words)
        if found is None and number.measure in {"个百分点", "百分点"}:
            return Change(None, "", low, "points")
        return Change(None, words[: found.start()], low, "difference") if found else None
    times = _TIMES_OF.search(words)
    if times is not None and number.measure == "倍":
        growth = Growth(GrowthKind.MULTIPLE, _as_printed(number), _hedge(number))
        return Change(growth, _subject(words[: times.start()]), low)
    signed = _SIGNED.search(words)
    if signed is not None:
        return Change(
            _growth(number, fall=signed[1] == "-"), _subject(words[: signed.start()]), low
        )
    found = _CHANGE.search(words)
    if found is None:
        return None
    start = (
        found.start("against")
        if found["against"]
        else found.start("rise" if found["rise"] else "fall")
    )
    subject = _subject(words[:start] or words[found.start() : start])
    if not found["against"]:
        verb = found.start("rise") if found["rise"] is not None else found.start("fall")
        subject = _subject(words[:verb])
    reason = "other_period" if _MONTHLY.search(words) else ""
    return Change(_growth(number, fall=found["fall"] is not None), subject, low, reason)


def earlier_level(context: Context) -> bool:
    """Whether a figure is last year's, told beside this year's."""
    folded, number = context.outline.folded, context.quantity.number
    if number.measure in {"倍", "番"}:
        return False
    low = max(context.sentence_start, _low(context), number.before - _LONGEST)
    return _LAST.search(folded[low : number.before]) is not None


def _low(context: Context) -> int:
    before = context.quantity.previous
    start = context.quantity.clause_start
    return max(start, before.number.after) if before is not None else start


def _subject(words: str) -> str:
    words = re.sub(rf"{_AGAINST}", "", words)
    words = words.strip(" ,、(和及")
    return "" if _ONLY_CHANGE.match(words) else words


def _growth(number: Number, *, fall: bool) -> Growth | None:
    if number.measure == "番":
        return Growth(GrowthKind.MULTIPLE, Decimal(2) ** int(number.value), _hedge(number))
    if number.measure == "倍":
        return Growth(GrowthKind.ADDED_MULTIPLE, _as_printed(number), _hedge(number))
    size = _as_printed(number)
    value = -size if fall else size
    return Growth(GrowthKind.PCT_CHANGE, value, _hedge(number))


def _as_printed(number: Number) -> Decimal:
    """The number with its last digits: 25.00 says more than 25 does."""
    return number.value.quantize(number.place) if number.place < 1 else number.value


def _falls(change: Change) -> bool:
    return change.growth is not None and change.growth.growth < 0


def _hedge(number: Number) -> str:
    return number.qualifier
