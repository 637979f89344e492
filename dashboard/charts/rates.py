"""The rates of a family: as printed, or as the published counts give them, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from dashboard.charts import chart as assembly
from dashboard.charts.chart import Chart
from dashboard.charts.recipe import RatesRecipe, selected
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.base import anchor, district_name, row_period, shown_text, symbol
from dashboard.figures.dots import Dot, dots
from dashboard.formats import DisplayUnit
from dashboard.palette import district_colour
from dashboard.words import Words
from indicators.catalogue import Family, Indicator, Measure
from indicators.periods import Basis
from indicators.rates import Share, wilson
from warehouse.connection import Warehouse
from warehouse.queries import Filter

Row = dict[str, Any]
Fact = tuple[str, str, str]
PERCENT = DisplayUnit("%", percent=True)
DOTS = 18
FACT = ("district_code", "scope", "period_label")


@dataclass(frozen=True)
class Counts:
    """The counts that one source prints for one rate: the parts and the whole."""

    parts: tuple[Row, ...]
    whole: Row

    @property
    def share(self) -> Share:
        """The share with its interval."""
        return wilson(sum(int(part["value"]) for part in self.parts), int(self.whole["value"]))


def rates_chart(family: Family, context: Context) -> Chart | None:
    """The newest rates of the selection; None when there are none."""
    wanted = [i for i in family.indicators.values() if i.measure is Measure.RATE]
    needed = {i.id for i in wanted} | {
        part for i in wanted if i.denominator for part in (*i.numerators, i.denominator)
    }
    rows = points(context.warehouse, sorted(needed), context.selection.filter)
    rows = rows.filter(pl.col("status") == "reported")
    found = [rate for indicator in wanted for rate in _rates(indicator, rows)]
    if not found:
        return None
    newest = sorted(found, key=lambda rate: rate["period_end"], reverse=True)[:DOTS]
    order = [indicator.id for indicator in wanted]
    shown = sorted(newest, key=lambda rate: order.index(rate["indicator_id"]))
    return _chart(shown, family, context, more=len(found) > DOTS)


def _rates(indicator: Indicator, rows: pl.DataFrame) -> Iterator[Row]:
    """Printed rates with the interval of their counts, and computed ones where none is printed."""
    counts = dict(_counts(indicator, rows))
    printed = rows.filter(pl.col("indicator_id") == indicator.id).to_dicts()
    for row in printed:
        yield _printed(row, counts.get(_fact(row)))
    known = {_fact(row) for row in printed}
    for fact, of_fact in counts.items():
        if fact not in known:
            yield _computed(indicator.id, of_fact)


@lru_cache(maxsize=64)
def known_counts(
    warehouse: Warehouse, indicator: Indicator, districts: tuple[str, ...]
) -> dict[Fact, Counts]:
    """The published counts behind every rate of some districts; do not change what it returns."""
    if not indicator.denominator:
        return {}
    everything = Filter(districts, 0, date.max.year, tuple(Basis))
    terms = sorted({*indicator.numerators, indicator.denominator})
    rows = points(warehouse, terms, everything)
    return dict(_counts(indicator, rows.filter(pl.col("status") == "reported")))


def counts_behind(row: Row, context: Context) -> Counts | None:
    """The counts that give the rate of this row, where they are published."""
    indicator = context.catalogue[row["indicator_id"]]
    chosen, own = context.selection.districts, row["district_code"]
    districts = chosen if own in chosen else (own,)
    return known_counts(context.warehouse, indicator, districts).get(_fact(row))


def _fact(row: Row) -> Fact:
    return row["district_code"], row["scope"], row["period_label"]


def _counts(indicator: Indicator, rows: pl.DataFrame) -> Iterator[tuple[Fact, Counts]]:
    """Exact counts of the same fact from the same source, for a share between 0 and 1."""
    exact = rows.filter(pl.col("low") == pl.col("high")).to_dicts()
    known = {(row["indicator_id"], row["source_id"], _fact(row)): row for row in exact}
    for (name, source, fact), whole in known.items():
        parts = [known.get((part, source, fact)) for part in indicator.numerators]
        if name != indicator.denominator or None in parts or whole["value"] <= 0:
            continue
        found = tuple(part for part in parts if part)
        if sum(part["value"] for part in found) <= whole["value"]:
            yield fact, Counts(found, whole)


def _printed(row: Row, counts: Counts | None) -> Row:
    """A printed rate; its bounds are those of its wording, its interval that of its counts."""
    shown = {"shown": row["value"], "shown_low": row["low"], "shown_high": row["high"]}
    return row | shown | _interval(counts.share if counts else None)


def _computed(indicator: str, counts: Counts) -> Row:
    """A rate from counts: it stands on the row of the whole, and nothing of it is printed."""
    share, rows = counts.share, (*counts.parts, counts.whole)
    rate = round(float(share.percent), 1)
    parts = " + ".join(f"{part['value']:.0f}" for part in counts.parts)
    above = f"({parts})" if len(counts.parts) > 1 else parts
    return (
        counts.whole
        | dict.fromkeys(("value", "low", "high", "shown", "shown_low", "shown_high"), rate)
        | _interval(share)
        | {
            "indicator_id": indicator,
            "status": "computed",
            "printed": "",
            "qualifier": "",
            "formula": f"{above} ÷ {counts.whole['value']:.0f}",
            "note_keys": list(dict.fromkeys(key for row in rows for key in row["note_keys"])),
            "in_conflict": any(row["in_conflict"] for row in rows),
        }
    )


def _interval(share: Share | None) -> dict[str, float | None]:
    """The 95 % interval in percent, to one decimal."""
    ends = (share.interval.low, share.interval.high) if share else (None, None)
    low, high = (None if end is None else round(float(end), 1) for end in ends)
    return {"interval_low": low, "interval_high": high}


def _chart(rates: list[Row], family: Family, context: Context, *, more: bool) -> Chart:
    words = context.words
    notes = {
        "note.interval": any(rate["interval_low"] is not None for rate in rates),
        "note.rates_differ": len({rate["indicator_id"] for rate in rates}) > 1,
        "note.computed_rate": any(rate["status"] == "computed" for rate in rates),
        "note.newest_only": more,
    }
    title = words("rates.title", family=words.pick(family.name_zh, family.name_en))
    return assembly.of_rows(
        f"rates-{family.id}",
        "rates",
        RatesRecipe(**selected(context), family=family.id),
        (title, words("rates.subtitle")),
        dots([_dot(rate, context) for rate in rates]),
        pl.DataFrame(rates, infer_schema_length=None),
        PERCENT,
        context,
        extra_notes=[words(key, count=DOTS) for key, applies in notes.items() if applies],
    )


def _dot(rate: Row, context: Context) -> Dot:
    words = context.words
    name = rate_name(rate, context)
    number = rate_text(rate, words)
    return Dot(
        name=name,
        label=number,
        value=anchor(rate) or 0.0,
        low=rate["interval_low"],
        high=rate["interval_high"],
        colour=district_colour(rate["district_code"]),
        symbol=symbol(rate),
        hover="<br>".join(_hover(rate, name, number, words)),
        observation_id=rate["observation_id"],
    )


def rate_text(rate: Row, words: Words) -> str:
    """What stands beside a rate: the value, and that it is computed."""
    text = shown_text(rate, PERCENT, words)
    return f"{text} {words('status.computed')}" if rate["status"] == "computed" else text


def rate_name(rate: Row, context: Context) -> str:
    """Whose rate of what: district, period, indicator and scope."""
    words = context.words
    scope = f" · {words.pick(rate['scope'], rate['scope_en'])}" if rate["scope"] else ""
    who = f"{district_name(rate, words)} {row_period(rate, words)}"
    return f"{who} {context.short(rate['indicator_id'])}{scope}"


def _hover(rate: Row, name: str, number: str, words: Words) -> Iterator[str]:
    yield f"<b>{name}</b>"
    yield number
    if rate["formula"]:
        yield rate["formula"]
    if rate["interval_low"] is not None:
        low, high = PERCENT.number(rate["interval_low"]), PERCENT.number(rate["interval_high"])
        yield words("rates.interval", low=low, high=high)
