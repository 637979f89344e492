"""`python -m dashboard briefing`: what it writes, what it says, how it refuses; never a trace."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.__main__ import main
from dashboard.briefing import edits
from dashboard.briefing.model import Briefing, Drafted, Item, Own, from_json, to_json
from dashboard.briefing.news import News, news, seen_now
from dashboard.charts.chart import Chart
from dashboard.context import Context, Data
from dashboard.exports.formats import FORMATS, of_suffix, template_problem
from dashboard.exports.image import ImageUnavailable
from dashboard.exports.templates import TemplateError
from dashboard.sentences.model import Sentence
from dashboard.words import Language, Words, load_texts
from tests.dashboard.briefing.conftest import RECIPE, ZH, drawn
from warehouse.paths import ROOT

HAN = re.compile(r"[\u4e00-\u9fff]")
Captured = pytest.CaptureFixture[str]
Command = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def saved(older: Data, tmp_path: Path) -> Path:
    """Looked through on the older data, with a drafted sentence and a text of one's own."""
    on_older = drawn(older)
    briefing = edits.add(
        Briefing(title="半年\x1b[m简报"), RECIPE, seen_now(on_older.chart, on_older.context)
    )
    item_id = briefing.items[0].id
    briefing = edits.add_passage(briefing, item_id, Drafted(id="level", text="2023年，宝安区……"))
    briefing = edits.add_passage(briefing, item_id, Own(text="2023年收到120件。"))
    path = tmp_path / "briefing.json"
    path.write_bytes(to_json(briefing))
    return path


@pytest.fixture
def command(newer: Data, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Command:
    """Runs the command on the newer data: exit code, lines on stdout and on stderr."""
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(newer.warehouse.path.parent))

    def run(*arguments: str | Path) -> tuple[int, list[str], list[str]]:
        code = main(["briefing", *map(str, arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out.splitlines(), printed.err.splitlines()

    return run


def refused(command: Command, *arguments: str | Path) -> list[str]:
    code, _, lines = command(*arguments)
    assert code == 2
    assert HAN.search(lines[0])
    assert re.search("[a-z]{3}", lines[-1])
    return lines


def shown(path: Path) -> str:
    slides = Presentation(io.BytesIO(path.read_bytes())).slides
    return "\n".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )


def test_the_file_has_the_newer_figures_and_the_lines_say_what_changed(
    command: Command, saved: Path, tmp_path: Path, newer: Data
) -> None:
    out = tmp_path / "new" / "x.pptx"
    code, lines, errors = command(saved, "--out", out)
    assert (code, errors) == (0, [])
    assert lines[0] == f"《半年[m简报》：1 张图，数据版本 {newer.version}"
    assert lines[1] == "1. 收到复议申请"
    assert ZH("briefing_news.doubtful", count=1) in lines[2]
    assert lines[3].strip() == "- 2023年收到120件。"
    text = "\n".join(lines)
    assert "120 件 → 125 件" in text
    assert ZH("briefing_news.renewed", count=1) in text
    assert lines[-1] == ZH("briefing_command.written", file=out, version=newer.version)
    assert "2024年，宝安区收到行政复议申请150件" in shown(out)
    assert [path.name for path in out.parent.iterdir()] == ["x.pptx"]


def test_another_language_and_the_version_it_was_saved_on(
    command: Command, saved: Path, tmp_path: Path, older: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(older.warehouse.path.parent))
    out = tmp_path / "x.pptx"
    code, lines, _ = command(
        saved, "--out", out, "--language", "en", "--data-version", older.version
    )
    assert code == 0
    assert not any("→" in line for line in lines)
    assert "In 2023, Bao'an District" in shown(out)


def test_nothing_new_is_said_too(
    command: Command, saved: Path, tmp_path: Path, older: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(older.warehouse.path.parent))
    on_older = drawn(older)
    seen = seen_now(on_older.chart, on_older.context)
    saved.write_bytes(to_json(edits.add(Briefing(), RECIPE, seen)))
    _, lines, _ = command(saved, "--out", tmp_path / "x.pptx")
    assert lines[1] == ZH("briefing_command.unchanged")


def test_bad_input_is_refused_in_a_sentence(command: Command, saved: Path, tmp_path: Path) -> None:
    out, bad = tmp_path / "x.pptx", tmp_path / "bad.json"
    assert "nope.json" in refused(command, tmp_path / "nope.json", "--out", out)[0]
    refused(command, tmp_path, "--out", out)
    bad.write_text('{"schema_version": 1, "surprise": true}')
    assert "surprise" in refused(command, bad, "--out", out)[0]
    bad.write_text('{"schema_version": 99}')
    assert "升级" in refused(command, bad, "--out", out)[0]
    assert (
        "2020.01-00000000"
        in refused(command, saved, "--out", out, "--data-version", "2020.01-00000000")[0]
    )
    for name, suffix in (("x.odt", ".odt"), ("x", "—")):
        assert suffix in refused(command, saved, "--out", tmp_path / name)[0]
    assert not out.exists()


def test_a_target_that_cannot_be_written_is_left_as_it_is(
    command: Command, saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "x.pptx"
    folder.mkdir()
    assert "x.pptx" in refused(command, saved, "--out", folder)[0]
    refused(command, saved, "--out", saved / "x.pptx")
    assert list(folder.iterdir()) == []
    assert json.loads(saved.read_bytes())["schema_version"] == 1


def test_a_template_at_fault_or_out_of_place_is_refused(
    command: Command, saved: Path, tmp_path: Path
) -> None:
    template = tmp_path / "template.pptx"
    template.write_bytes(b"no slides")
    out = ("--out", tmp_path / "x.pptx", "--template")
    assert refused(command, saved, *out, template) == [
        Words(one)("slides_template.not_slides") for one in Language
    ]
    refused(command, saved, *out, tmp_path / "missing.pptx")
    pdf = ("--out", tmp_path / "x.pdf", "--template", template)
    assert ".pdf" in refused(command, saved, *pdf)[0]


def test_what_cannot_be_drawn_makes_no_file(command: Command, saved: Path, tmp_path: Path) -> None:
    saved.write_bytes(to_json(edits.add(Briefing(), RECIPE.model_copy(update={"last_year": 2020}))))
    code, lines, errors = command(saved, "--out", tmp_path / "x.pptx")
    assert code == 2
    assert ZH("briefing_command.not_drawn") in lines[-1]
    assert errors[0] == ZH("briefing_command.nothing", file=saved)


def test_a_chart_that_fails_is_one_line_and_the_title_page_is_doubted(
    command: Command, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    good = from_json(saved.read_bytes())
    two = edits.add(edits.describe(good, title="共120件", author="", day=None), RECIPE)
    saved.write_bytes(to_json(two))

    def fail(
        item: Item, chart: Chart | None, proposed: Sequence[Sentence], context: Context
    ) -> News:
        if item.id == two.items[1].id:
            raise ZeroDivisionError("reason")
        return news(item, chart, proposed, context)

    monkeypatch.setattr("dashboard.briefing.building.news", fail)
    code, lines, errors = command(saved, "--out", tmp_path / "x.pptx")
    assert (code, errors) == (0, [])
    assert lines[1:3] == [ZH("briefing_news.cover"), "  - 共120件"]
    why = ZH("briefing_command.failed", why="ZeroDivisionError: reason")
    assert f"  {why}" in lines
    caplog.clear()


def test_without_a_browser_the_sentence_says_what_to_do(
    command: Command, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise ImageUnavailable("no browser")

    monkeypatch.setattr("dashboard.exports.print.pdf.pdf_bytes", fail)
    assert ".pptx" in refused(command, saved, "--out", tmp_path / "x.pdf")[0]


def test_a_fault_of_ours_is_one_line_too(
    command: Command, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise ZeroDivisionError("secret reason")

    monkeypatch.setattr("dashboard.exports.slides.pptx_bytes", fail)
    (line,) = refused(command, saved, "--out", tmp_path / "x.pptx")
    assert "ZeroDivisionError: secret reason" in line


def test_run_as_a_program_it_says_nothing_but_its_lines(
    saved: Path, tmp_path: Path, newer: Data
) -> None:
    environ = os.environ | {
        "RULE_OF_LAW_WAREHOUSE": str(newer.warehouse.path.parent), "PYTHONUTF8": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "briefing", saved, "--out", tmp_path / "x.pptx"],
        cwd=ROOT, env=environ, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("已写入")


def test_every_format_has_a_name_and_an_ending() -> None:
    assert [of_suffix(ending) for ending in (".PPTX", "docx", ".pdf", "zip", "")] == [
        FORMATS["pptx"], FORMATS["docx"], FORMATS["pdf"], FORMATS["zip"], None,
    ]  # fmt: skip
    labels = {one.label(ZH) for one in FORMATS.values()}
    assert len(labels) == len(FORMATS)
    assert all("/" in one.mime for one in FORMATS.values())


@pytest.mark.parametrize("section", ["word_template", "slides_template"])
def test_every_fault_of_a_template_has_words(section: str) -> None:
    keys = [key for key in load_texts() if key.startswith(f"{section}.")]
    assert keys
    for key in keys:
        reason = key.removeprefix("word_template.")
        error = TemplateError(reason, most=20, least=80, width=1, height=1)
        assert template_problem(error, ZH)
