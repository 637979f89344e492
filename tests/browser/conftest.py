"""One server, one browser; every test gets a fresh profile and must leave no error behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from bench.browser import STOPWATCH, launch
from bench.serving import HOST, ROOT, served
from dashboard.words import Language, Words
from tests.browser.driver import Dashboard
from warehouse.connection import Warehouse

# Streamlit's page asks below its own address first, is told 404, and then asks at the top.
PROBES = ("/_stcore/health", "/_stcore/host-config")
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
    with served(ROOT / "app.py", folder=ROOT, log=log, environ=environ) as url:
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

    found: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._request(request.url))
        context.on("weberror", lambda error: self.found.append(f"page error: {error.error}"))
        context.on("console", self._console)

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != HOST:
            self.found.append(f"request to another machine: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        known = str(message.location.get("url", "")).endswith(PROBES)
        if message.type == "error" and not known:
            self.found.append(f"console: {message.text} ({message.location.get('url')})")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page in a fresh profile; at the end nothing may have gone wrong."""
    watch, contexts = Watch(), []

    def start(path: str | None = "", *, language: Language = Language.ZH,
              width: int = 1440, height: int = 1000, link: dict[str, str] | None = None,
              **options: object) -> Dashboard:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language], **options
        )
        contexts.append(context)
        watch.follow(context)
        dashboard = Dashboard(new_page(context), address, Words(language))
        if path is not None:
            dashboard.open(path, **(link or {}))
        return dashboard

    yield start
    for context in contexts:
        context.close()
    assert watch.found == []


def new_page(context: BrowserContext) -> Page:
    context.add_init_script(path=STOPWATCH)
    context.set_default_timeout(TIMEOUT)
    return context.new_page()
