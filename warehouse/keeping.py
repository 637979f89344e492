"""`python -m warehouse backup | restore | verify | history`: what they do and print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from warehouse.backup import back_up
from warehouse.imports.history import Event, EventKind, read_head, read_history
from warehouse.paths import publish_folder, user_data_folder
from warehouse.publish import NoWarehouseError, current_version
from warehouse.restore import restore
from warehouse.terminal import aligned
from warehouse.verification import Finding, verify_backup, verify_folder, verify_warehouses


def add_backup(parser: argparse.ArgumentParser) -> None:
    """The options of `backup`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 · the backup to write")
    parser.set_defaults(run=run_backup)


def add_restore(parser: argparse.ArgumentParser) -> None:
    """The options of `restore`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 · the backup")
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="空的数据文件夹 · an empty data folder"
    )
    parser.set_defaults(run=run_restore)


def add_verify(parser: argparse.ArgumentParser) -> None:
    """The options of `verify`."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="备份文件；不写则核对现有数据 · a backup; what is in use if left out",
    )
    parser.set_defaults(run=run_verify)


def add_history(parser: argparse.ArgumentParser) -> None:
    """`history` has no options of its own."""
    parser.set_defaults(run=run_history)


def run_backup(options: argparse.Namespace) -> int:
    """Write a backup and verify it; 1 when something in it is damaged or could not be read."""
    made = back_up(user_data_folder(), options.file, data_version=_served_version())
    wrong = [Finding(name, "没有备份 was not backed up") for name in made.left_out]
    return _tell([*wrong, *verify_backup(options.file)])


def run_restore(options: argparse.Namespace) -> int:
    """Restore a backup and verify what was restored."""
    manifest = restore(options.file, options.folder)
    status = _tell(verify_folder(options.folder))
    was = f"（原为 was {manifest.data_version}）" if manifest.data_version else ""
    sys.stdout.write(f"接着运行 now run: python -m warehouse build {was}\n")
    return status


def run_verify(options: argparse.Namespace) -> int:
    """Verify a backup, or the data folder and the warehouses; 1 when something is wrong."""
    if options.file is not None:
        return _tell(verify_backup(options.file))
    return _tell([*verify_folder(user_data_folder()), *verify_warehouses(publish_folder())])


def run_history(_: argparse.Namespace) -> int:
    """Print every approval and withdrawal, oldest first, and the seal of the last line."""
    folder = user_data_folder()
    events, head = read_history(folder), read_head(folder)
    rows = [_cells(number, event) for number, event in enumerate(events, start=1)]
    lines = aligned(rows) if rows else ["还没有记录 nothing yet"]
    if head is not None:
        lines.append(f"最后一行的校验值 seal of the last line: {head.seal}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _cells(number: int, event: Event) -> tuple[str, ...]:
    approved = event.what is EventKind.APPROVE
    what = "导入 approved" if approved else "撤回 withdrawn"
    counts = f"{event.observations}+{event.growth}" if approved else ""
    more = [f"取代 replaces {', '.join(event.replaces)}"] if event.replaces else []
    more += [event.reason] if event.reason else []
    title = f"{event.title}（{'；'.join(more)}）" if more else event.title
    moment = f"{event.time:%Y-%m-%d %H:%M:%S%z}"
    return (str(number), moment, what, event.id, event.who or "?", counts, title)


def _served_version() -> str:
    """The data version that is served now, for whoever restores; empty when there is none."""
    try:
        return current_version(publish_folder()) or ""
    except NoWarehouseError:
        return ""


def _tell(findings: list[Finding]) -> int:
    for finding in findings:
        mark = "✗" if finding.wrong else "✓"
        sys.stdout.write(f"{mark} {finding.what}{'：' if finding.wrong else ''}{finding.wrong}\n")
    wrong = sum(bool(finding.wrong) for finding in findings)
    sys.stdout.write(f"{wrong} 处有误 wrong\n" if wrong else "全部无误 all is well\n")
    return 1 if wrong else 0
