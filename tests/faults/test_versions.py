"""A data folder of an older release is migrated and its history kept; a newer one is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.review import Draft, to_json
from tests.faults.disks import mounted, read_only
from tests.faults.reports import flip, report, standing_ids
from tests.faults.state import wrong
from tests.faults.work import Place
from tests.figures import figures_of, version_of
from warehouse.build import build
from warehouse.data_folder import FOLDER, SCHEMA, NewerFolderError, folder_schema
from warehouse.imports import migration
from warehouse.imports.approval import approve, list_imports, withdraw
from warehouse.imports.drafts import list_drafts, load_draft, save_draft
from warehouse.imports.files import write_whole
from warehouse.imports.history import HEAD, HISTORY, IMPORTS, read_history
from warehouse.imports.integrity import DamagedImportError
from warehouse.imports.merging import material
from warehouse.imports.migration import FORMER
from warehouse.verification import verify_folder


@pytest.fixture(scope="session")
def _old(tmp_path_factory: pytest.TempPathFactory, _used: Place) -> Place:
    """As the release before wrote it: two imports, one withdrawn, and a draft."""
    place = Place(tmp_path_factory.mktemp("old"))
    shutil.copytree(_used.folder, place.folder, dirs_exist_ok=True)
    (first,) = standing_ids(place.user)
    approve(report(2), place.user, seed=place.seed)
    withdraw(first, place.user, reason="错了")
    _write_draft(place.user, report(3))
    lines = (place.user / HISTORY).read_text(encoding="utf-8").splitlines()
    (place.user / HISTORY).write_text("".join(map(_of_schema_1, lines)), encoding="utf-8")
    (place.user / HEAD).unlink()
    (place.user / FOLDER).unlink()
    return place


@pytest.fixture
def old(_old: Place, tmp_path: Path) -> Place:
    shutil.copytree(_old.folder, tmp_path / "old")
    return Place(tmp_path / "old")


def _of_schema_1(line: str) -> str:
    content = json.loads(line)
    for name in ("before", "files", "digest"):
        del content[name]
    return json.dumps(content | {"schema": 1}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _write_draft(folder: Path, draft: Draft) -> None:
    save_draft(draft, folder).write_text(to_json(draft), encoding="utf-8")


def meaning(folder: Path) -> list[dict[str, object]]:
    """What the history says, but for what the newer form adds."""
    return [event.model_dump(exclude={"version", "files"}) for event in read_history(folder)]


def test_an_older_folder_is_migrated_and_the_former_history_kept(old: Place) -> None:
    before, said = (old.user / HISTORY).read_bytes(), meaning(old.user)
    version = version_of(old.seed, user=old.user)
    assert folder_schema(old.user) == SCHEMA
    assert (old.user / FORMER).read_bytes() == before
    assert meaning(old.user) == said
    assert version_of(old.seed, user=old.user) == version
    assert wrong(verify_folder(old.user)) == []
    assert load_draft(report(3).sha256, old.user) == report(3)
    (standing,) = standing_ids(old.user)
    flip(old.user / IMPORTS / standing / "observations.csv")
    with pytest.raises(DamagedImportError):
        material(old.seed, user=old.user)


USES: dict[str, Callable[[Place], object]] = {
    "an import": lambda place: approve(report(4), place.user, seed=place.seed),
    "a withdrawal": lambda place: withdraw(*standing_ids(place.user), place.user),
    "a draft": lambda place: save_draft(report(4), place.user),
    "a build": lambda place: build(seed=place.seed, user=place.user, folder=place.warehouses),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_first_use_migrates(old: Place, use: Callable[[Place], object]) -> None:
    said = meaning(old.user)
    use(old)
    assert folder_schema(old.user) == SCHEMA
    assert meaning(old.user)[:3] == said
    assert wrong(verify_folder(old.user)) == []


@pytest.mark.parametrize("step", range(4), ids=["copy", "history", "head", "version"])
def test_a_migration_that_breaks_off_begins_anew(
    old: Place, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before, said = (old.user / HISTORY).read_bytes(), meaning(old.user)
    steps = iter(range(4))

    def breaking(path: Path, content: bytes) -> None:
        if next(steps) == step:
            raise OSError(28, "No space left on device")
        write_whole(path, content)

    with monkeypatch.context() as patch:
        for module in (migration, "warehouse.imports.history", "warehouse.data_folder"):
            name = module if isinstance(module, str) else module.__name__
            patch.setattr(f"{name}.write_whole", breaking)
        material(old.seed, user=old.user)  # can be read as it is
        assert meaning(old.user) == said
    assert folder_schema(old.user) == 1
    material(old.seed, user=old.user)
    assert folder_schema(old.user) == SCHEMA
    assert (old.user / FORMER).read_bytes() == before
    assert meaning(old.user) == said
    assert wrong(verify_folder(old.user)) == []


def test_an_older_folder_on_a_read_only_disk_is_read_as_it_is(old: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        user = old.user.rename(tmp_path / "elsewhere")
        for path in [path for path in user.rglob("*") if path.is_file()]:
            target = disk / path.relative_to(user)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        read_only(disk)
        assert len(figures_of(old.seed, user=disk)) == 3
        assert folder_schema(disk) == 1


def test_an_older_folder_is_read_and_migrated_by_no_server_for_reading_only(
    old: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_READ_ONLY", "1")
    assert len(figures_of(old.seed, user=old.user)) == 3
    assert folder_schema(old.user) == 1


REFUSED: dict[str, Callable[[Place], object]] = {
    **USES,
    "a list of imports": lambda place: list_imports(place.user),
    "a list of drafts": lambda place: list_drafts(place.user),
    "a review": lambda place: load_draft(report(1).sha256, place.user),
}


@pytest.mark.parametrize("use", REFUSED.values(), ids=REFUSED)
def test_a_newer_folder_is_refused_and_nothing_in_it_touched(
    used: Place, use: Callable[[Place], object]
) -> None:
    (used.user / FOLDER).write_text('{"schema": 3, "more": "unknown"}', encoding="utf-8")
    before = {path: path.read_bytes() for path in used.user.rglob("*") if path.is_file()}
    with pytest.raises(NewerFolderError, match=r"newer release \(schema 3\): update this program"):
        use(used)
    assert {path: path.read_bytes() for path in used.user.rglob("*") if path.is_file()} == before


def test_a_new_folder_says_its_version_from_the_first_use(tmp_path: Path) -> None:
    save_draft(report(1), tmp_path / "new")
    assert folder_schema(tmp_path / "new") == SCHEMA
