"""Texts from outside stay texts in Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.markup import css_key, escape, link, web_address

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)
HOSTILE = st.text(alphabet="*_`[]()<>!#~$|:&\\-+=1. \n\t\r宝a", max_size=30)


def shown(markdown: str) -> str:
    """What CommonMark shows of escaped text: a backslash before punctuation is dropped."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


@REPEATABLE
@given(HOSTILE)
def test_escaped_text_is_shown_as_it_is_on_one_line(text: str) -> None:
    assert shown(escape(text)) == " ".join(text.split())


@REPEATABLE
@given(HOSTILE)
def test_no_sign_that_means_something_is_left(text: str) -> None:
    left = re.sub(r"\\.", "x", escape(text))
    assert not re.search(r"[`*_{}\[\]<>#~$|:&!]", left)
    assert not re.match(r"[-+=]|\d+[.)](\s|$)", left)


@pytest.mark.parametrize("text", [":material/bomb:", ":streamlit:", "a :material/x: b"])
def test_icons_have_no_name_left(text: str) -> None:
    assert escape(text).count("\u2060") == 1
    assert not re.search(r":(material|streamlit)", shown(escape(text)))


def test_nothing_turns_the_direction_of_what_is_shown() -> None:
    assert escape("\u202e288\u202c件\x1b") == "288件"


@pytest.mark.parametrize("text", ["宝安区", "85.7%", "2024年", "（2021）5号", "1,113 件"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://a.example", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""
    assert link("title", url) == "title"


def test_an_address_cannot_end_its_link() -> None:
    made = link("a](b", "https://a.example/x) [y](javascript:1)\n<b>\"'")
    assert re.fullmatch(r"\[a\\\]\(b\]\(https://[^\s()<>\"\[\]]*\)", made)


def test_an_address_keeps_its_meaning() -> None:
    address = "http://a.example/p/%E5%AE%9D.html?x=1&y=2,3#top"
    assert web_address(address) == address
    assert web_address("http://a.example/宝") == "http://a.example/%E5%AE%9D"


def test_a_key_fits_a_style_class() -> None:
    assert css_key("trend-a.b-区（1）:01-01") == "trend-a-b-区-1--01-01"
