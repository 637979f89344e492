"""A Chinese page is Chinese throughout, an English one English; other passages say so."""

from __future__ import annotations

import pytest

from dashboard.words import Language
from tests.browser.conftest import Visit
from tests.browser.english import LISTS, english
from tests.browser.pages_of_site import LINK


@pytest.mark.long
def test_what_the_framework_does_not_let_us_change_is_still_there(visit: Visit) -> None:
    """No page says anything else in English: test_accessibility.py looks at every one."""
    page = visit("methods", link=LINK, shared=True)
    used = set[str]()
    assert english(page, used=used) == set()
    assert {entry["reason"] for entry in LISTS["framework"]} - used == set(), "no longer needed"


@pytest.mark.long
def test_the_framework_has_its_own_words_back_in_english(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, language=Language.ZH)
    assert page.page.get_by_role("region", name="侧栏").count() == 1
    page.press("English", within=page.sidebar)
    page.settle("document.documentElement.lang === 'en'")
    assert page.page.get_by_role("region", name="Sidebar").count() == 1
    assert page.page.get_by_role("link", name="Skip to main content").count() == 1


def test_a_chinese_word_on_an_english_page_is_said_to_be_chinese(visit: Visit) -> None:
    page = visit("methods", link=LINK, language=Language.EN, shared=True)
    assert page.sidebar.get_by_text("中文", exact=True).get_attribute("lang") == "zh-CN"
