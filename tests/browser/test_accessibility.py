"""axe finds nothing on any page (WCAG 2.2 A and AA, good practice), and what it cannot see."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from dashboard.words import Language
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.english import english
from tests.browser.pages_of_site import ALL, LINK, ONCE, Form, name

KNOWN = tomllib.loads(Path(__file__).with_name("axe_known.toml").read_text("utf-8")).get(
    "known", []
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
    (found) => found.violations.flatMap((rule) => rule.nodes.map((node) => ({
        rule: rule.id, at: node.target.flat().join(" "), html: node.html.slice(0, 200),
        why: node.failureSummary }))))"""
# 2.5.8: at least 24 by 24 pixels, or so far from all others that circles of 24 do not meet
TOO_SMALL = """() => {
    const hit = (part) => (part.matches("input") && part.closest("label")) || part;
    const all = [...document.querySelectorAll('a[href], button, input, summary, [role="button"]')]
        .filter((part) => part.tabIndex >= 0 && part.checkVisibility({visibilityProperty: true}))
        .filter((part) => !part.closest("p, li, .stTooltipIcon, [data-testid=stSlider]"))
        .map((part) => ({part, box: hit(part).getBoundingClientRect()}))
        .filter(({box}) => box.width > 1 && box.height > 1);
    const apart = (a, b) => Math.hypot(a.x + a.width / 2 - b.x - b.width / 2,
                                       a.y + a.height / 2 - b.y - b.height / 2) >= 24;
    return all.filter(({box}) => box.width < 23.5 || box.height < 23.5)
        .filter(({part, box}) => all.some((other) => other.part !== part && !apart(box, other.box)))
        .map(({part, box}) => `${part.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
}"""


def found_by_axe(page: Dashboard, *, known: list[dict[str, str]] = KNOWN) -> list[dict[str, Any]]:
    page.page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.page.evaluate(AXE, list(RULES))
    return [item for item in found if not any(is_known(page, item, entry) for entry in known)]


def is_known(page: Dashboard, item: dict[str, Any], entry: dict[str, str]) -> bool:
    if item["rule"] != entry["rule"]:
        return False
    inside: bool = page.page.evaluate(
        "([at, within]) => Boolean(document.querySelector(at)?.closest(within))",
        [item["at"], entry["within"]],
    )
    return inside


def check(page: Dashboard, form: Form) -> None:
    """What holds for every page in every form."""
    assert found_by_axe(page) == []
    assert page.page.evaluate(TOO_SMALL) == []
    if form.language is Language.ZH:
        assert english(page) == set()
    assert page.page.locator("html").get_attribute("lang") == page.words.pick("zh-CN", "en")
    assert page.page.locator("h1:visible").count() == 1
    assert page.page.get_by_role("main").count() == 1
    assert page.page.title().endswith(page.words("app.title"))
    if form.width > 1000:  # elsewhere the menu is folded away
        menu = page.page.get_by_role("navigation", name=page.words("accessible.menu"))
        assert menu.locator('[aria-current="page"]:not([inert] *)').count() == 1


@pytest.mark.parametrize(("path", "form"), ONCE, ids=[name(*case) for case in ONCE])
def test_axe_finds_nothing(path: str, form: Form, visit: Visit) -> None:
    page = visit(path, link=LINK, language=form.language, window=form.window, shared=True)
    check(page, form)


@pytest.mark.long
@pytest.mark.parametrize(("path", "form"), ALL, ids=[name(*case) for case in ALL])
def test_axe_finds_nothing_in_any_form(path: str, form: Form, visit: Visit) -> None:
    page = visit(path, link=LINK, language=form.language, window=form.window, shared=True)
    check(page, form)


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "language"), [("light", Language.ZH), ("dark", Language.EN)])
def test_axe_finds_nothing_in_what_opens(scheme: str, language: Language, visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, language=language, window={"color_scheme": scheme})

    def check_open() -> None:
        assert found_by_axe(page) == []
        assert language is Language.EN or english(page) == set()

    card = page.cards()[0]
    card.open_menu()
    check_open()
    card.close_menu()
    card.show_table()
    page.sidebar.get_by_role("button", name=page.words("filter.links")).click()
    page.page.get_by_test_id("stCode").nth(1).wait_for()
    check_open()
    page.page.keyboard.press("Escape")
    field = page.sidebar.get_by_role("combobox")
    field.fill("zzzz")
    page.page.get_by_role("listbox").wait_for()
    check_open()
    for entry in KNOWN:
        others = [one for one in KNOWN if one is not entry]
        assert found_by_axe(page, known=others), f"no longer needed: {entry}"
