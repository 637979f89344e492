"""Which addresses there are, and how files are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.web.entrance import STREAMLIT
from tests import event_loop
from tests.dashboard.web.conftest import Person, Visitor, Web

SCRIPT = next((STREAMLIT / "static" / "js").glob("index.*.js"))


@pytest.fixture
def ask(web: Web, visitor: Visitor) -> Person:
    return visitor(web())


@pytest.mark.parametrize("path", ["/", "/explore", "/reconsideration", "/importing"])
def test_pages_are_our_start_page(ask: Person, path: str) -> None:
    answer = ask.get(path)

    assert answer.status_code == 200
    assert '<html lang="zh-CN">' in answer.text
    assert "<title>法治指标看板</title>" in answer.text
    assert "Streamlit</title>" not in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/healthz", "/wp-login.php", "/explore/more", "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check", "/component/x", "/app/static/../asgi.py",
        "/app/static/%2e%2e/asgi.py", "/static/.hidden.js", "/app/static/fonts",
    ],
)  # fmt: skip
def test_everything_else_is_not_there(ask: Person, path: str) -> None:
    answer = ask.get(path)

    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/host-config", "/media/a.png", "/api/ready", "/auth/login"]
)
def test_what_streamlit_answers_is_passed_on(ask: Person, path: str) -> None:
    assert ask.get(path).text == f"behind: {path}"


def test_the_start_page_has_one_address(ask: Person) -> None:
    answer = ask.get("/overview?lang=en")

    assert (answer.status_code, answer.headers["location"]) == (308, "/?lang=en")


def test_a_site_below_a_prefix(web: Web, visitor: Visitor) -> None:
    ask = visitor(web(prefix="/fazhi"))

    assert ask.get("/fazhi").headers["location"] == "/fazhi/"
    assert ask.get("/fazhi/explore/?lang=en").headers["location"] == "/fazhi/explore?lang=en"
    assert ask.get("/fazhi/explore").status_code == 200
    assert ask.get(f"/fazhi/static/js/{SCRIPT.name}").status_code == 200
    assert ask.get("/explore").status_code == 404
    assert ask.get("/fazhiexplore").status_code == 404


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_scripts_are_packed_as_the_browser_takes_them(ask: Person, encoding: str) -> None:
    answer = ask.get(
        f"/static/js/{SCRIPT.name}", headers={"Accept-Encoding": encoding or "identity"}
    )

    assert answer.content == SCRIPT.read_bytes()
    assert answer.headers.get("content-encoding", "") == encoding
    assert (int(answer.headers["content-length"]) < SCRIPT.stat().st_size / 2) == bool(encoding)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_browser_that_has_a_file_gets_no_second_copy(ask: Person) -> None:
    first = ask.get("/explore")
    again = ask.get("/district", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    head = event_loop.run(ask.ask("HEAD", "/explore"))
    assert (head.status_code, head.content) == (200, b"")


def test_a_file_that_changed_is_sent_anew(
    web: Web, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = web()
    ask = visitor(server)
    before = ask.get("/app/static/plain.css").headers["etag"]
    found = server.site.files.find("/app/static/plain.css")
    assert found is not None
    content = found.read_bytes() + b"/* new */"
    copy = tmp_path / "plain.css"
    copy.write_bytes(content)
    monkeypatch.setattr(server.site.files, "find", lambda _path: copy)

    after = ask.get("/app/static/plain.css")
    assert after.content == content
    assert after.headers["etag"] != before
    copy.write_bytes(b"x")
    assert ask.get("/app/static/plain.css").content == b"x"


def test_metrics_are_for_allowed_networks_only(web: Web, visitor: Visitor) -> None:
    server = web()

    assert b"fazhi_requests_total" in visitor(server).get("/api/metrics").content
    for path in ("/api/metrics", "/_stcore/metrics"):
        assert visitor(server, client="192.0.2.7").get(path).status_code == 404
        assert visitor(web(metrics_networks=())).get(path).status_code == 404


def test_the_name_of_the_host_does_not_change_the_path(web: Web, visitor: Visitor) -> None:
    """Who writes a path into the name would be shown what is not for them."""
    stranger = visitor(web(), client="192.0.2.7")

    answer = stranger.get("/api/metrics", headers={"Host": "x/media/?"})
    assert answer.status_code == 404
    assert stranger.get("/explore/", headers={"Host": "x/y?"}).headers["location"] == "/explore"
