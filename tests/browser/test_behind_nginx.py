"""Two servers on one data folder behind nginx, with TLS and below a prefix, as deploy/ has them."""

from __future__ import annotations

import json
import shutil
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.browser import wait_until
from bench.replicas import Replicas, nginx, replicas
from dashboard.words import Language, Words
from tests.browser.conftest import DESK, new_profile
from tests.browser.driver import Dashboard
from tests.browser.test_importing import upload
from tests.dashboard.half_year_report import LINES, TITLE
from tests.documents import as_html
from warehouse.connection import Warehouse

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(nginx() is None, reason="nginx is not installed"),
    pytest.mark.timeout(500),
]
PATIENCE = 90_000  # milliseconds: several programs share the processors
ANYBODY = ssl._create_unverified_context()  # noqa: S323 - a certificate of our own


@pytest.fixture(scope="module")
def running(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copytree(warehouse.path.parent, folder / "published")
    environ = {
        "RULE_OF_LAW_WAREHOUSE": str(folder / "published"),
        "RULE_OF_LAW_DATA": str(folder / "user"),
    }
    with replicas(folder, environ=environ) as found:
        yield found


@pytest.fixture
def page(browser: Browser, running: Replicas) -> Iterator[Dashboard]:
    """A window that came through nginx."""
    options = {"viewport": DESK, "locale": "zh-CN", "ignore_https_errors": True}
    context = new_profile(browser, options)
    context.set_default_timeout(PATIENCE)
    yield Dashboard(context.new_page(), running.site, Words(Language.ZH))
    context.close()


def status(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, context=ANYBODY, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def version(server: str) -> str:
    found: str = json.loads(status(f"{server}/api/ready")[1])["data_version"]
    return found


def press_a_filter(page: Dashboard) -> None:
    """One kind of period less."""
    page.sidebar.get_by_test_id("stButtonGroup").get_by_role("button").nth(1).click()


def test_a_page_its_filters_exports_and_uploads_work_through_nginx(
    page: Dashboard, tmp_path: Path
) -> None:
    page.open("reconsideration")
    before = page.alts()
    assert before
    link, search = page.link(), page.page.evaluate("location.search")
    press_a_filter(page)
    wait_until(page.page, "before => location.search !== before", search)
    page.settle()
    assert page.link() != link
    assert page.alts() != before

    card = page.cards()[0]
    card.open_menu()
    assert card.download(page.words("card.xlsx"), tmp_path).read_bytes().startswith(b"PK")

    page.open("briefing")
    field = page.main.get_by_test_id("stFileUploaderDropzoneInput")
    field.first.set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b"no briefing"}
    )
    expect(page.main.get_by_test_id("stAlert").first).to_be_visible(timeout=PATIENCE)


def test_what_is_for_the_operator_is_not_shown_outside(running: Replicas) -> None:
    assert status(f"{running.site}/api/metrics")[0] == 404
    assert status(f"{running.site}/_stcore/metrics")[0] == 404
    assert status(running.site.removesuffix("/fazhi") + "/other")[0] == 404
    assert b"fazhi_sessions" in status(f"{running.servers[0]}/api/metrics")[1]
    code, ready = status(f"{running.site}/api/ready")
    assert (code, json.loads(ready)["ready"]) == (200, True)


def test_an_import_at_one_server_is_seen_at_the_others(
    browser: Browser, running: Replicas, page: Dashboard
) -> None:
    page.open()
    before = version(running.servers[1])
    assert before in page.sidebar.inner_text()

    context = new_profile(browser, {"viewport": DESK, "locale": "zh-CN"})
    context.set_default_timeout(PATIENCE)
    editor = Dashboard(context.new_page(), running.servers[0], Words(Language.ZH))
    editor.open("importing")
    upload(editor, "report.html", as_html(TITLE, "\n".join(LINES)))
    editor.main.locator(".st-key-import-confidence input[type=range]").press("Home")
    editor.settle()
    editor.main.locator(".st-key-import-accept-above button").click()
    editor.settle()
    editor.main.locator(".st-key-import-approve button").click()
    editor.main.locator(".st-key-import-links").wait_for(timeout=PATIENCE)
    context.close()

    after = version(running.servers[0])
    assert after != before
    assert version(running.servers[1]) == after
    # an open page shows it with its next run, whichever server it stays with
    press_a_filter(page)
    expect(page.sidebar).to_contain_text(after, timeout=PATIENCE)


def test_when_a_server_dies_its_readers_go_on_at_the_other(
    running: Replicas, page: Dashboard
) -> None:
    """Last: it ends one of the servers."""
    page.open()
    running.processes[0].kill()
    running.processes[0].wait()

    for _ in range(4):
        assert status(f"{running.site}/api/live")[0] == 200
    page.open("legal_aid")
    assert page.alts()
