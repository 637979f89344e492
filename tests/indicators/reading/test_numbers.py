from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.reading.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "printed", "value", "measure", "qualifier"),
    [
        ("收到882件,", "882件", "882", "件", ""),
        ("办理公证84 件", "84 件", "84", "件", ""),
        ("浏览量超16万人次", "16万人次", "160000", "人次", "超"),
        ("参与12万余人次", "12万余人次", "120000", "人次", "余"),
        ("损失5300余万元", "5300余万元", "53000000", "元", "余"),
        ("约1.02亿元", "1.02亿元", "102000000", "元", "约"),
        ("收入1,234,567.8万元", "1,234,567.8万元", "12345678000", "元", ""),
        ("保持在99%以上", "99%", "99", "%", "以上"),
        ("百分之三十", "百分之三十", "30", "%", ""),
        ("增长三成", "三成", "30", "成", ""),
        ("三千余人", "三千余人", "3000", "人", "余"),
        ("一百零三人", "一百零三人", "103", "人", ""),
        ("活动70余场(次)", "70余场(次)", "70", "场次", "余"),
        ("普法活动(场) 391", "391", "391", "场", ""),
    ],
)
def test_a_number_is_read_with_its_measure_and_hedge(
    text: str, printed: str, value: str, measure: str, qualifier: str
) -> None:
    (number,) = find_numbers(text)
    assert text[number.start : number.end] == printed
    assert (number.value, number.measure, number.qualifier) == (Decimal(value), measure, qualifier)


@pytest.mark.parametrize("text", ["第三次会议", "百人所", "一个", "统一部署", "千家万户", "每三年"])
def test_words_that_sound_like_numbers_are_none(text: str) -> None:
    assert find_numbers(text) == []


def test_the_last_digits_are_kept_as_printed() -> None:
    (number,) = find_numbers("增长25.00%")
    assert (number.value, number.place) == (Decimal(25), Decimal("0.01"))


@given(st.integers(0, 10**9), st.sampled_from(["件", "宗", "人次", "家", "份"]))
def test_any_whole_number_is_read_back(value: int, measure: str) -> None:
    for printed in (str(value), f"{value:,}"):
        (number,) = find_numbers(f"共{printed}{measure}。")
        assert (number.value, number.measure) == (value, measure)
