"""Patterns that a short line could keep busy for ever: time grows with the line, no faster."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from indicators.documents.furniture import is_furniture
from indicators.documents.heading import read_heading
from indicators.documents.opening import read_document

LINES: dict[str, Callable[[], object]] = {
    "trail of names": lambda: is_furniture("a > " * 25 + "。x", 0),
    "fields of a head": lambda: is_furniture(" 来源:" * 25 + "|x", 0),
    "buttons": lambda: is_furniture("返回首页" * 25 + "x", 0),
    "notes": lambda: is_furniture("相关链接" * 25 + "x", 0),
    "a field of white space": lambda: read_heading(["来源：" + " " * 200_000 + "x"]),
    "fields without end": lambda: read_heading(["来源：x 日期：" * 20_000]),
    "comments before no page": lambda: read_document(b"<!-- -->" * 20_000 + b"x", name="a.txt"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_short_line_never_takes_long(name: str) -> None:
    began = time.process_time()
    LINES[name]()
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("首页 > 信息公开 > 计划总结", True),
        ("您当前的位置：首页 > 工作总结", True),
        ("来源：某某区司法局 发布日期：2025-01-06", True),
        ("受理583宗 > 办结500宗。其中三百宗", False),
        ("来源：某某区司法局。受理583宗", False),
    ],
)
def test_furniture_is_still_found(line: str, furniture: bool) -> None:
    assert is_furniture(line, 0) is furniture
