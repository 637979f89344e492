"""Approved figures are built; a crash at any step loses nothing approved and builds no half."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.errors import DataFileError
from indicators.observations import Attribution
from indicators.review import Decision, Draft, decide, describe, edit
from tests.drafts import TEXT, open_draft, reading, ready_draft
from tests.figures import figures_of, version_of
from warehouse import queries
from warehouse.build import build
from warehouse.checking import check_part
from warehouse.connection import Warehouse, open_warehouse
from warehouse.imports import approval, files, history
from warehouse.imports.approval import (
    NotApprovableError,
    approve,
    list_imports,
    reviewed,
    standing_import,
    withdraw,
)
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.imports.files import ReadOnlyError, UnwritableUserFolderError
from warehouse.imports.history import HEAD, HISTORY, IMPORTS, UnknownImportError, read_history
from warehouse.imports.integrity import DamagedImportError
from warehouse.imports.merging import imported
from warehouse.imports.migration import writing

NOW = datetime(2025, 7, 3, 9, 0, tzinfo=UTC)
ID = f"u20250703-{open_draft().sha256[:8]}"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "user"


def built(seed: Path, user: Path, tmp_path: Path) -> Warehouse:
    folder = tmp_path / "out"
    build(seed=seed, user=user, folder=folder)
    return open_warehouse(folder=folder)


def reported(warehouse: Warehouse) -> list[tuple[str, str]]:
    sql = "SELECT source_id, printed FROM observation WHERE status = 'reported' ORDER BY char_start"
    return warehouse.query(sql).rows()


def test_an_approved_report_is_built_with_its_growth_and_its_source(
    seed: Path, user: Path, tmp_path: Path
) -> None:
    imported = approve(ready_draft(), user, who="李", seed=seed, now=NOW)
    assert (imported.id, imported.stands, imported.approved.who) == (ID, True, "李")
    warehouse = built(seed, user, tmp_path)
    assert reported(warehouse) == [(ID, "882件"), (ID, "700余件"), (ID, "35人")]
    derived = warehouse.query(
        "SELECT value::INTEGER AS value, period_label FROM observation WHERE status = 'derived'"
    )
    assert derived.rows() == [(647, "2024-S1")]
    source = warehouse.query(
        "SELECT title, issuer, sha256, read FROM source WHERE source_id = $id", {"id": ID}
    )
    assert source.rows() == [("工作总结", "司法局", open_draft().sha256, "full")]
    low, high = warehouse.query(
        "SELECT low::INTEGER, high::INTEGER FROM observation WHERE printed = '700余件'"
    ).row(0)
    assert (low, high) == (700, 799)


def test_open_and_rejected_rows_are_not_imported(seed: Path, user: Path) -> None:
    draft = decide(open_draft(), ["f8"], Decision.ACCEPTED)
    assert approve(draft, user, seed=seed).approved.observations == 1
    assert [row["printed"] for row in figures_of(seed, user=user)] == ["882件"]


def test_the_files_are_those_of_seed_data(seed: Path, user: Path) -> None:
    draft = edit(ready_draft(), "f8", scope="某街道")
    draft = describe(draft, scope_names={"某街道": "One street"})
    folder = user / IMPORTS / approve(draft, user, seed=seed).id
    for name in ("observations.csv", "growth.csv", "sources.csv", "scopes.csv"):
        with (
            (folder / name).open(encoding="utf-8", newline="") as mine,
            (seed / name).open(encoding="utf-8", newline="") as shipped,
        ):
            assert next(csv.reader(mine)) == next(csv.reader(shipped))
    assert "某街道,One street,other" in (folder / "scopes.csv").read_text(encoding="utf-8")
    assert (folder / "report.txt").read_bytes().decode() == TEXT


def test_a_draft_with_problems_is_refused_and_nothing_is_written(user: Path) -> None:
    draft = ready_draft(reading(attribution=Attribution.INFERRED))
    with pytest.raises(NotApprovableError) as caught:
        approve(draft, user)
    assert [finding.key for finding in caught.value.findings] == ["unconfirmed_district"]
    assert not user.exists()


def test_what_a_build_would_refuse_is_refused_before_it_counts(seed: Path, user: Path) -> None:
    draft = ready_draft()
    row = draft.row("f8").model_copy(update={"notes": ("no_such_note",)})
    draft = draft.model_copy(update={"rows": (row, *draft.rows[1:])})
    with pytest.raises(DataFileError, match=f"imports/{ID[:9]}.*observations.csv: line 2: notes"):
        approve(draft, user, seed=seed, now=NOW)
    assert read_history(user) == ()
    assert list((user / IMPORTS).iterdir()) == []


def test_withdrawing_leaves_the_figures_out_and_the_files_there(
    seed: Path, user: Path, tmp_path: Path
) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    before = version_of(seed, user=user)
    event = withdraw(ID, user, who="王", reason="错了")
    assert (event.what, event.reason, event.who) == ("withdraw", "错了", "王")
    assert version_of(seed, user=user) != before
    assert reported(built(seed, user, tmp_path)) == []
    (item,) = list_imports(user)
    assert (item.id, item.stands, item.ended) == (ID, False, event)
    assert (user / IMPORTS / ID / "observations.csv").exists()
    assert reviewed(ID, user).accepted == ready_draft().accepted
    with pytest.raises(UnknownImportError, match=ID):
        withdraw(ID, user)


def test_approving_the_same_text_again_replaces_it_in_one_step(seed: Path, user: Path) -> None:
    first = approve(ready_draft(), user, seed=seed, now=NOW)
    again = approve(decide(ready_draft(), ["f34"], Decision.REJECTED), user, seed=seed, now=NOW)
    assert again.id == f"{ID}-2"
    assert again.approved.replaces == (first.id,)
    assert {row["source_id"] for row in figures_of(seed, user=user)} == {again.id}
    assert [(item.id, item.stands) for item in list_imports(user)] == [
        (again.id, True),
        (first.id, False),
    ]
    found = standing_import(open_draft().sha256, user)
    assert found == again
    assert len(read_history(user)) == 2


def test_the_change_log_says_what_was_imported_and_withdrawn(
    seed: Path, user: Path, tmp_path: Path
) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    withdraw(ID, user, now=NOW)
    warehouse = built(seed, user, tmp_path)
    log = warehouse.query("SELECT version, zh, en FROM change_log ORDER BY position").rows()
    assert [version for version, _, _ in log] == ["2025.07.03", "2025.02"]
    _, zh, en = log[0]
    assert zh == [
        f"导入报告“工作总结”（{ID}）：3个观测值、1条同比表述。",
        f"撤回导入的报告“工作总结”（{ID}）：3个观测值、1条同比表述。",
    ]
    assert en[0].endswith(f"({ID}): 3 observations and 1 growth statement.")
    assert warehouse.version.startswith("2025.07.03-")
    assert str(queries.data_date(warehouse)) == "2025-07-03"


def test_no_import_leaves_the_data_version_as_it_was(seed: Path, user: Path) -> None:
    without = version_of(seed, user=user)
    save_draft(open_draft(), user)
    assert version_of(seed, user=user) == without


def test_the_draft_stays_until_every_row_is_decided(seed: Path, user: Path) -> None:
    save_draft(ready_draft(), user)
    approve(ready_draft(), user, seed=seed)
    assert load_draft(open_draft().sha256, user) == ready_draft()  # the unplaced row is open
    approve(decide(ready_draft(), ["u42"], Decision.REJECTED), user, seed=seed)
    assert load_draft(open_draft().sha256, user) is None


def test_a_line_cut_off_at_any_byte_never_came_to_pass(seed: Path, user: Path) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    whole, head = (user / HISTORY).read_bytes(), (user / HEAD).read_bytes()
    withdraw(ID, user, now=NOW)
    longer = (user / HISTORY).read_bytes()
    (user / HEAD).write_bytes(head)  # is written after the line
    for cut in range(len(whole), len(longer), 20):
        (user / HISTORY).write_bytes(longer[:cut])
        assert [item.stands for item in list_imports(user)] == [True]
    withdraw(ID, user, now=NOW)  # after the last cut: the rest of the line is dropped
    assert (user / HISTORY).read_bytes() == longer


class Crash(BaseException):
    """The process is gone: no handler of errors may count on running after it."""


def crash_at(patch: pytest.MonkeyPatch, module: object, name: str, *, call: int = 1) -> None:
    real: Callable[..., object] = getattr(module, name)
    calls = iter(range(1, 1000))

    def crashing(*args: object, **kwargs: object) -> object:
        if next(calls) == call:
            raise Crash
        return real(*args, **kwargs)

    patch.setattr(module, name, crashing)


def gone(*_: object, **__: object) -> None:
    """A process that is gone cleans nothing up."""


POINTS = [
    *((files, "flush_folder", call) for call in range(1, 7)),
    *((approval, "write_whole", call) for call in range(1, 7)),
    (approval, "check_part", 1),
    (approval, "flush_folder", 1),
    (approval, "append", 1),
]


@pytest.mark.parametrize(
    ("module", "name", "call"), POINTS, ids=[f"{name}-{call}" for _, name, call in POINTS]
)
def test_a_crash_before_the_line_is_written_changes_nothing(
    seed: Path, user: Path, module: object, name: str, call: int
) -> None:
    save_draft(ready_draft(), user)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(approval.shutil, "rmtree", gone)
        crash_at(patch, module, name, call=call)
        with pytest.raises(Crash):
            approve(ready_draft(), user, seed=seed, now=NOW)
    assert list_imports(user) == ()
    assert figures_of(seed, user=user) == []
    assert load_draft(open_draft().sha256, user) == ready_draft()
    imported = approve(ready_draft(), user, seed=seed, now=NOW)
    assert len(figures_of(seed, user=user)) == 3
    left = {path.name for path in (user / IMPORTS).iterdir()}
    assert left <= {imported.id, ID}


def test_a_crash_after_the_line_has_approved(seed: Path, user: Path) -> None:
    draft = decide(ready_draft(), ["u42"], Decision.REJECTED)
    save_draft(draft, user)
    with pytest.MonkeyPatch.context() as patch:
        crash_at(patch, approval, "remove_draft")
        with pytest.raises(Crash):
            approve(draft, user, seed=seed, now=NOW)
    assert [item.id for item in list_imports(user)] == [ID]
    assert len(figures_of(seed, user=user)) == 3


def test_a_crash_while_replacing_keeps_the_earlier_import(seed: Path, user: Path) -> None:
    first = approve(ready_draft(), user, seed=seed, now=NOW)
    with pytest.MonkeyPatch.context() as patch:
        crash_at(patch, approval, "append")
        with pytest.raises(Crash):
            approve(ready_draft(), user, seed=seed, now=NOW)
    assert standing_import(open_draft().sha256, user) == first
    again = approve(ready_draft(), user, seed=seed, now=NOW)
    assert again.approved.replaces == (first.id,)


def test_a_failed_build_after_approval_is_made_good_by_the_next(
    seed: Path, user: Path, tmp_path: Path
) -> None:
    approve(ready_draft(), user, seed=seed)
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(Exception, match="cannot write"):
        build(seed=seed, user=user, folder=tmp_path / "out")
    (tmp_path / "out").unlink()
    assert len(reported(built(seed, user, tmp_path))) == 3


def writers(user: Path, seed: Path) -> dict[str, Callable[[], object]]:
    draft: Draft = ready_draft()
    return {
        "approve": lambda: approve(draft, user, seed=seed),
        "withdraw": lambda: withdraw(ID, user),
        "save": lambda: save_draft(draft, user),
    }


@pytest.mark.parametrize("name", ["approve", "withdraw", "save"])
def test_the_read_only_mode_refuses_every_writer(
    seed: Path, user: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(files.READ_ONLY, "1")
    with pytest.raises(ReadOnlyError):
        writers(user, seed)[name]()
    assert not user.exists()
    monkeypatch.setenv(files.READ_ONLY, "0")
    save_draft(ready_draft(), user)


def test_a_folder_that_cannot_be_written_is_named(user: Path, seed: Path) -> None:
    user.write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableUserFolderError, match=str(user)):
        approve(ready_draft(), user, seed=seed)


def test_a_broken_line_and_a_newer_one_stop_the_build(seed: Path, user: Path) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    with (user / HISTORY).open("ab") as file:
        file.write(b'{"schema": 3}\nnot json\n')
    with pytest.raises(DataFileError) as caught:
        figures_of(seed, user=user)
    assert [str(problem)[:38] for problem in caught.value.problems] == [
        "history.jsonl: line 2: schema: is of a",
        "history.jsonl: line 3: cannot be read ",
    ]


def test_an_import_that_was_changed_by_hand_is_named(seed: Path, user: Path) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    path = user / IMPORTS / ID / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("882,", "883,"), encoding="utf-8")
    with pytest.raises(DamagedImportError, match=f"imports/{ID}/observations.csv: is damaged"):
        figures_of(seed, user=user)
    path.unlink()
    with pytest.raises(DamagedImportError, match=f"imports/{ID}/observations.csv: cannot be read"):
        figures_of(seed, user=user)


def test_an_import_is_its_own_source_only(seed: Path, user: Path) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    folder = user / IMPORTS / ID
    for name in ("observations.csv", "sources.csv"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(ID, "s001"), encoding="utf-8")
    with pytest.raises(DataFileError, match="unknown source of this import 's001'"):
        check_part(imported(folder, ID), seed)


@pytest.mark.skipif(os.name != "posix", reason="the lock of other systems is not shared so")
def test_two_writers_wait_for_each_other(user: Path) -> None:
    import threading

    order: list[str] = []
    with writing(user):
        other = threading.Thread(target=lambda: (save_draft(open_draft(), user), order.append("b")))
        other.start()
        other.join(timeout=0.2)
        order.append("a")
    other.join()
    assert order == ["a", "b"]


def test_the_history_is_only_appended_to(seed: Path, user: Path) -> None:
    approve(ready_draft(), user, seed=seed, now=NOW)
    before = (user / HISTORY).read_bytes()
    withdraw(ID, user)
    assert (user / HISTORY).read_bytes().startswith(before)
    assert history.standing(read_history(user)) == ()
