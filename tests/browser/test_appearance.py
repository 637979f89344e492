from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import mostly_long

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
READABLE = 4.5  # WCAG 2 AA for text of ordinary size
TEXTS = {
    "headings": "h1, h2, h3, h4 span[data-heading-text]",
    "sentences": '[data-testid="stMain"] [data-testid="stMarkdown"] p',
    "captions": '[data-testid="stCaptionContainer"] p',
    "labels": '[data-testid="stWidgetLabel"] p',
    "menu": '[data-testid="stSidebar"] [data-testid="stPageLink"] p',
    "chips": "[data-tag] > span",
    "axes": ".js-plotly-plot .xtick text, .js-plotly-plot .ytick text",
}
# bold, in the colour of the line they stand at, which keeps 3 to 1 like all marks
NAMES_AT_LINES = ".js-plotly-plot .annotation-text"


@pytest.mark.parametrize("scheme", mostly_long(["light", "dark"], "light"))
def test_text_can_be_read(scheme: str, visit: Visit) -> None:
    page = visit("reconsideration", window={"color_scheme": scheme})
    background = page.page.get_by_test_id("stApp").evaluate(
        "(app) => getComputedStyle(app).backgroundColor"
    )
    assert (max(map(int, re.findall(r"\d+", background))) < 60) == (scheme == "dark")

    found = {kind: lowest_contrast(page, selector) for kind, selector in TEXTS.items()}
    assert {kind: contrast for kind, contrast in found.items() if contrast < READABLE} == {}
    assert lowest_contrast(page, NAMES_AT_LINES) >= 3


def lowest_contrast(page: Dashboard, selector: str) -> float:
    found: list[float] = page.page.locator(selector).evaluate_all(
        f"(all) => all.filter((one) => one.checkVisibility()).map({CONTRAST})"
    )
    assert found, f"there is no {selector} on the page"
    return round(min(found), 2)
