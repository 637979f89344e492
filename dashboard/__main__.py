"""The command line: `python -m dashboard briefing FILE --out briefing.pptx`.

What a person can put right ends in a sentence in each language and exit code 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from dashboard.briefing.command import Refused, add_briefing
from indicators.commands.running import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    return run(lambda: _command(arguments))


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        for line in options.run(options):
            print(line)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    except BrokenPipeError:
        raise
    except Exception as error:  # of ours: whoever runs it by a timer reads a line, not a trace
        print(f"没有完成 · Not done: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="看板的文件，不经浏览器生成。 Files of the dashboard, made without its pages.",
    )
    commands = parser.add_subparsers(required=True, metavar="briefing")
    add_briefing(
        commands.add_parser(
            "briefing",
            help="由保存的简报生成文件 · make a file of a saved briefing",
            description="用现在的数据重画保存的简报，生成文件，并说明变了什么。"
            " Draws a saved briefing from the data of now, makes a file, says what changed.",
        )
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
