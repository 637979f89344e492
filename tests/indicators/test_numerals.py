from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.numerals import last_digit_unit, read_numeral

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=150)

PRINTED = [
    # printed, value, unit of the last non-zero digit, unit of the last digit
    ("583宗", "583", "1", "1"),
    ("800余件", "800", "100", "1"),
    ("3505余份", "3505", "1", "1"),
    ("1000件", "1000", "1000", "1"),
    ("24万", "240000", "10000", "10000"),
    ("12万余人次", "120000", "10000", "10000"),
    ("1.6万多宗", "16000", "1000", "1000"),
    ("1.02亿元", "102000000", "1000000", "1000000"),
    ("1.02 亿元", "102000000", "1000000", "1000000"),
    ("5300余万元", "53000000", "1000000", "10000"),
    ("2505.39万余元", "25053900", "100", "100"),
    ("12万亿元", "12000000000000", "1000000000000", "1000000000000"),
    ("3千余人", "3000", "1000", "1000"),
    ("108,326件", "108326", "1", "1"),
    ("108，326件", "108326", "1", "1"),
    ("１２．５％", "12.5", "0.1", "0.1"),
    ("36.30%", "36.3", "0.1", "0.01"),
    ("0件", "0", "1", "1"),
    ("3.38倍", "3.38", "0.01", "0.01"),
    ("100%", "100", "100", "1"),
    ("1亿2000万元", "120000000", "10000000", "10000"),
    ("1亿500万元", "105000000", "1000000", "10000"),
    ("3万5千人", "35000", "1000", "1000"),
    ("一倍", "1", "1", "1"),
    ("一千余宗", "1000", "1000", "1"),
    ("十件", "10", "10", "1"),
    ("十五件", "15", "1", "1"),
    ("十几件", "10", "10", "1"),
    ("百余件", "100", "100", "1"),
    ("万余人", "10000", "10000", "10000"),
    ("两千零五件", "2005", "1", "1"),
    ("一百零五件", "105", "1", "1"),
    ("一千零五十件", "1050", "10", "1"),
    ("壹仟贰佰元", "1200", "100", "1"),
    ("二〇二四", "2024", "1", "1"),
    ("二○二四", "2024", "1", "1"),
    ("三万五千余人", "35000", "1000", "1"),
    ("十二万人", "120000", "10000", "10000"),
    ("一亿二千三百万零五百元", "123000500", "100", "1"),
    ("百分之三十五", "35", "1", "1"),
    ("百分之百", "100", "100", "1"),
]


@pytest.mark.parametrize(
    ("printed", "value", "unit", "place"), PRINTED, ids=[case[0] for case in PRINTED]
)
def test_reads_a_printed_figure(printed: str, value: str, unit: str, place: str) -> None:
    numeral = read_numeral(printed)
    assert numeral is not None
    assert (f"{numeral.value:f}", f"{numeral.unit:f}", f"{numeral.place:f}") == (value, unit, place)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "若干件",
        "数百件",
        "几十件",
        "七八百件",
        "二百五",
        "一百二千",
        "三万五",
        "3万5",
        "三分之一",
        "千分之三",
    ],
)
def test_does_not_guess(printed: str) -> None:
    assert read_numeral(printed) is None


def test_a_number_in_wrong_groups_ends_before_the_comma() -> None:
    numeral = read_numeral("35,40")
    assert numeral is not None
    assert numeral.value == 35


@pytest.mark.parametrize(
    ("number", "unit"),
    [("800", "100"), ("12", "1"), ("1.02", "0.01"), ("30.0", "10"), ("0", "1"), ("-20", "10")],
)
def test_unit_of_the_last_non_zero_digit(number: str, unit: str) -> None:
    assert last_digit_unit(Decimal(number)) == Decimal(unit)


@REPEATABLE
@given(
    digits=st.integers(1, 10**7),
    decimals=st.integers(0, 4),
    scale=st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
    hedge=st.sampled_from(["", "余", "多"]),
    grouped=st.booleans(),
)
def test_what_is_printed_reads_back(
    digits: int, decimals: int, scale: tuple[str, int], hedge: str, grouped: bool
) -> None:
    number = Decimal(digits).scaleb(-decimals)
    written = f"{number:,f}" if grouped else f"{number:f}"
    word, factor = scale
    for printed in (f"{written}{hedge}{word}元", f"{written}{word}{hedge}元"):
        numeral = read_numeral(printed)
        assert numeral is not None
        assert numeral.value == number * factor
        assert numeral.place == Decimal(1).scaleb(-decimals) * factor
        assert numeral.value % numeral.unit == 0
        assert numeral.value % (numeral.unit * 10) != 0


@REPEATABLE
@given(number=st.integers(1, 10**12 - 1), hedge=st.sampled_from(["", "余", "多"]))
def test_what_is_written_in_chinese_reads_back(number: int, hedge: str) -> None:
    numeral = read_numeral(f"{chinese(number)}{hedge}件")
    assert numeral is not None
    assert numeral.value == number


def chinese(number: int) -> str:
    """A number in careful Chinese writing: 10203 → 一万零二百零三, 15 → 十五."""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            above, below = divmod(number, scale)
            head = "" if (word, above) == ("十", 1) else chinese(above)
            gap = "零" if 0 < below < scale // 10 else ""
            return f"{head}{word}{gap}{_ten(below)}" if below else head + word
    return "零一二三四五六七八九"[number]


def _ten(number: int) -> str:
    """After another digit 15 is 一十五."""
    return f"一{chinese(number)}" if 10 <= number < 20 else chinese(number)
