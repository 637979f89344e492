"""Drives a real Chromium: finds it, starts it, and reads the stopwatch that runs in every page."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Error, Page

from launcher import browser as installed

QUIET = 400  # a page that has not changed for so many milliseconds is finished
POLLING = 50
TIMEOUT = 45_000
STOPWATCH = Path(__file__).with_name("stopwatch.js")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # whatever a page asks of another machine fails at once, on every network
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoBrowser(Exception):
    """There is no Chromium or Chrome, and we never download one."""


def browser_path() -> Path:
    """The browser named in BROWSER_PATH, otherwise an installed one."""
    path = installed.find(os.environ) or installed.of_playwright(Path(sys.executable))
    if path is None:
        raise NoBrowser(
            "No Chromium or Chrome was found: install one, name it in BROWSER_PATH, "
            "or let `python run.py test` get one."
        )
    return path


def launch(chromium: BrowserType) -> Browser:
    """A browser with an empty profile."""
    sandbox = ["--no-sandbox"] if installed.is_root() else []
    return chromium.launch(executable_path=browser_path(), args=[*ARGUMENTS, *sandbox])


def wait_until_settled(
    page: Page, *, when: str = "true", quiet: int = QUIET, patience: int = TIMEOUT
) -> None:
    """Wait until a condition (JavaScript) holds and the page has stopped changing."""
    wait_until(page, f"({when}) && stopwatch.settled({quiet})", patience=patience)


def wait_until(
    page: Page, condition: str, argument: object = None, *, patience: int = TIMEOUT
) -> None:
    """Wait until a condition holds, asking from outside.

    Playwright's own waiting evaluates text inside the page, which our pages forbid.
    """
    end = time.monotonic() + patience / 1000
    while not _holds(page, condition, argument):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {patience} ms: {condition}")
        page.wait_for_timeout(POLLING)


def _holds(page: Page, condition: str, argument: object) -> bool:
    try:
        return bool(page.evaluate(condition, argument))
    except Error as error:
        if "context was destroyed" in error.message:  # by a navigation
            return False
        raise


def read(page: Page, name: str) -> float:
    """A time of the stopwatch in milliseconds."""
    return float(page.evaluate(f"stopwatch.{name}"))
