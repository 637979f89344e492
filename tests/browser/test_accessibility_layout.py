"""400 % zoom, wide text spacing, less motion, the system's own colours, and paper."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import LINK, PAGES

ZOOMED = {"viewport": {"width": 320, "height": 256}}  # 1280 by 1024 at 400 %
# 1.4.12: what a reader may set without losing anything
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
# texts that their own box cuts off, tables and charts apart, which scroll inside themselves
CUT = """() => [...document.querySelectorAll(
    '[data-testid="stMain"] :is(h1, h2, h3, p, li, a, button, label, summary)')]
    .filter((part) => part.checkVisibility() && part.innerText.trim()
        && !part.closest(".for-readers, .js-plotly-plot, [data-testid=stDataFrame]"))
    .filter((part) => {
        const style = getComputedStyle(part);
        return style.overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1
            || style.overflowY === "hidden" && part.scrollHeight > part.clientHeight + 2
            || part.getBoundingClientRect().right > innerWidth + 1;
    }).map((part) => `${part.tagName} ${part.innerText.slice(0, 40)}`)"""
TURNS = [PAGES[place::3] for place in range(3)]


def loses_nothing(page: Dashboard) -> None:
    assert not page.scrolls_sideways()
    assert page.page.evaluate(CUT) == []


@pytest.mark.long
def test_a_page_at_400_percent_scrolls_one_way_only(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, window=ZOOMED, shared=True)
    loses_nothing(page)


@pytest.mark.long
@pytest.mark.parametrize("paths", TURNS, ids=["-".join(turn[:2]) for turn in TURNS])
def test_every_page_at_400_percent_and_with_wide_spacing(
    paths: tuple[str, ...], visit: Visit
) -> None:
    page = visit(window=ZOOMED, shared=True)
    for path in paths:
        page.open(path, **LINK)
        loses_nothing(page)
        page.page.add_style_tag(content=SPACING)
        page.settle()
        loses_nothing(page)


@pytest.mark.long
def test_wide_spacing_cuts_nothing_off(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    page.page.add_style_tag(content=SPACING)
    page.settle()
    loses_nothing(page)


def test_nothing_moves_for_those_who_want_no_motion(visit: Visit) -> None:
    page = visit("methods", link=LINK, window={"reduced_motion": "reduce"}, shared=True)
    longest = page.page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("body *")].map((part) => {
            const { transitionDuration, animationDuration } = getComputedStyle(part);
            return Math.max(parseFloat(transitionDuration), parseFloat(animationDuration));
        }))"""
    )
    assert longest < 0.001


@pytest.mark.long
def test_the_systems_colours_tell_what_is_chosen(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, window={"forced_colors": "active"}, shared=True)
    for part in ('[aria-current="page"]', '[data-selected="true"]'):
        chosen = page.page.locator(part).locator("visible=true").first
        assert chosen.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    chart = page.cards()[0].chart
    marks = chart.locator(".scatterlayer .points path").first
    assert marks.evaluate("(one) => getComputedStyle(one).fill") != "rgb(255, 255, 255)"


def test_a_page_on_paper(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    paper = pypdfium2.PdfDocument(page.page.pdf(format="A4", print_background=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    plain = "".join(text.split())

    assert 1 < len(paper) < 12
    assert plain.startswith("法治指标看板·区县：")
    for part in (
        "行政复议2024年",
        "镇海区",
        "年份：2018—2025",
        "口径：全年、上半年",
        "数据版本",
        "来源：",
    ):
        assert part in plain
    for button in ("恢复默认筛选", "复制链接", "导出", "其他专题", "每10万常住人口指数"):
        assert button not in plain
    # what stands at the right end of the first chart, which the screen gave more room
    assert "光明区583" in plain
