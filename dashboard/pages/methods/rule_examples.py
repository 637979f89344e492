"""Worked examples of the rules: bounds, growth, comparability, intervals; all computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.context import Context
from dashboard.formats import DisplayUnit, bounds_text
from dashboard.printed import AFTER
from dashboard.words import Words
from indicators.comparability import (
    Reason,
    against_one_axis,
    against_one_line,
    against_one_ranking,
)
from indicators.growth import Growth, GrowthKind, implied_earlier
from indicators.numerals import read_numeral
from indicators.observations import Fact
from indicators.periods import Period, first_half, full_year
from indicators.quantities import HEDGES, Bounds, Hedge, hedge_of, stated_bounds
from indicators.rates import wilson

_PLAIN = DisplayUnit("", decimals=4)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are ours or already escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# ---------------------------------------------------------------- bounds and growth

# printed forms for each kind of wording: the numeral, the hedging word, a share of a whole or not
_STATED = {
    Hedge.EXACT: (("583", "", False),),
    Hedge.ABOUT: (("800", "约", False), ("12万", "约", False)),
    Hedge.ODD: (("800", "余", False), ("16万", "余", False), ("3505", "余", False)),
    Hedge.NEARLY: (("1000", "近", False),),
    Hedge.OVER: (("24万", "逾", False), ("99%", "以上", True)),
    Hedge.UNDER: (("500", "不足", False),),
}


def bounds(context: Context) -> str:
    """Every hedging word that is known, what it means, and examples."""
    words = context.words
    rows: list[tuple[str, str, str]] = []
    for hedge, examples in _STATED.items():
        wording = words.join(
            [word for word, meaning in HEDGES.items() if meaning is hedge and word]
        )
        texts = [_stated_example(*item) for item in examples]
        rule = words(f"methods.hedge_{hedge.value}")
        rows.append(
            (wording or words("methods.hedge_none"), rule, words.pick("；", "; ").join(texts))
        )
    header = [words(f"methods.{key}") for key in ("words_column", "rule", "examples")]
    return table(header, rows)


def _stated_example(printed: str, hedge: str, share: bool) -> str:
    numeral = read_numeral(printed)
    if numeral is None:
        raise ValueError(f"not a numeral: {printed}")
    allowed = stated_bounds(numeral.value, hedge, unit=numeral.unit, whole=not share, share=share)
    text = f"{printed}{hedge}" if hedge in AFTER else f"{hedge}{printed}"
    return f"{text} → {_interval(allowed)}"


def _interval(allowed: Bounds) -> str:
    low, high = (None if end is None else float(end) for end in (allowed.low, allowed.high))
    return bounds_text(low, high, _PLAIN)


@dataclass(frozen=True)
class Stated:
    """A level and its growth, as a report states them."""

    level: int
    kind: GrowthKind
    growth: str
    hedge: str = ""


GROWTH_EXAMPLES = (
    Stated(882, GrowthKind.PCT_CHANGE, "36.32"),
    Stated(254, GrowthKind.PCT_CHANGE, "108.2"),
    Stated(583, GrowthKind.MULTIPLE, "3.38"),
    Stated(373, GrowthKind.PCT_CHANGE, "30"),
    Stated(558, GrowthKind.ADDED_MULTIPLE, "1", "近"),
    Stated(2805, GrowthKind.PCT_CHANGE, "40", "超"),
)


def growth(context: Context) -> str:
    """From growth statements to earlier values."""
    words = context.words
    header = [words(key) for key in (
        "methods.stated", "evidence.formula", "methods.earlier", "methods.allowed_by",
    )]  # fmt: skip
    return table(header, [_growth_row(item, words) for item in GROWTH_EXAMPLES])


def _growth_row(item: Stated, words: Words) -> tuple[str, str, str, str]:
    level = Bounds(Decimal(item.level), Decimal(item.level))
    stated = Growth(item.kind, Decimal(item.growth), item.hedge)
    implied = implied_earlier(level, stated, current_printed=f"{item.level:,}", whole=True)
    text = words(
        f"methods.growth_{item.kind.value}",
        level=f"{item.level:,}",
        growth=words(f"methods.say_{hedge_of(item.hedge).value}", growth=item.growth),
    )
    conventions = words.join([words(f"convention.{name.value}") for name in implied.conventions])
    return text, implied.formula, f"**{_interval(implied.bounds)}**", conventions


# ---------------------------------------------------------------- comparisons

_ONE = Fact("440306", "reconsideration.received", "", full_year(2023))
_SPAN = Period(date(2023, 1, 1), date(2023, 5, 31))
_TOTAL = Fact("440306", "reconsideration.received", "", Period(None, date(2023, 12, 31)))

# two facts for each reason that differ in nothing else
PAIRS = {
    Reason.INDICATOR: (_ONE, Fact("440306", "reconsideration.accepted", "", full_year(2023))),
    Reason.SCOPE: (_ONE, Fact("440306", "reconsideration.received", "一审", full_year(2023))),
    Reason.BASIS: (_ONE, Fact("440306", "reconsideration.received", "", first_half(2023))),
    Reason.SPAN: (
        Fact("440306", "reconsideration.received", "", _SPAN),
        Fact("440306", "reconsideration.received", "", Period(_SPAN.start, date(2023, 9, 30))),
    ),
    Reason.DISTRICT: (_ONE, Fact("310116", "reconsideration.received", "", full_year(2023))),
    Reason.PERIOD: (_ONE, Fact("440306", "reconsideration.received", "", full_year(2024))),
    Reason.CUMULATIVE: (_TOTAL, _TOTAL),
}


def compare(context: Context) -> str:
    """What two figures may share that differ in one thing only."""
    words = context.words
    header = [
        words(f"methods.{key}") for key in ("differ_in", "one_axis", "one_line", "one_ranking")
    ]
    rules = (against_one_axis, against_one_line, against_one_ranking)
    rows = [
        (
            words(f"methods.{reason.value}"),
            *(words("methods.not_allowed" if rule(*pair) else "methods.allowed") for rule in rules),
        )
        for reason, pair in PAIRS.items()
    ]
    return table(header, rows)


def intervals(context: Context) -> str:
    """The same rate from few and from many cases."""
    words = context.words
    rows: list[tuple[str, str, str]] = []
    for part, whole in ((7, 17), (70, 170), (700, 1700)):
        share = wilson(part, whole)
        interval = f"{share.interval.low:.1f}%–{share.interval.high:.1f}%"
        rows.append(
            (words("methods.of", part=part, whole=whole), f"{share.percent:.1f}%", interval)
        )
    return table([words(f"methods.{key}") for key in ("share", "rate", "interval")], rows)
