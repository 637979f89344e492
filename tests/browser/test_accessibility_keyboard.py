"""Everything is reached and worked by the keyboard alone, and one always sees where one is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import LINK

MOST_STOPS = 160
OTHERS = ("", "explore", "district", "data", "briefing", "importing", "methods")
# what has the focus: its name, whether an outline of 2 pixels or more marks it or what it stands
# in, and whether it is on the screen and not behind something else (2.4.7, 2.4.11)
STOP = """() => {
    const part = document.activeElement;
    if (!part || part === document.body) return null;
    const marked = (one) => getComputedStyle(one).outlineStyle !== "none"
        && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    const above = part.parentElement;
    const near = [part, above, above?.parentElement, part.closest("label")];
    const own = part.type === "range" ? above.parentElement : part.closest("label") ?? part;
    const box = own.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 2)];
    const top = document.elementFromPoint(x, y);
    const group = part.closest('[data-testid="stDataFrame"]');
    return {
        name: (part.getAttribute("aria-label") || part.innerText || part.tagName).split("\\n")[0],
        place: part.closest('[data-testid="stSidebar"]') ? "sidebar"
            : part.closest('[data-testid="stMain"]') ? "main" : "before",
        grid: Boolean(group),
        marked: near.filter(Boolean).some(marked) || Boolean(group),
        seen: Boolean(top) && (part.contains(top) || top.contains(part) || Boolean(group)
            || Boolean(top.closest('label, [data-testid="stSlider"]'))),
        height: Math.round(box.height),
    };
}"""


def stops(page: Dashboard) -> list[dict[str, Any]]:
    """Where Tab leads, from the first stop until the page is left.

    Without a bar of its own the browser soon hands the focus back to the first stop.
    """
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.page.keyboard.press("Tab")
        stop = page.page.evaluate(STOP)
        if stop is None or stop in found[:1]:
            break
        found.append(stop)
    return found


@pytest.mark.parametrize(
    "path", ["reconsideration", *(pytest.param(page, marks=pytest.mark.long) for page in OTHERS)]
)
def test_tab_leads_through_the_whole_page(path: str, visit: Visit) -> None:
    page = visit(path, link={"d": "330211"}, shared=True)
    found = stops(page)

    assert len(found) < MOST_STOPS, "Tab never leaves the page"
    assert found[0]["name"] == "跳到正文"
    places = [stop["place"] for stop in found]
    assert places == sorted(places, key=["before", "sidebar", "main"].index)
    assert [stop["name"] for stop in found if not stop["marked"]] == []
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    names = [stop["name"] for stop in found]
    for name in ("总览", "口径说明", "区县", "年份：从", "年份：到", "全年", "中文"):
        assert name in names


def test_the_first_stop_skips_the_menu(visit: Visit) -> None:
    page = visit("legal_aid", link=LINK, shared=True)
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    assert page.page.evaluate(STOP)["place"] == "main"


def test_a_page_is_opened_and_filtered_without_a_mouse(visit: Visit) -> None:
    page = visit(link={"d": "330211.440311"}, shared=True)
    keys = page.page.keyboard
    page.sidebar.get_by_role("link", name="行政复议").focus()
    keys.press("Enter")
    page.wait_for_heading("行政复议")

    page.sidebar.locator("[data-tag]").first.focus()
    keys.press("Delete")
    page.settle_on("d", "440311")
    page.sidebar.locator('[aria-label="年份：从"]').press("End")
    page.settle("!location.search.includes('y=2018')")
    page.sidebar.get_by_role("button", name="上半年").focus()
    keys.press("Space")
    page.settle_on("b", "year.other")


@pytest.mark.long
def test_a_menu_is_a_round_that_escape_ends(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    keys, opener = page.page.keyboard, page.cards()[0].root.get_by_role("button", name="导出")
    opener.focus()
    keys.press("Enter")
    menu = page.page.get_by_test_id("stPopoverBody")
    menu.get_by_text(page.words("card.xlsx")).wait_for()
    page.settle()

    inside = []
    for _ in range(30):
        keys.press("Tab")
        if opener.evaluate("(one) => one === document.activeElement"):
            break
        inside.append(page.page.evaluate(STOP))
    assert len(inside) >= menu.get_by_role("button").count() > 5
    assert all(stop["marked"] for stop in inside)

    keys.press("Tab")
    keys.press("Escape")
    menu.wait_for(state="hidden")
    assert opener.evaluate("(one) => one === document.activeElement")


def test_evidence_is_reached_through_the_table(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    keys, card = page.page.keyboard, page.cards()[0]
    card.root.get_by_role("switch").focus()
    keys.press("Space")
    card.root.locator("canvas").first.wait_for()
    page.settle()
    keys.press("Tab")
    keys.press("ArrowDown")
    card.evidence.filter(has_text=page.words("evidence.source")).wait_for()


def test_after_a_chip_is_removed_the_next_click_counts(visit: Visit) -> None:
    """The field used to change its height between pressing and letting go."""
    page = visit("methods", link={"d": "330211.440311"}, shared=True)
    page.sidebar.locator("[data-tag] button").first.click()
    page.settle_on("d", "440311")
    page.sidebar.get_by_role("button", name="上半年").click()
    page.settle_on("b", "year.other")
