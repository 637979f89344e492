"""Times of a PNG: from the click in the menu to the file, and drawing alone."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import BrowserType, Page

from bench.browser import launch, wait_until_settled
from bench.data import FAMILY, seconds
from bench.pages import Apps, new_page
from bench.samples import Measured
from dashboard.charts import kinds
from dashboard.charts.series import panels
from dashboard.context import Context, load_data
from dashboard.exports.image import PRESETS
from dashboard.exports.picture import picture
from dashboard.exports.renderer import stop_renderer
from dashboard.selection import default_selection
from dashboard.words import Language, Words
from warehouse import queries

WARM_AIM = 0.5
WORDS = Words(Language.ZH)


def measure_pictures(chromium: BrowserType, apps: Apps, *, cold: int, warm: int) -> list[Measured]:
    """The first picture of a server, further ones, and drawing without a page around it."""
    first: list[float] = []
    later: list[float] = []
    for _ in range(cold):
        with apps.dashboard() as address, launch(chromium) as browser:
            page = new_page(browser)
            _open_menu(page, f"{address}/{FAMILY}")
            first.append(_export(page))
            later += [_export(page) for _ in range(warm)]
    return [
        Measured("PNG 16:9: click → file, first of a server", "s", tuple(first)),
        Measured("PNG 16:9: click → file, further ones", "s", tuple(later), aim=WARM_AIM),
        *_drawing(warm),
    ]


def _open_menu(page: Page, address: str) -> None:
    page.goto(address)
    wait_until_settled(page, when="stopwatch.chart > 0")
    page.get_by_role("button", name=WORDS("card.export"), exact=True).first.click()
    page.get_by_role("button", name=WORDS("card.png_16x9")).wait_for()
    wait_until_settled(page)


def _export(page: Page) -> float:
    """Seconds from the press, as the page saw it, to the whole file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=WORDS("card.png_16x9")).click()
    size = Path(waiting.value.path()).stat().st_size
    end = time.time()
    if size < 10_000:
        raise RuntimeError(f"the picture has only {size} bytes")
    return end - float(page.evaluate("performance.timeOrigin + stopwatch.pressed")) / 1000


def _drawing(times: int) -> list[Measured]:
    """The picture of the same chart, in this process."""
    data = load_data()
    context = Context(data, WORDS, default_selection(data.offer))
    family = data.catalogue.family(FAMILY)
    rows = queries.points(data.warehouse, list(family.lead), context.selection.filter)
    chart = kinds.panel_chart(panels(rows, data.catalogue, WORDS)[0], context)
    values = [
        seconds(lambda: picture(chart, context, format="png", preset=PRESETS["16x9"]))
        for _ in range(times + 1)
    ]
    stop_renderer()
    return [
        Measured("PNG 16:9: drawing alone, first", "s", (values[0],)),
        Measured("PNG 16:9: drawing alone, further ones", "s", tuple(values[1:])),
    ]
