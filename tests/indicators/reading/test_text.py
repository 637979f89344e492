from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indicators.reading.text import fold, outline

REPORT = """一、工作情况
(一)行政复议。收到申请5件。
一是受理4件;二是办结3件。
二、下一步工作计划
受理600件。
"""


def test_headings_hold_until_one_of_their_level() -> None:
    places = outline(REPORT)
    section = places.section(REPORT.index("受理4件"))
    assert section.heading == "工作情况 行政复议 受理4件"
    assert not section.plan
    assert places.section(REPORT.index("600件")).plan


def test_a_sentence_has_its_span() -> None:
    places = outline("甲。 乙件;丙\n")
    start, end = places.sentence(4)
    assert places.text[start:end] == "乙件;"


@given(st.text())
def test_folding_changes_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="甲。;\n 1,(一)、", max_size=60))
def test_every_place_has_a_sentence_and_a_section(text: str) -> None:
    places = outline(text)
    for place in range(len(text)):
        assert 0 <= places.sentence(place)[0] <= len(text)
        section = places.section(place)
        assert section.start <= place
