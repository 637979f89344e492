"""Hostile files are refused with a reason or are inert, within bounded time and memory.

Each is read as an upload is: in the process that reads reports.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from indicators.intake import limits
from indicators.review.model import Draft, from_json
from tests.documents import as_docx, as_html
from tests.security import hostile as make
from tests.security.hostile import MEGABYTE, body, docx_of, paragraph, pdf, stream

ROOT = Path(__file__).resolve().parents[2]
WORDS = "受理84件，办结。"
FEW_SECONDS = 8.0  # ordinary ones take below two; the machine may be busy
LITTLE_MEMORY = 256  # megabytes; Python and the libraries take 70


@dataclass(frozen=True)
class Read:
    """What became of a file, and what it cost; memory is 0 where the process was ended."""

    refused: str
    draft: Draft | None
    seconds: float
    megabytes: int


class Child:
    """The process that reads reports, asked as the pages ask it, with an eye on what it costs."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "indicators.intake.worker"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.read(WORDS.encode(), "ready.txt")

    def read(self, data: bytes, name: str = "报告") -> Read:
        assert self.process.stdin
        assert self.process.stdout
        request = {"name": name, "limit": 20 * MEGABYTE, "pasted": False, "size": len(data)}
        self._forget_peak()
        began = time.monotonic()
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            self.process.stdin.flush()
            head = json.loads(self.process.stdout.readline() or b"null")
        except BrokenPipeError:
            head = None
        seconds = time.monotonic() - began
        if head is None:
            self.process.wait(timeout=60)
            return Read("ended", None, seconds, 0)
        draft = self.process.stdout.read(head["size"])
        found = from_json(draft) if draft else None
        peak = self._peak()
        if head["last"]:
            self.end()
        return Read(head["refused"], found, seconds, peak)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def _forget_peak(self) -> None:
        file = Path(f"/proc/{self.process.pid}/clear_refs")
        if file.exists():
            file.write_text("5", encoding="ascii")

    def _peak(self) -> int:
        file = Path(f"/proc/{self.process.pid}/status")
        if not file.exists():  # no Linux
            return 0
        lines = file.read_text(encoding="utf-8").splitlines()
        return next((int(one.split()[1]) // 1024 for one in lines if one.startswith("VmHWM")), 0)


@pytest.fixture(scope="module")
def children() -> Iterator[list[Child]]:
    made: list[Child] = []
    yield made
    for child in made:
        child.end()


@pytest.fixture
def child(children: list[Child]) -> Child:
    if not children or children[-1].ended:
        children.append(Child())
    return children[-1]


Make = Callable[[], bytes]
ORDINARY = as_docx(WORDS)


def lying(crc: int) -> bytes:
    """4 GB that say that they are 1000 bytes."""
    rest = make.without(ORDINARY, "word/document.xml")
    four = make.packed(b" " * MEGABYTE, 4000)
    return make.archive("word/document.xml", four, says=1000, crc=crc, rest=rest)


REFUSED: dict[str, tuple[Make, str]] = {
    "Word file of 10 GB": (lambda: make.docx_bomb(10_000), "too_much"),
    "Word file that lies": (lambda: lying(0), "broken"),
    "Word file that lies well": (lambda: lying(zlib.crc32(b" " * 1000)), "broken"),
    "names for the same bytes": (
        lambda: make.archive(
            "word/media/a", make.packed(b" " * MEGABYTE, 10), says=10 * MEGABYTE, again=2000,
            crc=zlib.crc32(b" " * 10 * MEGABYTE), rest=ORDINARY,
        ),
        "broken too_much",
    ),
    "sheet of 10 GB": (
        lambda: make.archive(
            "xl/worksheets/sheet1.xml", make.packed(b" " * MEGABYTE, 10_000), says=2**32 - 2
        ),
        "unknown_format",
    ),
    "billion laughs": (
        lambda: docx_of(body(paragraph("84件&a9;"), declared=make.LAUGHS)),
        "broken",
    ),
    "a million times the same entity": (
        lambda: docx_of(body(paragraph("&q;" * 100_000), declared=make.QUADRATIC)),
        "broken",
    ),
    "tables in tables": (lambda: docx_of(body("<w:tbl>" * 100_000)), "broken"),
    "PDF of 10 GB on 100 kB": (lambda: make.pdf_bomb(4000), "too_much broken ended"),
    "a million pages": (lambda: make.many_pages(1_000_000), "too_much"),
    "pages that are not there": (
        lambda: pdf(
            make.CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 99999999>>",
            *make.one_page(stream(b""))[2:],
        ),
        "empty too_much broken",
    ),
    "pages that hold themselves": (
        lambda: pdf(make.CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        "broken",
    ),
    "brackets without end": (lambda: pdf(*make.one_page(stream(b"[" * 5_000_000))), "empty"),
    "a length that is itself": (
        lambda: pdf(*make.one_page(b"<</Length 4 0 R>>stream\nx\nendstream")),
        "empty",
    ),
    "web page a million deep": (
        lambda: b"<html>" + b"<div>" * 1_000_000 + WORDS.encode(),
        "broken",
    ),
    "10 MB on one line": (lambda: b"<html><p>" + WORDS.encode() * 400_000, "too_much"),
    "10 MB of text on one line": (lambda: WORDS.encode() * 400_000, "too_much"),
    "comments without a page": (lambda: b"<!-- -->" * 100_000 + b"\0", "unknown_format"),
    "archives in archives": (lambda: make.web_archive(20_000), "too_much broken"),
    "bytes of no encoding": (lambda: bytes(range(1, 256)) * 4000, "unknown_format"),
    "another encoding than it says": (
        lambda: "<meta charset=utf-8>受理".encode("utf-32") * 100,
        "unknown_format",
    ),
    "more figures than a person reviews": (lambda: "办结1件。".encode() * 12_000, "too_much"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_grows_without_end_is_refused(child: Child, name: str) -> None:
    build, reasons = REFUSED[name]
    read = child.read(build())
    assert read.refused in reasons.split()
    assert read.seconds < FEW_SECONDS
    assert read.megabytes < LITTLE_MEMORY


INERT: dict[str, Make] = {
    "entity of another file": lambda: docx_of(
        body(paragraph(f"{WORDS}&f;"), declared=make.OUTSIDE)
    ),
    "web page with entities": lambda: (
        make.LAUGHS.replace("w:document", "html") + f"<html><p>{WORDS}&a9;</p>"
    ).encode(),
    "scripts": lambda: (
        f"<html><p>{WORDS}</p>" + "<script>document.write('9件')</script>" * 20_000
    ).encode(),
    "page as large as a city": lambda: pdf(*make.one_page(make.WORDS, box=b"0 0 9999999999 9999")),
    "tables that name each other": make.looped,
    "more objects than there are": lambda: pdf(*make.one_page(make.WORDS), size=2**31 - 1),
    "links to outside": lambda: (
        f"<html><base href='http://x.invalid/'><link rel=stylesheet href=a.css><img src=a.png>"
        f"<iframe src=//x.invalid></iframe><p>{WORDS}</p>"
    ).encode(),
}


@pytest.mark.parametrize("name", INERT)
def test_what_would_reach_out_or_run_does_nothing(child: Child, name: str) -> None:
    read = child.read(INERT[name]())
    assert read.draft
    text = read.draft.text
    assert "84" in text
    for foreign in ("root:", "haha", "9件", "x.invalid"):
        assert foreign not in text
    assert read.seconds < FEW_SECONDS
    assert read.megabytes < LITTLE_MEMORY


def test_characters_that_nobody_sees_leave_text_title_and_name(child: Child) -> None:
    turned = "\u202e工作总结\u202c\x1b[2J"
    page = as_html(f"某某区司法局{turned}", "受理\u202e288\u202c件，办结\u2067完\u2069。")
    read = child.read(page, "../..\\..\x00/\u202excod.exe" + "长" * 300)
    assert read.draft
    told = [read.draft.text, *vars(read.draft.report).values()]
    assert "受理288件，办结完。" in read.draft.text
    assert not [one for one in told if set(str(one)) & set("\u202e\u202c\u2067\u2069\x1b\0")]
    assert len(read.draft.report.name) == 200
    assert "/" not in read.draft.report.name


def test_parts_outside_of_the_archive_are_written_nowhere(child: Child, tmp_path: Path) -> None:
    escape = f"../../../../../../../..{tmp_path}/planted"
    data = make.archive(escape, make.packed(b"x", 1), says=1, crc=zlib.crc32(b"x"), rest=ORDINARY)
    assert child.read(data).draft
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_200_megabytes_is_not_read_at_all(child: Child) -> None:
    from indicators.documents import DocumentError
    from indicators.intake import draft_of_file

    began = time.monotonic()
    with pytest.raises(DocumentError, match="larger than the limit"):
        draft_of_file(bytes(200 * MEGABYTE), name="a.pdf")
    assert time.monotonic() - began < 1


LASTING: dict[str, Make] = {
    "Word file of empty paragraphs": lambda: docx_of(body("<w:p/>" * 15_000_000)),
    "page of 60 MB": lambda: make.pdf_bomb(60),
    "drawings without end": lambda: make.forms(9, 10),
    "states without end": lambda: pdf(*make.one_page(stream(b"q " * 5_000_000))),
    "objects in objects": lambda: pdf(*make.one_page(make.WORDS, more=b"/X" + b"[" * 3_000_000)),
    "a page of paragraphs": lambda: b"<html>" + b"<p>" * 6_500_000,
    "a million attributes": lambda: (
        b"<html><p " + b"".join(b"a%d=1 " % n for n in range(1_000_000)) + b">"
    ),
    "an archive of a million parts": lambda: (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: text/plain\n\nx\n" * 500_000
    ),
    "digits without end": lambda: b"8" * 900_000,
    "brackets": lambda: "（".encode() * 900_000,
    "figures on one line": lambda: "受理行政复议申请1件同比增长2%，".encode() * 40_000,
    "spaces": lambda: "来源：".encode() + b" " * 900_000 + b"x",
}


@pytest.mark.long
@pytest.mark.parametrize("name", LASTING)
def test_what_takes_long_ends_with_its_limits(name: str) -> None:
    """None is read on and on: an answer, or the end of the process at the deadline."""
    child = Child()
    timer = Timer(limits.SECONDS, child.process.kill)
    timer.start()
    try:
        read = child.read(LASTING[name]())
    finally:
        timer.cancel()
        child.end()
    assert read.seconds < limits.SECONDS + 5
    assert read.megabytes <= limits.MEMORY // MEGABYTE
    assert read.refused or read.draft
