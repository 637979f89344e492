"""What a browser gets from the server itself: few bytes, strict rules, plain refusals."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bench.weight import FIRST_BUDGET, RETURN_BUDGET, first_and_return
from dashboard.api.places import PAGES
from tests.browser.conftest import Visit, Watch

# Later, because what a test itself evaluates is allowed to evaluate more.
FORBIDDEN = """() => new Promise((done) => setTimeout(() => {
    const found = [];
    document.addEventListener("securitypolicyviolation", (event) => {
        found.push(event.effectiveDirective);
    });
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.body.append(script);
    new Image().src = "http://127.0.0.1:9/outside.png";
    try { Function("window.evaluated = true")(); } catch { found.push("thrown"); }
    setTimeout(() => done([found.sort(), [window.inlineRan, window.evaluated]]), 300);
}))"""


def test_a_first_page_with_charts_keeps_to_its_budget(browser: Browser, address: str) -> None:
    first, again = first_and_return(browser, address)

    assert first.wire <= FIRST_BUDGET, first.files.most_common(10)
    assert again.wire <= RETURN_BUDGET, again.files.most_common(10)
    assert first.outside == again.outside == []
    assert first.kinds["script"] > 0, "nothing was measured"


def test_a_page_runs_no_script_but_ours(visit: Visit, watch: Watch) -> None:
    page = visit("methods", shared=True)
    watch.known = ("Executing inline script", "Loading the image", "Evaluating a string")

    found, ran = page.page.evaluate(FORBIDDEN)

    assert found == ["img-src", "script-src", "script-src-elem", "thrown"]
    assert ran == [None, None]


def test_an_unknown_address_says_so_in_both_languages(visit: Visit, watch: Watch) -> None:
    page = visit(path=None)
    watch.known = ("Failed to load resource",)

    answer = page.page.goto(f"{page._address}/nowhere")

    assert answer is not None
    assert answer.status == 404
    assert page.page.get_by_role("heading").all_inner_texts() == [
        "没有这个页面",
        "There is no such page",
    ]
    page.page.get_by_role("link", name="打开首页").click()
    page.settle()
    assert page.main.get_by_role("heading", level=1).inner_text() == page.words("nav.overview")


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_page_keeps_to_the_rules(visit: Visit, path: str) -> None:
    """The watch of every browser test fails on what the policy refused."""
    page = visit(path, shared=True)

    assert page.main.get_by_role("heading", level=1).is_visible()
