"""Times of pages in a real browser, each beside the same on an empty Streamlit page.

Ours and the empty page take turns, so that a busy machine slows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Page

from bench.browser import STOPWATCH, launch, read, wait_until_settled
from bench.samples import Measured, ratio
from bench.serving import DASHBOARD, ROOT, served

EMPTY_APP = Path(__file__).with_name("empty_app.py")
OPEN_AIM, FILTER_AIM = 1.5, 2.0
FAMILY_PAGE = "reconsideration"
PAGES = {"overview": "", "family page": FAMILY_PAGE}

BUTTON = "[data-testid=stButtonGroup] button >> nth=2"
CROSS = "[data-tag] button >> nth=-1"
Redrawn = tuple[float, float]  # milliseconds: the screen, the whole page
TEXT = "document.querySelector('[data-testid=stText]').textContent"


@dataclass(frozen=True)
class Apps:
    """Starts servers of the dashboard and of the empty page."""

    warehouse: Path
    scratch: Path

    @contextmanager
    def dashboard(self) -> Iterator[str]:
        """A fresh server of the dashboard."""
        environ = {"RULE_OF_LAW_WAREHOUSE": str(self.warehouse)}
        log = self.scratch / "dashboard.log"
        with served(DASHBOARD, folder=ROOT, log=log, environ=environ) as address:
            yield address

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A fresh server of the empty page; in a folder of its own it has no configuration."""
        with served(EMPTY_APP, folder=self.scratch, log=self.scratch / "empty.log") as address:
            yield address


@dataclass(frozen=True)
class Tab:
    """A window of the browser with the address of what it shows."""

    page: Page
    address: str
    mark: str  # the time of the stopwatch that says that the page is there

    def open(self, path: str = "") -> tuple[float, float]:
        """Milliseconds until the first chart or text is there, and until nothing changes."""
        self.page.goto(f"{self.address}/{path}")
        wait_until_settled(self.page, when=f"stopwatch.{self.mark} > 0")
        return read(self.page, self.mark), read(self.page, "changed")

    def press(self, selector: str, tells: str) -> tuple[float, float]:
        """Milliseconds from a press to the last change on the screen, and to the last of all.

        `tells` changes once the script ran.
        """
        before = self.page.evaluate(tells)
        self.page.locator(selector).click()
        wait_until_settled(self.page, when=f"({tells}) !== {before!r}")
        pressed = read(self.page, "pressed")
        return read(self.page, "seen()") - pressed, read(self.page, "changed") - pressed


def new_page(browser: Browser) -> Page:
    """A page in a fresh profile."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.add_init_script(path=STOPWATCH)
    return context.new_page()


def measure_pages(chromium: BrowserType, apps: Apps, *, cold: int, warm: int) -> Iterator[Measured]:
    """First starts, then openings and filter changes on servers that have shown the page before."""
    yield from _cold_starts(chromium, apps, times=cold)
    with apps.dashboard() as address, apps.empty() as other, launch(chromium) as browser:
        ours = Tab(new_page(browser), address, "chart")
        empty = Tab(new_page(browser), other, "text")
        for name, path in PAGES.items():
            yield from _openings(name, ours, empty, path, times=warm)
            yield from _button_presses(name, ours, empty, path, times=warm)
            yield from _removed_districts(name, ours, empty, path, times=warm)
        yield from _one_chart(Tab(new_page(browser), other, "chart"), empty, times=warm)


def _cold_starts(chromium: BrowserType, apps: Apps, *, times: int) -> list[Measured]:
    """Fresh server, fresh browser."""
    pairs = []
    for _ in range(times):
        with apps.dashboard() as address, launch(chromium) as browser:
            chart, _ = Tab(new_page(browser), address, "chart").open(FAMILY_PAGE)
        with apps.empty() as address, launch(chromium) as browser:
            text, _ = Tab(new_page(browser), address, "text").open()
        pairs.append((chart, text))
    return _compared("family page: navigation → chart visible, cold", pairs)


def _openings(name: str, ours: Tab, empty: Tab, path: str, *, times: int) -> list[Measured]:
    ours.open(path)
    empty.open()
    pairs = [(ours.open(path), empty.open()) for _ in range(times)]
    visible = [(mine[0], theirs[0]) for mine, theirs in pairs]
    finished = [(mine[1], theirs[1]) for mine, theirs in pairs]
    return [
        *_compared(f"{name}: navigation → chart visible, warm", visible, aim=OPEN_AIM),
        *_compared(f"{name}: navigation → finished, warm", finished),
    ]


def _button_presses(name: str, ours: Tab, empty: Tab, path: str, *, times: int) -> list[Measured]:
    """One kind of period off and on again: each press counts."""
    ours.open(path)
    empty.open()
    pairs = [
        (
            ours.press(f"[data-testid=stSidebar] {BUTTON}", "location.search"),
            empty.press(BUTTON, TEXT),
        )
        for _ in range(times + times % 2)
    ]
    return _redrawn(f"{name}: kind of period pressed", pairs)


def _one_chart(chart: Tab, empty: Tab, *, times: int) -> list[Measured]:
    """The least that any page with a chart takes: an empty page with a plain one."""
    path = "?widget=chart"
    chart.open(path)
    opened = [(chart.open(path)[0], empty.open()[0]) for _ in range(times)]
    pressed = [
        (chart.press(BUTTON, TEXT), empty.press(BUTTON, TEXT)) for _ in range(times + times % 2)
    ]
    return [
        *_compared("a plain chart on an empty page: chart visible, warm", opened),
        *_redrawn("a plain chart on an empty page: button pressed", pressed),
    ]


def _removed_districts(
    name: str, ours: Tab, empty: Tab, path: str, *, times: int
) -> list[Measured]:
    """The last of the default districts; then the page is opened anew."""
    pairs = []
    for _ in range(times):
        ours.open(path)
        empty.open("?widget=chips")
        pairs.append((ours.press(CROSS, "location.search"), empty.press(CROSS, TEXT)))
    return _redrawn(f"{name}: district removed", pairs)


def _redrawn(name: str, pairs: Sequence[tuple[Redrawn, Redrawn]]) -> list[Measured]:
    """What the reader sees is on the screen; the rest of a page is drawn after that."""
    screen = [(mine[0], theirs[0]) for mine, theirs in pairs]
    whole = [(mine[1], theirs[1]) for mine, theirs in pairs]
    return [
        *_compared(f"{name} → all on the screen is new", screen, aim=FILTER_AIM),
        *_compared(f"{name} → whole page finished", whole),
    ]


def _compared(
    name: str, pairs: Iterable[tuple[float, float]], *, aim: float | None = None
) -> list[Measured]:
    mine, theirs = zip(*pairs, strict=True)
    ours = Measured(name, "ms", mine)
    empty = Measured("    the same on an empty page", "ms", theirs)
    return [ours, empty, ratio("    ratio", ours, empty, aim=aim)]
