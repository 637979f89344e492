"""`python -m bench.weight [--json FILE]`: what a first chart page weighs, and what on return.

Every byte that the server sends is counted, headers and websocket included, by a relay between
the browser and the server; the browser says what the bytes were for.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.browser import STOPWATCH, launch, wait_until_settled
from bench.pages import FAMILY_PAGE
from bench.relay import Relay, relayed
from bench.serving import DASHBOARD, HOST, ROOT, served

FIRST_BUDGET = 2_900_000
RETURN_BUDGET = 150_000
PATIENCE = 60_000  # milliseconds: bytes are counted, not seconds
WITH_CHARTS = "stopwatch.chart > 0"


@dataclass
class Weight:
    """What one visit cost: bytes on the wire, what they were for, who else was asked."""

    wire: int = 0
    requests: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    outside: list[str] = field(default_factory=list)


def first_and_return(
    browser: Browser, address: str, path: str = FAMILY_PAGE
) -> tuple[Weight, Weight]:
    """The weights of a visit with an empty profile and of a second one later."""
    with relayed(address) as relay:
        context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
        context.add_init_script(path=STOPWATCH)
        try:
            return _visit(context, relay, path), _visit(context, relay, path)
        finally:
            context.close()


def _visit(context: BrowserContext, relay: Relay, path: str) -> Weight:
    weight, before = Weight(), relay.received
    page = context.new_page()
    _watch(page, weight)
    page.goto(f"{relay.address}/{path}")
    wait_until_settled(page, when=WITH_CHARTS, patience=PATIENCE)
    weight.wire = relay.received - before
    page.close()
    return weight


def _watch(page: Page, weight: Weight) -> None:
    """Note in `weight` what the browser asks for and what it gets."""
    names: dict[str, str] = {}
    browser = page.context.new_cdp_session(page)

    def asked(event: dict[str, Any]) -> None:
        parts = urlsplit(event["request"]["url"])
        if parts.scheme in ("http", "https", "ws", "wss"):
            names[event["requestId"]] = parts.path
            weight.requests += 1
            if parts.hostname != HOST:
                weight.outside.append(event["request"]["url"])

    def got(event: dict[str, Any]) -> None:
        if name := names.get(event["requestId"]):
            weight.kinds[_kind(name)] += int(event["encodedDataLength"])
            weight.files[name] += int(event["encodedDataLength"])

    def message(event: dict[str, Any]) -> None:
        # before compression, and as base64
        weight.kinds["websocket, uncompressed"] += len(event["response"]["payloadData"]) * 3 // 4

    browser.on("Network.requestWillBeSent", asked)
    browser.on("Network.loadingFinished", got)
    browser.on("Network.webSocketFrameReceived", message)
    browser.send("Network.enable")


def _kind(path: str) -> str:
    """What a file is for."""
    suffix = Path(path).suffix
    known = {".js": "script", ".css": "style", ".woff2": "font"}
    return known.get(suffix, "picture" if suffix in (".png", ".svg") else "page and others")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON file if asked; 1 if the budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m bench.weight", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value there, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, sync_playwright() as playwright:
        log = Path(folder) / "server.log"
        with (
            served(DASHBOARD, folder=ROOT, log=log, environ=dict(os.environ)) as address,
            launch(playwright.chromium) as browser,
        ):
            first, again = first_and_return(browser, address)
    _say("first visit", first, FIRST_BUDGET)
    _say("return", again, RETURN_BUDGET)
    if options.json:
        report = {"first": vars(first), "return": vars(again)}
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    kept = first.wire <= FIRST_BUDGET and again.wire <= RETURN_BUDGET
    return 0 if kept and not first.outside + again.outside else 1


def _say(name: str, weight: Weight, budget: int) -> None:
    print(f"{name}: {weight.wire:,} bytes (budget {budget:,}), {weight.requests} requests")
    for kind, size in weight.kinds.most_common():
        print(f"  {kind}: {size:,}")
    for file, size in weight.files.most_common(12):
        print(f"    {size:>9,}  {file}")
    for url in weight.outside:
        print(f"  OUTSIDE: {url}")


if __name__ == "__main__":
    sys.exit(main())
