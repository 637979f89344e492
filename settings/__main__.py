"""The command line: `python -m settings` shows the settings in effect; wrong ones end with 2."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from settings.document import DOCUMENT, document, shown
from settings.model import Settings
from settings.problems import SettingsError
from settings.reading import current, leave, masked, origins, settings_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the options ask."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    if options.write_docs:
        DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    try:
        settings, found = current(), origins()
    except SettingsError as error:
        leave(error)
    if options.json:
        print(json.dumps(masked(settings), default=_plain, ensure_ascii=False))
    elif not options.check:
        _show(settings, found)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m settings",
        description="显示生效的设置及其出处，密钥不显示。"
        " Shows the settings in effect and where each comes from, without secrets.",
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="只检查 · only check")
    choice.add_argument("--json", action="store_true", help="供程序读取 · for programs to read")
    choice.add_argument(
        "--write-docs", action="store_true", help="生成说明文档 · write the documentation"
    )
    return parser


def _show(settings: Settings, found: dict[str, str]) -> None:
    print(f"# 文件 file: {settings_file() or '—'}")
    values = {key: shown(value) for key, value in masked(settings).items()}
    width = max(map(len, values))
    for key, value in values.items():
        print(f"{key:{width}}  {value or '—'}  ({found.get(key, '默认 default')})")


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else float(str(value))


if __name__ == "__main__":
    sys.exit(main())
