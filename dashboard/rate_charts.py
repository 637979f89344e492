"""The rates of a family: as printed, and as the published counts give them, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import chart as assembly
from dashboard.chart import Chart
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text, symbol
from dashboard.figures.dots import Dot, dots
from dashboard.formats import DisplayUnit
from dashboard.palette import district_colour
from indicators.catalogue import Family, Indicator, Measure
from indicators.rates import Share, wilson
from warehouse import queries

Row = dict[str, Any]
PERCENT = DisplayUnit("%", decimals=2, percent=True)
DOTS = 18
FACT = ("district_code", "scope", "period_label")


@dataclass(frozen=True)
class _Rate:
    """One rate: the row that it stands on, its share from counts, and whether it was computed."""

    indicator: str
    row: Row
    share: Share | None
    computed: bool

    @property
    def value(self) -> float:
        """In percent: as printed, otherwise from the counts."""
        if not self.computed:
            return float(self.row["value"])
        return round(float(self.share.percent), 1) if self.share else 0.0


def rates_chart(family: Family, context: Context) -> Chart | None:
    """The newest rates of the selection; None when there are none."""
    wanted = [i for i in family.indicators.values() if i.measure is Measure.RATE]
    needed = {i.id for i in wanted} | {
        part for i in wanted if i.denominator for part in (*i.numerators, i.denominator)
    }
    rows = queries.points(context.warehouse, sorted(needed), context.selection.filter)
    rows = rows.filter(pl.col("status") == "reported")
    found = [rate for indicator in wanted for rate in _rates(indicator, rows)]
    found.sort(key=lambda rate: rate.row["period_end"], reverse=True)
    shown = sorted(found[:DOTS], key=lambda r: [i.id for i in wanted].index(r.indicator))
    return _chart(shown, family, context) if shown else None


def _rates(indicator: Indicator, rows: pl.DataFrame) -> list[_Rate]:
    """Printed rates with the interval of their counts, and computed ones where none is printed."""
    printed = {
        tuple(row[key] for key in FACT): row
        for row in rows.filter(pl.col("indicator_id") == indicator.id).iter_rows(named=True)
    }
    shares = _shares(indicator, rows)
    rates = [
        _Rate(indicator.id, row, shares[fact][1] if fact in shares else None, computed=False)
        for fact, row in printed.items()
    ]
    return rates + [
        _Rate(indicator.id, row, share, computed=True)
        for fact, (row, share) in shares.items()
        if fact not in printed
    ]


def _shares(indicator: Indicator, rows: pl.DataFrame) -> dict[tuple[Any, ...], tuple[Row, Share]]:
    """Shares from exact counts that one source prints, with the row of the denominator."""
    if not indicator.denominator:
        return {}
    exact = rows.filter(pl.col("low") == pl.col("high"))
    counts = {
        (row["indicator_id"], row["source_id"], *(row[key] for key in FACT)): row
        for row in exact.iter_rows(named=True)
    }
    shares: dict[tuple[Any, ...], tuple[Row, Share]] = {}
    for (name, source, *fact), row in counts.items():
        upper = [counts.get((part, source, *fact)) for part in indicator.numerators]
        if name != indicator.denominator or None in upper:
            continue
        successes = sum(int(part["value"]) for part in upper if part)
        if 0 < row["value"] >= successes:
            shares[tuple(fact)] = (row, wilson(successes, int(row["value"])))
    return shares


def _chart(rates: list[_Rate], family: Family, context: Context) -> Chart:
    words = context.words
    rows = pl.DataFrame(
        [
            {
                **rate.row,
                "indicator_id": rate.indicator,
                "status": "computed" if rate.computed else rate.row["status"],
                "shown": rate.value,
                "shown_low": float(rate.share.interval.low or 0) if rate.share else rate.row["low"],
                "shown_high": _high(rate),
            }
            for rate in rates
        ],
        infer_schema_length=None,
    )
    notes = [words("note.interval")]
    if len({rate.indicator for rate in rates}) > 1:
        notes.append(words("note.rates_differ"))
    if any(rate.computed for rate in rates):
        notes.append(words("note.computed_rate"))
    title = words("rates.title", family=words.pick(family.name_zh, family.name_en))
    return assembly.of_rows(
        f"rates-{family.id}",
        "rates",
        (title, words("rates.subtitle")),
        dots([_dot(rate, context) for rate in rates]),
        rows,
        PERCENT,
        context,
        extra_notes=notes,
    )


def _high(rate: _Rate) -> float | None:
    if rate.share:
        return float(rate.share.interval.high or 100)
    high: float | None = rate.row["high"]
    return high


def _dot(rate: _Rate, context: Context) -> Dot:
    words, row = context.words, rate.row
    scope = f" · {words.pick(row['scope'], row['scope_en'])}" if row["scope"] else ""
    name = f"{district_name(row, words)} {row_period(row, words)} {context.short(rate.indicator)}{scope}"
    number = f"{PERCENT.number(rate.value)}%"
    if not rate.computed:
        number = shown_text(
            {"shown": row["value"], "shown_low": row["low"], "shown_high": row["high"]}, PERCENT, words
        )
    return Dot(
        name=name,
        label=f"{number} {words('status.computed')}" if rate.computed else number,
        value=rate.value,
        low=float(rate.share.interval.low or 0) if rate.share else None,
        high=float(rate.share.interval.high or 100) if rate.share else None,
        colour=district_colour(row["district_code"]),
        symbol=symbol({**row, "status": "computed"} if rate.computed else row),
        hover=f"<b>{name}</b><br>{number}",
        observation_id=row["observation_id"],
    )
