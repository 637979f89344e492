from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import mostly_long

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
LINK = {"d": "330211.440311", "y": "2022-2025"}
PAGES = ["", "explore", "district", "data", "methods"]


def open_sidebar(page: Dashboard) -> None:
    page.page.get_by_test_id("stExpandSidebarButton").click()
    page.sidebar.get_by_text(page.words("filter.districts"), exact=True).wait_for()
    page.settle()


def close_sidebar(page: Dashboard) -> None:
    page.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.page.get_by_test_id("stExpandSidebarButton").wait_for()
    page.settle()


@pytest.mark.parametrize("path", mostly_long(PAGES, PAGES[1]))
def test_a_telephone_shows_the_page_without_scrolling_sideways(path: str, visit: Visit) -> None:
    page = visit(path, link=LINK, shared=True, window=PHONE)

    assert not page.scrolls_sideways()
    assert page.main.get_by_role("heading", level=1).is_visible()
    assert_charts_fit(page)


def assert_charts_fit(page: Dashboard) -> None:
    for chart in page.main.get_by_test_id("stPlotlyChart").all():
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["width"] > 250


def test_filters_menu_and_downloads_work_on_a_telephone(visit: Visit, tmp_path: Path) -> None:
    page = visit("reconsideration", link=LINK, shared=True, window=PHONE)
    open_sidebar(page)
    page.remove_district("光明区")
    assert page.link()["d"] == "330211"
    close_sidebar(page)
    assert not page.scrolls_sideways()
    assert_charts_fit(page)

    card = page.cards()[0]
    menu = card.open_menu()
    box = menu.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "镇海区" in card.download(page.words("card.csv"), tmp_path).name
    card.close_menu()

    open_sidebar(page)
    page.follow_menu("法律援助")
    assert page.districts() == ["镇海区"]
    assert page.main.get_by_test_id("stPlotlyChart").first.is_visible()
