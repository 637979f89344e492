from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.numerals import read_numeral
from indicators.quantities import (
    HEDGE_SIGNS,
    HEDGES,
    Bounds,
    Hedge,
    UnknownHedgeError,
    hedge_of,
    stated_bounds,
)

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)

HEDGE_WORDS = st.sampled_from(sorted(HEDGES))
ENDS = st.none() | st.integers(-50, 50).map(Decimal)


@st.composite
def any_bounds(draw: st.DrawFn) -> Bounds:
    low, high = draw(ENDS), draw(ENDS)
    assume(low is None or high is None or low <= high)
    return Bounds(low, high)


def bounds(low: str | None, high: str | None) -> Bounds:
    return Bounds(None if low is None else Decimal(low), None if high is None else Decimal(high))


COUNTS = [
    # qualifier, printed, low, high
    ("", "882件", "882", "882"),
    ("余", "800余件", "800", "899"),
    ("余", "12万余人次", "120000", "129999"),
    ("余", "5300余万元", "53000000", "53999999"),
    ("余", "130余家", "130", "139"),
    ("余", "一千余宗", "1000", "1999"),
    ("多", "1.6万多宗", "16000", "16999"),
    ("余", "3505余份", "3505", None),
    ("近", "1000件", "950", "1000"),
    ("近", "10件", "9", "10"),
    ("将近", "7件", "6", "7"),
    ("约", "1.02亿元", "101500000", "102500000"),
    ("约", "350人", "345", "355"),
    ("约", "883件", "882", "884"),
    ("左右", "50件", "45", "55"),
    ("逾", "24万", "240000", None),
    ("超", "16万人次", "160000", None),
    ("突破", "1亿元", "100000000", None),
    ("不足", "50件", None, "50"),
]


@pytest.mark.parametrize(
    ("qualifier", "printed", "low", "high"), COUNTS, ids=[f"{c[0]} {c[1]}" for c in COUNTS]
)
def test_bounds_of_a_hedged_count(
    qualifier: str, printed: str, low: str | None, high: str | None
) -> None:
    numeral = read_numeral(printed)
    assert numeral is not None
    stated = stated_bounds(numeral.value, qualifier, unit=numeral.unit, whole=True)
    assert stated == bounds(low, high)


SHARES = [
    # qualifier, percent, low, high
    ("以上", "99", "99", "100"),
    ("超", "90", "90", "100"),
    ("约", "90", "85", "95"),
    ("约", "99.8", "99.75", "99.85"),
    ("约", "100", "50", "100"),
    ("余", "90", "90", "100"),
    ("近", "20", "19", "20"),
    ("不足", "5", None, "5"),
    ("", "100", "100", "100"),
    ("", "102", "102", "102"),  # wrong as a share: kept as printed, for the checks to find
    ("超", "102", "102", None),
]


@pytest.mark.parametrize(
    ("qualifier", "percent", "low", "high"), SHARES, ids=[f"{c[0]} {c[1]}%" for c in SHARES]
)
def test_bounds_of_a_hedged_share(
    qualifier: str, percent: str, low: str | None, high: str | None
) -> None:
    stated = stated_bounds(Decimal(percent), qualifier, whole=False, share=True)
    assert stated == bounds(low, high)


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("", "-20", "-20"), ("近", "-20", "-19"), ("超", None, "-20"), ("余", "-30", "-20")],
)
def test_of_a_decline_the_wording_speaks_of_its_size(
    qualifier: str, low: str | None, high: str
) -> None:
    assert stated_bounds(Decimal(-20), qualifier, whole=False) == bounds(low, high)


@REPEATABLE
@given(value=st.integers(0, 10**9), qualifier=HEDGE_WORDS)
def test_bounds_of_a_count_are_whole_and_contain_it(value: int, qualifier: str) -> None:
    stated = stated_bounds(Decimal(value), qualifier, whole=True)
    assert stated.contains(value)
    assert all(end is None or end == end.to_integral_value() for end in (stated.low, stated.high))


@REPEATABLE
@given(
    value=st.decimals(0, 100, places=2),
    qualifier=HEDGE_WORDS,
    unit=st.sampled_from(["0.01", "0.1", "1", "10"]),
)
def test_bounds_of_a_share_contain_it_and_end_at_100(
    value: Decimal, qualifier: str, unit: str
) -> None:
    stated = stated_bounds(value, qualifier, unit=Decimal(unit), whole=False, share=True)
    assert stated.contains(value)
    assert stated.high is not None
    assert stated.high <= 100


@REPEATABLE
@given(value=st.decimals(-1000, 1000, places=2), qualifier=HEDGE_WORDS, whole=st.booleans())
def test_bounds_contain_any_value(value: Decimal, qualifier: str, whole: bool) -> None:
    assert stated_bounds(value, qualifier, whole=whole).contains(value)


@REPEATABLE
@given(value=st.integers(1, 10**9), qualifier=HEDGE_WORDS, whole=st.booleans())
def test_every_hedge_widens(value: int, qualifier: str, whole: bool) -> None:
    stated = stated_bounds(Decimal(value), qualifier, whole=whole)
    assert stated.exact == (hedge_of(qualifier) is Hedge.EXACT)


@REPEATABLE
@given(a=any_bounds(), b=any_bounds())
def test_overlap_and_hull_are_symmetric(a: Bounds, b: Bounds) -> None:
    assert a.overlaps(b) == b.overlaps(a)
    assert a.hull(b) == b.hull(a)
    assert [a.overlaps(b), a.entirely_below(b), b.entirely_below(a)].count(True) == 1


@REPEATABLE
@given(a=any_bounds(), b=any_bounds(), value=st.integers(-60, 60))
def test_hull_holds_what_either_holds_and_overlap_is_a_shared_value(
    a: Bounds, b: Bounds, value: int
) -> None:
    if a.contains(value) or b.contains(value):
        assert a.hull(b).contains(value)
    if a.contains(value) and b.contains(value):
        assert a.overlaps(b)


@REPEATABLE
@given(a=any_bounds(), value=st.integers(-60, 60))
def test_mirrored_bounds_contain_the_negative(a: Bounds, value: int) -> None:
    assert a.mirrored().contains(-value) == a.contains(value)
    assert a.mirrored().mirrored() == a


def test_touching_bounds_overlap() -> None:
    assert bounds("1", "5").overlaps(bounds("5", "9"))
    assert not bounds("1", "5").overlaps(bounds("6", "9"))
    assert bounds("1", None).overlaps(bounds("500", None))


def test_inverted_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="inverted"):
        bounds("2", "1")


def test_an_unknown_hedge_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownHedgeError, match=r"'大概'.*余"):
        hedge_of("大概")


def test_every_hedge_has_a_word_and_a_sign() -> None:
    assert set(HEDGES.values()) == set(HEDGE_SIGNS) == set(Hedge)
