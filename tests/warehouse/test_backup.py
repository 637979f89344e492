"""A backup is whole, verified and restored elsewhere; a hostile one writes nothing outside."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drafts import open_draft, ready_draft
from tests.faults.reports import flip, report
from tests.figures import version_of
from warehouse.__main__ import main
from warehouse.backup import MANIFEST, BackupError, back_up
from warehouse.checksums import digest_of, sealed
from warehouse.imports.approval import approve, list_imports, withdraw
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.imports.files import UnwritableUserFolderError
from warehouse.imports.history import HEAD, HISTORY, IMPORTS, read_history
from warehouse.restore import DamagedBackupError, NotEmptyError, restore


@pytest.fixture(scope="session")
def _user(tmp_path_factory: pytest.TempPathFactory, new_seed: Callable[[Path], Path]) -> Path:
    """Two imports, one withdrawn, a draft and a briefing; made once, each test has a copy."""
    folder = tmp_path_factory.mktemp("backup")
    seed, user = new_seed(folder / "seed"), folder / "user"
    first = approve(report(1), user, who="李", seed=seed)
    approve(report(2), user, who="王", seed=seed)
    withdraw(first.id, user, who="张", reason="错了")
    save_draft(open_draft(), user)
    (user / "briefings").mkdir()
    (user / "briefings" / f"{'a' * 32}.json").write_text("{}", encoding="utf-8")
    return user


@pytest.fixture
def user(_user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(tmp_path / "user"))
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path / "warehouses"))
    shutil.copytree(_user, tmp_path / "user")
    return tmp_path / "user"


@pytest.fixture
def backup(user: Path, tmp_path: Path) -> Path:
    back_up(user, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the locks."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith(".")
    }


def test_what_is_restored_is_what_was_backed_up(
    user: Path, backup: Path, tmp_path: Path, seed: Path
) -> None:
    there = tmp_path / "other" / "machine"
    manifest = restore(backup, there)
    assert (manifest.events, manifest.imports, manifest.drafts) == (3, 1, 1)
    assert contents(there) == contents(user)
    assert version_of(seed, user=there) == version_of(seed, user=user)
    assert load_draft(open_draft().sha256, there) == open_draft()
    again = approve(ready_draft(), there, seed=seed)  # and life goes on there
    assert len(read_history(there)) == 4
    assert list_imports(there)[0] == again


def test_the_commands_back_up_verify_and_restore(
    user: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, there = str(tmp_path / "b.zip"), str(tmp_path / "there")
    assert [main(["backup", file]), main(["verify", file]), main(["restore", file, there])] == [
        0
    ] * 3
    said = capsys.readouterr().out
    assert said.count("全部无误 all is well") == 3
    assert "2 份 imports（有效 standing 1），12 个文件 files" in said
    assert "now run: python -m warehouse build" in said
    assert contents(Path(there)) == contents(user)


def test_verify_names_what_is_wrong_and_exits_1(
    user: Path, seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--seed", str(seed)]) == 0
    assert main(["verify"]) == 0
    damaged = next(user.glob(f"{IMPORTS}/*/report.txt"))
    flip(damaged)
    assert main(["verify"]) == 1
    said = capsys.readouterr().out
    assert f"✗ {damaged.relative_to(user).as_posix()}（工作总结）：is damaged" in said
    assert "1 处有误 wrong" in said


def test_the_history_says_who_did_what_and_when(
    user: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["history"]) == 0
    *lines, seal = capsys.readouterr().out.splitlines()
    assert [line.split()[4] for line in lines] == ["approved", "approved", "withdrawn"]
    assert [who in line for who, line in zip("李王张", lines, strict=True)] == [True] * 3
    assert "错了" in lines[2]
    assert json.loads((user / HEAD).read_text(encoding="utf-8"))["seal"] in seal


def test_what_is_damaged_is_backed_up_and_named(
    user: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = next(user.glob(f"{IMPORTS}/*/observations.csv"))
    flip(damaged)
    assert main(["backup", str(tmp_path / "b.zip")]) == 1
    assert f"✗ {damaged.relative_to(user).as_posix()}" in capsys.readouterr().out
    restore(tmp_path / "b.zip", tmp_path / "there")
    assert contents(tmp_path / "there") == contents(user)


def test_a_damaged_history_is_backed_up_with_all_imports(user: Path, tmp_path: Path) -> None:
    flip(user / HISTORY)
    back_up(user, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "there")
    assert contents(tmp_path / "there") == contents(user)


def test_a_file_of_a_foreign_name_is_named_and_left_out(user: Path, tmp_path: Path) -> None:
    (user / "备注.txt").write_text("notes", encoding="utf-8")
    assert back_up(user, tmp_path / "b.zip").left_out == ("备注.txt",)


def test_a_line_that_was_cut_off_is_not_backed_up(user: Path, tmp_path: Path) -> None:
    whole = (user / HISTORY).read_bytes()
    with (user / HISTORY).open("ab") as file:
        file.write(b'{"before": "half a li')
    back_up(user, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "there")
    assert (tmp_path / "there" / HISTORY).read_bytes() == whole


def test_a_folder_that_holds_something_is_not_restored_into(
    user: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(user)
    with pytest.raises(NotEmptyError, match="is not empty"):
        restore(backup, user)
    assert main(["restore", str(backup), str(user)]) == 1
    assert "只能恢复到空文件夹" in capsys.readouterr().err
    assert contents(user) == before


def test_a_backup_is_not_put_into_what_it_backs_up(user: Path) -> None:
    with pytest.raises(BackupError, match="choose another place"):
        back_up(user, user / "backup.zip")


@pytest.mark.parametrize("size", [0, 10, 2000, -1])
def test_a_backup_that_was_cut_off_is_refused(backup: Path, tmp_path: Path, size: int) -> None:
    backup.write_bytes(backup.read_bytes()[:size])
    with pytest.raises(DamagedBackupError, match="no whole backup"):
        restore(backup, tmp_path / "there")
    assert contents(tmp_path / "there") == {}


def test_every_part_of_a_backup_is_watched(backup: Path, tmp_path: Path) -> None:
    """A flipped bit is found, or was in what nobody reads, and all is restored as it was."""
    good, there = backup.read_bytes(), tmp_path / "there"
    restore(backup, tmp_path / "good")
    found = 0
    for place in range(5, len(good), 211):
        backup.write_bytes(good)
        flip(backup, place, place % 8)
        try:
            restore(backup, there / str(place))
        except DamagedBackupError:
            found += 1
            assert contents(there / str(place)) == {}
        else:
            assert contents(there / str(place)) == contents(tmp_path / "good")
    assert found > 20


NAMES = {
    "a folder above": "../outside.txt",
    "a folder above, further in": "drafts/../../outside.txt",
    "an absolute path": "/tmp/outside.txt",  # noqa: S108 - is never written
    "a drive": "C:\\outside.txt",
    "backslashes": "..\\outside.txt",
    "a hidden file": ".lock",
    "a null byte": "draft\x00s/x",
    "written from right to left": "drafts/\u202etxt.json",
    "too deep": "a/b/c/d/e",
    "too long": "a" * 500,
    "a space": "a b",
}


def repacked(backup: Path, *, sizes: dict[str, int] | None = None, **files: bytes) -> None:
    """Add files to a backup, with a manifest that agrees but for the sizes given."""
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()} | files
    manifest = json.loads(files.pop(MANIFEST))
    del manifest["digest"]
    manifest["files"] = {
        name: {"size": (sizes or {}).get(name, len(content)), "sha256": digest_of(content)}
        for name, content in files.items()
    }
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, sealed(json.dumps(manifest).encode()))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_elsewhere_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    repacked(backup, **{name: b"mine"})
    with pytest.raises(DamagedBackupError, match=r"not the name of a file of ours|not those of"):
        restore(backup, tmp_path / "deep" / "there")
    assert not list(tmp_path.rglob("*outside*"))
    assert not (tmp_path / "deep" / "there").exists()


def test_a_file_that_the_manifest_does_not_name_is_refused(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("drafts/more.json", b"{}")
    with pytest.raises(DamagedBackupError, match="not those of"):
        restore(backup, tmp_path / "there")


def test_a_file_larger_than_the_manifest_says_is_not_unpacked(backup: Path, tmp_path: Path) -> None:
    bomb = "drafts/bomb.json"
    repacked(backup, sizes={bomb: 10}, **{bomb: b"0" * (64 << 20)})
    assert backup.stat().st_size < 200_000
    with pytest.raises(DamagedBackupError, match=f"{bomb} is damaged"):
        restore(backup, tmp_path / "there")
    assert contents(tmp_path / "there") == {}


def test_more_than_the_disk_holds_is_refused_before_it_is_written(
    backup: Path, tmp_path: Path
) -> None:
    repacked(backup, sizes={HISTORY: 1 << 60})
    with pytest.raises(UnwritableUserFolderError, match=r"No space left: 1,152,921,504,6"):
        restore(backup, tmp_path / "there")
    assert contents(tmp_path / "there") == {}


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"no json"], ids=str)
def test_a_zip_of_something_else_is_no_backup(tmp_path: Path, content: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("letter.txt", b"dear")
        if content:
            archive.writestr(MANIFEST, content)
    with pytest.raises(DamagedBackupError):
        restore(tmp_path / "other.zip", tmp_path / "there")
