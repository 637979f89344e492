from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from indicators import chat_reader
from indicators.chat_reader import ChatReader, parts
from indicators.periods import full_year
from indicators.reading import Reading, read_report
from indicators.second_reader import (
    DROPPED,
    FAILED,
    MOST,
    Hint,
    Proposal,
    ReaderError,
    configured,
    merge,
)
from settings.problems import SettingsError

TEXT = "收到行政复议申请583宗。\n举办沙龙17场，另一沙龙17场。\n拟建成站点60个。\n"
KEY = "secret-of-ours"
FOUND = {"printed": "17场", "indicator": "publicity.activities", "quote": "举办沙龙17场"}
HINT = Hint("", "", "", ())


class Proposes:
    name = "model"

    def __init__(self, *proposals: Proposal) -> None:
        self._proposals = proposals

    def read(self, text: str, hint: Hint) -> Sequence[Proposal]:
        return self._proposals


def reading(text: str = TEXT) -> Reading:
    return read_report(text, district="440311", period=full_year(2024))


def merged(*proposals: Proposal, text: str = TEXT) -> Reading:
    return merge(reading(text), Proposes(*proposals))


# ---------------------------------------------------------------- grounding


def test_what_the_rules_left_becomes_a_figure_marked_as_proposed() -> None:
    before = reading()
    after = merged(Proposal("17场", "publicity.activities", "举办沙龙17场", confidence=0.99))
    (added,) = set(after.figures) - set(before.figures)
    assert (added.indicator, added.value, added.reader) == ("publicity.activities", 17, "model")
    assert added.confidence <= MOST
    assert TEXT[added.char_start : added.char_end] == added.printed
    assert added.period == full_year(2024)
    assert len(after.unplaced) == len(before.unplaced) - 1
    assert after.warnings == before.warnings


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal("17场", "publicity.activities", ""),  # which of the two?
        Proposal("17场", "publicity.activities", "举办培训17场"),  # nobody wrote this
        Proposal("18场", "publicity.activities", "举办沙龙17场"),
        Proposal("17场", "no.such_indicator", "举办沙龙17场"),
        Proposal("17场", "legal_aid.losses_recovered", "举办沙龙17场"),  # not yuan
        Proposal("60个", "lawyers.firms", "拟建成站点60个"),  # a target
        Proposal("沙龙", "publicity.activities", "举办沙龙17场"),
        Proposal("", "", ""),
        Proposal("1" * 5000, "publicity.activities", "1" * 5000),
    ],
    ids=lambda proposal: f"{proposal.printed[:9]} {proposal.quote[:9]}",
)
def test_what_the_text_does_not_bear_out_is_dropped_and_told(proposal: Proposal) -> None:
    before, after = reading(), merged(proposal)
    assert after.figures == before.figures
    assert after.unplaced == before.unplaced
    assert after.warnings == (*before.warnings, DROPPED)


def test_a_reading_of_the_rules_stands_and_the_other_is_told_with_it() -> None:
    same = Proposal("583宗", "reconsideration.received", "申请583宗")
    other = Proposal("583宗", "reconsideration.accepted", "申请583宗", confidence=0.9)
    assert merged(same).figures == reading().figures
    (figure,) = [one for one in merged(other).figures if one.printed == "583宗"]
    assert (figure.indicator, figure.reader) == ("reconsideration.received", "rules")
    assert [(guess.indicator, guess.rule) for guess in figure.guesses[-1:]] == [
        ("reconsideration.accepted", "model")
    ]


def test_white_space_is_no_difference() -> None:
    after = merged(
        Proposal("17场", "publicity.activities", "举办沙龙17场"), text="举办沙龙 17 场。\n"
    )
    assert [one.reader for one in after.figures] == ["model"]


# ---------------------------------------------------------------- the endpoint


class Server(ThreadingHTTPServer):
    """Answers in turn what it was told to; an answer is a status with a body."""

    daemon_threads = True
    answers: list[tuple[int, bytes]]
    asked: list[dict[str, Any]]
    headers: list[dict[str, str]]
    slow: float = 0.0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.headers.append(dict(self.headers))
        answers = self.server.answers
        status, answer = answers.pop(0) if len(answers) > 1 else answers[0]
        time.sleep(self.server.slow)
        try:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(answer)
        except OSError:  # who asked has gone
            pass

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as found:
        found.answers, found.asked, found.headers = [message({"figures": [FOUND]})], [], []
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def message(content: object) -> tuple[int, bytes]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return 200, json.dumps({"choices": [{"message": {"content": text}}]}).encode()


def reader_of(server: Server, *, tries: int = 3, seconds: float = 60.0) -> ChatReader:
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    return ChatReader(address, "model", KEY, seconds=seconds, tries=tries, pause=0.01)


def test_a_model_is_asked_with_the_key_and_the_catalogue(server: Server) -> None:
    (proposal,) = reader_of(server).read(TEXT, Hint("标题", "440311", "2024", (("a.b", "甲"),)))
    assert (proposal.printed, proposal.indicator) == ("17场", "publicity.activities")
    (asked,) = server.asked
    system, user = (one["content"] for one in asked["messages"])
    assert asked["model"] == "model"
    assert "a.b 甲" in system
    assert TEXT in user
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_a_fenced_answer_and_a_bare_list_are_read(server: Server) -> None:
    server.answers = [message(f"```json\n{json.dumps([FOUND])}\n```")]
    assert [one.printed for one in reader_of(server).read(TEXT, HINT)] == ["17场"]


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.answers = [(500, b""), (429, b""), message({"figures": [FOUND]})]
    assert len(reader_of(server).read(TEXT, HINT)) == 1
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        ((500, b"oops"), 3),
        ((401, b"no"), 1),
        ((302, b""), 1),
        ((200, b"\xff\xfe not JSON"), 3),
        ((200, b"[]"), 3),
        ((200, b'{"choices": []}'), 3),
        ((200, b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}'), 3),
        (message("I am sorry, I cannot."), 1),
        (message("[" * 100_000), 1),
        (message({"figures": "none"}), 1),
    ],
    ids=["500", "401", "302", "bytes", "list", "empty", "refusal", "prose", "nested", "no list"],
)
def test_a_useless_answer_is_a_warning_and_nothing_else(
    server: Server, answer: tuple[int, bytes], times: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = [answer]
    before = reading()
    with caplog.at_level(logging.DEBUG):
        after = merge(before, reader_of(server))
    assert after.figures == before.figures
    assert after.warnings == (*before.warnings, FAILED)
    assert len(server.asked) == times
    assert "failed" in caplog.text
    assert KEY not in caplog.text


def test_figures_of_the_wrong_shape_are_dropped_one_by_one(server: Server) -> None:
    odd = [
        None,
        5,
        {"printed": 46},
        {"printed": "46名", "confidence": "high"},
        {"confidence": 1e999},
    ]
    server.answers = [message({"figures": odd})]
    after = merge(reading(), reader_of(server))
    assert after.figures == reading().figures
    assert DROPPED in after.warnings


def test_a_slow_server_is_given_up(server: Server) -> None:
    server.slow = 1.0
    began = time.monotonic()
    after = merge(reading(), reader_of(server, seconds=0.1, tries=2))
    assert time.monotonic() - began < 1.0
    assert FAILED in after.warnings


def test_an_endless_answer_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_reader, "ANSWER_LIMIT", 1000)
    server.answers = [(200, b" " * 100_000)]
    with pytest.raises(ReaderError, match="too long"):
        reader_of(server, tries=1).read(TEXT, HINT)


def test_nobody_there_is_a_warning() -> None:
    nobody = ChatReader("http://127.0.0.1:9/v1", "model", KEY, tries=1)
    assert FAILED in merge(reading(), nobody).warnings


def test_a_long_text_is_asked_about_in_parts_that_end_with_a_sentence() -> None:
    text = "收到行政复议申请583宗。" * 3000
    found = list(parts(text))
    assert "".join(found) == text
    assert len(found) > 2
    assert all(part.endswith("。") and len(part) <= chat_reader.LONGEST for part in found)


# ---------------------------------------------------------------- the settings

VARIABLES = ("RULE_OF_LAW_READER_URL", "RULE_OF_LAW_READER_MODEL", "RULE_OF_LAW_READER_KEY")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A settings file without anything in it, and no variable of this machine."""
    file = tmp_path / "settings.toml"
    file.touch()
    monkeypatch.setenv("RULE_OF_LAW_SETTINGS", str(file))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return file


@pytest.mark.usefixtures("settings")
def test_it_is_off_unless_the_settings_say_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured() is None
    for name, value in zip(VARIABLES, ("https://example.org/v1", "some-model", KEY), strict=True):
        monkeypatch.setenv(name, value)
    reader = configured()
    assert reader is not None
    assert reader.name == "some-model"
    assert KEY not in repr(reader)


def test_it_can_be_set_up_in_the_settings_file(settings: Path) -> None:
    settings.write_text(
        f'reader_url = "https://example.org/v1"\nreader_model = "of-file"\nreader_key = "{KEY}"\n',
        encoding="utf-8",
    )
    reader = configured()
    assert reader is not None
    assert reader.name == "of-file"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("file:///etc/passwd", SettingsError),
        ("example.org/v1", SettingsError),
        ("https://example.org", ReaderError),  # of which model?
    ],
)
def test_an_address_or_model_that_cannot_be_is_said(
    address: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_READER_URL", address)
    with pytest.raises(error, match=r"reader_url|RULE_OF_LAW_READER_MODEL"):
        configured()
