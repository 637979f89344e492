from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.growth import Convention, Growth, GrowthError, GrowthKind, Implied, implied_earlier
from indicators.quantities import Bounds, stated_bounds

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)

PCT, MULTIPLE, ADDED = GrowthKind.PCT_CHANGE, GrowthKind.MULTIPLE, GrowthKind.ADDED_MULTIPLE
ROUNDED, CUT = Convention.ROUNDING, Convention.TRUNCATION
BOTH = (ROUNDED, CUT)
ALL = (*BOTH, Convention.HEDGE)
HEDGED = (Convention.HEDGE,)

BASES = st.integers(1, 10**7)
DECIMALS = st.integers(0, 4)
HABITS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN])


def bounds(low: str | None, high: str | None) -> Bounds:
    return Bounds(None if low is None else Decimal(low), None if high is None else Decimal(high))


def implied(current: Bounds, growth: Growth, *, whole: bool = True) -> Implied:
    return implied_earlier(current, growth, current_printed="now", whole=whole)


def exactly(number: int | str) -> Bounds:
    return Bounds(Decimal(number), Decimal(number))


ONE_ANSWER = [
    # current, kind, growth, earlier, conventions that allow it
    ("882", PCT, "36.32", "647", BOTH),
    ("254", PCT, "108.2", "122", (ROUNDED,)),
    ("71", PCT, "144.83", "29", (ROUNDED,)),
    ("583", MULTIPLE, "3.38", "172", (CUT,)),
    ("281", PCT, "63", "172", BOTH),
    ("1113", PCT, "99.5", "558", (ROUNDED,)),
    ("151", PCT, "128.78", "66", (CUT,)),
    ("59", PCT, "-38.5", "96", BOTH),
    ("24", PCT, "-27.27", "33", BOTH),
    ("128", PCT, "27", "101", (ROUNDED,)),  # 100 would be 28 % exactly, which no author cuts to 27
    ("100", PCT, "0.0", "100", BOTH),
    ("1", PCT, "-50", "2", BOTH),
    ("61", MULTIPLE, "0.635", "96", BOTH),
]


@pytest.mark.parametrize(
    ("current", "kind", "growth", "earlier", "conventions"),
    ONE_ANSWER,
    ids=[f"{c[0]} {c[1].value} {c[2]}" for c in ONE_ANSWER],
)
def test_whole_numbers_may_allow_one_answer_only(
    current: str, kind: GrowthKind, growth: str, earlier: str, conventions: tuple[Convention, ...]
) -> None:
    found = implied(exactly(current), Growth(kind, Decimal(growth)))
    assert found.value == Decimal(earlier)
    assert found.bounds == exactly(earlier)
    assert found.conventions == conventions


SEVERAL_ANSWERS = [
    # current bounds, kind, growth, hedge, earlier bounds, conventions
    (("373", "373"), PCT, "30", "", ("285", "288"), BOTH),
    (("583", "583"), PCT, "75", "", ("332", "334"), BOTH),
    (("85", "85"), MULTIPLE, "0.85", "", ("99", "100"), BOTH),
    (("85", "85"), ADDED, "1", "", ("29", "56"), BOTH),
    (("130", "139"), PCT, "30", "", ("100", "107"), BOTH),
    (("72", "72"), PCT, "-27", "", ("98", "99"), BOTH),
    ((None, "50"), PCT, "20", "", (None, "41"), BOTH),
    # hedges widen
    (("950", "1000"), PCT, "20", "约", ("760", "869"), ALL),
    (("240000", None), PCT, "20", "约", ("192000", None), ALL),
    (("80", "80"), PCT, "-20", "约", ("95", "106"), ALL),
    (("558", "558"), ADDED, "1", "近", ("279", "286"), HEDGED),
    (("120", "120"), MULTIPLE, "3", "近", ("40", "42"), HEDGED),
    (("120", "120"), PCT, "20", "余", ("93", "100"), HEDGED),
    (("2805", "2805"), PCT, "40", "超", (None, "2003"), HEDGED),
    (("60", "60"), PCT, "-40", "超", ("100", None), HEDGED),
    (("120", "120"), PCT, "20", "不足", ("100", "120"), HEDGED),
    (("80", "80"), PCT, "-20", "不足", ("80", "100"), HEDGED),
    # all is gone: anything may have been there, or much of it
    (("0", "0"), PCT, "-100", "", ("1", None), BOTH),
    (("3", "3"), PCT, "-100", "", ("600", None), (ROUNDED,)),
]


@pytest.mark.parametrize(
    ("current", "kind", "growth", "hedge", "earlier", "conventions"),
    SEVERAL_ANSWERS,
    ids=[f"{c[0][0]} to {c[0][1]} {c[1].value} {c[3]}{c[2]}" for c in SEVERAL_ANSWERS],
)
def test_otherwise_there_is_a_range(
    current: tuple[str | None, str | None],
    kind: GrowthKind,
    growth: str,
    hedge: str,
    earlier: tuple[str | None, str | None],
    conventions: tuple[Convention, ...],
) -> None:
    found = implied(bounds(*current), Growth(kind, Decimal(growth), hedge))
    assert found.value is None
    assert found.bounds == bounds(*earlier)
    assert found.conventions == conventions


@pytest.mark.parametrize(
    ("current", "growth"),
    [
        ("10", Growth(PCT, Decimal("0.01"))),
        ("0", Growth(PCT, Decimal(36))),
        ("0", Growth(PCT, Decimal(-99))),
        ("10", Growth(PCT, Decimal(-120))),
        ("1", Growth(PCT, Decimal(150), "超")),
    ],
    ids=["too little for one more", "nothing grew", "1 % is left", "below zero", "from below one"],
)
def test_a_growth_that_no_earlier_count_can_lead_to(current: str, growth: Growth) -> None:
    with pytest.raises(GrowthError, match="no earlier value fits now"):
        implied(exactly(current), growth)


def test_rounding_alone_would_have_excluded_the_truth() -> None:
    """The district's own earlier report prints 285, which only an author who truncates gets to."""
    growth = Decimal(373 - 285) / 285 * 100
    assert round(growth) == 31
    assert int(growth) == 30
    assert implied(exactly(373), Growth(PCT, Decimal(30))).bounds.contains(285)


def test_fractions_are_allowed_where_the_unit_is_not_whole() -> None:
    found = implied(exactly("95.2"), Growth(PCT, Decimal("3.1")), whole=False)
    assert found.bounds.low is not None
    assert found.bounds.high is not None
    assert round(found.bounds.low, 3) == Decimal("92.248")  # 95.2 ÷ 1.032
    assert round(found.bounds.high, 3) == Decimal("92.382")  # 95.2 ÷ 1.0305


FORMULAS = [
    (Growth(PCT, Decimal("36.32")), "now ÷ (1 + 36.32%)"),
    (Growth(PCT, Decimal("-4.10")), "now ÷ (1 − 4.10%)"),
    (Growth(PCT, Decimal(20), "约"), "now ÷ (1 + ≈20%)"),
    (Growth(PCT, Decimal(-40), "超"), "now ÷ (1 − ≥40%)"),
    (Growth(MULTIPLE, Decimal("3.38")), "now ÷ 3.38"),
    (Growth(ADDED, Decimal(1), "近"), "now ÷ (1 + ≤1)"),
]


@pytest.mark.parametrize(("growth", "formula"), FORMULAS, ids=[case[1] for case in FORMULAS])
def test_formula(growth: Growth, formula: str) -> None:
    assert implied(exactly(1000), growth, whole=False).formula == formula


# ---------------------------------------------------------------- the truth is always allowed


def stated_growth(
    kind: GrowthKind, *, base: int, current: int, decimals: int, habit: str
) -> Growth:
    """The growth from base to current as an author of this habit prints it."""
    with localcontext(prec=60):
        ratio = Decimal(current) / base
        growth = {PCT: (ratio - 1) * 100, MULTIPLE: ratio, ADDED: ratio - 1}[kind]
        return Growth(kind, growth.quantize(Decimal(1).scaleb(-decimals), rounding=habit))


@REPEATABLE
@given(
    kind=st.sampled_from(GrowthKind),
    base=BASES,
    current=st.one_of(st.integers(0, 50), st.integers(0, 3 * 10**7)),
    decimals=DECIMALS,
    habit=HABITS,
)
def test_the_true_base_is_implied(
    kind: GrowthKind, base: int, current: int, decimals: int, habit: str
) -> None:
    growth = stated_growth(kind, base=base, current=current, decimals=decimals, habit=habit)
    for whole in (True, False):
        assert implied(exactly(current), growth, whole=whole).bounds.contains(base)


@REPEATABLE
@given(base=st.integers(1, 400), current=st.integers(0, 400), decimals=DECIMALS, habit=HABITS)
def test_the_true_base_is_implied_for_small_counts(
    base: int, current: int, decimals: int, habit: str
) -> None:
    growth = stated_growth(PCT, base=base, current=current, decimals=decimals, habit=habit)
    assert implied(exactly(current), growth).bounds.contains(base)


@REPEATABLE
@given(
    base=BASES,
    current=st.integers(1, 3 * 10**7),
    decimals=DECIMALS,
    habit=HABITS,
    below=st.none() | st.integers(0, 1000),
    above=st.none() | st.integers(0, 1000),
)
def test_the_true_base_is_implied_when_the_current_value_is_hedged(
    base: int, current: int, decimals: int, habit: str, below: int | None, above: int | None
) -> None:
    growth = stated_growth(PCT, base=base, current=current, decimals=decimals, habit=habit)
    low = None if below is None else Decimal(max(0, current - below))
    high = None if above is None else Decimal(current + above)
    assert implied(Bounds(low, high), growth).bounds.contains(base)


@REPEATABLE
@given(
    base=BASES,
    printed=st.decimals(-99, 300, places=1).filter(bool),
    hedge=st.sampled_from(["约", "左右", "余", "近", "超", "以上", "不足"]),
    position=st.decimals(0, 1, places=2),
)
def test_the_true_base_is_implied_when_the_growth_is_hedged(
    base: int, printed: Decimal, hedge: str, position: Decimal
) -> None:
    size = stated_bounds(abs(printed), hedge, whole=False)
    least = Decimal(0) if size.low is None else size.low
    most = least + 50 if size.high is None else size.high
    true_size = least + (most - least) * position
    true_growth = true_size if printed > 0 else -true_size
    assume(true_growth > -100)
    current = base * (1 + true_growth / 100)
    found = implied(Bounds(current, current), Growth(PCT, printed, hedge), whole=False)
    assert found.bounds.contains(base)
    assert Convention.HEDGE in found.conventions


@REPEATABLE
@given(
    kind=st.sampled_from(GrowthKind),
    base=BASES,
    current=st.integers(1, 3 * 10**7),
    decimals=st.integers(0, 3),
    habit=HABITS,
)
def test_more_decimals_leave_fewer_answers(
    kind: GrowthKind, base: int, current: int, decimals: int, habit: str
) -> None:
    def answers(places: int) -> Decimal:
        growth = stated_growth(kind, base=base, current=current, decimals=places, habit=habit)
        found = implied(exactly(current), growth).bounds
        assert found.low is not None
        return Decimal("Infinity") if found.high is None else found.high - found.low

    assert answers(decimals + 1) <= answers(decimals)


@REPEATABLE
@given(
    current=st.integers(1, 10**6),
    growth=st.decimals(-90, 300, places=1),
    hedge=st.sampled_from(["约", "左右"]),
)
def test_about_allows_whatever_the_bare_figure_allows(
    current: int, growth: Decimal, hedge: str
) -> None:
    about = implied(exactly(current), Growth(PCT, growth, hedge), whole=False).bounds
    bare = implied(exactly(current), Growth(PCT, growth), whole=False).bounds
    assert about.hull(bare) == about
