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
_MOST_DOUBLINGS = 10
_SIGNED = re.compile(r"同比[: ]?([+-])$")
_MONTHLY = re.compile(r"环比|较上(?:个?月|季度)|比上(?:个?月|季度)")
RATIOS = {"%", "‰", "倍", "番", "成"}


@dataclass(frozen=True)
class Change:
    """A number that states a change: its growth, and the words that say of what.

    `subject` is empty when the words name only the change itself; `growth` is None, with a reason,
    for a change that implies no earlier value (in counts, in percentage points, against a month).
    """

    growth: Growth | None
    subject: str = ""
    reason: str = ""


def change_of(context: Context) -> Change | None:
    """The change that a figure states; None when it states a level."""
    number, words = context.quantity.number, _words(context)
    if context.first is not None:  # 同比分别增长18.2%、15.9%
        first = change_of(context.first)
        return first and replace(first, growth=_growth(number, fall=_falls(first)))
    if number.measure not in RATIOS:
        return _difference(number, words)
    if number.measure == "倍" and (times := _TIMES_OF.search(words)) is not None:
        growth = Growth(GrowthKind.MULTIPLE, _as_printed(number), number.qualifier)
        return Change(growth, _subject(words[: times.start()]))
    if (signed := _SIGNED.search(words)) is not None:
        growth_signed = _growth(number, fall=signed[1] == "-")
        return Change(growth_signed, _subject(words[: signed.start()]))
    return _relative(number, words)


def _difference(number: Number, words: str) -> Change | None:
    """A difference in counts or in percentage points, from which no earlier value is derived."""
    if (found := _COUNT_CHANGE.search(words)) is not None:
        return Change(None, words[: found.start()], "difference")
    points = number.measure in {"个百分点", "百分点"}
    return Change(None, reason="points") if points else None


def _relative(number: Number, words: str) -> Change | None:
    """A change in percent or by a multiple, said with a verb: 同比增长36.32%."""
    found = _CHANGE.search(words)
    if found is None:
        return None
    verb = "fall" if found["fall"] is not None else "rise"
    subject = words[: found.start("against") if found["against"] else found.start(verb)]
    reason = "other_period" if _MONTHLY.search(words) else ""
    return Change(_growth(number, fall=verb == "fall"), _subject(subject), reason)


def earlier_level(context: Context) -> bool:
    """Whether a figure is last year's, told beside this year's."""
    multiple = context.quantity.number.measure in {"倍", "番"}
    return not multiple and _LAST.search(_words(context)) is not None


def _words(context: Context) -> str:
    """The words of the clause before a figure, after the figure before it."""
    quantity = context.quantity
    low = max(quantity.clause_start, quantity.number.before - _LONGEST)
    if quantity.previous is not None:
        low = max(low, quantity.previous.number.after)
    return context.outline.folded[low : quantity.number.before]


def _subject(words: str) -> str:
    """The words without what compares; empty where they name only the change."""
    words = re.sub(_AGAINST, "", words).strip(" ,、(和及")
    return "" if _ONLY_CHANGE.match(words) else words


def _growth(number: Number, *, fall: bool) -> Growth | None:
    """The growth that a number states; None for a doubling so often that it is none."""
    size = _as_printed(number)
    if number.measure == "番":
        if size > _MOST_DOUBLINGS:
            return None
        return Growth(GrowthKind.MULTIPLE, Decimal(2) ** int(size), number.qualifier)
    if number.measure == "倍":
        return Growth(GrowthKind.ADDED_MULTIPLE, size, number.qualifier)
    return Growth(GrowthKind.PCT_CHANGE, -size if fall else size, number.qualifier)


def _as_printed(number: Number) -> Decimal:
    """The number with its last digits: 25.00 says more than 25 does."""
    return number.value.quantize(number.place) if number.place < 1 else number.value


def _falls(change: Change) -> bool:
    return change.growth is not None and change.growth.growth < 0
