"""What forbids the approval of a draft, as keys and the rows concerned.

What a build would refuse is found here first, by the same rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache

from indicators.catalogue import Indicator, Measure, load_catalogue
from indicators.districts import load_districts
from indicators.numerals import read_numeral
from indicators.observations import Attribution
from indicators.quantities import HEDGES
from indicators.review.implied import is_possible
from indicators.review.model import Draft, Kind, Row

# what the warehouse stores exactly
_STORABLE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?")
_PUBLISHED = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True)
class Finding:
    """A key, the ids of the rows concerned, and the values to fill its sentence with.

    `names` holds indicator ids, district codes, identity ids or numbers, by name.
    """

    key: str
    rows: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


def problems(draft: Draft) -> tuple[Finding, ...]:
    """Everything that forbids approval now; empty when it may be approved.

    Of the report: nothing_accepted, no_title, no_district, unknown_district, unconfirmed_district,
    no_report_period, published_unreadable. Of accepted rows: those of `row_problems`,
    growth_impossible, and duplicate_fact (names: indicator).
    """
    rows = [
        Finding(key, (row.id,))
        for row in draft.accepted
        for key in (*row_problems(draft, row), *_growth_problem(draft, row))
    ]
    return (*_of_report(draft), *rows, *_duplicates(draft))


def row_problems(draft: Draft, row: Row) -> tuple[str, ...]:
    """What is wrong with a row by itself, whatever was decided about it.

    no_indicator, unknown_indicator, unknown_district, no_period, stock_needs_date,
    date_needs_stock, no_value, value_too_long, value_not_printed, unknown_qualifier, not_in_text,
    no_growth, no_growth_kind.
    """
    return tuple(dict.fromkeys(_of_row(draft, row)))


def _of_report(draft: Draft) -> Iterator[Finding]:
    report = draft.report
    if not draft.accepted:
        yield Finding("nothing_accepted")
    if not report.title.strip():
        yield Finding("no_title")
    if not report.district:
        yield Finding("no_district")
    elif report.district not in _codes():
        yield Finding("unknown_district", names=(("district", report.district),))
    elif report.attribution is Attribution.INFERRED and not report.confirmed:
        yield Finding("unconfirmed_district", names=(("district", report.district),))
    if report.period is None:
        yield Finding("no_report_period")
    if report.published and not _PUBLISHED.fullmatch(report.published):
        yield Finding("published_unreadable", names=(("published", report.published),))


def _of_row(draft: Draft, row: Row) -> Iterator[str]:
    catalogue = load_catalogue()
    if not row.indicator:
        yield "no_indicator"
    elif row.indicator not in catalogue:
        yield "unknown_indicator"
    if row.district and row.district not in _codes():
        yield "unknown_district"
    if row.period is None:
        yield "no_period"
    if draft.text[row.char_start : row.char_end] != row.printed or not row.printed:
        yield "not_in_text"
    if row.qualifier not in HEDGES:
        yield "unknown_qualifier"
    if row.kind is Kind.GROWTH:
        yield from _of_growth(row)
    else:
        indicator = catalogue.by_id.get(row.indicator or "")
        yield from _of_value(row, indicator)
        yield from _of_measure(row, indicator)


def _of_growth(row: Row) -> Iterator[str]:
    if row.growth_kind is None:
        yield "no_growth_kind"
    if row.growth is None:
        yield "no_growth"
    elif not _STORABLE.fullmatch(f"{row.growth:f}"):
        yield "value_too_long"


def _of_value(row: Row, indicator: Indicator | None) -> Iterator[str]:
    if row.value is None:
        yield "no_value"
        return
    if not _STORABLE.fullmatch(f"{row.value:f}"):
        yield "value_too_long"
    numeral = read_numeral(row.printed)
    # a fall is printed without a sign
    fall = indicator is not None and indicator.measure is Measure.CHANGE
    if numeral is None or numeral.value != (abs(row.value) if fall else row.value):
        yield "value_not_printed"


def _of_measure(row: Row, indicator: Indicator | None) -> Iterator[str]:
    """A stock has a date, everything else a span or no start."""
    if indicator is None or row.period is None:
        return
    dated = row.period.start == row.period.end
    stock = indicator.measure is Measure.STOCK
    if stock and not dated:
        yield "stock_needs_date"
    if dated and not stock:
        yield "date_needs_stock"


def _growth_problem(draft: Draft, row: Row) -> Iterator[str]:
    """A build refuses a growth from which no earlier value leads to the accepted level."""
    if not is_possible(draft, row, draft.accepted):
        yield "growth_impossible"


def _duplicates(draft: Draft) -> Iterator[Finding]:
    """One source states one value for a fact; a growth may be stated in two ways."""
    same: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in draft.accepted:
        fact = draft.fact(row)
        if fact is not None:
            printed = row.printed if row.kind is Kind.GROWTH else ""
            same[(row.kind is Kind.GROWTH, fact, printed)].append(row)
    for rows in same.values():
        if len(rows) > 1:
            ids = tuple(row.id for row in rows)
            yield Finding("duplicate_fact", ids, (("indicator", rows[0].indicator or ""),))


@cache
def _codes() -> frozenset[str]:
    return frozenset(district.code for district in load_districts())
