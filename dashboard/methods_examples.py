"""Worked examples of the page 口径说明, computed from the data and by the rules of `indicators`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from dashboard.answers import answer
from dashboard.chart import source_text
from dashboard.context import Context
from dashboard.figures.matrix import MARKS
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.markup import escape
from dashboard.printed import AFTER, printed_text
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
from indicators.periods import Basis, Period, first_half, full_year, parse_label
from indicators.quantities import HEDGES, Bounds, Hedge, hedge_of, stated_bounds
from indicators.rates import per_100k, wilson
from warehouse import queries
from warehouse.publish import KEEP
from warehouse.queries import Filter

_PLAIN = DisplayUnit("", decimals=4)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are ours or already escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _everything(context: Context) -> Filter:
    offer = context.data.offer
    return Filter(offer.districts, offer.years[0], offer.years[-1], tuple(Basis))


# ---------------------------------------------------------------- a figure


def totals(context: Context) -> str:
    """How many figures there are of each kind."""
    return context.words("methods.totals", **answer(queries.data_summary, context.warehouse))


def example(context: Context) -> str:
    """A reported approximate figure with everything that belongs to it."""
    words, catalogue = context.words, context.catalogue
    counted = [indicator.id for indicator in catalogue if catalogue.unit_of(indicator.id).whole]
    rows = queries.observations(context.warehouse, _everything(context)).filter(
        (pl.col("status") == "reported")
        & (pl.col("scope") == "")
        & (pl.col("low") < pl.col("high"))
        & pl.col("indicator_id").is_in(counted)
    )
    row = rows.row(0, named=True)
    indicator = catalogue[row["indicator_id"]]
    unit = catalogue.unit_of(indicator.id)
    document = source_text(
        row["issuer"], row["source_title"], official=row["official"], words=words
    )
    fields = (
        ("column.district", words.pick(row["district_zh"], row["district_en"])),
        ("column.indicator", words.pick(indicator.name_zh, indicator.name_en)),
        ("column.period", period_text(parse_label(row["period_label"]), words)),
        ("column.scope", words("card.whole_district")),
        ("column.source", document),
        ("column.printed", printed_text(row["printed"], row["qualifier"])),
        ("column.value", f"{_PLAIN.number(row['value'])} {words.pick(unit.zh, unit.en)}"),
        ("table.bounds", bounds_text(row["low"], row["high"], _PLAIN)),
        ("column.status", words(f"status.{row['status']}")),
    )
    header = (words("methods.field"), words("methods.examples"))
    return table(header, [(words(key), escape(text)) for key, text in fields])


def periods(context: Context) -> str:
    """The five kinds of period with a real example of each."""
    words = context.words
    known = {
        row[0]: row[1:] for row in answer(queries.facts_by_basis, context.warehouse).iter_rows()
    }
    header = [words(key) for key in (
        "column.basis", "methods.covers", "methods.label", "column.facts",
    )]  # fmt: skip
    rows = [
        (
            words(f"basis.{basis}"), words(f"methods.basis_{basis}"),
            f"{period_text(parse_label(label), words)} `{label}`", str(facts),
        )
        for basis in Basis
        for facts, label in [known[basis.value]]
    ]  # fmt: skip
    return table(header, rows)


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


def growth_proof(context: Context) -> str:
    """How often a derived value could be compared with a reported one, and how often it fits."""
    rows = answer(queries.growth_checks, context.warehouse)
    return context.words(
        "methods.growth_proof",
        checked=rows.height,
        holds=rows.filter(pl.col("result") == "holds").height,
        independent=rows.filter("independent").height,
    )


def choice(context: Context) -> str:
    """How many facts have several figures."""
    return context.words("methods.choice", **answer(queries.data_summary, context.warehouse))


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


def residents(context: Context) -> str:
    """A real count per 100,000 residents."""
    words, populations = context.words, context.data.populations
    indicator = context.catalogue.families[0].lead[0]
    rows = queries.points(context.warehouse, [indicator], _everything(context)).filter(
        pl.col("district_code").is_in(list(populations))
        & (pl.col("basis") == "year")
        & (pl.col("scope") == "")
        & (pl.col("low") == pl.col("high"))
    )
    row = rows.row(rows.height - 1, named=True)
    population = populations[row["district_code"]]
    rate = per_100k(Decimal(str(row["value"])), population=population)
    unit = context.catalogue.unit_of(indicator)
    return words(
        "methods.residents",
        district=escape(words.pick(row["district_zh"], row["district_en"])),
        period=period_text(parse_label(row["period_label"]), words),
        indicator=context.short(indicator), value=_PLAIN.number(row["value"]),
        unit=words.pick(unit.zh, unit.en), population=f"{population:,}", rate=f"{rate:.1f}",
        known=len(populations), unknown=context.data.districts.height - len(populations),
    )  # fmt: skip


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


# ---------------------------------------------------------------- the data as a whole


def missing(context: Context) -> str:
    """Why a cell is empty."""
    words = context.words
    rows = [
        (
            words(f"methods.{state}"),
            MARKS[state] or words("methods.blank"),
            words(f"coverage.{state}"),
        )
        for state in ("silent", "not_read", "no_report")
    ]
    rows.append((words("methods.rejected"), "", words("methods.rejected_meaning")))
    return table([words(f"methods.{key}") for key in ("reason", "cell", "meaning")], rows)


def corrections(context: Context) -> str:
    """How many errors are on record and how many checks fail."""
    known = answer(queries.data_summary, context.warehouse)
    return context.words(
        "methods.corrections",
        corrections=known["corrections"],
        checks=known["identity_checks"] + known["growth_checks"],
        violated=known["identities_violated"] + known["growth_violated"],
    )


def version(context: Context) -> str:
    """The data version of this view."""
    day = answer(queries.data_date, context.warehouse)
    return context.words("methods.version", version=context.data.version, day=day, keep=KEEP)


def limits(context: Context) -> str:
    """How much is on file."""
    return context.words("methods.limits", **answer(queries.data_summary, context.warehouse))


EXAMPLES: dict[str, Callable[[Context], str]] = {
    "totals": totals, "example": example, "periods": periods, "bounds": bounds, "growth": growth,
    "growth_proof": growth_proof, "choice": choice, "compare": compare, "residents": residents,
    "wilson": intervals, "missing": missing, "corrections": corrections, "version": version,
    "limits": limits,
}  # fmt: skip
