"""Files are read in processes of their own: a file that breaks one leaves the next file alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from indicators.documents import DocumentError
from indicators.intake import close, draft_of_file, draft_of_text, limits, pool, warm
from indicators.intake.pool import ReadingFailedError
from indicators.intake.worker import answer_to
from indicators.review.model import from_json
from tests.documents import as_pdf

TEXT = "某某区司法局2024年工作总结\n2024年，全区共收到行政复议申请84件。"


@pytest.fixture(scope="module", autouse=True)
def _processes_of_these_tests() -> Iterator[None]:
    yield
    close()


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another program than ours reads the files; ours waits."""
    monkeypatch.setattr(pool, "_IDLE", [])
    monkeypatch.setattr(pool, "_COMMAND", (sys.executable, "-c", code))


def reason(data: bytes = b"84") -> str:
    with pytest.raises(DocumentError) as caught:
        draft_of_file(data, name="a.txt")
    return caught.value.reason


def test_a_report_comes_back_as_a_draft_and_the_next_is_quick() -> None:
    draft = draft_of_text(TEXT)
    assert draft.text == TEXT
    assert [row.printed for row in draft.rows] == ["84件"]
    assert draft.report.period
    file = as_pdf(TEXT)
    began = time.monotonic()
    read = draft_of_file(file, name="../报告.pdf")
    assert time.monotonic() - began < 1  # 0.03 where nobody else is at work
    assert (read.report.format, read.report.name) == ("pdf", "报告.pdf")


def test_a_refusal_says_why_and_the_process_goes_on() -> None:
    warm()
    waiting = list(pool._IDLE)
    assert reason(b"\x89PNG\r\n\x1a\n\0\0") == "unknown_format"
    assert waiting == pool._IDLE


def test_a_limit_that_is_set_holds_in_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"<html><p>{TEXT}。</p><!--".encode() + b"x" * (21 * 2**20) + b"-->"
    monkeypatch.setenv("RULE_OF_LAW_MAX_UPLOAD_MB", "25")
    assert draft_of_file(page, name="a.html").rows
    monkeypatch.setenv("RULE_OF_LAW_MAX_UPLOAD_MB", "0.00001")
    assert reason(TEXT.encode()) == "too_large"


def test_a_process_that_is_stuck_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    with monkeypatch.context() as patch:
        instead(patch, "import time; time.sleep(60)")
        began = time.monotonic()
        assert reason() == "too_much"
        assert time.monotonic() - began < 5
    monkeypatch.setattr(limits, "SECONDS", 30.0)
    assert draft_of_text(TEXT).rows


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "print('nonsense')", 'print(\'{"refused": "", "size": 9}\')'],
    ids=["breaks", "talks nonsense", "stops short"],
)
def test_a_process_that_breaks_is_a_file_that_is_broken(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, code)
    assert reason(b"84" * 2**20) == "broken"
    assert pool._IDLE == []


def test_a_process_that_died_while_it_waited_is_replaced() -> None:
    warm()
    for waiting in pool._IDLE:
        waiting._process.kill()
        waiting._process.wait()
    assert draft_of_text(TEXT).rows


def test_a_failure_of_ours_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("indicators.reading.read_report", fails)
    request = {"name": "", "pasted": True, "limit": None}
    answer = answer_to(request, TEXT.encode())
    assert (answer.refused, answer.last, answer.draft) == ("failed", True, b"")
    assert "KeyError: 'ours'" in capfd.readouterr().err
    assert isinstance(pool._refusal("failed"), ReadingFailedError)


def test_running_out_of_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("indicators.reading.read_report", fails)
    answer = answer_to({"name": "", "pasted": True, "limit": None}, TEXT.encode())
    assert (answer.refused, answer.last) == ("too_much", True)


def test_the_process_is_told_no_secrets(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COOKIE_SECRET", "very-secret")
    monkeypatch.setenv("RULE_OF_LAW_EDITORS", "someone@example.org")
    instead(monkeypatch, "import os, sys; sys.stderr.write(' '.join(sorted(os.environ)))")
    reason()
    told = capfd.readouterr().err.split()
    assert "PATH" in told
    assert not [name for name in told if "SECRET" in name or name.startswith("RULE_OF_LAW")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the deadline only")
def test_the_limits_are_those_of_the_system(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import resource, sys; from indicators.intake import limits; limits.hold();"
        "limits.hold_time(); kinds = resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_CPU;"
        "sys.stderr.write(' '.join(str(resource.getrlimit(kind)[0]) for kind in kinds))"
    )
    instead(monkeypatch, code)
    reason()
    memory, core, seconds = map(int, capfd.readouterr().err.split())
    assert core == 0
    assert 2 * limits.SECONDS <= seconds < 2 * limits.SECONDS + 5
    assert memory == limits.MEMORY or sys.platform == "darwin"


def test_no_more_files_at_once_than_places() -> None:
    with ThreadPoolExecutor(5) as people:
        drafts = list(people.map(draft_of_text, [TEXT + str(n) for n in range(5)]))
    assert [draft.text[-1] for draft in drafts] == list("01234")
    assert 1 <= len(pool._IDLE) <= pool.AT_ONCE


def test_an_answer_is_a_draft_that_can_be_kept() -> None:
    answer = answer_to({"name": "a", "pasted": False, "limit": None}, TEXT.encode())
    assert from_json(answer.draft).text == TEXT
