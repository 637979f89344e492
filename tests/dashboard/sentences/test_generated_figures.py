"""Sentences about figures of every sort: each number is right, no word says more than bounds."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds, rates
from dashboard.charts.panel_periods import at_periods, comparable_pairs
from dashboard.charts.rates import Counts
from dashboard.charts.series import Mode, Panel, fact_of
from dashboard.context import Context
from dashboard.sentences import comparisons
from dashboard.sentences.proposals import propose
from tests.dashboard.conftest import MakeContext
from tests.dashboard.sentences.checking import Checker, Library, library
from tests.dashboard.sentences.drawn import chart
from tests.dashboard.sentences.made import (
    SCOPES,
    Row,
    Value,
    counts_of,
    growth_of,
    panel,
    period,
    row,
)

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=150)
INDICATORS = (
    "reconsideration.received", "legal_aid.losses_recovered", "mediation.success_rate",
    "lawyers.lawyers", "reconsideration.upheld",
)  # fmt: skip
BASES = ("year", "first_half", "other_span", "point", "cumulative")
YEARS = (2023, 2024, 2022, 2021)
RATE = "mediation.success_rate"
TOPS = (3, 40, 400, 3_000_000_000)


@pytest.fixture(scope="module")
def contexts(make_context: MakeContext) -> list[Context]:
    return [make_context(language) for language in ("zh", "en")]


@pytest.fixture(scope="module")
def known(zh: Context) -> Library:
    return library(zh)


@st.composite
def values(draw: st.DrawFn, *, rate: bool, top: int) -> Value:
    """Exact, hedged in every way, or without a value of its own."""
    most = 100 if rate else top
    a, b, c = sorted(draw(st.lists(st.integers(0, most), min_size=3, max_size=3)))
    kind = draw(st.sampled_from(("exact",) * 6 + ("about", "odd", "nearly", "over", "under",
                                                 "range", "at least", "at most")))  # fmt: skip
    found: dict[str, Value] = {
        "exact": (b, b, b), "about": (b, a, c), "odd": (a, a, c), "nearly": (c, a, c),
        "over": (b, b, None), "under": (b, None, b), "range": (None, a, c),
        "at least": (None, a, None), "at most": (None, None, c),
    }  # fmt: skip
    fine = rate and draw(st.booleans())
    said = (end if end is None else end / 4 if fine else float(end) for end in found[kind])
    value, low, high = said
    return value, low, high


@st.composite
def rows_of_a_panel(draw: st.DrawFn, context: Context) -> list[dict[str, Any]]:
    """Like figures of some districts and years."""
    indicator, basis = draw(st.sampled_from(INDICATORS)), draw(st.sampled_from(BASES))
    scope = draw(st.sampled_from(list(SCOPES)))
    codes = st.lists(st.sampled_from(context.data.offer.districts), unique=True,
                     min_size=1, max_size=8)  # fmt: skip
    years = draw(st.lists(st.sampled_from(YEARS), unique=True, min_size=1))
    status = st.sampled_from(("reported", "reported", "derived"))
    amount = values(rate=indicator.endswith("rate"), top=draw(st.sampled_from(TOPS)))
    return [
        row(
            context, code, period(basis, year), draw(amount),
            indicator=indicator, scope=scope, status=draw(status),
        )
        for code in draw(codes)
        for year in years
    ]  # fmt: skip


def behind(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    """Of some rates the counts that give about as much: many cases, or few."""
    found: list[Row] = []
    for rate in rows:
        of = draw(st.sampled_from((0, 0, 3, 20, 4_000)))
        if of and rate["indicator_id"] == RATE and rate["value"] is not None:
            found += counts_of(rate, round(of * rate["value"] / 100), of)
    return found


@st.composite
def known_besides(draw: st.DrawFn, rows: list[Row]) -> tuple[list[Row], dict[str, float]]:
    """Counts behind rates, and growth that sources state, be it right or not."""
    sizes = st.sampled_from((None, None, -20, 0, 7.5, 60))
    stated = {row["observation_id"]: draw(sizes) for row in rows}
    return behind(draw, rows), {name: size for name, size in stated.items() if size is not None}


def charts_of(level: Panel, mode: Mode, context: Context) -> list[Any]:
    shown = kinds.in_mode(level, mode, context)
    found = [chart("trend", shown)] if shown else []
    pairs = comparable_pairs(level)
    return [*found, chart("change", at_periods(level, *pairs[0]))] if pairs else found


def paired(counts: list[Row]) -> dict[tuple[str, str, str], Counts]:
    return {
        (part["district_code"], part["scope"], part["period_label"]): Counts((part,), whole)
        for part, whole in zip(counts[::2], counts[1::2], strict=True)
    }


def with_made(known: Library, counts: list[Row], statements: pl.DataFrame) -> Library:
    """The library with the made counts and statements, and without the real counts of rates."""
    terms = ("mediation.succeeded", "mediation.cases")
    facts = {fact: row for fact, row in known.facts.items() if fact.indicator not in terms}
    return Library(
        known.rows | {row["observation_id"]: row for row in counts},
        known.growth | {row["level_id"]: [row] for row in statements.iter_rows(named=True)},
        facts | {fact_of(row): row for row in counts},
    )


@REPEATABLE
@given(st.data(), st.sampled_from((Mode.LEVEL, Mode.LEVEL, *Mode)), st.integers(0, 1))
def test_every_number_and_every_word_holds(
    contexts: list[Context], known: Library, draw: st.DataObject, mode: Mode, language: int
) -> None:
    context = contexts[language]
    rows = draw.draw(rows_of_a_panel(context))
    counts, stated = draw.draw(known_besides(rows))
    statements = growth_of(stated, context)
    level = panel(context, *rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rates, "known_counts", lambda *_: paired(counts))
        patch.setattr(comparisons, "answer", lambda *_: statements)
        for item in charts_of(level, mode, context):
            checker = Checker(item, context, with_made(known, counts, statements))
            for sentence in propose(item, context):
                checker.check(sentence)
