from __future__ import annotations

from indicators.documents.paragraphs import Line, join_lines

EM = 10.0
LEFT, RIGHT = 100.0, 500.0  # 40 characters


def line(
    text: str, *, left: float = LEFT, right: float = RIGHT, page: int = 0, top: int = 700
) -> Line:
    return Line(text, page, left, right, bottom=top - 12, top=top, em=EM)


def column(*lines: Line) -> list[str]:
    """Lines one under the other on one page, between others that are neither top nor bottom."""
    placed = [
        Line(one.text, one.page, one.left, one.right, 700 - 20 * n - 12, 700 - 20 * n, one.em)
        for n, one in enumerate(lines)
    ]
    return join_lines(placed)


def test_full_lines_go_on_and_indented_lines_begin() -> None:
    assert column(
        line("甲" * 38, left=120),
        line("乙" * 40),
        line("丙丁。", right=130),
        line("戊" * 38, left=120),
        line("己。", right=120),
    ) == ["甲" * 38 + "乙" * 40 + "丙丁。", "戊" * 38 + "己。"]


def test_a_short_line_ends_its_paragraph_where_nothing_is_indented() -> None:
    assert column(line("甲" * 39 + "。"), line("乙" * 20, right=300), line("丙" * 40)) == [
        "甲" * 39 + "。" + "乙" * 20,
        "丙" * 40,
    ]


def test_a_heading_after_a_full_sentence_begins_anew() -> None:
    assert column(line("甲" * 39 + "。"), line("二、" + "乙" * 20, right=320)) == [
        "甲" * 39 + "。",
        "二、" + "乙" * 20,
    ]


def test_a_long_number_may_leave_the_line_before_it_short() -> None:
    assert column(line("甲" * 36, right=455), line("28147.83万元", right=160)) == [
        "甲" * 36 + "28147.83万元"
    ]


def test_latin_words_keep_their_space_and_numbers_have_none() -> None:
    assert column(line("甲" * 30 + "online"), line("court", right=130)) == [
        "甲" * 30 + "online court"
    ]
    assert column(line("甲" * 30 + "20"), line("25年", right=130)) == ["甲" * 30 + "2025年"]


def test_rows_of_a_table_stay_lines() -> None:
    assert column(line("案件 | 件数 | 同比"), line("复议 | 84 | 5%")) == [
        "案件 | 件数 | 同比",
        "复议 | 84 | 5%",
    ]


def test_larger_letters_are_another_paragraph() -> None:
    title = Line("甲" * 20, 0, LEFT, RIGHT, 690, 715, em=20.0)
    assert column(title, line("乙" * 40)) == ["甲" * 20, "乙" * 40]


def test_a_paragraph_goes_on_over_the_page_and_its_number() -> None:
    assert join_lines(
        [
            line("甲" * 40, page=0, top=700),
            line("— 1 —", page=0, left=290, right=310, top=40),
            line("乙。", page=1, right=120, top=700),
            line("第 2 页 共 2 页", page=1, left=290, right=310, top=40),
        ]
    ) == ["甲" * 40 + "乙。"]


def test_a_running_head_is_left_out_and_a_number_within_the_text_is_not() -> None:
    lines = []
    for page in range(3):
        lines += [
            line("某区司法局 2024", page=page, right=200, top=780),
            line(f"第{page}段" + "甲" * 20, page=page, top=700),
            line("84", page=page, left=120, right=130, top=600),
            line(f"{page + 1}", page=page, left=295, right=305, top=40),
        ]
    assert join_lines(lines) == [
        text for page in range(3) for text in (f"第{page}段" + "甲" * 20, "84")
    ]


def test_short_paragraphs_of_one_length_stay_apart() -> None:
    short = line("甲" * 29 + "。", left=120, right=420)
    assert column(short, short, short) == ["甲" * 29 + "。"] * 3


def test_no_lines_are_no_paragraphs() -> None:
    assert join_lines([]) == []
    assert join_lines([line("1")]) == []
