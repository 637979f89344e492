"""The page 简报 and the basket behind it: nothing a person made is lost, changed or left unsaid."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.briefing import basket, edits, store
from dashboard.briefing.model import Briefing, Drafted, Item, Own, Seen, from_json, to_json
from dashboard.briefing.news import News, seen_now
from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.recipe import SeriesRecipe
from dashboard.context import Context
from dashboard.exports.formats import FORMATS
from dashboard.selection import BasisChoice
from dashboard.sentences.proposals import propose
from dashboard.words import Language, Words
from tests.dashboard.conftest import PanelsOf
from warehouse.connection import Warehouse
from warehouse.imports.files import READ_ONLY

ROOT = Path(__file__).resolve().parents[2]
PAGE = "dashboard/views/briefing.py"
KEY, OTHER = "a" * 32, "b" * 32
ZH = Words(Language.ZH)
HOSTILE = "<script>alert(1)</script> **粗** $x$ [a](javascript:b) :smile:"

Open = Callable[..., AppTest]


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user"
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(folder))
    return folder


@pytest.fixture
def open_page(served: Warehouse, user: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page in a new session, as a browser that sends this cookie."""
    monkeypatch.setattr("dashboard.pages.overview.show", lambda: None)
    for module in ("pictures", "whole"):
        monkeypatch.setattr(f"dashboard.pages.briefing.{module}.image_available", lambda: False)

    def start(cookie: str = KEY, *, page: str = PAGE, **parameters: str) -> AppTest:
        monkeypatch.setattr(basket, "sent_cookie", lambda: cookie)
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.query_params["lang"] = parameters.pop("lang", "zh")
        at.run()
        at.switch_page(page)
        for name, value in parameters.items():
            at.query_params[name] = value
        return healthy(at.run())

    return start


def healthy(at: AppTest) -> AppTest:
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    return healthy(at.button(key=key).click().run())


def kept(user: Path, key: str = KEY) -> Briefing:
    return store.load(key, user)


@pytest.fixture(scope="module")
def charts(zh: Context, panels_of: PanelsOf) -> list[Chart]:
    """Two charts, the first of which has sentences."""
    names = ("reconsideration.received", "legal_aid.accepted")
    found = [next(p for p in panels_of(zh, name) if not p.scope) for name in names]
    return [kinds.panel_chart(panel, zh) for panel in found]


@pytest.fixture
def two(charts: list[Chart], zh: Context, user: Path) -> Briefing:
    """A briefing of two charts, looked through."""
    items = tuple(
        Item(id=name * 8, recipe=chart.recipe, seen=seen_now(chart, zh))
        for name, chart in zip("ab", charts, strict=True)
    )
    briefing = Briefing(title="半年简报", items=items)
    store.put(KEY, user, briefing)
    return briefing


def order(briefing: Briefing) -> str:
    return "".join(item.id[0] for item in briefing.items)


def texts(at: AppTest) -> str:
    parts = (at.markdown, at.caption, at.warning, at.info, at.error, at.success)
    return "\n".join(element.value for part in parts for element in part)


# ---------------------------------------------------------------- to begin with


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_briefing_says_how_to_fill_it(
    open_page: Open, user: Path, language: Language
) -> None:
    at = open_page(cookie="", lang=language.value)
    words = Words(language)
    assert at.title[0].value == words("nav.briefing")
    assert words("briefing.empty") in texts(at)
    assert len(at.file_uploader) == 1
    assert not user.exists()


@pytest.mark.parametrize("language", list(Language))
def test_the_page_shows_every_chart_in_both_languages(
    open_page: Open, two: Briefing, language: Language
) -> None:
    at = open_page(lang=language.value)
    words = Words(language)
    assert words("briefing.charts", count=2) in [item.value for item in at.header]
    assert at.text_input(key="brief-title").value == "半年简报"
    assert words("briefing_pages.no_browser") in texts(at)
    # the charts speak the language of the briefing, the page its own
    assert at.text_input(key="brief-title-aaaaaaaa").placeholder == "收到复议申请"
    assert not at.error
    assert not at.warning


@pytest.mark.parametrize("cookie", ["../../etc/passwd", "A" * 32])
def test_a_cookie_that_is_no_key_begins_nothing(open_page: Open, user: Path, cookie: str) -> None:
    assert ZH("briefing.empty") in texts(open_page(cookie))
    assert not user.exists()


# ---------------------------------------------------------------- adding


def test_charts_are_added_counted_and_there_in_a_new_session(
    open_page: Open, user: Path, charts: list[Chart], zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.pages.briefing.page._empty", _add_buttons(charts, zh))
    at = open_page(cookie="")
    press(at, "add-0")
    (key,) = (path.stem for path in (user / store.BRIEFINGS).glob("*.json"))
    assert [item.recipe for item in kept(user, key).items] == [charts[0].recipe]
    assert at.toast[0].value == ZH("basket.added", count=1)
    healthy(at.run())
    assert not at.toast
    # after a reload the browser sends the cookie; a server that was started again reads the file
    again = open_page(cookie=key)
    assert ZH("briefing.charts", count=1) in [item.value for item in again.header]
    (item,) = kept(user, key).items
    assert item.seen == seen_now(charts[0], zh)


def _add_buttons(charts: list[Chart], zh: Context) -> Callable[[object], None]:
    import streamlit as st

    def buttons(_: object) -> None:
        for number, chart in enumerate(charts):
            st.button(f"{number}", key=f"add-{number}", on_click=basket.add, args=(chart, zh))

    return buttons


def test_the_same_chart_is_added_once(
    open_page: Open, user: Path, charts: list[Chart], zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(KEY, user, Briefing(title="有标题"))
    monkeypatch.setattr("dashboard.pages.briefing.page._empty", _add_buttons(charts, zh))
    at = open_page()
    press(at, "add-1")
    monkeypatch.setattr(
        "dashboard.pages.briefing.page.cover", lambda _: _add_buttons(charts, zh)(None)
    )
    at.run()
    press(at, "add-1")
    assert at.toast[0].value == ZH("basket.held")
    press(at.run(), "add-0")
    assert at.toast[0].value == ZH("basket.added", count=2)
    assert len(kept(user).items) == 2


def test_two_windows_of_one_browser_share_what_both_began(
    open_page: Open, user: Path, two: Briefing
) -> None:
    store.put(OTHER, user, Briefing(title="另一份", items=(two.items[0],)))
    at = open_page(cookie=f"{KEY}.{OTHER}")
    assert ZH("briefing.charts", count=3) in [item.value for item in at.header]
    assert kept(user, OTHER) == kept(user)
    assert kept(user).title == "半年简报"


def test_the_cookie_is_written_by_a_script_that_holds_nothing_but_the_key(
    open_page: Open, two: Briefing
) -> None:
    at = open_page()
    (script,) = [item.proto.body for item in at.get("html") if basket.COOKIE in item.proto.body]
    assert f'data-key="{KEY}"' in script
    assert "<script src=" in script


# ---------------------------------------------------------------- changing


def test_charts_are_ordered(open_page: Open, user: Path, two: Briefing) -> None:
    at = open_page()
    assert at.button(key="brief-up-aaaaaaaa").disabled
    assert at.button(key="brief-down-bbbbbbbb").disabled
    press(at, "brief-down-aaaaaaaa")
    assert order(kept(user)) == "ba"
    press(at, "brief-top-aaaaaaaa")
    assert order(kept(user)) == "ab"
    press(at, "brief-up-bbbbbbbb")
    assert order(kept(user)) == "ba"


def test_the_title_page_is_filled_in(open_page: Open, user: Path, two: Briefing) -> None:
    at = open_page()
    healthy(at.text_input(key="brief-title").set_value("新标题").run())
    healthy(at.text_input(key="brief-author").set_value("某区司法局").run())
    press(at, "brief-today")
    assert kept(user).day is not None
    healthy(at.date_input(key="brief-day").set_value(date(2026, 7, 1)).run())
    now = kept(user)
    assert (now.title, now.author, now.day) == ("新标题", "某区司法局", date(2026, 7, 1))


def test_a_chart_gets_a_title_of_its_own_and_loses_it(
    open_page: Open, user: Path, two: Briefing
) -> None:
    at = open_page()
    healthy(at.text_input(key="brief-title-aaaaaaaa").set_value("=1+1").run())
    assert kept(user).items[0].title == "=1+1"
    assert any(item.value.startswith("### 1\\. ") for item in at.markdown)
    healthy(at.text_input(key="brief-title-aaaaaaaa").set_value("").run())
    assert kept(user) == two


def test_sentences_are_added_edited_and_taken_out(
    open_page: Open, user: Path, two: Briefing, charts: list[Chart], zh: Context
) -> None:
    first = propose(charts[0], zh)[0]
    at = open_page()
    press(at, f"brief-add-aaaaaaaa-{first.id}")
    assert kept(user).items[0].passages == (Drafted(id=first.id, text=first.text),)
    assert not [one for one in at.button if one.key == f"brief-add-aaaaaaaa-{first.id}"]
    press(at, "brief-rewrite-aaaaaaaa-0")
    was = Drafted(id=first.id, text=first.text)
    assert kept(user).items[0].passages == (Own(text=first.text, was=was),)
    field = at.text_area(key="brief-own-aaaaaaaa-0")
    assert field.value == first.text
    healthy(field.set_value("改写过的话").run())
    assert kept(user).items[0].passages == (Own(text="改写过的话", was=was),)
    press(at, "brief-out-aaaaaaaa-0")
    assert kept(user) == two
    press(at, "brief-undo")
    assert kept(user).items[0].passages == (Own(text="改写过的话", was=was),)


def test_every_number_of_a_sentence_leads_to_its_evidence(
    open_page: Open, two: Briefing, charts: list[Chart], zh: Context
) -> None:
    first = propose(charts[0], zh)[0]
    at = open_page()
    press(at, f"brief-evidence-aaaaaaaa-{first.id}")
    numbers = at.button_group(key=f"brief-number-aaaaaaaa-{first.id}")
    figures = [figure.text for figure in first.figures if figure.observation_ids]
    assert [option.content for option in numbers.proto.options] == figures
    assert ZH("evidence.title") in texts(at)
    healthy(numbers.set_value(1).run())
    assert ZH("evidence.title") in texts(at)
    press(at, f"brief-evidence-aaaaaaaa-{first.id}")
    assert ZH("evidence.title") not in texts(at)


def test_a_removed_chart_comes_back_to_its_place_with_its_texts(
    open_page: Open, user: Path, two: Briefing
) -> None:
    store.update(KEY, user, lambda old: edits.add_passage(old, "a" * 8, Own(text="写了很久的话")))
    before = kept(user)
    at = open_page()
    press(at, "brief-remove-aaaaaaaa")
    assert order(kept(user)) == "b"
    healthy(at.text_input(key="brief-title-bbbbbbbb").set_value("后来的标题").run())
    press(at, "brief-undo")
    assert kept(user) == edits.retitle(before, "b" * 8, "后来的标题")


def test_the_last_chart_can_come_back_too(open_page: Open, user: Path, two: Briefing) -> None:
    at = open_page()
    press(at, "brief-remove-aaaaaaaa")
    press(at, "brief-remove-bbbbbbbb")
    assert ZH("briefing.empty") in texts(at)
    press(at, "brief-undo")
    press(at, "brief-undo")
    assert kept(user) == two


def test_a_new_briefing_is_asked_about_and_can_be_undone(
    open_page: Open, user: Path, two: Briefing
) -> None:
    at = open_page()
    press(at, "brief-new")
    press(at, "brief-new-keep")
    assert kept(user) == two
    press(at, "brief-new")
    press(at, "brief-new-sure")
    assert kept(user) == Briefing()
    press(at, "brief-undo")
    assert kept(user) == two


def test_a_chart_stays_with_its_periods_when_told_to(
    open_page: Open, user: Path, two: Briefing, zh: Context
) -> None:
    at = open_page()
    toggle = at.toggle(key="brief-follow-aaaaaaaa")
    assert toggle.value is True
    healthy(toggle.set_value(False).run())
    assert kept(user).items[0].recipe.last_year == zh.data.offer.years[-1]
    healthy(at.toggle(key="brief-follow-aaaaaaaa").set_value(True).run())
    assert kept(user) == two


def test_another_language_is_spoken_by_what_we_drafted(
    open_page: Open, user: Path, two: Briefing, charts: list[Chart], zh: Context
) -> None:
    first = propose(charts[0], zh)[0]
    at = open_page()
    press(at, f"brief-add-aaaaaaaa-{first.id}")
    healthy(at.button_group(key="brief-language").set_value(Language.EN).run())
    now = kept(user)
    assert now.language is Language.EN
    assert now.items[0].passages[0].text.isascii()
    assert ZH("briefing_news.heading") not in texts(at)
    assert at.text_input(key="brief-title-aaaaaaaa").placeholder.startswith("Application")


def test_texts_of_people_stay_text(open_page: Open, user: Path, two: Briefing) -> None:
    hostile = edits.retitle(two, "a" * 8, HOSTILE)
    hostile = edits.add_passage(hostile, "a" * 8, Drafted(id="gone", text=HOSTILE))
    store.put(KEY, user, hostile)
    at = open_page()
    press(at, "brief-remove-aaaaaaaa")
    press(at, "brief-undo")
    shown = [item.value for item in (*at.markdown, *at.info, *at.warning) if "alert" in item.value]
    assert len(shown) >= 2
    for text in shown:
        assert "<script>" not in text.replace("\\<", "")
        assert "\\*\\*粗" in text


# ---------------------------------------------------------------- newer data


def test_what_is_new_is_said_until_it_is_looked_through(
    open_page: Open, user: Path, two: Briefing
) -> None:
    def earlier(item: Item) -> Item:
        """As if saved on data that had one figure less and another value."""
        assert item.seen is not None
        _, (changed, value), *rest = item.seen.values.items()
        old = {changed: (1.0, 1.0, 1.0, value[3]), **dict(rest)}
        passages = (Own(text="只有1件。"), Drafted(id="gone", text="不再成立的话。"))
        seen = Seen(data_version="2020.01", values=old)
        return item.model_copy(update={"seen": seen, "passages": passages})

    changed = {"items": tuple(map(earlier, two.items)), "title": "共1件"}
    store.put(KEY, user, two.model_copy(update=changed))
    at = open_page()
    said = "\n".join(item.value for item in at.warning)
    for kind in ("doubtful", "lost", "changed", "new"):
        assert said.count(ZH(f"briefing_news.{kind}", count=1)) == 2, kind
    assert ZH("briefing.changed", count=2) in texts(at)
    assert ZH("briefing_news.cover") in said
    assert "共1件" in said
    press(at, "brief-seen-aaaaaaaa")
    assert kept(user).items[0].seen == two.items[0].seen
    assert kept(user).items[1].seen != two.items[1].seen
    # what no longer holds waits for the person
    assert ZH("briefing_text.lost") in texts(at)
    press(at, "brief-seen-all")
    assert [item.seen for item in kept(user).items] == [item.seen for item in two.items]
    assert [len(item.passages) for item in kept(user).items] == [2, 2]
    press(at, "brief-rewrite-aaaaaaaa-1")
    assert kept(user).items[0].passages[1] == Own(text="不再成立的话。")


def test_what_cannot_be_drawn_says_why_and_stays(
    open_page: Open, user: Path, two: Briefing
) -> None:
    recipe = two.items[0].recipe
    assert isinstance(recipe, SeriesRecipe)
    for changed in (
        recipe.model_copy(update={"indicator": "no.such"}),
        recipe.model_copy(update={"districts": ("999999",)}),
        recipe.model_copy(update={"bases": (BasisChoice.OTHER,)}),
    ):
        store.update(KEY, user, lambda old, changed=changed: edits.add(old, changed))
    at = open_page()
    said = "\n".join(item.value for item in at.warning)
    assert "no.such" in said
    assert "999999" in said
    assert ZH("briefing_item.no_figures") in said
    assert len(kept(user).items) == 5
    assert not at.error


def test_what_a_chart_showed_stays_known_while_it_cannot_be_drawn(
    open_page: Open, user: Path, two: Briefing
) -> None:
    def nowhere(item: Item) -> Item:
        return item.model_copy(
            update={"recipe": item.recipe.model_copy(update={"districts": ("999999",)})}
        )

    lost = two.model_copy(update={"items": (nowhere(two.items[0]), *two.items[1:])})
    # the other two have something new
    old = Seen(data_version="2020.01", values={})
    lost = edits.look_through(lost, "b" * 8, old)
    lost = edits.add(lost, two.items[1].recipe, old)
    store.put(KEY, user, lost)
    at = open_page()
    assert "999999" in texts(at)
    assert ZH("briefing_news.heading") in texts(at)
    assert not [one for one in at.button if one.key == "brief-seen-aaaaaaaa"]
    press(at, "brief-seen-all")
    now = kept(user)
    assert now.items[0].seen == two.items[0].seen
    assert [item.seen for item in now.items[1:]] == [two.items[1].seen] * 2


def test_a_chart_that_fails_can_be_moved_and_removed(
    open_page: Open, user: Path, two: Briefing, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    failing = edits.add_passage(two, "a" * 8, Drafted(id="level", text="一句话。"))
    store.put(KEY, user, failing)

    def fail(item: Item, *_: object) -> News:
        if item.id == "a" * 8:
            raise ZeroDivisionError("secret")
        return News()

    monkeypatch.setattr("dashboard.briefing.building.news", fail)
    at = open_page()
    assert [item.value for item in at.error] == [ZH("briefing_item.failed")]
    assert "secret" not in texts(at)
    assert ZH("briefing_text.unchecked") in texts(at)
    assert "~~" not in texts(at)
    press(at, "brief-down-aaaaaaaa")
    assert order(kept(user)) == "ba"
    press(at, "brief-remove-aaaaaaaa")
    assert order(kept(user)) == "b"
    assert not at.error
    assert "secret" in caplog.text
    caplog.clear()


def test_a_link_to_an_older_data_version_draws_from_that_one(
    open_page: Open, two: Briefing, served: Warehouse, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    older = "2020.01-0badcafe"
    for name in (served.path.name, f"warehouse-{older}.duckdb"):
        shutil.copy(served.path, tmp_path / name)
    (tmp_path / "current.json").write_text(json.dumps({"version": served.version}), "utf-8")
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    drawn: list[str] = []
    monkeypatch.setattr(
        "dashboard.pages.briefing.page.files",
        lambda desk: drawn.append(desk.made.document.context.data.version),
    )
    at = open_page(v=older)
    assert drawn[-1] == older
    assert [item.value for item in at.warning] == [ZH("app.frozen", version=older)]


# ---------------------------------------------------------------- saved files


def upload(at: AppTest, content: bytes, name: str = "简报.json") -> AppTest:
    at.file_uploader[-1].set_value([(name, content, "application/json")])
    return healthy(at.run())


def test_a_saved_briefing_is_opened_where_there_is_none(
    open_page: Open, user: Path, two: Briefing
) -> None:
    store.put(KEY, user, Briefing())
    at = upload(open_page(), to_json(two))
    assert kept(user) == two
    assert ZH("briefing.charts", count=2) in [item.value for item in at.header]


@pytest.mark.parametrize(
    ("answer", "result"), [("replace", "cd"), ("append", "abcd"), ("cancel", "ab")]
)
def test_where_there_are_charts_it_is_asked_what_becomes_of_them(
    open_page: Open, user: Path, two: Briefing, answer: str, result: str
) -> None:
    items = tuple(
        item.model_copy(update={"id": name * 8}) for name, item in zip("cd", two.items, strict=True)
    )
    other = two.model_copy(update={"items": items, "title": HOSTILE})
    at = upload(open_page(), to_json(other))
    assert kept(user) == two
    assert "<script>" not in texts(at).replace("\\<", "")
    press(at, f"brief-{answer}")
    assert order(kept(user)) == result
    assert not [one for one in at.button if one.key == f"brief-{answer}"]
    if answer == "replace":
        press(at, "brief-undo")
        assert kept(user) == two


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"not json", "bad"),
        (b'{"schema_version": 1, "<b>": 1}', "bad"),
        (b"", "bad"),
        (b'{"schema_version": 2}', "newer"),
    ],
)
def test_a_file_that_cannot_be_opened_changes_nothing(
    open_page: Open, user: Path, two: Briefing, content: bytes, key: str
) -> None:
    at = upload(open_page(), content, "<b>.json")
    (error,) = at.error
    assert error.value.startswith(ZH(f"briefing_saved.{key}", name="\\<b\\>.json", places="")[:12])
    assert "<b>" not in error.value.replace("\\<", "")
    assert kept(user) == two
    healthy(at.run())
    assert not at.error


def test_what_is_saved_is_what_is_there_and_holds_no_key(
    open_page: Open, two: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[str, bytes] = {}

    def note(_: str, data: bytes, *, file_name: str, **__: object) -> None:
        offered[file_name] = data

    monkeypatch.setattr("streamlit.download_button", note)
    open_page()
    assert from_json(offered["半年简报.json"]) == two
    assert KEY not in offered["半年简报.json"].decode()


# ---------------------------------------------------------------- a disk or file at fault


def test_on_a_server_that_only_shows_data_briefings_work(
    open_page: Open, user: Path, two: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    at = open_page()
    press(at, "brief-down-aaaaaaaa")
    assert order(kept(user)) == "ba"
    assert not at.warning


def test_where_the_disk_refuses_the_briefing_lives_in_its_session(
    open_page: Open, user: Path, two: Briefing, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    at = open_page()
    blocked = user.parent / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(blocked))
    # the folder went away under an open page
    at.session_state["briefing.session"] = two
    press(at, "brief-down-aaaaaaaa")
    press(at, "brief-remove-aaaaaaaa")
    assert ZH("briefing.only_in_session") in texts(at)
    assert order(at.session_state["briefing.session"]) == "b"
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(user))
    press(at, "brief-undo")
    assert ZH("briefing.only_in_session") not in texts(at)
    assert order(kept(user)) == "ba"
    caplog.clear()


def test_what_is_new_on_a_disk_that_refuses_is_kept_in_the_session(
    open_page: Open, user: Path, two: Briefing, caplog: pytest.LogCaptureFixture
) -> None:
    user.joinpath(store.BRIEFINGS, f"{KEY}.json").unlink()
    for path in sorted(user.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    user.rmdir()
    user.write_text("no folder")
    at = open_page(cookie="")
    upload(at, to_json(two))
    assert ZH("briefing.only_in_session") in texts(at)
    press(at, "brief-down-aaaaaaaa")
    assert order(at.session_state["briefing.session"]) == "ba"
    caplog.clear()


@pytest.mark.parametrize(
    ("content", "key"), [(b"{broken", "broken"), (b'{"schema_version": 7}', "newer")]
)
def test_a_file_that_cannot_be_read_is_kept_offered_and_a_new_one_begun(
    open_page: Open, user: Path, two: Briefing, content: bytes, key: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    (user / store.BRIEFINGS / f"{KEY}.json").write_bytes(content)
    at = open_page()
    assert ZH(f"briefing_saved.aside_{key}") in texts(at)
    (aside,) = store.aside(KEY, user)
    assert aside.read_bytes() == content
    upload(at, to_json(two))
    assert kept(user) == two
    press(at, f"brief-{aside.stem[-8:]}-forget")
    assert store.aside(KEY, user) == []
    assert ZH(f"briefing_saved.aside_{key}") not in texts(at)
    caplog.clear()


# ---------------------------------------------------------------- files


def downloads(at: AppTest, key: str) -> list[object]:
    return [one for one in at.get("download_button") if key in one.proto.id]


def make(at: AppTest, key: str) -> AppTest:
    healthy(at.button_group(key="brief-format").set_value(key).run())
    return press(at, "brief-make")


def test_a_file_is_made_and_offered_until_the_briefing_changes(
    open_page: Open, two: Briefing
) -> None:
    at = make(open_page(), "pptx")
    assert len(downloads(at, "brief-take")) == 1
    assert not at.error
    press(at, "brief-down-aaaaaaaa")
    assert downloads(at, "brief-take") == []


def test_a_format_that_fails_says_so(
    open_page: Open, two: Briefing, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fail(*_: object) -> bytes:
        raise RuntimeError("secret")

    monkeypatch.setitem(FORMATS, "docx", replace(FORMATS["docx"], make=fail))
    at = make(open_page(), "docx")
    (error,) = at.error
    assert "secret" not in error.value
    assert downloads(at, "brief-take") == []
    assert "secret" in caplog.text
    caplog.clear()


def test_a_template_is_kept_named_and_dropped_and_its_faults_are_said(
    open_page: Open, user: Path, two: Briefing
) -> None:
    at = open_page()
    at.file_uploader[0].set_value([("某局[模板].pptx", b"no slides", "application/x")])
    healthy(at.run())
    again = open_page()
    assert any("某局\\[模板\\]" in item.value for item in again.markdown)
    press(again, "brief-make")
    assert [item.value for item in again.error] == [ZH("slides_template.not_slides")]
    press(again, "brief-template-drop-pptx")
    press(again, "brief-make")
    assert len(downloads(again, "brief-take")) == 1
