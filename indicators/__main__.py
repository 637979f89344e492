"""The command line: `python -m indicators extract | explain`.

What a person can put right ends in a sentence in each language and exit status 2; a run in which
some files failed ends with 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from indicators.commands.explain import add_explain
from indicators.commands.extract import add_extract
from indicators.commands.running import run
from indicators.commands.words import CommandError
from indicators.errors import RuleOfLawDataError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    return run(lambda: _command(arguments))


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
    except (CommandError, RuleOfLawDataError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m indicators",
        description="把报告里的数读成指标。 Read figures of indicators from reports.",
    )
    commands = parser.add_subparsers(required=True, metavar="extract | explain")
    add_extract(
        commands.add_parser("extract", help="逐个列出报告里的数 · list the figures of reports")
    )
    add_explain(
        commands.add_parser("explain", help="说明一个数是怎样读出的 · say how a figure was read")
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
