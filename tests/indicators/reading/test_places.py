from __future__ import annotations

import pytest

from indicators.observations import Attribution
from indicators.reading.places import attribute, names_another


@pytest.mark.parametrize(
    ("title", "issuer", "text", "code"),
    [
        ("深圳市宝安区司法局2024年工作总结", "", "", "440306"),
        ("", "镇海区司法局", "", "330211"),
        ("", "", "光明区司法局扎实工作。光明区受理案件5件。", "440311"),
        ("2024年工作总结", "", "上海市普陀区司法局扎实工作。", "310107"),
        ("2024年工作总结", "", "浙江省舟山市普陀区司法局扎实工作。", "330903"),
        ("义乌市司法局2024年工作总结", "", "全市受理案件5件。", "330782"),
    ],
)
def test_a_named_district(title: str, issuer: str, text: str, code: str) -> None:
    found = attribute(title, issuer, text)
    assert (found.code, found.attribution) == (code, Attribution.STATED)


def test_namesakes_that_nothing_tells_apart_are_left_open() -> None:
    found = attribute("普陀区司法局2024年工作总结", "", "")
    assert found.code == ""
    assert set(found.candidates) == {"310107", "330903"}


def test_towns_lead_to_a_district_that_is_to_be_confirmed() -> None:
    found = attribute("", "", "在枫泾镇、张堰镇设点。")
    assert (found.code, found.attribution) == ("310116", Attribution.INFERRED)
    assert found.evidence == "枫泾镇、张堰镇"


def test_no_place_at_all() -> None:
    assert attribute("", "", "受理案件5件。").code == ""


def test_another_district_is_told_from_the_own_city() -> None:
    assert names_another("邻近的南山区同期收到", "440306")
    assert not names_another("宝安区收到", "440306")
    assert not names_another("全区收到", "440306")
