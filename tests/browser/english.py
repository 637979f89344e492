"""English on a Chinese page: in texts, and in what only a screen reader says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.browser.driver import Dashboard

LISTS = tomllib.loads(Path(__file__).with_name("framework_english.toml").read_text("utf-8"))
ALLOWED = [*LISTS["allowed"], *LISTS["framework"]]
SAID = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext"]
SAID += ["title", "placeholder", "alt"]
# texts and labels that hold Latin letters and nothing Chinese, with the lists they may stand on
COLLECT = """([names, lists]) => {
    const found = [];
    const note = (text, part) => {
        if (/[A-Za-z]{2}/.test(text) && !/[\\u4e00-\\u9fff]/.test(text))
            found.push([text.trim(), lists.filter((one) => !one || part.closest(one))]);
    };
    const walker = document.createTreeWalker(document.documentElement, 5);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
        if (node.nodeType === 3) {
            const part = node.parentElement;
            if (!part.closest("script, style, title, [translate=no]")) note(node.data, part);
        } else for (const name of names) note(node.getAttribute(name) ?? "", node);
    }
    return found;
}"""


def english(page: Dashboard, *, used: set[str] | None = None) -> set[str]:
    """What is neither Chinese nor on a list; `used` gathers the reasons of those that are."""
    within = sorted({entry.get("within", "") for entry in ALLOWED})
    found: list[tuple[str, list[str]]] = page.page.evaluate(COLLECT, [SAID, within])
    reasons = {text: why_it_may_stand(text, places) for text, places in found}
    if used is not None:
        used |= {reason for reason in reasons.values() if reason}
    return {text for text, reason in reasons.items() if not reason}


def why_it_may_stand(text: str, places: list[str]) -> str:
    for entry in ALLOWED:
        inside = entry.get("within", "") in places
        if inside and re.fullmatch(entry["text"], text, re.DOTALL):
            return entry["reason"]
    return ""
