"""Reads everything that is kept, in full, and says what was looked at and what is wrong.

Nothing is changed or mended: what is damaged comes back from a backup, a warehouse by a build.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import RuleOfLawDataError
from indicators.review import DraftSchemaError
from warehouse.checksums import Digests
from warehouse.data_folder import FOLDER, folder_schema
from warehouse.imports.drafts import DRAFTS, damaged_drafts, list_drafts, read_draft
from warehouse.imports.files import UNFINISHED
from warehouse.imports.history import (
    HEAD,
    HISTORY,
    IMPORTS,
    Event,
    EventKind,
    read_head,
    read_history,
    standing,
)
from warehouse.imports.integrity import damages
from warehouse.pointer import BrokenPointerError, pointer_problems, read_pointer
from warehouse.publish import checksums, file_name
from warehouse.restore import restore


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `wrong` says what is wrong with it, empty if nothing is."""

    what: str
    wrong: str = ""


def verify_folder(folder: Path, name: str = "") -> list[Finding]:
    """Everything in a data folder: its version, the history, each import, each draft."""
    name = name or f"数据文件夹 data folder {folder}"
    if not folder.is_dir():
        return [Finding(f"{name}：尚未建立 not there yet")]
    try:
        schema = folder_schema(folder)
        events = read_history(folder)
    except RuleOfLawDataError as error:
        return [Finding(name, str(error))]
    return [
        Finding(f"{name}：格式 schema {schema}"),
        *_history(folder, events),
        *_imports(folder, events),
        *_drafts(folder),
    ]


def verify_warehouses(folder: Path) -> list[Finding]:
    """Every published version that is kept, against its checksum."""
    try:
        versions = read_pointer(folder)
    except BrokenPointerError as error:
        return [Finding(f"数据仓库 warehouses {folder}", str(error))]
    wrong = "; ".join(pointer_problems(folder))
    found = [Finding(f"数据仓库 warehouses {folder}：{len(versions)}", wrong)]
    return found + [_warehouse(folder / file_name(version)) for version in versions]


def verify_backup(file: Path) -> list[Finding]:
    """A backup, by restoring it into a temporary folder and verifying that."""
    with tempfile.TemporaryDirectory() as work:
        try:
            manifest = restore(file, Path(work) / "data")
        except RuleOfLawDataError as error:
            return [Finding(f"备份 backup {file}", str(error))]
        what = f"{len(manifest.files)} 个文件 files，{manifest.made:%Y-%m-%d %H:%M}"
        what = f"备份 backup {file}：{what}"
        return [Finding(what), *verify_folder(Path(work) / "data", "其中的数据 its data")]


def _history(folder: Path, events: tuple[Event, ...]) -> Iterator[Finding]:
    approvals = sum(event.what is EventKind.APPROVE for event in events)
    what = (
        f"{HISTORY}：{len(events)} 行 lines（导入 approvals {approvals}，"
        f"撤回 withdrawals {len(events) - approvals}）"
    )
    yield Finding(what)
    if events and read_head(folder) is None:
        yield Finding(HEAD, "不见了：下次写入时重建 is missing: the next import writes it anew")
    if events and not (folder / FOLDER).exists():
        yield Finding(FOLDER, "不见了：下次写入时重建 is missing: the next import writes it anew")


def _imports(folder: Path, events: tuple[Event, ...]) -> Iterator[Finding]:
    """The files of every import there ever was; and what broke off before it was one."""
    approvals = [event for event in events if event.what is EventKind.APPROVE]
    digests = Digests()  # nothing is taken on trust
    for event in approvals:
        for problem in damages(folder, event, digests=digests):
            yield Finding(f"{problem.file}（{event.title}）", problem.message)
    files = sum(len(event.files) for event in approvals)
    bare = sum(not event.files for event in approvals)
    unknown = f"；没有校验值 without checksums {bare}" if bare else ""
    yield Finding(
        f"{IMPORTS}：{len(approvals)} 份 imports（有效 standing {len(standing(events))}），"
        f"{files} 个文件 files{unknown}"
    )
    known = {event.id for event in approvals}
    for path in sorted((folder / IMPORTS).glob("*")):
        if path.name not in known and not path.name.startswith(UNFINISHED):
            yield Finding(f"{IMPORTS}/{path.name}：中断的导入，未批准 broke off, never approved")


def _drafts(folder: Path) -> Iterator[Finding]:
    names = list_drafts(folder)
    yield Finding(f"{DRAFTS}：{len(names)} 份 drafts")
    for name in names:
        path = folder / DRAFTS / f"{name}.json"
        try:
            read_draft(path)
        except DraftSchemaError as error:
            yield Finding(f"{DRAFTS}/{path.name}", str(error))
    for path in damaged_drafts(folder):
        yield Finding(f"{DRAFTS}/{path.name}", "已损坏，另行保留 is damaged and was set aside")


def _warehouse(path: Path) -> Finding:
    try:
        known, found = checksums(path), Digests().of(path)
    except OSError as error:
        return Finding(path.name, f"cannot be read ({error.strerror or error})")
    if not known:
        return Finding(path.name, "没有校验值 has no checksum: run python -m warehouse build")
    wrong = "" if found in known else "已损坏 is damaged: run python -m warehouse build"
    return Finding(f"{path.name}：{path.stat().st_size:,} bytes", wrong)
