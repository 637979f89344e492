"""From cards to a file for the meeting: collected, kept over a reload, arranged, taken along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pptx import Presentation

from dashboard.briefing.basket import COOKIE
from dashboard.briefing.model import from_json
from tests.browser.conftest import Visit
from tests.browser.driver import Card, Dashboard

LINK = {"d": "330211.440311", "y": "2022-2024", "b": "year"}


def add(page: Dashboard, card: Card, count: int) -> None:
    """Put the chart of a card into the briefing, from its menu."""
    menu = card.open_menu()
    menu.get_by_role("button", name=page.words("card.to_briefing")).click()
    page.page.get_by_text(page.words("basket.added", count=count)).wait_for()
    expect(entry(page)).to_have_text(re.compile(rf"{page.words('nav.briefing')}\s*{count}"))
    card.close_menu()


def entry(page: Dashboard) -> Locator:
    return page.sidebar.get_by_role("link", name=page.words("nav.briefing"))


def cookies(page: Dashboard) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.page.context.cookies()}


def headings(page: Dashboard) -> list[str]:
    """The titles of the charts in their order, numbered."""
    return page.main.get_by_role("heading", level=3).all_inner_texts()


def press(page: Dashboard, key: str) -> None:
    page.main.locator(f"[class*='st-key-{key}'] button").first.click()
    page.settle()


def test_charts_are_collected_arranged_and_taken_to_the_meeting(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit("reconsideration", link=LINK)
    assert COOKIE not in cookies(page)
    first, second = page.cards()[:2]
    titles = [first.title, second.title]
    add(page, first, 1)
    add(page, second, 2)
    key = cookies(page)[COOKIE]
    assert re.fullmatch("[0-9a-f]{32}", key)

    # the page, after a reload of everything
    page.open("briefing", lang="zh")
    assert headings(page) == [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    alts = [image.get_attribute("alt") for image in page.main.get_by_role("img").all()]
    assert [
        page.words("briefing_pages.alt", number=n, title=t) for n, t in enumerate(titles, 1)
    ] == [alt for alt in alts if alt and alt.startswith("第")]
    press(page, "brief-down-")
    expect(page.main.get_by_role("heading", level=3).first).to_have_text(f"1. {titles[1]}")
    press(page, "brief-remove-")
    expect(page.main.get_by_role("heading", level=3)).to_have_count(1)
    press(page, "brief-undo")
    expect(page.main.get_by_role("heading", level=3)).to_have_count(2)

    # title page and a drafted sentence
    title = page.main.locator(".st-key-brief-title input")
    title.fill("复议工作简报")
    title.press("Enter")
    page.settle()
    sentence = page.main.locator('[class*="st-key-brief-add-"]').first
    sentence.locator("button").click()
    page.main.get_by_text(page.words("briefing_text.drafted")).first.wait_for()
    page.settle()

    # the file
    page.main.locator(".st-key-brief-make button").click()
    with page.page.expect_download(timeout=60_000) as waiting:
        page.main.locator(".st-key-brief-take button").click(timeout=60_000)
    assert waiting.value.suggested_filename == "复议工作简报.pptx"
    waiting.value.save_as(tmp_path / "x.pptx")
    slides = Presentation(str(tmp_path / "x.pptx")).slides
    shown = ["\n".join(s.text for s in slide.shapes if s.has_text_frame) for slide in slides]
    assert "复议工作简报" in shown[0]
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) == 2
    with page.page.expect_download() as saving:
        page.main.locator(".st-key-brief-save button").click()
    saved = from_json(Path(saving.value.path()).read_bytes())
    (passage,) = [passage for item in saved.items for passage in item.passages]
    assert any(passage.text[:20] in text for text in shown)
    assert key not in Path(saving.value.path()).read_text("utf-8")


@pytest.mark.long
def test_two_windows_that_begin_at_the_same_time_share_one_briefing(
    visit: Visit, address: str
) -> None:
    page = visit("explore", link=LINK | {"i": "reconsideration.received"})
    other = Dashboard(page.page.context.new_page(), address, page.words)
    other.open("explore", **LINK, i="legal_aid.accepted")
    for window in (page, other):
        add(window, window.cards()[0], 1)
    other.page.close()
    page.open("briefing", lang="zh")
    assert len(headings(page)) == 2
    assert not page.messages()


@pytest.mark.long
def test_an_empty_page_leads_to_charts_and_fits_a_phone(visit: Visit) -> None:
    page = visit("briefing", window={"viewport": {"width": 390, "height": 844}})
    assert not page.scrolls_sideways()
    page.main.get_by_test_id("stPageLink-NavLink").click()
    page.wait_for_heading("行政复议")
    assert COOKIE not in cookies(page)
