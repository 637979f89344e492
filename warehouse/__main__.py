"""The command line: `python -m warehouse build`, `check`, `export`, `import`, `backup` and so on.

What a person can put right ends in a sentence in each language and exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from indicators.commands.running import run
from indicators.errors import DataFileError, RuleOfLawDataError
from indicators.review import DraftSchemaError
from warehouse.backup import BackupError
from warehouse.build import BuildError, UnwritableFolderError, build, is_current
from warehouse.connection import UnreadableWarehouseError, Warehouse, open_warehouse
from warehouse.data_folder import NewerFolderError
from warehouse.datapackage import InvalidPackageError
from warehouse.export import Format, TooLargeExportError, UnwritableExportError, export
from warehouse.imports.approval import NotApprovableError
from warehouse.imports.command import add_import, add_imports, add_withdraw
from warehouse.imports.drafts import DamagedDraftError
from warehouse.imports.files import ReadOnlyError, UnwritableUserFolderError
from warehouse.imports.history import UnknownImportError
from warehouse.imports.integrity import DamagedImportError
from warehouse.keeping import add_backup, add_history, add_restore, add_verify
from warehouse.paths import SEED_DATA, publish_folder
from warehouse.publish import (
    BrokenPointerError,
    DamagedWarehouseError,
    NoWarehouseError,
    UnknownVersionError,
)
from warehouse.report import report, violations
from warehouse.restore import DamagedBackupError, NotEmptyError

# what went wrong, in Chinese; the more special error comes before the more general
_SENTENCES: tuple[tuple[type[RuleOfLawDataError], str], ...] = (
    (
        DamagedImportError,
        "已导入的文件有损坏，没有生成新的数据仓库，原有的不变。请从备份中取回这些文件：",
    ),
    (
        DataFileError,
        "数据文件有问题，没有生成新的数据仓库，原有的不变。逐条如下（文件: 行: 列: 问题）：",
    ),
    (ReadOnlyError, "这里是只读模式，不能导入、修改或撤回。"),
    (UnwritableUserFolderError, "不能写入存放导入数据的文件夹，没有任何改动。"),
    (UnknownImportError, "没有这个有效的导入：用 python -m warehouse imports 查看全部。"),
    (NotApprovableError, "这份草稿还不能导入："),
    (DamagedDraftError, "草稿的文件已损坏，另行保留；可以重新识读这份报告。"),
    (DraftSchemaError, "草稿读不出来。"),
    (NewerFolderError, "数据文件夹是由更新版本的程序写成的：请先升级本程序。没有任何改动。"),
    (BackupError, "没有写成备份。"),
    (DamagedBackupError, "这个文件不是完好的备份。"),
    (NotEmptyError, "只能恢复到空文件夹：请另选一个，或先把里面的东西移走。没有任何改动。"),
    (UnwritableFolderError, "不能写入存放数据仓库的文件夹，原有的数据仓库不变。"),
    (BuildError, "没有生成新的数据仓库，原有的不变。"),
    (UnknownVersionError, "没有保存这个数据版本。"),
    (BrokenPointerError, "current.json 读不出来：请运行 python -m warehouse build 重新生成。"),
    (DamagedWarehouseError, "数据仓库已损坏：请运行 python -m warehouse build 重新生成。"),
    (NoWarehouseError, "还没有数据仓库：请先运行 python -m warehouse build。"),
    (UnreadableWarehouseError, "数据仓库打不开：请运行 python -m warehouse build 重新生成。"),
    (UnwritableExportError, "不能写入导出文件夹。"),
    (TooLargeExportError, "数据太多，数据包不能一次生成：请用 --format parquet 或 csv。"),
    (InvalidPackageError, "数据包没有通过校验："),
    (RuleOfLawDataError, "没有完成："),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    return run(lambda: _command(arguments))


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
    except RuleOfLawDataError as error:
        sentence = next(zh for kind, zh in _SENTENCES if isinstance(error, kind))
        sys.stderr.write(f"{sentence}\n{error}\n")
        return 1
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m warehouse",
        description="数据仓库：生成、核对、导出、导入、备份。 Build, check, export, import.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="由数据文件生成并发布 · build and publish"))
    _add_check(commands.add_parser("check", help="显示核对结果 · show what the checks found"))
    _add_export(commands.add_parser("export", help="导出全部数据 · write the whole data set"))
    for name, add, text in (
        ("import", add_import, "读入报告 · read reports and import them"),
        ("imports", add_imports, "列出全部导入 · list all imports"),
        ("withdraw", add_withdraw, "撤回一次导入 · take an import back"),
    ):
        command = commands.add_parser(name, help=text)
        add(command)
        _add_target(command)
    for name, add, text in (
        (
            "history",
            add_history,
            "谁在何时导入、撤回了什么 · who imported or withdrew what, and when",
        ),
        ("backup", add_backup, "备份全部导入和草稿 · back up all imports and drafts"),
        ("restore", add_restore, "把备份恢复到空文件夹 · restore a backup into an empty folder"),
        ("verify", add_verify, "核对备份，或现有数据 · verify a backup, or what is in use"),
    ):
        add(commands.add_parser(name, help=text))
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_target(parser)
    parser.add_argument(
        "--force", action="store_true", help="没有变化也重新生成 · build even if nothing changed"
    )
    parser.set_defaults(run=_build)


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_seed(parser)
    _add_warehouse(parser)
    parser.add_argument(
        "--strict", action="store_true", help="有不符就以1退出 · exit 1 if anything is violated"
    )
    parser.set_defaults(run=_check)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="写到这个文件夹 · write here")
    parser.add_argument(
        "--format",
        choices=[*Format, "all"],
        default="all",
        help="格式 · format (%(default)s)",
    )
    _add_warehouse(parser)
    parser.set_defaults(run=_export)


def _add_target(parser: argparse.ArgumentParser) -> None:
    _add_seed(parser)
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="发布到这个文件夹 · publish in this folder"
    )


def _add_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed",
        type=Path,
        default=SEED_DATA,
        metavar="DIR",
        help="数据文件所在的文件夹 · folder of the data files",
    )


def _add_warehouse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="发布数据仓库的文件夹 · folder of warehouses"
    )
    parser.add_argument("--version", help="某个保存着的数据版本 · a data version that is kept")


def _build(options: argparse.Namespace) -> int:
    built = build(seed=options.seed, folder=options.out, force=options.force)
    done = "已生成 built" if built.fresh else "没有变化 unchanged"
    sys.stdout.write(f"数据版本 {built.version} {done}：{built.path}\n")
    return 0


def _check(options: argparse.Namespace) -> int:
    warehouse = _open(options)
    sys.stdout.write(report(warehouse) + "\n")
    if options.version is None and not is_current(options.seed, folder=options.warehouse):
        sys.stdout.write("\n数据文件在这个版本之后有改动：请运行 python -m warehouse build。\n")
    return 1 if options.strict and violations(warehouse) else 0


def _export(options: argparse.Namespace) -> int:
    formats = tuple(Format) if options.format == "all" else (Format(options.format),)
    for path in export(_open(options), options.folder, formats):
        sys.stdout.write(f"{path}\n")
    return 0


def _open(options: argparse.Namespace) -> Warehouse:
    folder = options.warehouse or publish_folder()
    return open_warehouse(folder=folder, version=options.version)


if __name__ == "__main__":
    sys.exit(main())
