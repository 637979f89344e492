"""Editing behind a sign-in, with a real provider: who may, who may not, and forged messages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, expect

from dashboard.words import Language, Words
from indicators.documents import pasted
from indicators.reading import read_report
from indicators.review import Draft, accept_above, draft_from, problems
from tests.browser import signing_in
from tests.browser.conftest import Visit, Watch
from tests.browser.driver import Dashboard
from tests.browser.signing_in import (
    EDITOR,
    STRANGER,
    CallbackElsewhere,
    cookies_of,
    elements,
    forging,
    id_of,
)
from tests.dashboard.half_year_report import TEXT, TITLE
from warehouse.connection import Warehouse
from warehouse.imports.approval import list_imports
from warehouse.imports.drafts import list_drafts, load_draft, save_draft

PAGE = "importing"
ZH = Words(Language.ZH)
STYLE_OF_PROVIDER = "https://cdn.jsdelivr.net/npm/@picocss/"


class WatchOfDashboard(Watch):
    """The provider's pages are none of ours: their style, and the icon that they lack."""

    def _request(self, url: str) -> None:
        if not url.startswith(STYLE_OF_PROVIDER):
            super()._request(url)

    def _console(self, message: ConsoleMessage) -> None:
        url = str(message.location.get("url", ""))
        if not url.startswith(STYLE_OF_PROVIDER) and not url.endswith("/favicon.ico"):
            super()._console(message)


@pytest.fixture
def watch() -> Watch:
    return WatchOfDashboard()


@pytest.fixture(scope="module")
def folder(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one server: published/, user/, editors.txt and the logs."""
    made = tmp_path_factory.mktemp("signing-in")
    shutil.copytree(warehouse.path.parent, made / "published")
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    (folder / "editors.txt").write_text(f"{EDITOR}\n", encoding="utf-8")
    values = {"warehouse": str(folder / "published"), "data": str(folder / "user")}
    with (
        signing_in.provider(folder / "provider.log") as metadata,
        signing_in.server(metadata, folder / "editors.txt", folder / "server.log", **values) as url,
    ):
        yield url


@pytest.fixture
def draft(folder: Path) -> Iterator[Draft]:
    """A review that only waits to be approved; gone again afterwards."""
    document = pasted(TEXT)
    read = draft_from(document, read_report(document.text, title=document.title))
    done = accept_above(read, 0.0)
    assert not problems(done)
    (folder / "editors.txt").write_text(f"{EDITOR}\n", encoding="utf-8")
    path = save_draft(done, folder / "user")
    yield done
    path.unlink(missing_ok=True)


def sign_in(page: Dashboard, person: str) -> None:
    """Through the button in the sidebar and the provider's page, back to the dashboard."""
    page.page.set_default_timeout(60_000)  # the overview, where one arrives, is the largest page
    page.sidebar.locator(".st-key-sign-in-start button").click()
    page.page.get_by_role("button", name=person, exact=True).click()
    page.page.wait_for_url(lambda url: "oauth2" not in url)
    page.sidebar.locator(".st-key-sign-out button").wait_for()


def menu(page: Dashboard) -> list[str]:
    return page.sidebar.locator(".st-key-menu a").all_inner_texts()


def events(folder: Path) -> list[tuple[str, bool]]:
    return [(item.approved.who, item.stands) for item in list_imports(folder / "user")]


def test_whoever_has_not_signed_in_finds_no_page_to_edit_on(visit: Visit) -> None:
    page = visit(PAGE)
    assert page.messages() == [page.words("access.nobody")]
    assert page.words("nav.importing") not in menu(page)
    assert not page.main.get_by_test_id("stFileUploader").count()
    assert not page.page.get_by_role("dialog").count()
    page.main.locator(".st-key-sign-in-here button").click()
    page.page.get_by_role("button", name="editor", exact=True).wait_for()


def test_an_editor_signs_in_approves_and_signs_out_everywhere(
    visit: Visit, folder: Path, draft: Draft
) -> None:
    page = visit("methods")
    sign_in(page, "editor")
    assert EDITOR in page.sidebar.inner_text()
    link = page.sidebar.get_by_role("link", name=page.words("nav.importing"))
    link.wait_for()
    page.open(PAGE)
    page.main.locator('[class*="st-key-import-resume-"] button').click()
    page.main.get_by_role("heading", name=TITLE).wait_for()
    page.page.locator(".st-key-import-approve button").click()
    page.main.locator(".st-key-import-links").wait_for()
    assert events(folder) == [(EDITOR, True)]
    cookie = next(c for c in page.page.context.cookies() if c["name"] == "_streamlit_user")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

    # another window of the same browser, which is open while the first signs out
    other = page.page.context.new_page()
    address = page.page.url.split("/importing")[0]
    second = Dashboard(other, address, page.words)
    second.open(PAGE)
    second.main.locator('[class*="st-key-import-withdraw-"] button').wait_for()
    page.sidebar.locator(".st-key-sign-out button").click()
    page.page.wait_for_url(lambda url: not url.startswith(address))
    page.page.get_by_role("button").first.click()  # the provider asks whether one is sure
    page.sidebar.locator(".st-key-sign-in-start button").wait_for()
    assert page.words("nav.importing") not in menu(page)
    second.main.locator('[class*="st-key-import-withdraw-"] button').click()
    second.main.get_by_text(page.words("access.nobody")).wait_for()
    assert events(folder) == [(EDITOR, True)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("stranger", STRANGER),
        pytest.param("pretender", "pretender", marks=pytest.mark.long),  # an unverified address
    ],
)
def test_a_stranger_is_told_and_only_looks(visit: Visit, person: str, name: str) -> None:
    page = visit("methods")
    sign_in(page, person)
    expect(page.sidebar).to_contain_text(name)
    expect(page.sidebar).to_contain_text(page.words("access.stranger"))
    assert page.words("nav.importing") not in menu(page)
    page.open(PAGE)
    assert page.messages() == [page.words("access.stranger")]
    assert not page.main.get_by_test_id("stFileUploader").count()


def test_a_forged_message_writes_nothing(address: str, folder: Path, draft: Draft) -> None:
    cookies = cookies_of("editor", address)
    before = (list_drafts(folder / "user"), events(folder))
    with forging(address, cookies) as editor, forging(address) as nobody:
        # what an editor's page would send, with the ids of its widgets
        start = editor.say(page=PAGE)
        here = next(m.navigation for m in start if m.HasField("navigation")).page_script_hash
        discard = id_of(start, "button", f"import-discard-{draft.sha256[:12]}")
        resume = id_of(start, "button", f"import-resume-{draft.sha256[:12]}")
        shown = editor.say(page_hash=here, **{resume: True})
        approve = id_of(shown, "button", "import-approve")
        undo = id_of(shown, "button", "import-undo")
        fragment = next(
            message.delta.fragment_id
            for message in shown
            if message.HasField("delta") and message.delta.new_element.button.id == approve
        )

        # said by somebody who has not signed in: by address, by hash, by fragment, by widget
        for message in (
            {"page": PAGE},
            {"page_hash": here, approve: True},
            {"page_hash": here, "fragment": fragment, "silence": 2, approve: True},
            {"page_hash": here, discard: True},
        ):
            drawn = nobody.say(**message)
            assert not elements(drawn, "file_uploader")
            assert TITLE not in str(drawn)
        assert (list_drafts(folder / "user"), events(folder)) == before

        # said by an editor who has been taken off the list while the page was open
        (folder / "editors.txt").write_text("", encoding="utf-8")
        drawn = editor.say(page_hash=here, fragment=fragment, **{approve: True, undo: True})
        assert (list_drafts(folder / "user"), events(folder)) == before
        assert load_draft(draft.sha256, folder / "user") == draft
        said = "".join(alert.body for alert in elements(drawn, "alert"))
        assert ZH("access.lost") in said
        assert ZH("access.stranger") in said


@pytest.mark.long
def test_a_sign_in_counts_on_every_replica(folder: Path, draft: Draft) -> None:
    values = {"warehouse": str(folder / "published"), "data": str(folder / "user")}
    editors, logs = folder / "editors.txt", [folder / "first.log", folder / "second.log"]
    with (
        signing_in.provider(folder / "provider.log") as metadata,
        signing_in.server(metadata, editors, logs[0], **values) as first,
        signing_in.server(metadata, editors, logs[1], **values, public_address=first) as second,
    ):
        # begun on the first, finished on the second, used on both
        cookies = cookies_of("editor", first, transport=CallbackElsewhere(second))
        with (
            forging(first, cookies) as here,
            forging(second, cookies, origin=first) as there,
        ):
            resume = f"import-resume-{draft.sha256[:12]}"
            assert id_of(here.say(page=PAGE), "button", resume)
            assert id_of(there.say(page=PAGE), "button", resume)
            # ended on one, it is over on the other
            out = id_of(here.say(page=PAGE), "button", "sign-out")
            here.say(page=PAGE, **{out: True})
            drawn = there.say(page=PAGE)
            assert [alert.body for alert in elements(drawn, "alert")] == [ZH("access.nobody")]
