"""`python -m bench [--quick] [--json FILE]`: measures everything and prints a table with the aims.

Takes some five minutes (--quick: one and a half). Needs what the tests need; see README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.data import all_queries, builds
from bench.pages import Apps, measure_pages
from bench.pictures import measure_pictures
from bench.samples import Measured, table

PACKAGES = ("duckdb", "kaleido", "plotly", "polars", "streamlit")


@dataclass(frozen=True)
class Rounds:
    """How often each thing is measured."""

    builds: int
    queries: int
    cold: int
    warm: int


FULL = Rounds(builds=5, queries=100, cold=3, warm=9)
QUICK = Rounds(builds=2, queries=20, cold=1, warm=3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON file if asked."""
    options = _parser().parse_args(arguments)
    load_before = _load()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measured = measure(Path(folder), QUICK if options.quick else FULL)
    machine = {**_machine(), "load before": load_before, "load after": _load()}
    for name, value in machine.items():
        print(f"{name}: {value}")
    print()
    print(table(measured))
    if options.json:
        report = {"machine": machine, "measured": [one.record() for one in measured]}
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def measure(folder: Path, rounds: Rounds) -> list[Measured]:
    """Everything, with a warehouse and servers of its own."""
    warehouse = folder / "warehouse"
    # the dashboard's own modules, too, read the warehouse built here
    os.environ["RULE_OF_LAW_WAREHOUSE"] = str(warehouse)
    _say("warehouse")
    measured = [builds(warehouse, times=rounds.builds)]
    measured += all_queries(warehouse, times=rounds.queries)
    apps = Apps(warehouse, folder)
    with sync_playwright() as playwright:
        _say("pages")
        measured += measure_pages(playwright.chromium, apps, cold=rounds.cold, warm=rounds.warm)
        _say("pictures")
        measured += measure_pictures(playwright.chromium, apps, cold=rounds.cold, warm=rounds.warm)
    return measured


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, wider spread")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value there, too")
    return parser


def _machine() -> dict[str, str]:
    """What the numbers depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return {
        "system": f"{platform.platform()}, {os.cpu_count()} processors",
        "versions": f"Python {platform.python_version()}, {packages}",
    }


def _load() -> str:
    """How many programs wanted a processor in the last minute; unknown on Windows."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _say(what: str) -> None:
    print(f"measuring: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
