"""A report from the file to the chart and back, on a server with data of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from bench.serving import ROOT, served
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard, click_row
from tests.dashboard.half_year_report import DISTRICT, LINES, TEXT, TITLE
from tests.documents import as_docx, as_html, as_pdf
from warehouse.connection import Warehouse

SHA256 = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def address(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("importing")
    shutil.copytree(warehouse.path.parent, folder / "published")
    environ = {
        "RULE_OF_LAW_WAREHOUSE": str(folder / "published"),
        "RULE_OF_LAW_DATA": str(folder / "user"),
    }
    log = folder / "server.log"
    with served(ROOT / "app.py", folder=ROOT, log=log, environ=environ) as url:
        yield url
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def upload(page: Dashboard, name: str, content: bytes) -> None:
    field = page.main.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.main.get_by_role("heading", name=TITLE).wait_for()
    page.settle("document.querySelector('.st-key-import-editor') !== null")


def marked(page: Dashboard, printed: str) -> Locator:
    return page.main.locator(".mark[role=button]").filter(has_text=printed).first


def editor(page: Dashboard) -> Locator:
    return page.main.locator(".st-key-import-editor")


def focus_on(page: Dashboard, printed: str) -> None:
    marked(page, printed).click()
    expect(editor(page).locator("strong").first).to_have_text(printed)
    page.settle()


def progress(page: Dashboard) -> str:
    start = page.words("import_review.progress").split("*")[0]
    return page.main.get_by_text(start).first.inner_text()


def press(page: Dashboard, key: str, until: str) -> None:
    """Press a button of the page; what it leads to is text on the page."""
    page.main.locator(f".st-key-{key} button").click()
    page.main.get_by_text(until).first.wait_for()
    page.settle()


def test_a_web_page_is_reviewed_imported_shown_and_withdrawn(visit: Visit) -> None:
    page = visit("importing")
    upload(page, "report.html", as_html(TITLE, "\n".join(LINES)))

    # a click in the text chooses the figure; its fields are corrected
    focus_on(page, "371件")
    expect(marked(page, "371件")).to_have_class(re.compile("focus"))
    value = page.main.locator('[class*="st-key-import-value-"] input')
    value.fill("三百")
    value.press("Enter")
    page.main.get_by_text(page.words("import_wrong.value")).wait_for()
    expect(value).to_have_value("371")
    page.settle()
    indicator = page.main.locator('[class*="st-key-import-indicator-"] input')
    indicator.fill("行政复议办结数")
    page.page.get_by_role("option").first.click()
    page.main.get_by_text(page.words("import_edit.edited")).wait_for()
    page.page.keyboard.press("Escape")

    # keys decide; a reload loses nothing
    marked(page, "412件").focus()
    page.page.keyboard.press("Enter")
    expect(editor(page).locator("strong").first).to_have_text("412件")
    page.page.keyboard.press("a")
    expect(marked(page, "412件")).to_have_class(re.compile("accepted"))
    page.page.keyboard.press("z")
    expect(marked(page, "412件")).to_have_class(re.compile("sure|doubtful"))
    page.settle()
    assert SHA256.fullmatch(page.link()["draft"])
    page.go(page.page.url)
    page.settle("document.querySelector('.st-key-import-editor') !== null")
    focus_on(page, "371件")
    assert page.words("import_edit.edited") in editor(page).inner_text()
    page.page.keyboard.press("x")
    expect(marked(page, "371件")).to_have_class(re.compile("rejected"))

    # all that is sure enough, then approval
    slider = page.main.locator(".st-key-import-confidence input[type=range]")
    slider.press("Home")
    page.settle()
    page.main.locator(".st-key-import-accept-above button").click()
    expect(marked(page, "412件")).to_have_class(re.compile("accepted"))
    page.settle()
    version = page.sidebar.get_by_text(re.compile(r"\d{4}\.\d{2}[-.]")).inner_text()
    page.main.locator(".st-key-import-approve button").click()
    done = page.main.locator(".st-key-import-links")
    done.wait_for(timeout=60_000)
    page.settle()
    assert TITLE in page.messages()[0]
    assert page.sidebar.get_by_text(re.compile(r"\d{4}\.\d{2}[-.]")).inner_text() != version

    # the figures are on their page, with the sentence they were read in
    done.get_by_role("link").filter(has_text="行政复议").click()
    page.wait_for_heading("行政复议")
    assert any("412" in alt and "武侯区" in alt for alt in page.alts())
    page.open("data", lang="zh", d=DISTRICT, q="412件")
    table = page.main.locator(".st-key-all-figures")
    click_row(page.page, table, 0)
    evidence = page.main.locator('[class*="st-key-evidence-"]')
    expect(evidence).to_contain_text("上半年，区政府共收到行政复议申请412件，同比增长25.6%。")

    # and leave it again
    page.open("importing", lang="zh")
    page.main.locator('[class*="st-key-import-withdraw-"] button').click()
    press(page, "import-sure", "已撤回")
    assert TITLE in page.messages()[0]


@pytest.mark.long
def test_a_pdf_is_decided_on_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("importing")
    upload(page, "report.pdf", as_pdf(TEXT))
    assert page.words("import_state.sure") in page.main.locator(".legend").inner_text()
    first = editor(page).locator("strong").first.inner_text()
    page.page.keyboard.press("a")
    expect(editor(page).locator("strong").first).not_to_have_text(first)
    expect(marked(page, first)).to_have_class(re.compile("accepted"))
    page.page.keyboard.press("j")
    page.settle()
    assert "**1**" not in progress(page)
    assert not page.scrolls_sideways()


@pytest.mark.long
def test_a_word_file_has_the_same_figures_on_a_narrow_screen(visit: Visit) -> None:
    page = visit("importing", window={"viewport": {"width": 390, "height": 844}})
    upload(page, "report.docx", as_docx(TEXT))
    marks = page.main.locator(".mark[role=button]").all_inner_texts()
    assert {"412件", "25.6%", "五百余件", "1.3万余人次", "99%", "12次"} <= set(marks)
    focus_on(page, "2168件")
    assert not page.scrolls_sideways()
