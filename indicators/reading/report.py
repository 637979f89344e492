"""Reads a whole report: its district and period, then every number in it."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.catalogue import load_catalogue
from indicators.growth import GrowthError
from indicators.observations import Attribution, Fact, GrowthStatement, Observation, Status, derive
from indicators.periods import Period
from indicators.reading.model import Attributed, Figure, GrowthFigure, Reading
from indicators.reading.own_period import report_period
from indicators.reading.places import attribute
from indicators.reading.placing import Placing
from indicators.reading.text import fold, outline

_FEW = 3  # fewer quantities than this do not make a report


def read_report(
    text: str,
    *,
    title: str = "",
    issuer: str = "",
    published: str = "",
    district: str | None = None,
    period: Period | None = None,
) -> Reading:
    """Read all figures of a report; a given district or period is believed before the text.

    `published` is an ISO date as far as it is known; all other facts may be empty.
    """
    places = outline(text)
    headline = fold(title) or places.first_line
    if district is None:
        named = attribute(headline, issuer, places.folded)
    else:
        named = Attributed(district, Attribution.STATED, "")
    evidence = ""
    if period is None:
        period, evidence = report_period(headline, places.folded, published)
    placing = Placing(places, headline, named.code, period)
    placing.place_all()
    return Reading(
        text=text,
        title=title,
        district=named,
        period=period,
        period_evidence=evidence,
        figures=tuple(placing.figures),
        growth=tuple(placing.growth),
        derived=tuple(_derived(placing.figures, placing.growth)),
        unplaced=tuple(sorted(placing.unplaced, key=lambda found: found.char_start)),
        rejected=tuple(sorted(placing.rejected, key=lambda found: found.char_start)),
        warnings=tuple(_warnings(placing, named)),
    )


def _derived(figures: list[Figure], growth: list[GrowthFigure]) -> Iterator[Observation]:
    """The earlier values that growth statements imply; none where no value is possible."""
    levels = {figure.char_start: figure for figure in figures}
    for statement in growth:
        level = levels.get(-1 if statement.level is None else statement.level)
        period = statement.period
        if level is None or statement.repeats is not None or period is None or not period.start:
            continue
        fact = Fact(statement.district, statement.indicator, statement.scope, period)
        said = GrowthStatement(fact, statement.growth, statement.printed, "", statement.char_start)
        whole = load_catalogue().unit_of(statement.indicator).whole
        try:
            yield derive(said, _observed(level, fact), whole=whole)
        except GrowthError:
            continue


def _observed(level: Figure, fact: Fact) -> Observation:
    return Observation(
        fact=fact,
        value=level.value,
        bounds=level.bounds,
        printed=level.printed,
        qualifier=level.qualifier,
        status=Status.REPORTED,
        source="",
        char_start=level.char_start,
    )


def _warnings(placing: Placing, district: Attributed) -> Iterator[str]:
    if not district.code:
        yield "no_district"
    elif district.attribution is Attribution.INFERRED:
        yield "district_inferred"
    if placing.period is None:
        yield "no_period"
    elif any(mention.inverted for mention in placing.times.mentions):
        yield "period_inverted"
    if len(placing.figures) + len(placing.unplaced) < _FEW:
        yield "not_a_report"
