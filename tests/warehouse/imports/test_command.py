"""`python -m warehouse import | imports | withdraw`: what they print, write and leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import documents
from indicators import reading as reading_package
from indicators.documents.model import Document, DocumentError
from indicators.observations import Attribution
from indicators.reading.model import Reading
from tests.drafts import document, reading
from warehouse.__main__ import main
from warehouse.imports.approval import list_imports
from warehouse.imports.drafts import list_drafts, load_draft
from warehouse.imports.files import READ_ONLY
from warehouse.publish import current_version

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user"
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _our_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in a file, our report is read; an empty one is refused."""

    def read_document(data: bytes, *, name: str) -> Document:
        if not data:
            raise DocumentError("empty")
        return document(name=name, index_number=data.decode())

    def read_report(text: str, **given: object) -> Reading:
        return reading()

    monkeypatch.setattr(documents, "read_document", read_document)
    monkeypatch.setattr(reading_package, "read_report", read_report, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("ours", encoding="utf-8")
    return path


def run(seed: Path, tmp_path: Path, *arguments: str | Path) -> int:
    command, *rest = map(str, arguments)
    return main([command, *rest, "--seed", str(seed), "--out", str(tmp_path / "out")])


def test_import_shows_what_it_read_and_keeps_a_draft(
    seed: Path, tmp_path: Path, user: Path, file: Path, capsys: Captured
) -> None:
    assert run(seed, tmp_path, "import", file) == 0
    printed = capsys.readouterr().out
    assert "工作总结（宝安区，2025-S1）" in printed
    assert "将导入 to import: 3" in printed
    assert "留待核对 left for review: 2" in printed
    assert "882件" in printed
    (sha256,) = list_drafts(user)
    draft = load_draft(sha256, user)
    assert draft
    assert len(draft.accepted) == 3
    assert list_imports(user) == ()


def test_a_dry_run_writes_nothing(seed: Path, tmp_path: Path, user: Path, file: Path) -> None:
    assert run(seed, tmp_path, "import", file, "--dry-run") == 0
    assert not user.exists()


def test_yes_imports_and_publishes_and_withdraw_takes_it_back(
    seed: Path, tmp_path: Path, user: Path, file: Path, capsys: Captured
) -> None:
    arguments = ("import", file, "--yes", "--accept-above", "0.8", "--who", "李")
    assert run(seed, tmp_path, *arguments) == 0
    first = current_version(tmp_path / "out")
    (item,) = list_imports(user)
    assert (item.approved.observations, item.approved.growth, item.approved.who) == (3, 1, "李")
    assert f"已导入 imported: {item.id}" in capsys.readouterr().out

    assert run(seed, tmp_path, "imports") == 0
    assert "3+1  有效 stands  工作总结" in capsys.readouterr().out
    assert run(seed, tmp_path, "import", file, "--dry-run") == 0
    assert f"{item.id} 工作总结（无变化 unchanged）" in capsys.readouterr().out

    assert run(seed, tmp_path, "withdraw", item.id, "--reason", "错") == 0
    assert current_version(tmp_path / "out") not in {None, first}
    assert run(seed, tmp_path, "imports") == 0
    assert "已撤回 withdrawn" in capsys.readouterr().out
    assert run(seed, tmp_path, "withdraw", item.id) == 1
    assert capsys.readouterr().err.startswith("没有这个有效的导入")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    seed: Path, tmp_path: Path, user: Path, file: Path, capsys: Captured
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert run(seed, tmp_path, "import", empty, tmp_path / "none.txt", file, "--yes") == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in errors] == [str(empty), str(tmp_path / "none.txt")]
    assert len(list_imports(user)) == 1


def test_an_inferred_district_is_not_imported_until_it_is_confirmed(
    seed: Path,
    tmp_path: Path,
    user: Path,
    file: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        reading_package,
        "read_report",
        lambda text, **given: reading(attribution=Attribution.INFERRED),
    )
    assert run(seed, tmp_path, "import", file, "--yes") == 1
    assert "请用 --district 确认" in capsys.readouterr().out
    assert list_imports(user) == ()
    assert run(seed, tmp_path, "import", file, "--yes", "--district", "440306") == 0
    assert len(list_imports(user)) == 1


def test_the_read_only_mode_refuses_in_plain_words(
    seed: Path,
    tmp_path: Path,
    user: Path,
    file: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    assert run(seed, tmp_path, "import", file, "--yes") == 1
    assert capsys.readouterr().err.startswith("这里是只读模式")
    assert run(seed, tmp_path, "import", file, "--dry-run") == 0
    assert not user.exists()


@pytest.mark.parametrize(
    "wrong", [["--district", "999999"], ["--period", "2025年"], ["--accept-above", "2"]]
)
def test_wrong_options_are_refused(
    seed: Path, tmp_path: Path, file: Path, wrong: list[str], capsys: Captured
) -> None:
    with pytest.raises(SystemExit):
        run(seed, tmp_path, "import", file, *wrong)
    assert wrong[0] in capsys.readouterr().err


@pytest.mark.parametrize("command", ["import", "imports", "withdraw"])
def test_every_command_has_help_in_both_languages(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert " · " in capsys.readouterr().out
