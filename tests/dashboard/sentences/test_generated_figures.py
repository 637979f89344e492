"""Sentences about figures of every sort: each number is right, no word says more than bounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.charts.panel_periods import at_periods, comparable_pairs
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.sentences.proposals import propose
from tests.dashboard.conftest import MakeContext
from tests.dashboard.sentences.checking import Checker, Library, library
from tests.dashboard.sentences.drawn import chart
from tests.dashboard.sentences.made import SCOPES, Value, panel, period, row

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=150)
INDICATORS = (
    "reconsideration.received", "legal_aid.losses_recovered", "mediation.success_rate",
    "lawyers.lawyers", "reconsideration.upheld",
)  # fmt: skip
BASES = ("year", "first_half", "other_span", "point", "cumulative")
YEARS = (2023, 2024, 2022, 2021)
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


def charts_of(level: Panel, mode: Mode, context: Context) -> list[Any]:
    shown = kinds.in_mode(level, mode, context)
    found = [chart("trend", shown)] if shown else []
    pairs = comparable_pairs(level)
    return [*found, chart("change", at_periods(level, *pairs[0]))] if pairs else found


@REPEATABLE
@given(st.data(), st.sampled_from((Mode.LEVEL, Mode.LEVEL, *Mode)), st.integers(0, 1))
def test_every_number_and_every_word_holds(
    contexts: list[Context], known: Library, draw: st.DataObject, mode: Mode, language: int
) -> None:
    context = contexts[language]
    level = panel(context, *draw.draw(rows_of_a_panel(context)))
    for item in charts_of(level, mode, context):
        checker = Checker(item, context, known)
        for sentence in propose(item, context):
            checker.check(sentence)
