"""What a person does with the dashboard, in the words of the page; waits for conditions only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Download, Locator, Page

from bench.browser import wait_until, wait_until_settled
from dashboard.words import Words

HAN = re.compile(r"[\u4e00-\u9fff]")
YEAR = re.compile(r"(?<!\d)(\d{4})年")
QUIET = 120  # milliseconds
DOUBLE_CLICK = 800  # two clicks within so many milliseconds may count as one
PRESSED = '[aria-pressed="true"], [aria-checked="true"]'
ROW_HEIGHT = 33  # of a table, drawn on a canvas
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
        self.check_whole()

    def check_whole(self) -> None:
        """Nothing on the page may say that it failed."""
        seen = self.main.inner_text()
        for key in ("app.broken", "card.broken"):
            assert self.words(key) not in seen, f"{self.page.url}: the server's output says why"

    def settle(self, when: str = "true") -> None:
        """Wait until a condition (JavaScript) holds and the page has stopped changing."""
        wait_until_settled(self.page, when=when, quiet=QUIET)

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
        chip = self.sidebar.locator("[data-tag]").nth(self.districts().index(name))
        self._click_through(chip.get_by_role("button"))
        # the list of the filter opens with it, and would take the next click for itself
        self.page.keyboard.press("Escape")

    def search_districts(self, text: str) -> list[str]:
        """Type into the district filter; the options on offer."""
        field = self.sidebar.get_by_test_id("stMultiSelect").locator("input:visible")
        field.fill(text)
        options = self.page.get_by_role("option")
        options.filter(has_text=re.compile(re.escape(text), re.IGNORECASE)).first.wait_for()
        return options.all_inner_texts()

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

    def press(self, label: str, *, within: Locator | None = None) -> None:
        """Press a button by its exact label; the address tells when the page has followed."""
        buttons = (within or self.page).locator("button")
        self._click_through(buttons.filter(has_text=re.compile(rf"^\s*{label}\s*$")).first)

    def _click_through(self, button: Locator) -> None:
        """Click, and wait until the address says that the page has followed."""
        address = self.page.evaluate("location.href")
        button.click()
        self.settle(f"location.href !== {address!r}")

    def choose_in_list(self, label: str, text: str) -> None:
        """Choose from a list on the page by typing a part of the entry."""
        address = self.page.evaluate("location.href")
        self.main.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").fill(text)
        self.page.get_by_role("option").filter(has_text=text).first.click()
        self.settle(f"location.href !== {address!r}")

    def press_basis(self, basis: str) -> None:
        """Press one of the buttons of the filter by kind of period."""
        self.press(self.words(f"basis_short.{basis}"), within=self.sidebar)

    def choose_mode(self, mode: str) -> None:
        """Show values, values per residents, or an index."""
        self.press(self.words(f"mode.{mode}"), within=self.main)

    def pressed(self) -> list[str]:
        """The labels of the buttons that are pressed in."""
        return self.page.locator(PRESSED).all_inner_texts()

    def copied_links(self) -> list[str]:
        """What the two copy buttons of the menu of links put on the clipboard."""
        self.sidebar.get_by_role("button", name=self.words("filter.links")).click()
        fields = self.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
        fields.nth(1).wait_for()
        links = []
        for field in fields.all():
            field.hover()
            field.get_by_role("button").click()
            links.append(str(self.page.evaluate("navigator.clipboard.readText()")))
        return links

    def follow_menu(self, name: str) -> None:
        """Go to another page through the menu."""
        self.sidebar.get_by_role("link", name=name).click()
        self.wait_for_heading(name)

    def wait_for_heading(self, text: str) -> None:
        """Wait until the page with this heading stands there whole."""
        self.main.get_by_role("heading", level=1, name=text, exact=True).wait_for()
        self.settle()

    # ------------------------------------------------------------ what is shown

    def alts(self) -> list[str]:
        """What a screen reader says of each chart: the summary, then every value of its table."""
        said: list[str] = self.main.get_by_test_id("stPlotlyChart").evaluate_all(
            """(charts) => charts.map((chart) => {
                const card = chart.closest('[class*="st-key-card-"]');
                const cells = card?.querySelectorAll(".for-readers :is(caption, th, td)") ?? [];
                const values = [...cells].map((cell) => cell.textContent);
                return [chart.getAttribute("aria-label"), ...values].join(" ");
            })"""
        )
        return said

    def years_drawn(self) -> set[int]:
        """The years that the charts speak of."""
        return {int(year) for alt in self.alts() for year in YEAR.findall(alt)}

    def cards(self) -> list[Card]:
        """The chart cards from top to bottom."""
        menu = self.page.get_by_role("button", name=self.words("card.export"))
        return [Card(self, card) for card in self.page.locator(CARDS).filter(has=menu).all()]

    def card(self, title: str, subtitle: str = "") -> Card:
        """The first card with this title, and with this in its subtitle."""
        heading = self.page.get_by_role("heading", level=3, name=title, exact=True)
        found = self.page.locator(CARDS).filter(has=heading)
        if subtitle:
            caption = self.page.get_by_test_id("stCaptionContainer").filter(has_text=subtitle)
            found = found.filter(has=caption)
        return Card(self, found.first)

    def read_table(self, within: Locator) -> list[dict[str, str]]:
        """The rows of a table that stands outside cards."""
        within.scroll_into_view_if_needed()
        return read_grid(within)

    def wait_for_column(self, name: str, *, holds: set[str], start: int | None = None) -> None:
        """Wait until a column of the table on the page holds these values, cut after `start`."""
        wait_until(
            self.page,
            """([name, wanted, start]) => {
                const grid = document.querySelector("table[role=grid]");
                if (!grid) return false;
                const names = [...grid.querySelectorAll("th")].map((cell) => cell.textContent);
                const rows = [...grid.querySelectorAll("tbody tr")];
                const cells = rows.map((row) => row.querySelectorAll("td")[names.indexOf(name)]);
                const cut = (cell) => cell.textContent.slice(0, start ?? undefined);
                return [...new Set(cells.map(cut))].sort().join("|") === wanted.sort().join("|");
            }""",
            [name, sorted(holds), start],
        )

    def click_row(self, within: Locator, number: int) -> None:
        """Tick a row of a table that stands outside cards."""
        click_row(self.page, within, number)
        self.page.locator('[class*="st-key-evidence-"]').wait_for()
        self.settle()

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
        return self.root.get_by_role("heading", level=3).inner_text().strip()

    @property
    def subtitle(self) -> str:
        """The subtitle: unit, kind of period, scope."""
        return self.root.get_by_test_id("stCaptionContainer").first.inner_text().strip()

    def marks(self) -> list[tuple[str, float]]:
        """District and value of every mark that stands for a figure, in drawing order."""
        found = self.chart.locator(".js-plotly-plot").evaluate(
            """(chart) => chart.data.filter((trace) => trace.customdata).flatMap((trace) =>
                trace.customdata.map((_, place) => [trace.name, trace.y[place]]))"""
        )
        return [(name, value) for name, value in found]

    def click_mark(self, district: str, value: float) -> None:
        """Click the one mark of this district and value, as a mouse does: at its middle."""
        assert self.marks().count((district, value)) == 1, self.marks()
        place = self.marks().index((district, value))
        point = self.chart.locator(".scatterlayer .points path.point").nth(place)
        point.scroll_into_view_if_needed()
        wait_until(self._page, f"performance.now() - stopwatch.pressed > {DOUBLE_CLICK}")
        box = point.bounding_box()
        assert box is not None
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.evidence.filter(has_text=district).filter(has_text=f"：{value:,g} ").wait_for()
        self._dashboard.settle()

    def show_table(self) -> list[dict[str, str]]:
        """Switch to the table and read it."""
        switch = self.root.get_by_role("switch", name=self._words("card.table"))
        if not switch.is_checked():
            self._turn_switch()
        return read_grid(self.root)

    def show_chart(self) -> None:
        """Switch back to the chart."""
        self._turn_switch()
        self.chart.wait_for()

    def _turn_switch(self) -> None:
        self.root.get_by_text(self._words("card.table"), exact=True).click()

    def click_row(self, number: int, *, shows: str) -> None:
        """Tick a row of the table and wait for the evidence of this fact."""
        click_row(self._page, self.root, number)
        self.evidence.filter(has_text=shows).wait_for()
        self._dashboard.settle()

    def open_menu(self) -> Locator:
        """Open the menu of exports."""
        self.root.get_by_role("button", name=self._words("card.export")).click()
        menu = self._page.get_by_test_id("stPopoverBody")
        menu.get_by_text(self._words("card.xlsx")).wait_for()
        return menu

    def close_menu(self) -> None:
        """Close the menu of exports."""
        self._page.keyboard.press("Escape")
        self._page.get_by_test_id("stPopoverBody").wait_for(state="hidden")

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
    grid = within.locator("table[role=grid]").first
    grid.locator("td").first.wait_for(state="attached")
    names = grid.locator("th").all_text_contents()
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
