"""Which own texts are doubted: figures however they are written, but no periods."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.briefing.doubts import Doubts, doubted, figures_in

MOVED = Doubts(moved=True)


def values(*numbers: str) -> frozenset[Decimal]:
    return frozenset(map(Decimal, numbers))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1600件，1,600件，0.16万件，１６００件", ("1600",)),
        ("约2.5亿元", ("250000000",)),
        ("2.5 million yuan", ("2500000",)),
        ("增长52.3%，居第2位", ("52.3", "2")),
        ("2023件", ("2023",)),
        ("2,023", ("2023",)),
        ("每10万常住人口3.2件", ("3.2",)),
    ],
)
def test_numbers_are_read_as_values(text: str, numbers: tuple[str, ...]) -> None:
    assert figures_in(text) == values(*numbers)


@pytest.mark.parametrize(
    "text",
    [
        "2024年以来工作平稳，近3年持续向好。",
        "2019—2024年、2024年1—6月、6月30日、2024-06-30、第3季度",
        "In H1 2024 and by 30 June 2024, June 30, Q1 2023 steady.",
        "1. 总体情况",
        "进一步统一标准，一些区县",
        "",
    ],
)
def test_periods_and_ordinals_of_lists_are_no_figures(text: str) -> None:
    assert not MOVED.about(text)


@pytest.mark.parametrize(
    "text",
    [
        "居第一位",
        "是上年的两倍",
        "增长近三成",
        "翻番",
        "共一百二十件",
        "more than doubled",
        "13%",
        "2,023",
    ],
)
def test_where_values_moved_every_figure_is_doubted(text: str) -> None:
    assert MOVED.about(text)
    assert not Doubts().about(text)


def test_a_number_that_is_outdated_is_found_in_any_form() -> None:
    doubts = Doubts(outdated=values("160000")) | Doubts(outdated=values("2023"))
    texts = ("16万件", "160,000件", "16件", "收到2023 in all", "2023年", "16万件")
    assert doubted(texts, doubts) == ("16万件", "160,000件", "收到2023 in all")
