"""What the log says about requests, and what it does not."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.web import logs
from dashboard.web.metrics import ErrorCounter
from dashboard.web.options import LoggedAddress
from tests import event_loop
from tests.dashboard.web.conftest import Visitor, Web

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The lines that our loggers have written as JSON."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(logs.Lines())
    logger = logging.getLogger("dashboard.web")
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    logger.setLevel(before)
    logger.removeHandler(handler)


def test_every_request_is_one_line(web: Web, visitor: Visitor, lines: Lines) -> None:
    visitor(web()).get("/explore")

    (line,) = lines()
    assert (line["method"], line["path"], line["status"]) == ("GET", "/explore", 200)
    assert line["level"] == "info"
    assert line["milliseconds"] >= 0
    assert line["bytes"] > 500
    assert line["time"].endswith("+00:00")


def test_the_log_keeps_nothing_private(web: Web, visitor: Visitor, lines: Lines) -> None:
    ask = visitor(web(), client="192.0.2.77")
    ask.get("/explore?code=geheim", headers={"Cookie": "a=geheim", "X-Forwarded-For": "geheim"})
    ask.get("/media/geheim.xlsx")
    event_loop.run(ask.ask("PUT", "/_stcore/upload_file/geheim/geheim"))

    said = json.dumps(lines())
    assert "geheim" not in said
    assert "192.0.2" not in said
    assert [line["path"] for line in lines()][1:] == ["/media/*.xlsx", "/_stcore/upload_file/*"]


def test_an_operator_may_log_networks(web: Web, visitor: Visitor, lines: Lines) -> None:
    server = web(log_address=LoggedAddress.NETWORK)
    visitor(server, client="192.0.2.77").get("/")
    visitor(server, client="2001:db8:1:2::3").get("/")

    assert [line["client"] for line in lines()] == ["192.0.2.0/24", "2001:db8:1::/48"]


def test_a_request_can_be_followed(web: Web, visitor: Visitor, lines: Lines) -> None:
    ask = visitor(web())
    given = ask.get("/", headers={"X-Request-Id": "abcdef0123456789"}).headers["x-request-id"]
    made = ask.get("/", headers={"X-Request-Id": "two\twords"}).headers["x-request-id"]

    assert given == "abcdef0123456789"
    assert len(made) == 16
    assert [line["request_id"] for line in lines()] == [given, made]


def test_exceptions_stay_on_one_line(lines: Lines) -> None:
    try:
        raise ValueError("第一行\nsecond line")
    except ValueError:
        logging.getLogger("dashboard.web.x").exception("出错")

    (line,) = lines()
    assert line["message"] == "出错"
    assert "ValueError" in line["exc_info"]


def test_requests_exports_and_errors_are_counted(web: Web, visitor: Visitor) -> None:
    server = web()
    ask = visitor(server)
    for path in ("/explore", "/media/a.pptx", "/wp-login.php", "/anything/at/all"):
        ask.get(path)
    counter = ErrorCounter(server.metrics)
    counter.handle(logging.LogRecord("dashboard.x", logging.ERROR, "", 1, "x", None, None))

    text = server.metrics.text().decode()
    assert 'fazhi_requests_total{kind="page",status="200"} 1.0' in text
    assert 'fazhi_requests_total{kind="other",status="404"} 2.0' in text
    assert 'fazhi_exports_total{format="pptx"} 1.0' in text
    assert 'fazhi_errors_total{logger="dashboard"} 1.0' in text
