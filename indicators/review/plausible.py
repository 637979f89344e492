"""What is hardly right in a draft: broken identities, rates out of range, impossible growth.

The identities are those that a build checks, here within one report, on accepted and open rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicators.catalogue import Catalogue, Identity, Measure, SumIdentity, load_catalogue
from indicators.catalogue import split_term as split
from indicators.observations import Fact
from indicators.periods import Basis, Period, first_half
from indicators.quantities import HUNDRED, Bounds
from indicators.review.findings import Finding
from indicators.review.implied import is_possible
from indicators.review.model import Decision, Draft, Kind, Row

_Key = tuple[str, Period, str]  # district, period, scope


def warnings(draft: Draft) -> tuple[Finding, ...]:
    """What a person should look at before approving; none of it forbids approval by itself.

    identity_broken (names: identity; rows: the whole first), half_above_year (indicator),
    rate_out_of_range (indicator), rate_not_quotient (indicator, quotient; rows: rate, whole,
    parts), growth_impossible (indicator), figures_disagree (indicator; one fact, two values).
    """
    rows = [row for row in draft.rows if row.decision is not Decision.REJECTED]
    figures = [row for row in rows if row.kind is Kind.FIGURE and draft.fact(row)]
    catalogue = load_catalogue()
    figures = [row for row in figures if row.indicator in catalogue.by_id]
    places = _by_place(draft, figures)
    return (
        *_identities(catalogue, places),
        *_half_years(draft, figures),
        *_ranges(catalogue, figures),
        *_quotients(catalogue, places),
        *_impossible(draft, rows),
        *_disagreeing(draft, figures),
    )


def _by_place(draft: Draft, figures: Sequence[Row]) -> dict[_Key, dict[str, Row]]:
    """The first row of each indicator, by district, period and scope."""
    places: defaultdict[_Key, dict[str, Row]] = defaultdict(dict)
    for row in figures:
        fact = draft.fact(row)
        if fact is not None:
            key = (fact.district, fact.period, fact.scope)
            places[key].setdefault(fact.indicator, row)
    return places


def _identities(catalogue: Catalogue, places: dict[_Key, dict[str, Row]]) -> Iterator[Finding]:
    for family in catalogue.families:
        for identity in family.identities:
            for whole, parts in _terms(identity, places):
                if _above(parts, whole):
                    rows = (whole.id, *(part.id for part in parts))
                    yield Finding("identity_broken", rows, (("identity", identity.id),))


def _terms(
    identity: Identity, places: dict[_Key, dict[str, Row]]
) -> Iterator[tuple[Row, list[Row]]]:
    """The whole and the parts of an identity wherever they stand together.

    An identity that names a scope on one term means the whole district on the others.
    """
    if isinstance(identity, SumIdentity):
        whole_term, part_terms, least = identity.total, identity.parts, 2
    else:
        whole_term, part_terms, least = identity.larger, (identity.smaller,), 1
    scoped = any(split(term)[1] for term in identity.terms)
    for district, period, scope in places:
        if scoped and scope:
            continue

        def find(term: str) -> Row | None:
            indicator, named = split(term)
            place = (district, period, (named or "") if scoped else scope)  # noqa: B023
            return places.get(place, {}).get(indicator)

        whole = find(whole_term)
        parts = [part for term in part_terms if (part := find(term))]
        if whole and len(parts) >= least:
            yield whole, parts


def _above(parts: Sequence[Row], whole: Row) -> bool:
    """Whether the parts exceed the whole even where the wording is stretched furthest."""
    lows = [part.low for part in parts]
    if whole.high is None:
        return False
    return sum((low for low in lows if low is not None), Decimal(0)) > whole.high


def _half_years(draft: Draft, figures: Sequence[Row]) -> Iterator[Finding]:
    facts = {fact: row for row in figures if (fact := draft.fact(row))}
    flows = [
        (fact, row)
        for fact, row in facts.items()
        if fact.period.basis is Basis.YEAR
        and load_catalogue()[fact.indicator].measure is Measure.FLOW
    ]
    for fact, year in flows:
        half = facts.get(
            Fact(fact.district, fact.indicator, fact.scope, first_half(fact.period.year))
        )
        if half and _above([half], year):
            yield Finding("half_above_year", (year.id, half.id), _names(fact.indicator))


def _ranges(catalogue: Catalogue, figures: Sequence[Row]) -> Iterator[Finding]:
    whole = Bounds(Decimal(0), HUNDRED)
    for row in figures:
        indicator = row.indicator or ""
        rate = catalogue[indicator].measure is Measure.RATE
        if rate and row.value is not None and not whole.contains(row.value):
            yield Finding("rate_out_of_range", (row.id,), _names(indicator))


def _quotients(catalogue: Catalogue, places: dict[_Key, dict[str, Row]]) -> Iterator[Finding]:
    """Rates that neither rounding nor truncation makes of the counts beside them."""
    for indicator in catalogue:
        for place in places.values():
            rate = place.get(indicator.id)
            whole = place.get(indicator.denominator or "")
            parts = [place[part] for part in indicator.numerators if part in place]
            if rate and whole and parts and len(parts) == len(indicator.numerators):
                quotient = _quotient_if_off(rate, whole, parts)
                if quotient is not None:
                    rows = (rate.id, whole.id, *(part.id for part in parts))
                    names = (*_names(indicator.id), ("quotient", f"{quotient:f}"))
                    yield Finding("rate_not_quotient", rows, names)


def _quotient_if_off(rate: Row, whole: Row, parts: Sequence[Row]) -> Decimal | None:
    """The exact quotient when the printed rate cannot come from it; hedged figures are let be."""
    values = [row.value for row in (whole, *parts) if row.value is not None and row.bounds.exact]
    if len(values) <= len(parts) or not values[0] or rate.value is None or not rate.bounds.exact:
        return None
    quotient = 100 * sum(values[1:], Decimal(0)) / values[0]
    step = Decimal(1).scaleb(min(0, int(rate.value.as_tuple().exponent)))
    if rate.value - step / 2 <= quotient < rate.value + step:
        return None
    return quotient.quantize(Decimal("0.01"))


def _impossible(draft: Draft, rows: Sequence[Row]) -> Iterator[Finding]:
    for row in rows:
        if not is_possible(draft, row, rows):
            yield Finding("growth_impossible", (row.id,), _names(row.indicator or ""))


def _disagreeing(draft: Draft, figures: Sequence[Row]) -> Iterator[Finding]:
    """One fact with two values in one report."""
    same: defaultdict[Fact, list[Row]] = defaultdict(list)
    for row in figures:
        fact = draft.fact(row)
        if fact is not None:
            same[fact].append(row)
    for fact, rows in same.items():
        if any(not row.bounds.overlaps(rows[0].bounds) for row in rows[1:]):
            ids = tuple(row.id for row in rows)
            yield Finding("figures_disagree", ids, _names(fact.indicator))


def _names(indicator: str) -> tuple[tuple[str, str], ...]:
    return (("indicator", indicator),)
