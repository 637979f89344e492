"""A full or read-only disk refuses in a sentence; nothing changes, and later all goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.disks import filled, mounted, no_file_above, read_only
from tests.faults.reports import report, served_ids, standing_ids
from tests.faults.state import wrong
from tests.faults.work import Place
from warehouse.backup import BackupError, back_up
from warehouse.build import BuildError, build
from warehouse.imports.approval import approve, withdraw
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.imports.files import UnwritableUserFolderError
from warehouse.imports.history import HISTORY, read_history
from warehouse.restore import restore
from warehouse.verification import verify_folder, verify_warehouses


def traces(folder: Path) -> list[str]:
    """What is not finished, and nobody will miss."""
    return [str(path) for path in folder.rglob("*") if path.name.startswith((".new-", ".build-"))]


def test_a_full_disk_refuses_and_changes_nothing(used: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-o", "size=256k") as disk:
        user = disk / "user"
        shutil.copytree(used.user, user)
        save_draft(report(2), user)
        before = standing_ids(user)
        back_up(user, used.backup)
        with filled(disk):
            for act in (
                lambda: approve(report(2), user, seed=used.seed),
                lambda: save_draft(report(3), user),
                lambda: restore(used.backup, disk / "restored"),
            ):
                with pytest.raises(UnwritableUserFolderError, match="No space left"):
                    act()
            with pytest.raises(BackupError, match="No space left"):
                back_up(user, disk / "backup.zip")
            assert standing_ids(user) == before
            assert load_draft(report(2).sha256, user) == report(2)
            assert traces(disk) == []
        assert wrong(verify_folder(user)) == []
        approve(report(2), user, seed=used.seed)
        assert len(standing_ids(user)) == 2


@pytest.mark.parametrize("more", [1, 100, 300, 700])
def test_a_line_that_does_not_fit_never_came_to_pass(used: Place, more: int) -> None:
    good = (used.user / HISTORY).read_bytes()
    (import_id,) = standing_ids(used.user)
    with no_file_above(len(good) + more), pytest.raises(UnwritableUserFolderError):
        withdraw(import_id, used.user, reason="错" * 300)
    assert (used.user / HISTORY).read_bytes() == good
    assert wrong(verify_folder(used.user)) == []
    withdraw(import_id, used.user)
    assert standing_ids(used.user) == set()


@pytest.mark.parametrize("size", [0, 100_000, 1_000_000], ids=["nothing", "a part", "most"])
def test_a_build_that_does_not_fit_leaves_the_served_one(used: Place, size: int) -> None:
    served = served_ids(used.warehouses)
    approve(report(2), used.user, seed=used.seed)
    with no_file_above(size), pytest.raises(BuildError):
        build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert served_ids(used.warehouses) == served
    assert wrong(verify_warehouses(used.warehouses)) == []
    assert traces(used.warehouses) == []
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert served_ids(used.warehouses) == standing_ids(used.user)


def test_a_read_only_disk_is_read_and_refuses_in_a_sentence(used: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        user, warehouses = disk / "user", disk / "warehouses"
        shutil.copytree(used.user, user)
        shutil.copytree(used.warehouses, warehouses)
        read_only(disk)
        (import_id,) = standing_ids(user)
        for act in (
            lambda: approve(report(2), user, seed=used.seed),
            lambda: withdraw(import_id, user),
            lambda: save_draft(report(2), user),
        ):
            with pytest.raises(UnwritableUserFolderError, match="Read-only file system"):
                act()
        assert len(read_history(user)) == 1
        assert served_ids(warehouses) == {import_id}
        assert not build(seed=used.seed, user=user, folder=warehouses).fresh
        with pytest.raises(BuildError, match="Read-only file system"):
            build(seed=used.seed, user=user, folder=warehouses, force=True)
        assert wrong(verify_folder(user) + verify_warehouses(warehouses)) == []
        back_up(user, used.backup)
        restore(used.backup, tmp_path / "restored")
        assert standing_ids(tmp_path / "restored") == {import_id}
