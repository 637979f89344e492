"""Any text at all: no crash, no hang, and every span is what it says."""

from __future__ import annotations

import random
import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.periods import Period, full_year
from indicators.reading import Reading, read_report

SEED = (
    "青川县2024年法治政府建设年度报告\n一、主要工作\n"
    "全年共收到行政复议申请1,268件，同比增长36.32%，其中受理九百余件，办结率98.5%。"
    "办理法律援助案件逾300宗(含公证84 件)，为当事人挽回经济损失约1.02亿元，是去年同期的3.38倍。\n"
    "二是举办“八五”普法讲座三千余场次；截至5月31日，在册社区矫正对象５８人、安置帮教对象二百五十名。\n"
    "二、下一步工作计划\n2025年1-6月，拟新增人民调解员120名。\n"
)
PIECES = [
    *"0123456789０５９一二两三十百千万亿零〇半余多近约超逾件宗人名次场%％.．,，、。；：！？",
    *"\n\r\t 　()（）“”‘’《》",
    "同比增长", "下降", "个百分点", "倍", "去年同期", "上半年", "截至", "1-5月", "2024年",
    "收到行政复议申请", "第3名", "法律援助案件", "其中", "分别", "办结率", "百分之", "万元",
    "下一步", "全市",
    "〔2024〕5号", "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff",
    "\ud800", "\udfff", "👩‍⚖️", "e\u0301", "\u2028",
]  # fmt: skip
FEW = settings(deadline=None, max_examples=150, derandomize=True)
MANY_DIGITS = 10_000_000
SECONDS = 20


def checked(text: str, period: Period | None = None) -> Reading:
    """The reading of a text, after everything that must hold of any reading."""
    reading = read_report(text, district="510822", period=period or full_year(2024))
    assert reading.text == text
    kinds = (reading.figures, reading.growth, reading.unplaced, reading.rejected)
    for kind in kinds:
        for one in kind:
            assert one.printed
            assert text[one.char_start : one.char_end] == one.printed
        assert all(a.char_start <= b.char_start for a, b in pairwise(kind))
    for one in (*reading.figures, *reading.growth, *reading.unplaced):
        start, end = one.sentence
        assert 0 <= start <= one.char_start < end <= len(text)
    for figure in reading.figures:
        assert 0 < figure.confidence <= 1
        assert figure.bounds.contains(figure.value)
    for derived in reading.derived:
        assert derived.char_start is not None
        assert text[derived.char_start : derived.char_end] == derived.printed
    return reading


def test_the_seed_is_read() -> None:
    reading = checked(SEED)
    assert len(reading.figures) > 4
    assert reading.growth
    assert reading.rejected


@FEW
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    checked(text)


@FEW
@given(st.lists(st.sampled_from(PIECES), max_size=120).map("".join))
def test_any_mixture_of_what_reports_are_made_of(text: str) -> None:
    checked(text)


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 6), st.sampled_from(["", *PIECES])),
        max_size=12,
    )
)
def test_any_mutation_of_a_report(edits: list[tuple[int, int, str]]) -> None:
    text = SEED
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    checked(text)


@FEW
@given(
    text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    title=st.text(max_size=40),
    published=st.text(max_size=12),
)
def test_any_title_and_date(text: str, title: str, published: str) -> None:
    reading = read_report(text, title=title, issuer=title, published=published)
    assert reading.text == text


@FEW
@given(st.dates(), st.dates(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_period(first: date, last: date, text: str) -> None:
    checked(text, Period(min(first, last), max(first, last)))


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        "“" * 5_000 + "3家" + "”" * 5_000,
        "(" * 20_000 + "5件" + ")" * 20_000,
        "《〔(“" * 8_000,
        "\x00" * 50_000 + "收到复议申请5件",
        "\ud800\udc00收到复议申请5件\udfff",
        " " * 100_000 + "5件",
        "\n" * 100_000,
        "1," * 25_000 + "件",
        "1.1" * 40_000,
        "一" * 100_000,
        "十百千万亿" * 20_000,
        "2024年" * 20_000,
        "2024年1月" * 15_000,
        "1-" * 25_000,
        "增长5%" * 6_000,
        "5件、" * 8_000,
        "收到行政复议申请" * 15_000 + "5件",
        "同比" * 50_000 + "5%",
        "拟" * 100_000 + "5件",
        "全市" * 50_000 + "5件",
        "（一）" * 30_000,
        "一是" * 50_000,
        "余" * 100_000,
        "约" * 100_000 + "5件",
        "办理法律援助案件" + "甲" * 100_000 + "5件",
        "百分之" * 15_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_long_and_strange_texts_take_linear_time(text: str) -> None:
    began = time.process_time()
    checked(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "separator",
    [",", *(pytest.param(one, marks=pytest.mark.long) for one in ("", " ", "\n", "件"))],
    ids=repr,
)
def test_ten_megabytes_of_digits(separator: str) -> None:
    """A run without end; numbers apart need an eightieth of the length to show the same."""
    if separator:
        count = MANY_DIGITS // 80 // (8 + len(separator))
        text = separator.join(["12345678"] * count)
    else:
        text = "7" * MANY_DIGITS
    began = time.process_time()
    reading = read_report(text, period=full_year(2024))
    assert time.process_time() - began < SECONDS
    for one in (*reading.unplaced[:1000], *reading.rejected[:1000]):
        assert text[one.char_start : one.char_end] == one.printed


def test_twice_the_text_takes_about_twice_the_time() -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        read_report(text, district="510822", period=full_year(2024))
        return time.process_time() - began

    pieces = random.Random(5).choices(SEED.splitlines(keepends=True), k=400)  # noqa: S311
    text = "".join(pieces)
    seconds(text)  # tables are loaded once
    small = min(seconds(text) for _ in range(3))
    large = min(seconds(text * 4) for _ in range(2))
    assert large < 8 * small
