from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.growth import Growth, GrowthError, GrowthKind
from indicators.observations import (
    Fact,
    GrowthStatement,
    Observation,
    Status,
    derive,
    level_text,
)
from indicators.periods import Period, first_half, full_year
from indicators.quantities import Bounds

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)

FACT = Fact("310116", "reconsideration.received", "", first_half(2025))


def exactly(number: int | str) -> Bounds:
    return Bounds(Decimal(number), Decimal(number))


def reported(printed: str, value: str, **changes: object) -> Observation:
    observation = Observation(
        fact=FACT,
        value=Decimal(value),
        bounds=exactly(value),
        printed=printed,
        qualifier="",
        status=Status.REPORTED,
        source="r1",
        char_start=100,
    )
    return replace(observation, **changes)


def statement(growth: str, printed: str, *, hedge: str = "") -> GrowthStatement:
    stated = Growth(GrowthKind.PCT_CHANGE, Decimal(growth), hedge)
    return GrowthStatement(FACT, stated, printed, source="r1", char_start=120, notes=("remark",))


def test_the_place_of_a_figure_is_half_open() -> None:
    assert reported("882件", "882").char_end == 104
    assert reported("882件", "882", char_start=None).char_end is None


def test_a_derived_observation_says_where_it_comes_from() -> None:
    derived = derive(statement("36.32", "36.32%"), reported("882件", "882"), whole=True)
    assert derived == Observation(
        fact=replace(FACT, period=first_half(2024)),
        value=Decimal(647),
        bounds=exactly(647),
        printed="36.32%",
        qualifier="",
        status=Status.DERIVED,
        source="r1",
        char_start=120,
        notes=("remark",),
        formula="882 ÷ (1 + 36.32%) → 647",
        conventions=("rounding", "truncation"),
    )


def test_a_derived_observation_keeps_district_indicator_and_scope() -> None:
    fact = Fact("440306", "publicity.base_visitors", "一审", full_year(2024))
    stated = replace(statement("30", "30%"), fact=fact)
    derived = derive(stated, reported("373件", "373", fact=fact), whole=True)
    assert derived.fact == replace(fact, period=full_year(2023))


FORMULAS = [
    # level, growth, formula
    (reported("373件", "373"), statement("30", "30%"), "373 ÷ (1 + 30%) → 285–288"),
    (
        reported("24万", "240000", bounds=Bounds(Decimal(240000), None), qualifier="逾"),
        statement("20", "20%", hedge="约"),
        "≥240,000 ÷ (1 + ≈20%) → ≥ 192,000",
    ),
    (
        reported("2805宗", "2805"),
        statement("40", "40%", hedge="超"),
        "2,805 ÷ (1 + ≥40%) → ≤ 2,003",
    ),
    (
        reported("1000件", "1000", bounds=Bounds(Decimal(950), Decimal(1000)), qualifier="近"),
        statement("20", "20%", hedge="约"),
        "≤1,000 ÷ (1 + ≈20%) → 760–869",
    ),
]


@pytest.mark.parametrize(
    ("level", "stated", "formula"), FORMULAS, ids=[case[0].printed for case in FORMULAS]
)
def test_the_formula_is_arithmetic_in_any_language(
    level: Observation, stated: GrowthStatement, formula: str
) -> None:
    derived = derive(stated, level, whole=True)
    assert derived.formula == formula
    assert derived.value is None


def test_a_range_of_fractions_is_written_to_two_decimals() -> None:
    derived = derive(statement("3.1", "3.1%"), reported("95.2%", "95.2"), whole=False)
    # 95.2 % may have been 95.15 to 95.3 %
    assert derived.formula == "95.2 ÷ (1 + 3.1%) → 92.20–92.48"


def test_growth_that_cannot_be_is_an_error() -> None:
    with pytest.raises(GrowthError, match="10 ÷"):
        derive(statement("0.01", "0.01%"), reported("10件", "10"), whole=True)


def test_the_text_of_a_level_without_value_is_its_range() -> None:
    level = replace(reported("", "0"), value=None, bounds=Bounds(Decimal(285), Decimal(288)))
    assert level_text(level) == "285–288"


@REPEATABLE
@given(
    base=st.integers(10**6, 10**9),
    current=st.integers(10**6, 10**9),
    habits=st.tuples(*[st.sampled_from([ROUND_HALF_UP, ROUND_DOWN])] * 2),
    decimals=st.integers(0, 2),
)
def test_a_level_printed_in_wan_was_rounded_or_cut_off_too(
    base: int, current: int, habits: tuple[str, str], decimals: int
) -> None:
    step = Decimal(1).scaleb(-decimals)
    wan = (Decimal(current) / 10**4).quantize(step, rounding=habits[0])
    growth = (Decimal(current - base) * 100 / base).quantize(Decimal("0.01"), rounding=habits[1])
    level = reported(f"{wan}万元", str(wan * 10**4))
    derived = derive(statement(str(growth), f"{growth}%"), level, whole=True)
    assert derived.bounds.contains(base)


def test_a_corrected_level_is_taken_as_it_is() -> None:
    level = reported("1.6万宗", "15950")
    derived = derive(statement("10.000", "10.000%"), level, whole=True)
    assert derived.value == 14500


def test_a_cumulative_figure_derives_a_cumulative_figure() -> None:
    until = Period(None, date(2025, 6, 30))
    stated = replace(statement("100.0", "100%"), fact=replace(FACT, period=until))
    level = reported("20件", "20", fact=stated.fact)
    assert derive(stated, level, whole=True).fact.period == Period(None, date(2024, 6, 30))
