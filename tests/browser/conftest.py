"""One server, one browser; every test gets a fresh profile and must leave no error behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from bench.browser import STOPWATCH, launch
from bench.serving import DASHBOARD, HOST, ROOT, served
from dashboard.words import Language, Words
from tests.browser.driver import Dashboard
from warehouse.connection import Warehouse

# Streamlit's page asks below its own address first, is told 404, and then asks at the top.
PROBES = ("/_stcore/health", "/_stcore/host-config")
DESK = {"width": 1440, "height": 1000}
TIMEOUT = 20_000
LOCALES = {Language.ZH: "zh-CN", Language.EN: "en-US"}

Visit = Callable[..., Dashboard]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "server.log"
    environ = {"RULE_OF_LAW_WAREHOUSE": str(warehouse.path.parent)}
    with served(DASHBOARD, folder=ROOT, log=log, environ=environ) as url:
        yield url
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright.chromium)
        yield opened
        opened.close()


@dataclass
class Watch:
    """What went wrong in the pages of a test, whether or not anybody could see it."""

    known: tuple[str, ...] = ()
    found: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.found.append(f"page error: {error}"))
        page.on("console", self._console)

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != HOST:
            self.found.append(f"request to another machine: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        url = str(message.location.get("url", ""))
        known = url.endswith(PROBES) or message.text.startswith(self.known or PROBES)
        if message.type == "error" and not known:
            self.found.append(f"console: {message.text} ({url})")


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Profiles that tests share where a fresh one would show nothing more."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def visit(
    browser: Browser, address: str, profiles: dict[str, BrowserContext], watch: Watch
) -> Iterator[Visit]:
    """Opens a page in a fresh profile; at the end of the test nothing may have gone wrong.

    `shared`: in a profile that has shown pages before, which saves two seconds.
    """
    fresh: list[BrowserContext] = []
    opened: list[Dashboard] = []

    def start(
        path: str | None = "",
        *,
        link: dict[str, str] | None = None,
        language: Language = Language.ZH,
        window: dict[str, Any] | None = None,
        shared: bool = False,
    ) -> Dashboard:
        options = {"viewport": DESK, "locale": LOCALES[language], **(window or {})}
        if not shared:
            fresh.append(new_profile(browser, options))
        elif repr(options) not in profiles:
            profiles[repr(options)] = new_profile(browser, options)
        page = (profiles[repr(options)] if shared else fresh[-1]).new_page()
        watch.follow(page)
        dashboard = Dashboard(page, address, Words(language))
        opened.append(dashboard)
        if path is not None:
            dashboard.open(path, **(link or {}))
        return dashboard

    yield start
    for dashboard in opened:
        if dashboard.page.url.startswith(address):
            dashboard.check_whole()
        dashboard.page.close()
    for context in fresh:
        context.close()
    assert watch.found == []


def new_profile(browser: Browser, options: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(**options)
    context.add_init_script(path=STOPWATCH)
    context.set_default_timeout(TIMEOUT)
    return context
