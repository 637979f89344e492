"""Drafts are found again, and a crash while saving keeps the earlier state."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indicators.review import Decision, DraftSchemaError, decide, to_json
from tests.drafts import open_draft, reading
from warehouse.checksums import sealed
from warehouse.imports import files
from warehouse.imports.drafts import (
    DRAFTS,
    DamagedDraftError,
    damaged_drafts,
    discard_draft,
    list_drafts,
    load_draft,
    save_draft,
)
from warehouse.paths import user_data_folder


def test_a_draft_is_found_again_with_its_decisions(tmp_path: Path) -> None:
    draft = decide(open_draft(), ["f8"], Decision.ACCEPTED)
    save_draft(open_draft(), tmp_path)
    save_draft(draft, tmp_path)
    assert load_draft(draft.sha256, tmp_path) == draft
    assert list_drafts(tmp_path) == (draft.sha256,)
    discard_draft(draft.sha256, tmp_path)
    assert (list_drafts(tmp_path), load_draft(draft.sha256, tmp_path)) == ((), None)


def test_the_draft_saved_last_comes_first(tmp_path: Path) -> None:
    other = open_draft(reading(figures=(), growths=(), text="另一份。"))
    for age, draft in enumerate((open_draft(), other)):
        path = save_draft(draft, tmp_path)
        os.utime(path, (age, age))
    assert list_drafts(tmp_path) == (other.sha256, open_draft().sha256)


def test_a_crash_while_saving_keeps_the_earlier_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_draft(open_draft(), tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(files.UnwritableUserFolderError, match="No space left"):
        save_draft(decide(open_draft(), ["f8"], Decision.ACCEPTED), tmp_path)
    assert load_draft(open_draft().sha256, tmp_path) == open_draft()
    assert len(list((tmp_path / DRAFTS).iterdir())) == 1


def test_a_name_that_is_no_hash_names_no_file(tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text("{}", encoding="utf-8")
    assert load_draft("../history", tmp_path) is None
    discard_draft("../history", tmp_path)
    assert (tmp_path / "history.json").exists()


@pytest.mark.parametrize("old", [False, True], ids=["sealed", "of an older release"])
def test_a_damaged_draft_is_set_aside_and_named(tmp_path: Path, *, old: bool) -> None:
    path = save_draft(open_draft(), tmp_path)
    content = path.read_bytes()
    content = to_json(open_draft()).encode()[:100] if old else content.replace(b"882", b"883", 1)
    path.write_bytes(content)
    with pytest.raises(DamagedDraftError, match=f"drafts/{path.name} is damaged"):
        load_draft(open_draft().sha256, tmp_path)
    (aside,) = damaged_drafts(tmp_path)
    assert (aside.name, aside.read_bytes()) == (f"{path.name}.damaged", content)
    assert (list_drafts(tmp_path), load_draft(open_draft().sha256, tmp_path)) == ((), None)


def test_a_second_damaged_draft_leaves_the_first_aside(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        save_draft(open_draft(), tmp_path).write_bytes(content)
        with pytest.raises(DamagedDraftError):
            load_draft(open_draft().sha256, tmp_path)
    assert [path.read_bytes() for path in damaged_drafts(tmp_path)] == [b"first", b"second"]


def test_a_draft_of_a_newer_release_stays_where_it_is(tmp_path: Path) -> None:
    path = save_draft(open_draft(), tmp_path)
    newer = to_json(open_draft()).replace('"schema": 1', '"schema": 99')
    path.write_bytes(sealed(newer.encode()))
    with pytest.raises(DraftSchemaError, match="newer release"):
        load_draft(open_draft().sha256, tmp_path)
    assert path.exists()


def test_a_damaged_draft_on_a_read_only_server_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_draft(open_draft(), tmp_path)
    path.write_bytes(b"damaged")
    monkeypatch.setenv(files.READ_ONLY, "1")
    with pytest.raises(DamagedDraftError):
        load_draft(open_draft().sha256, tmp_path)
    assert path.exists()


def test_a_draft_of_an_older_release_is_read(tmp_path: Path) -> None:
    path = save_draft(open_draft(), tmp_path)
    path.write_text(to_json(open_draft()), encoding="utf-8")
    assert load_draft(open_draft().sha256, tmp_path) == open_draft()


def test_the_folder_is_the_persons_own_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULE_OF_LAW_DATA", "/somewhere")
    assert user_data_folder() == Path("/somewhere")
    monkeypatch.delenv("RULE_OF_LAW_DATA")
    assert user_data_folder().name == "rule-of-law-indicators"
