"""What a figure is restricted to: a town, one kind of mediation, a campaign, or nothing."""

from __future__ import annotations

import re
from functools import cache

from indicators.catalogue import Indicator, Measure, load_catalogue
from indicators.districts import load_districts
from indicators.reading.contexts import Context

_TOWN = re.compile(r"[\u4e00-\u9fff]{2,5}(?:街道|镇|乡)")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,16})[”\"]")
_COLLECTIVE = re.compile(r"各|全|[0-9一二三四五六七八九十]+个|所有|个|乡镇$|镇街$|街镇$")


def scope_of(context: Context, indicator: Indicator, *, district: str, given: str) -> str:
    """The restriction of a figure, as its sentence words it."""
    if given:
        return given
    return (
        _of_family(context, indicator)
        or _town(context.sentence_before, district)
        or _campaign(context, indicator)
    )


def _of_family(context: Context, indicator: Indicator) -> str:
    """A restriction that the family lists, in the figure's own words or earlier in its sentence."""
    own, sentence, stocks = _family_scopes(indicator.family)
    if indicator.measure in {Measure.STOCK, Measure.CUMULATIVE}:
        found = stocks.findall(context.own + context.right)
        return str(found[-1]) if found else ""
    found = own.findall(context.own + context.right) or sentence.findall(context.sentence_before)
    return str(found[-1]) if found else ""


@cache
def _family_scopes(family: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for a figure's own words, for its sentence, and for a stock's own words."""
    entry = load_catalogue().family(family)
    own = (*entry.scopes, *entry.scopes_of_sentence)
    lists = (own, entry.scopes_of_sentence, entry.scopes_of_stocks)
    return tuple(re.compile("|".join(words) or "(?!)") for words in lists)


def _town(words: str, district: str) -> str:
    """A town of the district that the sentence speaks of."""
    towns = load_districts().towns()
    for found in reversed(list(_TOWN.finditer(words))):
        name = found[0]
        for start in range(len(name) - 2):
            part = name[start:]
            if district in towns.get(part, ()) and not _COLLECTIVE.search(name[:start]):
                return part
    return ""


def _campaign(context: Context, indicator: Indicator) -> str:
    """The quoted name of a campaign, for what is counted by campaigns."""
    if (
        indicator.unit not in {"session", "person-time", "person"}
        or indicator.family != "publicity"
    ):
        return ""
    quantity = context.quantity
    people = indicator.unit != "session"  # who came to what the sentence has told of
    low = context.sentence_start if people else quantity.clause_start
    found = _QUOTED.findall(context.outline.folded[low : quantity.number.before])
    return str(found[-1]) if found else ""
