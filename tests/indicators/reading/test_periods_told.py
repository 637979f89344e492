"""The report's own period, and the periods that single figures are told for."""

from __future__ import annotations

import pytest

from indicators.periods import parse_label
from indicators.reading import read_report


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("甲区2024年依法行政工作总结及2025年打算", "2024"),
        ("2025年上半年工作总结和下半年工作安排", "2025-S1"),
        ("甲县司法局2019年1-9月工作情况", "2019-01-01/2019-09-30"),
        ("甲区司法局2023年第三季度工作总结", "2023-Q3"),
        ("甲县二〇二一年度工作报告", "2021"),
        ("2022年度依法行政情况", "2022"),
    ],
)
def test_a_title_tells_the_period(title: str, label: str) -> None:
    reading = read_report("受理法律援助案件592件。", title=title)
    assert reading.period is not None
    assert reading.period.label == label
    assert [figure.period for figure in reading.figures] == [reading.period]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025年上半年,我局扎实工作。\n受理法律援助案件5件。", "2025-S1"),
        ("一、上半年工作总结\n受理法律援助案件5件。\n2025年下半年,我局将再接再厉。", "2025-S1"),
        ("截至2024年5月31日,受理法律援助案件5件。", "2024-01-01/2024-05-31"),
    ],
)
def test_running_text_tells_the_period(text: str, label: str) -> None:
    reading = read_report(text)
    assert reading.period is not None
    assert reading.period.label == label


def test_without_any_year_figures_have_no_period() -> None:
    reading = read_report("受理法律援助案件592件,同比增长20%。")
    assert reading.period is None
    assert [figure.period for figure in reading.figures] == [None]
    assert reading.derived == ()
    assert "no_period" in reading.warnings


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("受理法律援助案件5件。", "2025-S1"),
        ("1-5月,受理法律援助案件5件。", "2025-01-01/2025-05-31"),
        ("截至5月底,受理法律援助案件5件。", "2025-01-01/2025-05-31"),
        ("自3月份以来,受理法律援助案件5件。", "2025-03-01/2025-06-30"),
        ("2024年,受理法律援助案件5件。", "2024"),
        ("今年以来,受理法律援助案件5件。", "2025-S1"),
        ("工作站成立以来,受理法律援助案件5件。", "../2025-06-30"),
        ("较去年同期增长明显,受理法律援助案件5件。", "2025-S1"),
    ],
)
def test_a_sentence_dates_its_figure(sentence: str, label: str) -> None:
    (figure,) = read_report(sentence, period=parse_label("2025-S1")).figures
    assert figure.period is not None
    assert figure.period.label == label


def test_a_stock_is_of_the_last_day() -> None:
    (figure,) = read_report("全区共有律师事务所12家。", period=parse_label("2024")).figures
    assert figure.period == parse_label("2024-12-31")


def test_years_in_the_wrong_order_are_flagged_and_not_believed() -> None:
    text = "印发规划(2021-2015年)。受理法律援助案件5件。"
    reading = read_report(text, period=parse_label("2021"))
    assert "period_inverted" in reading.warnings
    assert [figure.period for figure in reading.figures] == [parse_label("2021")]


def test_last_years_figure_beside_this_years() -> None:
    text = "收到行政复议申请412件,上年同期301件,同比增长36.88%。"
    reading = read_report(text, period=parse_label("2024"))
    told = {(one.printed, one.period.label) for one in reading.figures if one.period}
    assert told == {("412件", "2024"), ("301件", "2023")}
    assert [growth.level for growth in reading.growth] == [text.index("412件")]
    assert [one.value for one in reading.derived] == [301]
