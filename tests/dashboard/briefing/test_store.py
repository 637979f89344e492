"""Files of briefings and templates: kept, joined, set aside; a key names nothing else."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from dashboard.briefing import edits, store, templates
from dashboard.briefing.model import BadBriefingError, Briefing, from_json
from dashboard.briefing.templates import Template
from tests.dashboard.briefing.conftest import RECIPE
from warehouse.imports.files import UnwritableUserFolderError

KEY, OTHER = "a" * 32, "b" * 32


def add(briefing: Briefing) -> Briefing:
    return edits.add(briefing, RECIPE)


def test_nothing_is_there_to_begin_with(tmp_path: Path) -> None:
    assert store.load(KEY, tmp_path / "missing") == Briefing()
    assert store.stamp(KEY, tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_there_again_and_its_stamp_changes(tmp_path: Path) -> None:
    kept = store.update(KEY, tmp_path, add)
    first = store.stamp(KEY, tmp_path)
    assert store.load(KEY, tmp_path) == kept
    store.update(KEY, tmp_path, add)
    assert store.stamp(KEY, tmp_path) != first
    assert len(store.load(KEY, tmp_path).items) == 2
    assert store.load(OTHER, tmp_path) == Briefing()


def test_steps_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    threads = [Thread(target=store.update, args=(KEY, tmp_path, add)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.load(KEY, tmp_path).items) == 8


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 32, "a" * 31, "a" * 32 + "\n"])
def test_only_keys_name_files(tmp_path: Path, key: str) -> None:
    assert not store.is_key(key)
    with pytest.raises(ValueError, match="not a key"):
        store.load(key, tmp_path)
    with pytest.raises(ValueError, match="not a key"):
        templates.keep(key, tmp_path, "pptx", Template("x", b"x"))


def test_keys_cannot_be_guessed() -> None:
    keys = {store.new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(store.is_key(key) for key in keys)


def test_two_briefings_of_one_browser_become_one_under_both_keys(tmp_path: Path) -> None:
    store.update(KEY, tmp_path, add)
    store.update(OTHER, tmp_path, add)
    store.join(KEY, OTHER, tmp_path)
    joined = store.load(KEY, tmp_path)
    assert len(joined.items) == 2
    assert store.load(OTHER, tmp_path) == joined
    store.update(OTHER, tmp_path, add)
    assert len(store.load(KEY, tmp_path).items) == 3
    store.join(KEY, OTHER, tmp_path)
    assert len(store.load(KEY, tmp_path).items) == 3


def test_keys_that_lead_to_each_other_end_somewhere(tmp_path: Path) -> None:
    store.join(KEY, OTHER, tmp_path)
    (tmp_path / store.BRIEFINGS / f"{KEY}.joined").write_text(OTHER)
    assert store.load(KEY, tmp_path) == Briefing()


def test_a_file_that_cannot_be_read_is_kept_beside(tmp_path: Path) -> None:
    store.update(KEY, tmp_path, add)
    path = tmp_path / store.BRIEFINGS / f"{KEY}.json"
    path.write_bytes(b"{broken")
    with pytest.raises(BadBriefingError):
        store.load(KEY, tmp_path)
    store.set_aside(KEY, tmp_path)
    assert store.load(KEY, tmp_path) == Briefing()
    (aside,) = store.aside(KEY, tmp_path)
    assert aside.read_bytes() == b"{broken"
    assert store.aside(OTHER, tmp_path) == []
    store.forget(aside, tmp_path)
    assert store.aside(KEY, tmp_path) == []


def test_a_step_that_fails_leaves_the_file_alone(tmp_path: Path) -> None:
    store.update(KEY, tmp_path, add)
    path = tmp_path / store.BRIEFINGS / f"{KEY}.json"
    before = path.read_bytes()

    def fail(briefing: Briefing) -> Briefing:
        raise edits.FullError

    with pytest.raises(edits.FullError):
        store.update(KEY, tmp_path, fail)
    assert path.read_bytes() == before
    assert from_json(before).items


def test_a_disk_that_refuses_is_an_error_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    for step in (
        lambda: store.update(KEY, file, add),
        lambda: store.put(KEY, file, Briefing()),
        lambda: store.set_aside(KEY, file),
        lambda: templates.keep(KEY, file, "pptx", Template("x", b"x")),
    ):
        with pytest.raises(UnwritableUserFolderError):
            step()
    assert store.load(KEY, file) == Briefing()
    assert templates.kept(KEY, file, "pptx") is None


def test_a_template_is_kept_with_its_name_and_dropped(tmp_path: Path) -> None:
    name = "某局 模板/../../x.pptx" + "长" * 300
    templates.keep(KEY, tmp_path, "pptx", Template(name, b"PK1"))
    templates.keep(KEY, tmp_path, "docx", Template("文.docx", b"PK2"))
    assert templates.kept(KEY, tmp_path, "pptx") == Template(name[:200], b"PK1")
    templates.drop(KEY, tmp_path, "pptx")
    assert templates.kept(KEY, tmp_path, "pptx") is None
    assert templates.kept(KEY, tmp_path, "docx") == Template("文.docx", b"PK2")
    assert {path.parent for path in tmp_path.rglob("*.docx")} == {tmp_path / store.BRIEFINGS}


def test_there_is_an_end_to_how_many_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_MAX_BRIEFINGS", "1")
    store.update(KEY, tmp_path, add)
    with pytest.raises(UnwritableUserFolderError, match="as many as it may"):
        store.update(OTHER, tmp_path, add)
    assert len(store.update(KEY, tmp_path, add).items) == 2


def test_there_is_an_end_to_how_large_one_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 10)
    with pytest.raises(UnwritableUserFolderError, match="bytes is not kept"):
        store.update(KEY, tmp_path, add)
    assert store.load(KEY, tmp_path) == Briefing()
