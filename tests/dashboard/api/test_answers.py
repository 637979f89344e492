"""Caching, names, headers, readiness; and what is answered where there is no chart."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboard.api import formats, orders, routes
from dashboard.api.code_version import code_version
from dashboard.api.refusals import STATUS, Refusal
from dashboard.api.workers import RETRY_SECONDS, Workers
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.image import ImageUnavailable
from dashboard.exports.names import file_name
from dashboard.words import Language, Words
from tests import event_loop
from tests.dashboard.api.conftest import Address, Answer, Ask
from warehouse import queries
from warehouse.connection import Warehouse

OLDER = "2019.01-00000000"


@pytest.fixture
def path(charts: dict[str, Chart], address: Address) -> str:
    """Of a chart as JSON."""
    return address(charts["series"], "json")


@pytest.fixture
def two_versions(served: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older data version beside the current one."""
    for name in (served.path.name, f"warehouse-{OLDER}.duckdb"):
        shutil.copy(served.path, tmp_path / name)
    pointer = tmp_path / "current.json"
    pointer.write_text(json.dumps({"version": served.version}), encoding="utf-8")
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))


# ---------------------------------------------------------------- kept copies


def test_a_copy_is_good_until_something_changes(
    path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = ask(path).headers["ETag"]
    for sent in (tag, f'"other", {tag}', "*"):
        again = ask(path, headers={"If-None-Match": sent})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
    other = path.replace("lang=zh", "lang=en")
    assert ask(other, headers={"If-None-Match": tag}).status == 200
    monkeypatch.setattr(routes, "code_version", lambda: "a later release")
    assert ask(path, headers={"If-None-Match": tag}).status == 200


def test_nothing_is_drawn_for_a_good_copy(
    path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = ask(path).headers["ETag"]
    monkeypatch.delattr(routes, "draw")
    assert ask(path, headers={"If-None-Match": tag}).status == 304


@pytest.mark.usefixtures("two_versions")
def test_a_data_version_is_kept_longer_than_the_living_view(path: str, ask: Ask) -> None:
    living, frozen = ask(path), ask(f"{path}&v={OLDER}")
    assert living.headers["Cache-Control"] == "private, max-age=60"
    assert frozen.headers["Cache-Control"] == "private, max-age=604800"
    assert living.headers["ETag"] != frozen.headers["ETag"]
    assert frozen.json["data_version"] == OLDER
    assert f"v={OLDER}" in frozen.json["page"]
    assert "v=" not in living.json["page"].split("?")[1].split("&")


def test_the_release_is_told_by_every_file() -> None:
    assert re.fullmatch("[0-9a-f]{16}", code_version())


# ---------------------------------------------------------------- headers


def test_an_answer_is_only_looked_at(path: str, ask: Ask) -> None:
    headers = ask(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    asked = ask(path, headers={"Origin": "https://example.org"}).headers
    assert [name for name in asked if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
def test_the_file_has_the_name_that_the_page_gives_it(
    suffix: str, charts: dict[str, Chart], ask: Ask, address: Address, chosen: Context
) -> None:
    said = ask(address(charts["series"], suffix)).headers["Content-Disposition"]
    assert said.isascii()
    assert said.startswith(f'inline; filename="chart.{suffix}"; ')
    name = unquote(said.partition("filename*=UTF-8''")[2])
    assert name == file_name(charts["series"], chosen, suffix=suffix)


def test_asking_for_the_head_gets_the_head(path: str, ask: Ask) -> None:
    whole, head = ask(path), ask(path, method="HEAD")
    assert head.body == b""
    for name in ("Content-Length", "ETag", "Content-Type", "Content-Disposition"):
        assert head.headers[name] == whole.headers[name]


def test_the_page_of_a_chart(path: str, ask: Ask, charts: dict[str, Chart]) -> None:
    page = ask(path).json["page"]
    assert re.match(r"http://127\.0\.0\.1:\d+/explore\?lang=zh&", page)
    recipe = charts["series"].recipe
    assert f"&d={'.'.join(recipe.districts)}&" in page
    assert f"&i={recipe.indicator}&s=whole&k=year&view=trend&" in page


# ---------------------------------------------------------------- live and ready


def test_ready_tells_the_data_version(ask: Ask, served: Warehouse) -> None:
    answer = ask("/api/ready")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "ready": True,
        "program": answer.json["program"],
        "code": code_version(),
        "data_version": served.version,
        "data_date": queries.data_date(served).isoformat(),
        "damaged_version": None,
        "pictures": answer.json["pictures"],
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+", answer.json["program"])


def test_it_lives_also_without_data(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    answer = ask("/api/live")
    assert (answer.status, answer.json["live"]) == (200, True)
    assert answer.json["code"] == code_version()


@pytest.mark.parametrize("content", [None, "{", '{"version": "2020.01-00000000"}'])
def test_without_data_it_is_not_ready(
    content: str | None, ask: Ask, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content:
        (tmp_path / "current.json").write_text(content, encoding="utf-8")
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    for asked in ("/api/ready", path):
        assert_refused(ask(asked), "no_warehouse")


# ---------------------------------------------------------------- errors


def assert_refused(answer: Answer, key: str, *parameters: str) -> None:
    assert answer.status == STATUS[key]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = answer.json
    assert said["error"] == key
    assert tuple(said.get("parameters", ())) == parameters
    assert re.search("[一-鿿]", said["zh"])
    assert said["en"].isascii()
    assert not re.search(r"Traceback|\{|\.py", said["zh"] + said["en"])
    assert all(name in said["zh"] and name in said["en"] for name in parameters)


@pytest.mark.parametrize(
    ("pattern", "replacement", "parameters"),
    [
        ("kind=series", "kind=pie", ["kind"]),
        ("kind=series&", "", ["kind"]),
        ("shape=year", "shape=", ["shape"]),
        ("&shape=year", "", ["shape"]),
        ("lang=zh", "lang=fr", ["lang"]),
        ("lang=zh", "size=b5", ["size"]),
        ("lang=zh", "size=b5&lang=fr", ["lang", "size"]),
        ("lang=zh", "utm_source=x", ["utm_source"]),
        ("lang=zh", "lang=zh&lang=en", ["lang"]),
        ("lang=zh", "districts=440306", ["districts"]),
        ("lang=zh", "log=perhaps", ["log"]),
        ("lang=zh", "mode=quick", ["mode"]),
        ("lang=zh", "mode=quick&log=perhaps", ["mode", "log"]),
        ("&d=", "&d=Baoan.", ["d"]),
        ("&y=[0-9-]*", "&y=now", ["y"]),
        ("&y=[0-9-]*", "&y=2024-2020", ["y"]),
        ("&y=[0-9-]*", "&y=1066-", ["y"]),
        ("&y=[0-9-]*", "", ["y"]),
        ("&b=", "&b=week.", ["b"]),
        ("&b=[a-z_.]*", "", ["b"]),
        ("[?].*", "", ["y"]),
    ],
)
def test_a_bad_parameter_is_named(
    pattern: str, replacement: str, parameters: list[str], path: str, ask: Ask
) -> None:
    changed, count = re.subn(pattern, replacement, path)
    assert count == 1
    assert_refused(ask(changed), "bad_parameters", *parameters)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("chart.json", "chart.gif"), "unknown_format"),
        (("chart.json", "chart.json/x"), "unknown_address"),
        (("/api/chart.json", "/api/nothing"), "unknown_address"),
        (("lang=zh", "v=2019.01-00000000"), "unknown_version"),
        (("lang=zh", "v=../../etc/passwd"), "unknown_version"),
        (("indicator=", "indicator=no."), "nothing_to_show"),
        (("shape=year", "shape=century"), "nothing_to_show"),
        (("&d=", f"&d={'.'.join(['440306'] * 5000)}."), "too_long"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_what_cannot_be_answered_is_said(
    change: tuple[str, str], key: str, path: str, ask: Ask
) -> None:
    assert change[0] in path
    assert_refused(ask(path.replace(*change)), key)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(method: str, path: str, ask: Ask) -> None:
    answer = ask(path, method=method)
    assert_refused(answer, "only_reads")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_failure_of_ours_shows_no_trace(
    path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(routes, "draw", fail)
    answer = ask(path)
    assert_refused(answer, "broken")
    assert b"secret" not in answer.body
    assert "secret" in caplog.text


def test_without_a_browser_pictures_are_refused_and_data_are_not(
    path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ImageUnavailable("no browser")

    monkeypatch.setattr(formats, "picture", fail)
    assert_refused(ask(path.replace("json", "png")), "no_picture")
    assert ask(path).status == 200


def test_every_sentence_has_its_status() -> None:
    for key in STATUS:
        values = {"length": 9, "most": 5, "suffix": "gif", "known": "png", "version": "1"}
        refusal = Refusal(key, parameters=["d"], seconds=1, **values)
        said = json.loads(bytes(refusal.answer().body))
        assert {said[language] for language in Language} == {
            Words(language)(f"api.{key}", parameters="d", seconds=1, **values)
            for language in Language
        }


# ---------------------------------------------------------------- many at once


def test_ten_at_once_each_get_their_own(
    charts: dict[str, Chart], ask: Ask, address: Address
) -> None:
    paths = [address(chart, "json", language) for chart in charts.values() for language in Language]
    alone = [ask(path).json for path in paths]
    with ThreadPoolExecutor(10) as people:
        assert [answer.json for answer in people.map(ask, paths)] == alone


def test_more_than_there_is_room_for_are_sent_away() -> None:
    async def crowd() -> list[str]:
        workers, go = Workers(at_once=1, waiting=1), threading.Event()
        first = [asyncio.ensure_future(workers.do(go.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as caught:
            await workers.do(go.wait)
        assert caught.value.answer().headers["Retry-After"] == str(RETRY_SECONDS)
        go.set()
        await asyncio.gather(*first)
        return [await workers.do(lambda: "room again") for _ in range(3)]

    assert event_loop.run(crowd()) == ["room again"] * 3


def test_a_full_house_is_answered_at_once(
    path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Workers(at_once=1, waiting=0)
    monkeypatch.setattr(routes, "TABLES", full)
    go = threading.Event()
    future = full._threads.submit(go.wait)
    assert full._places.acquire(blocking=False)
    answer = ask(path)
    go.set()
    assert future.result(timeout=5)
    assert_refused(answer, "busy")
    assert answer.headers["Retry-After"] == str(RETRY_SECONDS)


def test_a_long_list_of_districts_fits_into_an_address() -> None:
    assert 3000 * len("440306.") < orders.LONGEST
