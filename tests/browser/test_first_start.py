from __future__ import annotations

import re

from dashboard.words import Language
from indicators.catalogue import load_catalogue
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard

FONT = "Noto Sans SC"


def test_the_start_page_opens_with_charts_and_in_chinese(visit: Visit) -> None:
    page = visit()

    assert page.link()["lang"] == "zh"
    assert page.alts(), "no chart on the start page"
    assert page.main.locator(".js-plotly-plot .main-svg").first.is_visible()
    assert page.main.get_by_role("heading", level=1).inner_text() == page.words("nav.overview")
    assert page.words("app.title") in page.sidebar.inner_text()
    assert_nothing_of_the_framework(page)


def assert_nothing_of_the_framework(page: Dashboard) -> None:
    seen = page.page.locator("body").inner_text()
    assert not re.search(r"Deploy|Made with|Streamlit|Rerun|Press Enter|Choose an option", seen)
    assert page.page.get_by_test_id("stMainMenu").count() == 0
    assert "Streamlit" not in page.page.title()


def test_a_browser_that_asks_for_english_gets_english(visit: Visit) -> None:
    page = visit("governance", language=Language.EN)

    assert page.link()["lang"] == "en"
    heading = page.main.get_by_role("heading", level=1).inner_text()
    assert heading == load_catalogue().family("governance").name_en
    assert page.words("app.title") in page.sidebar.inner_text()


def test_our_font_is_loaded_and_draws_the_chinese(visit: Visit) -> None:
    page = visit("governance", shared=True)

    faces = page.page.evaluate(
        """async () => { await document.fonts.ready;
            return [...document.fonts].map((face) => [face.family, face.weight, face.status]); }"""
    )
    ours = {(weight, status) for family, weight, status in faces if family.strip('"') == FONT}
    assert ("400", "loaded") in ours
    assert ("700", "loaded") in ours
    assert [face for face in faces if face[2] == "error"] == []
    # one character of each part that the font is split into
    parts = "行政丁样翔"
    needed = page.page.evaluate(
        f"document.fonts.load('16px \"{FONT}\"', '{parts}').then((faces) => faces.length)"
    )
    assert needed > 1
