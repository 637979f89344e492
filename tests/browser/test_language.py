from __future__ import annotations

import pytest

from dashboard.words import Language, Words, load_texts
from tests.browser.conftest import Visit
from tests.browser.driver import HAN, Dashboard
from tests.browser.pages_of_site import mostly_long

LINK = {"d": "330211.440311", "y": "2019-2025"}
PAGES = ["", "legal_aid", "explore", "district", "data", "methods"]
OURS = {text["zh"] for text in load_texts().values() if HAN.search(text["zh"])} - {"中文"}


def texts_seen(page: Dashboard) -> set[str]:
    """The text of every element that holds nothing but text."""
    seen: list[str] = page.page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((part) => !part.childElementCount && part.checkVisibility())
            .map((part) => part.textContent.trim()).filter(Boolean)"""
    )
    return set(seen)


@pytest.mark.parametrize("path", mostly_long(PAGES, "data"))
def test_the_switch_changes_every_text_and_nothing_else(path: str, visit: Visit) -> None:
    page = visit(path, link=LINK, shared=True)
    chinese = texts_seen(page) & OURS
    assert page.words("filter.districts") in chinese
    assert len(chinese) > 10
    assert page.page.locator("html").get_attribute("lang") == "zh-CN"
    assert HAN.search(page.page.title())
    selected = {name: page.link()[name] for name in ("d", "y", "b")}
    cards = len(page.cards())

    page.press("English", within=page.sidebar)
    page.words = Words(Language.EN)

    assert texts_seen(page) & OURS == set()
    assert [text for text in labels_and_headings(page) if HAN.search(text)] == []
    assert {name: page.link()[name] for name in ("d", "y", "b")} == selected
    assert len(page.cards()) == cards
    assert page.page.locator("html").get_attribute("lang") == "en"
    assert not HAN.search(page.page.title())


def labels_and_headings(page: Dashboard) -> list[str]:
    """Texts in which none of the sources' Chinese stands: headings, labels, buttons, chips."""
    parts = "h1, h2, h3, h4, label, button, [data-tag] > span, [data-testid=stPageLink], th"
    found = page.page.locator(parts).locator("visible=true").all_inner_texts()
    first_lines = [text.strip().split("\n")[0] for text in found]
    return [text for text in first_lines if text != "中文"]
