from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit

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
    "names at the lines": ".js-plotly-plot .annotation-text",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str, visit: Visit) -> None:
    page = visit("reconsideration", window={"color_scheme": scheme})
    dark_text = page.main.get_by_role("heading", level=1).evaluate(
        "(heading) => getComputedStyle(heading).color"
    )
    assert (dark_text == "rgb(23, 32, 46)") == (scheme == "light"), "the theme follows the system"

    poor: dict[str, float] = {}
    for kind, selector in TEXTS.items():
        elements = page.page.locator(selector).locator("visible=true").all()
        assert elements, f"there are no {kind} on the page"
        contrast = min(float(element.evaluate(CONTRAST)) for element in elements)
        if contrast < READABLE:
            poor[kind] = round(contrast, 2)
    assert poor == {}
