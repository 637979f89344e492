"""Prints a file of HTML in a tab of its own of a running browser; knows nothing of its content."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

from choreographer import Browser, Tab

PRINTING = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "generateTaggedPDF": True,  # read aloud in order, with the texts of pictures
    "generateDocumentOutline": True,
}


class PageError(Exception):
    """The browser answers that it cannot load or print the page."""


async def printed(browser: Browser, page: Path) -> bytes:
    """The PDF of a page, in a tab without scripts that is closed in the end."""
    tab = await browser.create_tab(window=True)
    try:
        await _command(tab, "Emulation.setScriptExecutionDisabled", value=True)
        await _load(tab, page)
        answer = await _command(tab, "Page.printToPDF", **PRINTING)
        return await asyncio.to_thread(base64.b64decode, answer["data"])
    finally:
        await browser.close_tab(tab.target_id)


async def _load(tab: Tab, page: Path) -> None:
    """Open the page and wait until it has everything; the tab's empty first page does not count."""
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def note(event: Any) -> None:  # noqa: ANN401 - whatever the browser says
        events.put_nowait(event["params"])

    tab.subscribe("Page.lifecycleEvent", note)
    await _command(tab, "Page.enable")
    await _command(tab, "Page.setLifecycleEventsEnabled", enabled=True)
    loading = await _command(tab, "Page.navigate", url=page.as_uri())
    if "errorText" in loading:
        raise PageError(loading["errorText"])
    while True:
        event = await events.get()
        if event["name"] == "load" and event["loaderId"] == loading["loaderId"]:
            return


async def _command(tab: Tab, name: str, **parameters: object) -> dict[str, Any]:
    """The browser's answer to a command."""
    answer = await tab.send_command(name, parameters)
    if "error" in answer:
        raise PageError(f"{name}: {answer['error'].get('message', '')}")
    result: dict[str, Any] = answer["result"]
    return result
