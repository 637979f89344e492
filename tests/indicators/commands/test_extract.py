from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from indicators.__main__ import main
from indicators.commands import batch
from indicators.commands.files import File
from indicators.commands.reports import Given, Outcome
from indicators.commands.rows import COLUMNS, Wanted, number
from indicators.reading import read_report

ROOT = Path(__file__).resolve().parents[3]
REPORT = (
    "光明区2024年法治政府建设年度报告\n"
    "收到行政复议申请{count}宗，同比增长36.32%。\n"
    "全年共收到行政复议申请{count}宗。举办沙龙17次。\n"
)


def write(folder: Path, name: str, *, count: int = 882) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(REPORT.format(count=count), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return main(["extract", *map(str, arguments)])


def rows(capsys: pytest.CaptureFixture[str], *arguments: object, status: int = 0) -> list[Any]:
    assert run(*arguments) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six reports, one of them below."""
    for count in range(500, 505):
        write(tmp_path / "in", f"r{count}.txt", count=count)
    write(tmp_path / "in", "below/r1.txt", count=600)
    return tmp_path / "in"


# ---------------------------------------------------------------- the rows


def test_a_row_has_the_fields_and_the_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "report.txt")
    reported, derived = rows(capsys, path)

    assert tuple(reported) == COLUMNS
    assert (reported["doc"], reported["district"]) == ("report.txt", "440311")
    assert (reported["district_name"], reported["scope"]) == ("光明区", "")
    assert reported["indicator"] == "reconsideration.received"
    assert (reported["period_start"], reported["period_end"]) == ("2024-01-01", "2024-12-31")
    assert [reported[name] for name in ("value", "low", "high")] == [882, 882, 882]
    text = path.read_text(encoding="utf-8")
    for row in (reported, derived):
        assert text[row["char_start"] : row["char_end"]] == row["printed"]
        assert 0 < row["confidence"] <= 1
        assert row["rule"]
    assert (derived["status"], derived["value"], derived["printed"]) == ("derived", 647, "36.32%")
    assert derived["period_end"] == "2023-12-31"
    assert derived["formula"]


def test_repeats_and_unplaced_are_told_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "report.txt")
    again = rows(capsys, path, "--repeats")
    assert [row["printed"] for row in again] == ["882宗", "36.32%", "882宗"]
    (unplaced,) = [row for row in rows(capsys, path, "--unplaced") if row["status"] == "unplaced"]
    assert (unplaced["printed"], unplaced["value"], unplaced["measure"]) == ("17次", 17, "次")
    assert (unplaced["indicator"], unplaced["confidence"]) == ("", None)
    assert unplaced["reason"] == "no_rule"


def test_csv_has_the_same_values_and_opens_in_excel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "=1+1.txt")
    as_json = rows(capsys, path)
    assert run(path, "--format", "csv") == 0
    out = capsys.readouterr().out
    assert out.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert (
        [row["value"] for row in table] == [str(row["value"]) for row in as_json] == ["882", "647"]
    )
    assert table[0]["doc"] == "'=1+1.txt", "a formula for a spreadsheet otherwise"


def test_what_the_person_says_is_believed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "report.txt")
    first, *_ = rows(capsys, path, "--district", "440305", "--period", "2025-S1")
    assert first["district_name"] == "南山区"
    assert first["period_end"] == "2025-06-30"


def test_the_text_is_what_offsets_count(tmp_path: Path, capfdbinary: Any) -> None:  # noqa: ANN401
    path = tmp_path / "report.txt"
    path.write_bytes("光明区\r\n收到行政复议申请500宗。".encode("gb18030"))
    assert run(path, "--text") == 0
    assert capfdbinary.readouterr().out.decode() == "光明区\r\n收到行政复议申请500宗。"


@pytest.mark.parametrize(
    ("value", "plain"), [("5", 5), ("1.50", 1.5), ("1E+30", 1e30), ("1E+400", None)]
)
def test_numbers_are_numbers_of_json(value: str, plain: float | None) -> None:
    from decimal import Decimal

    assert number(Decimal(value)) == plain
    assert number(None) is None


# ---------------------------------------------------------------- many files


def test_a_folder_is_read_in_the_same_order_by_any_number_of_processes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = folder.with_name("one.jsonl"), folder.with_name("two.jsonl")
    assert run(folder, "--out", one, "--jobs", 1) == 0
    assert run(folder, "--out", two, "--jobs", 2) == 0
    assert one.read_bytes() == two.read_bytes()
    docs = [json.loads(line)["doc"] for line in one.read_text(encoding="utf-8").splitlines()]
    assert docs == sorted(docs)
    assert docs[0] == "below/r1.txt"
    assert "6 read, 0 failed" in capsys.readouterr().err


def test_two_files_of_one_name_keep_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [write(tmp_path, "a/report.txt"), write(tmp_path, "b/report.txt")]
    assert {row["doc"] for row in rows(capsys, *paths)} == {path.as_posix() for path in paths}


def test_a_bad_file_does_not_stop_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "c.txt").write_bytes(b"")
    assert run(folder, "--jobs", 2) == 1
    out, err = capsys.readouterr()
    assert len({json.loads(line)["doc"] for line in out.splitlines()}) == 6
    assert "6 read, 3 failed" in err
    assert "c.txt: the file holds no text." in err
    assert "2 failed: the file is damaged or incomplete" in err
    assert "Traceback" not in err


def test_a_file_that_kills_its_reader_is_told_from_its_neighbours(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "outcome", deadly)
    files = [File(path.name, path) for path in sorted(folder.glob("*.txt"))]
    found = list(batch.outcomes(files, Given(), Wanted(), jobs=2))
    assert [one.doc for one in found] == [file.doc for file in files]
    assert [one.failure for one in found] == ["", "", "crashed", "", ""]


def deadly(file: File, given: Given, wanted: Wanted) -> Outcome:
    if file.doc == "r502.txt":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
    return Outcome(file.doc)


def test_an_error_of_ours_is_the_failure_of_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(text: str, **options: Any) -> Any:  # noqa: ANN401
        if "501" in text:
            raise RecursionError("too deep")
        return read_report(text, **options)

    monkeypatch.setattr("indicators.commands.reports.read_report", broken)
    paths = [write(tmp_path, f"{count}.txt", count=count) for count in (500, 501)]
    assert {row["doc"] for row in rows(capsys, *paths, status=1)} == {"500.txt"}


# ---------------------------------------------------------------- going on


@pytest.mark.parametrize("format", ["jsonl", "csv"])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.83, 1.0])
def test_a_file_cut_off_anywhere_becomes_the_same_file(
    folder: Path, format: str, share: float
) -> None:
    out = folder.with_name(f"out.{format}")
    arguments = (folder, "--format", format, "--out", out, "--jobs", 1)
    assert run(*arguments) == 0
    whole = out.read_bytes()
    out.write_bytes(whole[: int(len(whole) * share)])
    assert run(*arguments, "--resume") == 0
    assert out.read_bytes() == whole


def test_what_was_done_is_not_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder.with_name("out.jsonl")
    run(folder, "--out", out)
    write(folder, "r499.txt", count=499)
    assert run(folder, "--out", out, "--resume") == 0
    assert "2 read, 0 failed, 5 skipped" in capsys.readouterr().err
    docs = [json.loads(line)["doc"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(set(docs)) == 7
    assert docs.count("r500.txt") == docs.count("r499.txt")


def test_a_file_with_other_columns_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder.with_name("out.jsonl")
    run(folder, "--out", out)
    before = out.read_bytes()
    assert run(folder, "--out", out, "--resume", "--unplaced") == 2
    assert out.read_bytes() == before
    assert "same --format and options" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_leaves_a_file_to_go_on_with(tmp_path: Path) -> None:
    for count in range(400):
        write(tmp_path / "in", f"{count:03}.txt", count=count + 100)
    out = tmp_path / "out.jsonl"
    arguments = [sys.executable, "-m", "indicators", "extract", str(tmp_path / "in")]
    command = [*arguments, "--jobs", "2", "--out", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while not out.exists() or out.stat().st_size < 3000:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "--resume" in err
    assert "Traceback" not in err
    part = out.read_bytes()
    subprocess.run([*command, "--resume"], cwd=ROOT, check=True, capture_output=True)
    assert out.read_bytes().startswith(part[: part.rindex(b"\n")])
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["doc"] for row in rows if row["status"] == "reported"] == [
        f"{count:03}.txt" for count in range(400)
    ]


# ---------------------------------------------------------------- what a person can put right


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{folder}", "--district", "999999"], "999999"),
        (["{folder}", "--period", "2025H1"], "2025H1"),
        (["{folder}/nothing"], "no such file"),
        (["{empty}"], "no reports"),
        (["{folder}", "--text"], "one file"),
        (["{folder}", "--resume"], "--out"),
        (["{folder}", "--jobs", "0"], "--jobs"),
        (["{folder}", "--out", "{empty}"], "Cannot write"),
        (["{folder}", "--second-reader"], "RULE_OF_LAW_READER_URL"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_argument_is_one_sentence_in_each_language(
    folder: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("RULE_OF_LAW_READER_URL", raising=False)
    empty = folder.with_name("empty")
    empty.mkdir()
    assert run(*(text.format(folder=folder, empty=empty) for text in arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert len(err.splitlines()) == 2


def test_one_file_that_cannot_be_read_ends_in_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"  ")
    assert run(bad) == 2
    assert run(bad, "--text") == 2
    assert "the file holds no text" in capsys.readouterr().err
