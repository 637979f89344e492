"""Which figures a sentence speaks of together, and how it says when they are from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from dashboard.charts.series import Mode, Panel, fact_of
from dashboard.context import Context
from dashboard.figures.base import row_period
from dashboard.formats import period_text
from dashboard.sentences.model import Parts
from dashboard.sentences.wording import fill
from dashboard.words import Words
from indicators.comparability import against_one_ranking
from indicators.periods import Basis, Period

Row = dict[str, Any]
DAYS = (Basis.POINT, Basis.CUMULATIVE)


def moments(panel: Panel) -> list[list[Row]]:
    """The rows of each year, newest year first: the last of each district, the largest first."""
    ordered = sorted(panel.rows.to_dicts(), key=lambda row: row["period_end"])
    last = {(row["year"], row["district_code"]): row for row in ordered if _known(row)}
    found: dict[int, list[Row]] = {}
    for (year, _), row in last.items():
        found.setdefault(year, []).append(row)
    return [
        sorted(found[year], key=lambda row: (-_known(row)[0], row["district_code"]))
        for year in sorted(found, reverse=True)
    ]


def _known(row: Row) -> list[float]:
    """The value of a row, or what is known of it."""
    ends = (row[column] for column in ("shown", "shown_low", "shown_high"))
    return [number for number in ends if number is not None]


def comparable(row: Row, rows: Iterable[Row]) -> list[Row]:
    """The rows that may be ranked with this one, itself included."""
    fact = fact_of(row)
    return [other for other in rows if not against_one_ranking(fact, fact_of(other))]


def same_moment(rows: list[Row]) -> bool:
    """Whether all rows are of the same days."""
    return len({row["period_label"] for row in rows}) == 1


def lead(rows: list[Row], panel: Panel, context: Context) -> Parts:
    """When, restricted to what, and per how many: what holds of all these rows."""
    words, row = context.words, rows[0]
    said = when(row, words) if same_moment(rows) else words("when.year", period=_year(row, words))
    parts: Parts = (said,)
    if row["scope"]:
        scope = context.scope_name(row["scope"], row["scope_en"])
        parts = fill(words, "sentence.restricted", when=parts, scope=scope)
    if panel.mode is Mode.PER_100K:
        return fill(words, "sentence.per_residents", when=parts)
    if panel.mode is Mode.INDEX:
        return fill(words, "sentence.index", when=parts)
    return parts


def _year(row: Row, words: Words) -> str:
    return words("period.year", year=row["year"])


def when(row: Row, words: Words) -> str:
    """The period at the beginning of a sentence: 2025年上半年, 截至2024年末."""
    match Basis(row["basis"]):
        case Basis.YEAR:
            return words("when.year", period=row_period(row, words))
        case Basis.FIRST_HALF:
            return words("when.half", year=row["year"])
        case Basis.OTHER_SPAN:
            whole = row["period_start"].day == 1 and _ends_month(row["period_end"])
            return words("when.months" if whole else "when.span", period=row_period(row, words))
        case Basis.POINT:
            key = "when.month_end" if _ends_month(row["period_end"]) else "when.day"
        case Basis.CUMULATIVE:
            key = "when.total_month_end" if _ends_month(row["period_end"]) else "when.total"
    return words(key, period=last_day(row, words))


def last_day(row: Row, words: Words) -> str:
    """The day on which a figure stands."""
    day: date = row["period_end"]
    return period_text(Period(day, day), words)


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
