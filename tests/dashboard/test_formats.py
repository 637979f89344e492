"""Numbers, bounds and periods in words: nothing published is changed by writing it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.formats import (
    INDEX_UNIT,
    WAN,
    YI,
    DisplayUnit,
    bounds_text,
    display_unit,
    per_100k_unit,
    period_text,
    row_unit,
    value_text,
    with_unit,
)
from dashboard.words import Language, Words
from indicators.catalogue import load_catalogue
from indicators.periods import Period, parse_label

ZH, EN = Words(Language.ZH), Words(Language.EN)
CATALOGUE = load_catalogue()
MONEY = "legal_aid.losses_recovered"
COUNT = "reconsideration.received"
REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)
CASES, PERCENT = DisplayUnit("件"), DisplayUnit("%", percent=True)

# what the warehouse can hold: up to four decimals
PUBLISHED = st.decimals(
    Decimal(-(10**10)), Decimal(10**10), places=4, allow_nan=False, allow_infinity=False
)
UNITS = st.sampled_from([DisplayUnit("x", d) for d in (1, WAN, 1_000_000, YI)])


@REPEATABLE
@given(PUBLISHED, UNITS)
def test_a_published_value_is_written_with_all_its_digits(
    value: Decimal, unit: DisplayUnit
) -> None:
    text = unit.number(float(value))
    assert Decimal(text.replace(",", "")) * unit.divisor == value
    assert text == text.rstrip(".")
    assert Decimal(str(unit.plain(float(value)))) * unit.divisor == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12146.0, CASES, "12,146"),
        (0.0, CASES, "0"),
        (100.0, PERCENT, "100"),
        (-0.0, CASES, "0"),
        (None, CASES, "—"),
        (73604061.0, DisplayUnit("万元", WAN), "7,360.4061"),
        (281478300.0, DisplayUnit("亿元", YI), "2.814783"),
    ],
)
def test_numbers(value: float | None, unit: DisplayUnit, text: str) -> None:
    assert unit.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (107.183, "107.2"),
        # GB/T 8170: a lone five goes to the even digit, on the decimals as they are written
        (0.25, "0.2"),
        (0.35, "0.4"),
        (-0.25, "-0.2"),
        (0.2501, "0.3"),
        (1.05, "1"),
        (1.15, "1.2"),
        (0.04, "0.04"),
        (0.0, "0"),
        (99.96, "100"),
    ],
)
def test_computed_numbers_are_rounded_but_never_to_nothing(value: float, text: str) -> None:
    assert INDEX_UNIT.number(value) == text


def test_tables_keep_six_decimals_of_what_is_computed() -> None:
    assert per_100k_unit(CASES, ZH).plain(100 / 3) == 33.333333
    assert CASES.plain(None) is None


@pytest.mark.parametrize(
    ("largest", "smallest", "zh", "en"),
    [
        (9_999.0, None, "元", "yuan"),
        (10_000.0, None, "万元", "yuan"),
        (1_000_000.0, 5.0, "万元", "million yuan"),
        (685_000_000.0, None, "亿元", "million yuan"),
        (102_000_000.0, 73_604_061.0, "万元", "million yuan"),
        (685_000_000.0, 102_000_000.0, "亿元", "million yuan"),
    ],
)
def test_money_is_shown_in_the_unit_that_readers_expect(
    largest: float, smallest: float | None, zh: str, en: str
) -> None:
    labels = [
        display_unit(CATALOGUE, MONEY, largest, words, smallest=smallest).label
        for words in (ZH, EN)
    ]
    assert labels == [zh, en]


def test_a_single_figure_has_the_unit_of_its_largest_bound() -> None:
    row = {"indicator_id": MONEY, "value": None, "low": 9_000.0, "high": 11_000.0}
    assert row_unit(CATALOGUE, row, ZH).label == "万元"
    assert row_unit(CATALOGUE, row | {"indicator_id": COUNT}, ZH) == DisplayUnit("件")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (285.0, 288.0, "285–288"),
        (647.0, 647.0, "647"),
        (192000.0, None, "≥ 192,000"),
        (None, 2003.0, "≤ 2,003"),
        (None, None, "—"),
    ],
)
def test_bounds(low: float | None, high: float | None, text: str) -> None:
    assert bounds_text(low, high, CASES) == text


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "zh", "en"),
    [
        (882.0, 882.0, 882.0, CASES, "882", "882"),
        (160000.0, 160000.0, 169999.0, CASES, "160,000 余", "160,000 and more"),
        (1000.0, 950.0, 1000.0, CASES, "近 1,000", "nearly 1,000"),
        (350.0, 345.0, 355.0, CASES, "约 350", "about 350"),
        (90.0, 90.0, None, PERCENT, "超 90%", "over 90%"),
        (40.0, None, 40.0, PERCENT, "不足 40%", "under 40%"),
        (5.0, None, None, CASES, "约 5", "about 5"),
        (None, 12.5, 13.0, PERCENT, "12.5–13%", "12.5–13%"),
        (None, 285.0, 288.0, CASES, "285–288", "285–288"),
        (None, None, None, PERCENT, "—", "—"),
    ],
)
def test_labels_say_how_exact_a_value_is(
    value: float | None, low: float | None, high: float | None, unit: DisplayUnit, zh: str, en: str
) -> None:
    assert [value_text(value, low, high, unit, words=words) for words in (ZH, EN)] == [zh, en]


@pytest.mark.parametrize(
    ("text", "unit", "together"),
    [("882", CASES, "882 件"), ("85.7", PERCENT, "85.7%"), ("超 90%", PERCENT, "超 90%"),
     ("107", INDEX_UNIT, "107")],
)  # fmt: skip
def test_units_follow_their_numbers(text: str, unit: DisplayUnit, together: str) -> None:
    assert with_unit(text, unit) == together


PERIODS = [
    ("2024", "2024年", "2024"),
    ("2025-S1", "2025年上半年", "H1 2025"),
    ("2024-S2", "2024年下半年", "H2 2024"),
    ("2024-Q3", "2024年第三季度", "Q3 2024"),
    ("2024-12-31", "2024年末", "end of 2024"),
    ("2025-06-30", "2025年6月末", "end of Jun 2025"),
    ("2025-11-18", "2025年11月18日", "18 Nov 2025"),
    ("../2025-06-30", "截至2025年6月末累计", "up to end of Jun 2025"),
    ("2024-01-01/2024-05-31", "2024年1—5月", "Jan–May 2024"),
    ("2024-03-01/2024-03-31", "2024年3月", "Mar 2024"),
    ("2021-08-01/2022-07-31", "2021年8月—2022年7月", "Aug 2021 – Jul 2022"),
    ("1991-01-01/2003-12-31", "1991—2003年", "1991–2003"),
    ("2023-07-01/2023-12-08", "2023年7月1日—2023年12月8日", "1 Jul 2023 – 8 Dec 2023"),
]


@pytest.mark.parametrize(("label", "zh", "en"), PERIODS)
def test_periods(label: str, zh: str, en: str) -> None:
    assert [period_text(parse_label(label), words) for words in (ZH, EN)] == [zh, en]


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@REPEATABLE
@given(st.tuples(DAYS, DAYS).map(sorted), st.tuples(DAYS, DAYS).map(sorted))
def test_different_periods_are_never_written_alike(one: list[date], other: list[date]) -> None:
    a, b = Period(*one), Period(*other)
    for words in (ZH, EN):
        assert (period_text(a, words) == period_text(b, words)) is (a == b)
