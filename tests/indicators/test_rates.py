from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rates import RateError, per_100k, wilson

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)

PUBLISHED = [
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3
    (81, 263, "0.2553", "0.3662"),
    (15, 148, "0.0624", "0.1605"),
    (0, 20, "0.0000", "0.1611"),
    (1, 29, "0.0061", "0.1718"),
    # with z = 1.96 by hand: 0 of n ends at z²/(n + z²), n of n begins at n/(n + z²)
    (0, 10, "0.0000", "0.2775"),
    (10, 10, "0.7225", "1.0000"),
    (7, 17, "0.2161", "0.6399"),
    (1, 2, "0.0945", "0.9055"),
]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"), PUBLISHED, ids=[f"{c[0]} of {c[1]}" for c in PUBLISHED]
)
def test_published_wilson_intervals(successes: int, trials: int, low: str, high: str) -> None:
    share = wilson(successes, trials)
    assert share.percent == Decimal(successes) / trials * 100
    assert share.interval.low is not None
    assert share.interval.high is not None
    assert round(share.interval.low / 100, 4) == Decimal(low)
    assert round(share.interval.high / 100, 4) == Decimal(high)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.one_of(st.integers(1, 30), st.integers(1, 10**7)))
    return draw(st.integers(0, trials)), trials


@REPEATABLE
@given(counts())
def test_the_interval_holds_the_share_within_0_and_100(drawn: tuple[int, int]) -> None:
    share = wilson(*drawn)
    assert share.interval.contains(share.percent)
    assert share.interval.low is not None
    assert share.interval.high is not None
    assert 0 <= share.interval.low < share.interval.high <= 100


@REPEATABLE
@given(counts())
def test_the_rest_has_the_mirrored_interval(drawn: tuple[int, int]) -> None:
    successes, trials = drawn
    share, rest = wilson(successes, trials).interval, wilson(trials - successes, trials).interval
    assert share.low is not None
    assert rest.high is not None
    assert round(share.low + rest.high, 15) == 100


def test_more_cases_say_more() -> None:
    few, many = wilson(7, 17).interval, wilson(700, 1700).interval
    assert few.hull(many) == few


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (1, 0), (-1, 5), (6, 5), (0, -1)])
def test_no_share_of_impossible_counts(successes: int, trials: int) -> None:
    with pytest.raises(RateError, match=f"no share of {successes} in {trials}"):
        wilson(successes, trials)


def test_per_100k() -> None:
    assert per_100k(Decimal(882), population=822_776).quantize(Decimal("0.01")) == Decimal("107.20")
    assert per_100k(Decimal(0), population=5) == 0


@pytest.mark.parametrize("population", [0, -1])
def test_no_rate_without_residents(population: int) -> None:
    with pytest.raises(RateError, match="must be positive"):
        per_100k(Decimal(1), population=population)
