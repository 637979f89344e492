"""Hostile texts of reports, scopes, names, links and briefings are text on every page: none runs.

Each page is watched while it is open: nothing ran, no element came of a text, nothing was asked of
another machine (`Watch` sees to that), and the texts stand there as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.serving import DASHBOARD, ROOT, served
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import mostly_long
from tests.dashboard.half_year_report import DISTRICT
from tests.security.payloads import HOSTILE, PLANTED, SHORT, hostile_draft
from warehouse.build import build
from warehouse.connection import Warehouse
from warehouse.imports.approval import approve
from warehouse.imports.drafts import save_draft

RECEIVED, ACCEPTED = "reconsideration.received", "reconsideration.accepted"
HERE = {"lang": "zh", "d": DISTRICT, "y": "2025-2025", "b": "first_half"}
HARM = f"""() => {{
    const all = (selector, test) => [...document.querySelectorAll(selector)].filter(test).length;
    return {{
        ran: Boolean(window.ran),
        planted: all("#{PLANTED}, svg a", () => true),
        links: all("a", (one) => /^\\s*javascript:/i.test(one.getAttribute("href") || "")),
        formulas: all(".katex", (one) => /LaTeX|x\\^2/.test(one.textContent)),
        icons: all("[data-testid=stIconMaterial], [role=img]", (one) => one.textContent === "bomb"),
        coloured: all("span[class*=stMarkdown]", (one) => /^(coloured|badge)$/.test(one.innerText)),
        pictures: all("img", (one) => one.src.includes("invalid")),
    }};
}}"""
NONE = dict.fromkeys(
    ("ran", "planted", "links", "formulas", "icons", "coloured", "pictures"), 0
) | {"ran": False}


@dataclass(frozen=True)
class Site:
    """A server that shows a hostile report, and the draft of another reading of it."""

    url: str
    draft: str


@pytest.fixture(scope="module")
def site(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    del warehouse  # ours is built from the same figures, and with the hostile import
    folder = tmp_path_factory.mktemp("hostile")
    user, published = folder / "user", folder / "published"
    draft = hostile_draft()
    approve(draft, user, who=SHORT)
    build(user=user, folder=published)
    save_draft(draft, user)
    log = folder / "server.log"
    environ = {"RULE_OF_LAW_WAREHOUSE": str(published), "RULE_OF_LAW_DATA": str(user)}
    with served(DASHBOARD, folder=ROOT, log=log, environ=environ) as url:
        yield Site(url, draft.sha256)
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def address(site: Site) -> str:
    return site.url


def harmless(page: Dashboard) -> None:
    assert page.page.evaluate(HARM) == NONE


PAGES: dict[str, tuple[str, dict[str, str], str]] = {
    "overview": ("", HERE, ""),
    "family": ("reconsideration", HERE, ""),
    "explore": ("explore", HERE | {"i": ACCEPTED, "s": SHORT}, ""),
    "district": ("district", HERE | {"of": DISTRICT}, ""),
    "data": ("data", HERE | {"q": "371件"}, ""),
    "importing": ("importing", {"lang": "zh"}, "onerror="),
    "methods": ("methods", {"lang": "zh"}, ""),
}


@pytest.mark.parametrize("name", mostly_long(list(PAGES), "overview"))
def test_a_hostile_report_is_text_on_every_page(visit: Visit, name: str) -> None:
    path, link, shown = PAGES[name]
    page = visit(path, link=link, shared=True)
    page.page.evaluate("document.querySelectorAll('summary').forEach((one) => one.click())")
    page.settle()
    harmless(page)
    assert shown in page.main.inner_text()


def test_the_evidence_of_a_hostile_figure_is_text(visit: Visit) -> None:
    page = visit("data", link=HERE | {"q": "371件"}, shared=True)
    page.click_row(page.main.locator(".st-key-all-figures"), 0)
    evidence = page.main.locator('[class*="st-key-evidence-"]')
    for told in ("[link](javascript:", r"$\LaTeX$", "material/bomb:", "<script>", ":red["):
        expect(evidence).to_contain_text(told)
    harmless(page)


def test_the_review_of_a_hostile_report_is_text(visit: Visit, site: Site) -> None:
    page = visit("importing", link={"lang": "zh", "draft": site.draft}, shared=True)
    page.settle("document.querySelector('.st-key-import-editor') !== null")
    text = page.main.locator(".st-key-import-text")
    for told in ("<script>", "[link](javascript:", ":material/bomb:"):
        expect(text).to_contain_text(told)
    page.main.locator(".mark[role=button]").nth(1).click()
    page.settle()
    harmless(page)


def test_a_hostile_file_is_named_and_not_run(visit: Visit) -> None:
    page = visit("importing", link={"lang": "zh"}, shared=True)
    field = page.main.get_by_test_id("stFileUploaderDropzoneInput")
    name = f"<img id={PLANTED} src=x onerror=window.ran=1>[l](javascript:1):material bomb:.zip"
    field.set_input_files({"name": name, "mimeType": "text/html", "buffer": b"\x89PNG\0\0"})
    page.main.get_by_test_id("stAlert").first.wait_for()
    page.settle()
    assert f"<img id={PLANTED}" in page.messages()[0]
    harmless(page)


@pytest.mark.long
@pytest.mark.parametrize(
    "path",
    mostly_long(
        ["", "reconsideration", "explore", "district", "data", "importing", "briefing"],
        "reconsideration",
        "district",
    ),
)
def test_a_hostile_link_is_answered_in_text(visit: Visit, path: str) -> None:
    names = ("lang", "d", "y", "b", "v", "q", "i", "s", "of", "draft", "ind", "kind")
    page = visit(path, link=dict.fromkeys(names, SHORT), shared=True)
    harmless(page)


def test_a_hostile_briefing_is_text(visit: Visit, tmp_path: Path) -> None:
    recipe = {
        "kind": "series", "districts": [DISTRICT], "first_year": 2025, "last_year": 2025,
        "bases": ["first_half"], "indicator": ACCEPTED, "scope": SHORT, "shape": "first_half",
    }  # fmt: skip
    passages = [{"kind": "own", "text": HOSTILE}, {"kind": "drafted", "id": "x", "text": HOSTILE}]
    briefing = {
        "schema_version": 1, "title": SHORT[:190], "author": SHORT[:190],
        "items": [
            {"id": "0123456789abcdef", "recipe": recipe, "title": SHORT[:190], "passages": passages}
        ],
    }  # fmt: skip
    page = visit("briefing", link={"lang": "zh"})
    field = page.main.locator(".st-key-brief-upload").get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files(
        {
            "name": f"{SHORT[:60]}.json".replace("/", "-"),
            "mimeType": "application/json",
            "buffer": json.dumps(briefing).encode(),
        }
    )
    page.main.locator("[class*='st-key-brief-remove-']").first.wait_for()
    page.settle()
    harmless(page)
    assert f"<img id={PLANTED}" in page.main.inner_text()
