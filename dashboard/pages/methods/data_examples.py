"""Examples and counts of the page 口径说明 that come from the data of this version."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from dashboard.answers import answer
from dashboard.charts.chart import source_text
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.matrix import MARKS
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.markup import escape
from dashboard.pages.methods.rule_examples import bounds, compare, growth, intervals, table
from dashboard.printed import printed_text
from indicators.periods import Basis, parse_label
from indicators.rates import per_100k
from settings.reading import current as settings
from warehouse import queries
from warehouse.queries import Filter

# enough to find an example in, however large the country: of many indicators, of one
_FEW_DISTRICTS, _DISTRICTS = 20, 60
_PLAIN = DisplayUnit("", decimals=4)


def _first(districts: int, context: Context) -> Filter:
    """Every figure of so many districts."""
    offer = context.data.offer
    return Filter(offer.districts[:districts], offer.years[0], offer.years[-1], tuple(Basis))


def totals(context: Context) -> str:
    """How many figures there are of each kind."""
    return context.words("methods.totals", **answer(queries.data_summary, context.warehouse))


def example(context: Context) -> str:
    """A reported approximate figure with everything that belongs to it."""
    words, catalogue = context.words, context.catalogue
    counted = [indicator.id for indicator in catalogue if catalogue.unit_of(indicator.id).whole]
    rows = points(context.warehouse, counted, _first(_FEW_DISTRICTS, context)).filter(
        (pl.col("status") == "reported")
        & (pl.col("scope") == "")
        & (pl.col("low") < pl.col("high"))
    )
    if rows.is_empty():
        return ""
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
    """The kinds of period that there are figures of, with a real example of each."""
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
        if basis.value in known
        for facts, label in [known[basis.value]]
    ]  # fmt: skip
    return table(header, rows)


def growth_proof(context: Context) -> str:
    """How often a derived value could be compared with a reported one, and how often it fits."""
    known = answer(queries.data_summary, context.warehouse)
    return context.words(
        "methods.growth_proof",
        checked=known["growth_checks"],
        holds=known["growth_checks"] - known["growth_violated"],
        independent=known["growth_independent"],
    )


def choice(context: Context) -> str:
    """How many facts have several figures."""
    return context.words("methods.choice", **answer(queries.data_summary, context.warehouse))


def residents(context: Context) -> str:
    """A real count per 100,000 residents."""
    words, populations = context.words, context.data.populations
    indicator = context.catalogue.families[0].lead[0]
    rows = points(context.warehouse, [indicator], _first(_DISTRICTS, context)).filter(
        pl.col("district_code").is_in(list(populations))
        & (pl.col("basis") == "year")
        & (pl.col("scope") == "")
        & (pl.col("low") == pl.col("high"))
    )
    if rows.is_empty():
        return ""
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
    keep = settings().kept_versions
    return context.words("methods.version", version=context.data.version, day=day, keep=keep)


def limits(context: Context) -> str:
    """How much is on file."""
    return context.words("methods.limits", **answer(queries.data_summary, context.warehouse))


EXAMPLES: dict[str, Callable[[Context], str]] = {
    "totals": totals, "example": example, "periods": periods, "bounds": bounds, "growth": growth,
    "growth_proof": growth_proof, "choice": choice, "compare": compare, "residents": residents,
    "wilson": intervals, "missing": missing, "corrections": corrections, "version": version,
    "limits": limits,
}  # fmt: skip
