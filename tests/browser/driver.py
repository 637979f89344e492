"""What a person does with the dashboard, in the words of the page; waits on conditions, never on time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Download, Locator, Page

from bench.browser import wait_until_settled
from dashboard.words import Words

HAN = re.compile(r"[\u4e00-\u9fff]")
YEAR = re.compile(r"(?<!\d)(\d{4})年")
QUIET = 150
CARDS = '[class*="st-key-card-"]'


class Dashboard:
    """One page of the dashboard in one browser window."""

    def __init__(self, page: Page, address: str, words: Words) -> None:
        self.page = page
        self.words = words
        self._address = address
        self.main = page.get_by_test_id("stMain")
        self.sidebar = page.get_by_test_id("stSidebar")

    # ------------------------------------------------------------ where we are

    def open(self, path: str = "", **parameters: str) -> None:
        """Go to a page of the site with the parameters of a link."""
        query = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
        self.go(f"{self._address}/{path}{'?' if query else ''}{query}")

    def go(self, url: str) -> None:
        """Go to an address and wait until the page stands there whole."""
        self.page.goto(url)
        self.settle()

    def settle(self, when: str = "true") -> None:
        """Wait until a condition (JavaScript) holds and the page has stopped changing."""
        wait_until_settled(self.page, when=when, quiet=QUIET)
        broken = self.page.get_by_text(self.words("app.broken")).count()
        assert not broken, f"{self.page.url} says that it failed; the server's output says why"

    def link(self) -> dict[str, str]:
        """The parameters of the address."""
        query = parse_qs(urlsplit(self.page.url).query, keep_blank_values=True)
        return {name: values[0] for name, values in query.items()}

    def settle_on(self, name: str, value: str) -> None:
        """Wait until the address carries this value and the page has stopped changing."""
        self.settle(f"new URLSearchParams(location.search).get({name!r}) === {value!r}")

    # ------------------------------------------------------------ filters

    def districts(self) -> list[str]:
        """The names on the chips of the district filter."""
        chips = self.sidebar.locator("[data-tag]").all()
        return [(chip.get_attribute("aria-label") or "").split("\n")[0] for chip in chips]

    def remove_district(self, name: str) -> None:
        """Press the cross of a chip."""
        chip = self.sidebar.locator(f'[data-tag][aria-label^="{name}\n"]')
        chip.get_by_role("button").click()
        self.settle(f"!document.querySelector('[data-tag][aria-label^=\"{name}\\\\n\"]')")

    def search_districts(self, text: str) -> list[list[str]]:
        """Type into the district filter; the lines of each option on offer."""
        field = self.sidebar.get_by_test_id("stMultiSelect").locator("input:visible")
        field.fill(text)
        options = self.page.get_by_role("option")
        options.first.wait_for()
        return [option.inner_text().split("\n") for option in options.all()]

    def pick_option(self, start: str) -> None:
        """Choose the option that begins with this text."""
        options = self.page.get_by_role("option")
        options.filter(has_text=re.compile(rf"^\s*{re.escape(start)}")).first.click()
        self.page.keyboard.press("Escape")
        self.settle()

    def years(self) -> tuple[str, ...]:
        """Both ends of the year filter."""
        ends = self._year_ends().all()
        return tuple(end.get_attribute("aria-valuetext") or "" for end in ends)

    def only_last_year(self) -> None:
        """Move the first year up to the last one."""
        last = self.years()[1]
        self._year_ends().first.press("End")
        self.settle_on("y", f"{last}-{last}")

    def _year_ends(self) -> Locator:
        return self.sidebar.get_by_test_id("stSlider").locator("input[type=range]")

    def press(self, *labels: str, within: Locator | None = None) -> None:
        """Press buttons by their exact label, one after the other."""
        for label in labels:
            (within or self.page).get_by_role("button", name=label, exact=True).first.click()
            self.settle()

    def pressed(self, within: Locator) -> list[str]:
        """The labels of the buttons that are pressed in."""
        return within.locator('button[aria-pressed="true"], [aria-checked="true"]').all_inner_texts()

    # ------------------------------------------------------------ what is shown

    def alts(self) -> list[str]:
        """The text alternatives of the charts: kind, title, subtitle, every value."""
        charts = self.main.get_by_test_id("stPlotlyChart").all()
        return [chart.get_attribute("aria-label") or "" for chart in charts]

    def years_drawn(self) -> set[int]:
        """The years that the charts speak of."""
        return {int(year) for alt in self.alts() for year in YEAR.findall(alt)}

    def cards(self) -> list[Card]:
        """The chart cards from top to bottom."""
        return [Card(self, card) for card in self.page.locator(CARDS).all()]

    def card(self, title: str, subtitle: str = "") -> Card:
        """The first card with this title, and with this in its subtitle."""
        heading = self.page.get_by_role("heading", level=4, name=title, exact=True)
        found = self.page.locator(CARDS).filter(has=heading)
        if subtitle:
            caption = self.page.get_by_test_id("stCaptionContainer").filter(has_text=subtitle)
            found = found.filter(has=caption)
        return Card(self, found.first)

    def messages(self) -> list[str]:
        """The boxes that tell the reader something."""
        return self.main.get_by_test_id("stAlert").all_inner_texts()

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        wide: bool = self.page.evaluate(
            """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
                .some((part) => part.scrollWidth > part.clientWidth)"""
        )
        return wide


class Card:
    """A chart card: its chart or table, its evidence, its menu."""

    def __init__(self, dashboard: Dashboard, root: Locator) -> None:
        self._dashboard = dashboard
        self._page = dashboard.page
        self._words = dashboard.words
        self.root = root
        self.chart = root.get_by_test_id("stPlotlyChart")
        self.evidence = root.locator('[class*="st-key-evidence-"]')

    @property
    def title(self) -> str:
        """The title."""
        return self.root.get_by_role("heading", level=4).inner_text().strip()

    def marks(self) -> list[tuple[str, str, float]]:
        """District, position and value of every mark that stands for a figure."""
        found = self.chart.locator(".js-plotly-plot").evaluate(
            """(chart) => chart.data.filter((trace) => trace.customdata).flatMap((trace) =>
                trace.customdata.map((_, i) => [trace.name, String(trace.x[i]), trace.y[i]]))"""
        )
        return [(name, x, y) for name, x, y in found]

    def click_mark(self, number: int) -> None:
        """Click one of the points, as a mouse does: at its middle."""
        point = self.chart.locator(".scatterlayer .points path.point").nth(number)
        point.scroll_into_view_if_needed()
        box = point.bounding_box()
        assert box is not None
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.evidence.wait_for()
        self._dashboard.settle()

    def show_table(self) -> list[dict[str, str]]:
        """Switch to the table and read it."""
        switch = self.root.get_by_role("switch", name=self._words("card.table"))
        if not switch.is_checked():
            self.root.get_by_text(self._words("card.table"), exact=True).click()
        return read_grid(self.root)

    def click_row(self, number: int) -> None:
        """Tick a row of the table."""
        click_row(self._page, self.root, number)
        self.evidence.wait_for()
        self._dashboard.settle()

    def open_menu(self) -> Locator:
        """Open the menu of exports."""
        self.root.get_by_role("button", name=self._words("card.export")).click()
        menu = self._page.get_by_test_id("stPopoverBody")
        menu.get_by_text(self._words("card.xlsx")).wait_for()
        return menu

    def download(self, label: str, folder: Path) -> Path:
        """Take a file from the open menu; where it was saved, under the name it came with."""
        menu = self._page.get_by_test_id("stPopoverBody")
        with self._page.expect_download() as waiting:
            menu.get_by_role("button", name=label, exact=True).click()
        download: Download = waiting.value
        target = folder / download.suggested_filename
        download.save_as(target)
        return target


def read_grid(within: Locator) -> list[dict[str, str]]:
    """The rows of a table as its accessible twin gives them: those on the screen."""
    grid = within.get_by_role("grid").first
    grid.get_by_role("gridcell").first.wait_for(state="attached")
    names = grid.get_by_role("columnheader").all_inner_texts()
    rows: Sequence[list[str]] = grid.evaluate(
        "(grid) => [...grid.querySelectorAll('tbody tr')]"
        ".map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))"
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def click_row(page: Page, within: Locator, number: int) -> None:
    """Tick the box at the left end of a row; the grid is drawn on a canvas."""
    canvas = within.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 12, box["y"] + ROW_HEIGHT * (number + 1.5))


ROW_HEIGHT = 33
