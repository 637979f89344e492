"""Reads every passage of the corpus (our own wording) and compares with what a reader would note.

A case asserts all figures of its passage: each expected one (`expect`) is found with its fields,
and no other is placed, save those that careful readers may place or leave (`may`; a part of a
total only with a scope). Fields that a case leaves out follow from the rules: bounds are exact,
a flow or rate covers the report's own period, a stock is counted on its last day; the period
"any" is not compared.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indicators.catalogue import Measure, load_catalogue
from indicators.growth import Growth, GrowthKind
from indicators.numerals import read_numeral
from indicators.periods import Period, parse_label
from indicators.quantities import Bounds, hedge_of, stated_bounds
from indicators.reading import Figure, GrowthFigure, Reading, Rejected, Unplaced

FOLDER = Path(__file__).parent / "corpus"
Case = dict[str, Any]
Spanned = Figure | GrowthFigure | Unplaced | Rejected

CASE_KEYS = {
    "id", "text", "report", "expect", "may", "growth", "growth_may", "unplaced", "rejected",
    "nothing", "xfail", "reading_period", "reading_district",
}  # fmt: skip
FIGURE_KEYS = {
    "printed", "indicator", "value", "low", "high", "qualifier", "period", "scope",
}  # fmt: skip
GROWTH_KEYS = {"printed", "kind", "growth", "ratio", "indicator", "of", "qualifier"}
REASONS = {
    "date", "period", "duration", "rank", "document_number", "plan", "slogan", "enumerator",
    "age_limit", "congress", "anniversary", "name", "hotline", "clock", "furniture", "ordinal",
    "time_limit", "size",
}  # fmt: skip


def _cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield path.stem, case


CASES = list(_cases())


def _parameters() -> list[Any]:
    def marks(case: Case) -> list[pytest.MarkDecorator]:
        reason = case.get("xfail")
        return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []

    return [
        pytest.param(case, id=f"{stem}-{case['id']}", marks=marks(case)) for stem, case in CASES
    ]


def _given_period(case: Case) -> Period | None:
    label = case.get("report", {}).get("period", "2024")
    return parse_label(label) if label else None


@cache
def _measures() -> dict[str, Measure]:
    return {indicator.id: indicator.measure for indicator in load_catalogue()}


def _read(case: Case) -> Reading:
    from indicators.reading import read_report

    report = case.get("report", {})
    return read_report(
        case["text"],
        title=report.get("title", ""),
        district=report.get("district", "440306") or None,
        period=_given_period(case),
    )


# ---------------------------------------------------------------- the reading of each case


@pytest.mark.parametrize("case", _parameters())
def test_case_is_read_as_a_person_would(case: Case) -> None:
    reading = _read(case)
    problems = [
        *_span_problems(case, reading),
        *_figure_problems(case, reading),
        *_growth_problems(case, reading),
        *_rest_problems(case, reading),
        *_report_problems(case, reading),
    ]
    assert not problems, "\n".join([case["text"], *problems])


def _span_problems(case: Case, reading: Reading) -> Iterator[str]:
    spanned: tuple[Sequence[Spanned], ...] = (
        reading.figures, reading.growth, reading.unplaced, reading.rejected,
    )  # fmt: skip
    for one in (one for several in spanned for one in several):
        if case["text"][one.char_start : one.char_end] != one.printed:
            yield f"span {one.char_start}:{one.char_end} is not {one.printed!r}"


def _figure_problems(case: Case, reading: Reading) -> Iterator[str]:
    left = list(reading.figures)
    for want in case.get("expect", ()):
        same = [one for one in left if _is(one, want)]
        if not same:
            yield f"missing: {want['printed']} {want['indicator']}"
            continue
        wrong = [list(_differences(case, want, one)) for one in same]
        best = min(range(len(same)), key=lambda place: len(wrong[place]))
        yield from (f"{want['printed']} {want['indicator']}: {each}" for each in wrong[best])
        left.remove(same[best])
    for one in left:
        again = one.repeats is not None and any(_is(one, want) for want in case.get("expect", ()))
        if not again and not any(_may_be(one, want) for want in case.get("may", ())):
            yield f"should not be placed: {one.printed} {one.indicator} ({one.rule})"


def _is(figure: Figure, want: Case) -> bool:
    return (figure.printed, figure.indicator) == (want["printed"], want["indicator"])


def _may_be(figure: Figure, want: Case) -> bool:
    """Whether a case leaves this figure to the reader; a part of a total only with its scope."""
    return _is(figure, want) and (bool(figure.scope) or not want.get("scope", False))


def _differences(case: Case, want: Case, figure: Figure) -> Iterator[str]:
    if figure.value != Decimal(want["value"]):
        yield f"value {figure.value}, not {want['value']}"
    if figure.bounds != _bounds(want):
        yield f"bounds {figure.bounds}, not {_bounds(want)}"
    if hedge_of(figure.qualifier) != hedge_of(want.get("qualifier", "")):
        yield f"qualifier {figure.qualifier!r}, not {want.get('qualifier', '')!r}"
    period = _period(case, want)
    if period is not None and figure.period.label != period:
        yield f"period {figure.period.label}, not {period}"
    if "scope" in want and bool(figure.scope) != want["scope"]:
        yield f"scope {figure.scope!r}"
    district = case.get("report", {}).get("district", "440306")
    if district and figure.district != district:
        yield f"district {figure.district}, not {district}"


def _bounds(want: Case) -> Bounds:
    def side(name: str) -> Decimal | None:
        text = want.get(name, want["value"])
        return Decimal(text) if text else None

    return Bounds(low=side("low"), high=side("high"))


def _period(case: Case, want: Case) -> str | None:
    """The label that a figure must have; None when the case does not say ("any")."""
    given = want.get("period")
    if given is not None:
        return None if given == "any" else str(given)
    report = _given_period(case)
    if report is None:
        return None
    match _measures()[want["indicator"]]:
        case Measure.STOCK:
            return report.end.isoformat()
        case Measure.CUMULATIVE:
            return f"../{report.end.isoformat()}"
        case _:
            return report.label


def _growth_problems(case: Case, reading: Reading) -> Iterator[str]:
    left = [one for one in reading.growth if one.repeats is None]
    printed_at = {one.char_start: one.printed for one in reading.figures}
    for want in case.get("growth", ()):
        same = [one for one in left if one.printed == want["printed"]]
        wrong = [list(_growth_differences(want, one, printed_at)) for one in same]
        if not same:
            yield f"growth is missing: {want['printed']}"
            continue
        best = min(range(len(same)), key=lambda place: len(wrong[place]))
        yield from (f"growth {want['printed']}: {each}" for each in wrong[best])
        left.remove(same[best])
    for one in left:
        if one.printed not in case.get("growth_may", ()):
            yield f"is no growth of an indicator: {one.printed} {one.indicator} ({one.rule})"


def _growth_differences(want: Case, one: GrowthFigure, printed_at: dict[int, str]) -> Iterator[str]:
    if "kind" in want and one.growth.kind is not GrowthKind(want["kind"]):
        yield f"kind {one.growth.kind}"
    if "growth" in want and one.growth.growth != Decimal(want["growth"]):
        yield f"growth {one.growth.growth}, not {want['growth']}"
    if "ratio" in want and _ratio(one.growth) != Decimal(want["ratio"]):
        yield f"new over old is {_ratio(one.growth)}, not {want['ratio']}"
    if "indicator" in want and one.indicator != want["indicator"]:
        yield f"indicator {one.indicator}"
    if hedge_of(one.growth.qualifier) != hedge_of(want.get("qualifier", "")):
        yield f"qualifier {one.growth.qualifier!r}, not {want.get('qualifier', '')!r}"
    level = "" if one.level is None else printed_at.get(one.level, "?")
    if level != want["of"]:
        yield f"speaks of {level!r}, not {want['of']!r}"


def _ratio(growth: Growth) -> Decimal:
    match growth.kind:
        case GrowthKind.PCT_CHANGE:
            return 1 + growth.growth / 100
        case GrowthKind.ADDED_MULTIPLE:
            return 1 + growth.growth
        case _:
            return growth.growth


def _rest_problems(case: Case, reading: Reading) -> Iterator[str]:
    unplaced = [one.printed for one in reading.unplaced]
    for printed in case.get("unplaced", ()):
        if printed in unplaced:
            unplaced.remove(printed)
        else:
            yield f"not among the unplaced: {printed} ({unplaced})"
    for want in case.get("rejected", ()):
        over = [one for one in reading.rejected if _overlaps(case["text"], want["printed"], one)]
        reasons = {one.reason for one in over}
        if not reasons & set(_reasons(want)):
            yield f"{want['printed']} is rejected as {reasons or 'nothing'}, not {want['reason']}"


def _overlaps(text: str, printed: str, rejected: Rejected) -> bool:
    return any(
        found.start() < rejected.char_end and rejected.char_start < found.end()
        for found in re.finditer(re.escape(printed), text)
    )


def _reasons(want: Case) -> list[str]:
    reason = want["reason"]
    return [reason] if isinstance(reason, str) else list(reason)


def _report_problems(case: Case, reading: Reading) -> Iterator[str]:
    if "reading_period" in case:
        found = "" if reading.period is None else reading.period.label
        if found != case["reading_period"]:
            yield f"the report's period is {found!r}, not {case['reading_period']!r}"
    if "reading_district" in case and reading.district.code != case["reading_district"]:
        yield f"district {reading.district.code!r}, not {case['reading_district']!r}"


# ---------------------------------------------------------------- the corpus itself


def test_ids_are_unique_and_the_corpus_is_large() -> None:
    ids = [case["id"] for _, case in CASES]
    assert len(ids) == len(set(ids)) >= 450


def test_every_indicator_has_two_cases() -> None:
    count = dict.fromkeys(_measures(), 0)
    for _, case in CASES:
        for indicator in {want["indicator"] for want in case.get("expect", ())}:
            count[indicator] += 1
    assert {indicator: number for indicator, number in count.items() if number < 2} == {}


@pytest.mark.parametrize("stem", sorted({stem for stem, _ in CASES}))
def test_corpus_file_is_consistent(stem: str) -> None:
    problems = [
        f"{case['id']}: {problem}"
        for name, case in CASES
        if name == stem
        for problem in _case_problems(case)
    ]
    assert problems == []


def _case_problems(case: Case) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in case.keys() - CASE_KEYS)
    if not any(key in case for key in CASE_KEYS - {"id", "text", "report", "xfail"}):
        yield "asserts nothing"
    if case.get("nothing") and (case.get("expect") or case.get("growth") or case.get("may")):
        yield "says nothing, yet expects something"
    yield from _printed_problems(case)
    for want in [*case.get("expect", ()), *case.get("may", ())]:
        yield from _expectation_problems(want)
    for want in case.get("growth", ()):
        yield from _growth_statement_problems(case, want)
    for want in case.get("rejected", ()):
        yield from (f"unknown reason {each}" for each in set(_reasons(want)) - REASONS)


def _printed_problems(case: Case) -> Iterator[str]:
    claimed = [
        *(want["printed"] for key in ("expect", "growth") for want in case.get(key, ())),
        *case.get("unplaced", ()),
        *case.get("growth_may", ()),
    ]
    others = [want["printed"] for key in ("may", "rejected") for want in case.get(key, ())]
    for printed in [*claimed, *others]:
        if printed not in case["text"]:
            yield f"not in the text: {printed}"
    for printed in set(claimed):
        if claimed.count(printed) > case["text"].count(printed):
            yield f"claimed more often than it stands in the text: {printed}"


def _expectation_problems(want: Case) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in want.keys() - FIGURE_KEYS)
    if want["indicator"] not in _measures():
        yield f"unknown indicator {want['indicator']}"
        return
    if want.get("period", "any") != "any":
        parse_label(want["period"])
    if "value" in want and _stated(want) != _bounds(want):
        yield f"{want['printed']}: bounds {_bounds(want)}, by the convention {_stated(want)}"


def _stated(want: Case) -> Bounds:
    indicator = load_catalogue()[want["indicator"]]
    value = Decimal(want["value"])
    numeral = read_numeral(want["printed"])
    return stated_bounds(
        value,
        want.get("qualifier", ""),
        unit=numeral.unit if numeral and numeral.value == value else None,
        whole=indicator.unit != "percent",
        share=indicator.measure is Measure.RATE,
    )


def _growth_statement_problems(case: Case, want: Case) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in want.keys() - GROWTH_KEYS)
    if ("growth" in want) == ("ratio" in want):
        yield f"{want['printed']}: either growth or ratio"
    if want["of"] and want["of"] not in [each["printed"] for each in case.get("expect", ())]:
        yield f"{want['printed']} speaks of a figure that is not expected: {want['of']}"


def test_a_stock_is_expected_on_the_last_day_of_the_report() -> None:
    case: Case = {"report": {"period": "2024-S1"}}
    assert _period(case, {"indicator": "lawyers.firms"}) == "2024-06-30"
    assert _period(case, {"indicator": "legal_aid.accepted"}) == "2024-S1"
    assert parse_label("2024-06-30").end == date(2024, 6, 30)
