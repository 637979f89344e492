from __future__ import annotations

import pytest

from indicators.documents.heading import Heading, read_date, read_heading

PROSE = (
    "上半年，我局围绕中心工作，办理行政复议案件84件，办结70件，调解成功12件，各项工作取得新的进展。"
)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025年 01月 06日", "2025-01-06"),
        ("2021年7月1日", "2021-07-01"),
        ("２０２１年７月１日", "2021-07-01"),
        ("2025-03-19 10:23:00", "2025-03-19"),
        ("2019/7/1", "2019-07-01"),
        ("2019.07.01", "2019-07-01"),
        ("20190701", "2019-07-01"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("二○二三年十月二十日", "2023-10-20"),
        ("2021年2月30日", ""),
        ("2021年上半年", ""),
    ],
)
def test_dates_are_read_in_every_usual_form(printed: str, iso: str) -> None:
    assert read_date(printed) == iso


def test_rows_of_a_head_table_are_read() -> None:
    lines = [
        "索引号: | 00123456X/2025-0001 | 分类: | 其他 |",
        "发布机构: | 甲区司法局 | 文号: | 无 |",
        "成文日期: | 2025-03-19 | 有效: | 是 |",
        "甲区司法局2024年度工作报告及明年打算",
        PROSE,
    ]
    assert read_heading(lines) == Heading(
        title="甲区司法局2024年度工作报告及明年打算",
        issuer="甲区司法局",
        index_number="00123456X/2025-0001",
        published="2025-03-19",
    )


def test_several_fields_on_one_line_are_told_apart() -> None:
    for gap in (" ", "    "):
        lines = [f"日期：2025年 01月 06日{gap}信息来源： 乙区{gap}字号：", PROSE]
        heading = read_heading(lines)
        assert (heading.issuer, heading.published) == ("乙区", "2025-01-06")


def test_a_label_may_be_spaced_and_have_its_value_on_the_next_line() -> None:
    lines = ["索 引 号：", "A-12/2024", "发布日期", "发文机关：丙县司法局", PROSE]
    heading = read_heading(lines)
    assert (heading.index_number, heading.issuer) == ("A-12/2024", "丙县司法局")


def test_the_date_of_publication_goes_before_the_date_of_writing() -> None:
    lines = ["成文日期：2025-01-02", "发布日期：2025-01-09", PROSE]
    assert read_heading(lines).published == "2025-01-09"


@pytest.mark.parametrize(
    "end",
    [
        ["深圳市某区司法局", "2021年7月1日"],
        ["深圳市某区司法局  2021年7月1日"],
        ["深 圳 市 某 区 司 法 局", "二〇二一年七月一日", "附件：统计表", "分享到："],
    ],
    ids=["two lines", "one line", "spaced, more after it"],
)
def test_a_signature_gives_office_and_date(end: list[str]) -> None:
    heading = read_heading([PROSE, *end])
    assert (heading.issuer, heading.published) == ("深圳市某区司法局", "2021-07-01")


def test_a_sentence_that_ends_with_a_date_is_no_signature() -> None:
    assert read_heading([PROSE, "以上数据截至2021年6月30日"]) == Heading()


def test_a_date_alone_is_no_office() -> None:
    assert read_heading(["2021年7月1日"]) == Heading(published="2021-07-01")


@pytest.mark.parametrize(
    "line",
    [
        "一、2025年上半年工作总结",
        "（一）2024年法治政府建设情况",
        "首页 > 信息公开 > 结果公开 > 工作计划及总结",
        "工作总结",
        "我局认真撰写2024年法治政府建设年度报告。",
    ],
)
def test_headings_menus_and_sentences_are_no_titles(line: str) -> None:
    assert read_heading([line, PROSE]).title == ""


def test_a_title_in_two_lines_is_put_together() -> None:
    assert read_heading(["丁市戊区司法局", "2024年上半年工作总结", PROSE]).title == (
        "丁市戊区司法局2024年上半年工作总结"
    )


def test_a_line_after_the_text_began_is_no_title() -> None:
    assert read_heading([PROSE, "戊区司法局2024年上半年工作总结"]).title == ""
