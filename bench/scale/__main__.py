"""`python -m bench.scale`: a national data set, made up, built, asked and served.

Writes the data set (a minute) unless --data names one that `python -m bench.national` wrote,
builds it unless --warehouse names a folder in which it was built, and measures. --curves measures
1, 10 and 100 times the figures that ship instead. Aims stand beside the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.__main__ import _load as machine_load
from bench.__main__ import _machine as machine
from bench.national.country import chosen_districts, write_country
from bench.national.reports import report_writer
from bench.samples import Measured, table
from bench.scale.builds import measure_build, measure_reports
from bench.scale.cases import cases
from bench.scale.curves import Cost, curve_table, curves
from bench.scale.questions import measure_queries
from bench.scale.rivals import measure_rivals
from bench.scale.server import measure_server
from warehouse import queries
from warehouse.connection import open_warehouse

YEARS, REPORTS = 20, 40
PARTS = ("build", "queries", "rivals", "server", "report")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON file if asked."""
    options = _options(arguments)
    before = machine_load()
    costs: list[Cost] = []
    measured: list[Measured] = []
    with _scratch(options.keep) as scratch:
        try:
            if options.curves:
                costs.extend(_curves(scratch, options))
            else:
                measured.extend(_all(scratch, options))
        finally:  # what was measured is not lost when a later part fails
            about = {**machine(), "load before": before, "load after": machine_load()}
            _print(about, curve_table(costs) if costs else table(measured))
            if options.json:
                records = [cost.record() for cost in costs]
                records += [one.record() for one in measured]
                _write(options.json, {"machine": about, "measured": records})
    return 0


def _print(about: Mapping[str, str], text: str) -> None:
    for name, value in about.items():
        print(f"{name}: {value}")
    print(f"\n{text}")


def _write(file: Path, report: Mapping[str, object]) -> None:
    file.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


def _curves(scratch: Path, options: argparse.Namespace) -> Iterator[Cost]:
    with sync_playwright() as playwright:
        yield from curves(playwright.chromium, scratch, selections=options.selections)


def _all(scratch: Path, options: argparse.Namespace) -> Iterator[Measured]:
    """The parts that are wanted, in their order."""
    data = options.data or _written(scratch / "data", options.districts)
    folder = options.warehouse or scratch / "warehouse"
    if "build" in options.parts or options.warehouse is None:
        _say("build")
        yield from measure_build(data, folder)
    yield from _asked(folder, scratch, options)
    if "server" in options.parts:
        _say("server")
        with sync_playwright() as playwright:
            yield from measure_server(playwright.chromium, folder, scratch, times=options.times)
    if "report" in options.parts:
        _say("report")
        reports = sorted((data / "reports").glob("*.txt"))[: options.times]
        yield from measure_reports(data, folder, reports)


def _asked(folder: Path, scratch: Path, options: argparse.Namespace) -> Iterator[Measured]:
    warehouse = open_warehouse(folder=folder)
    if "queries" in options.parts:
        _say("queries")
        yield from measure_queries(warehouse, cases(warehouse, count=options.selections))
    if "rivals" in options.parts:
        _say("rivals")
        everywhere = queries.districts(warehouse)["district_code"].to_list()
        some = everywhere[:: max(1, round(1 / options.share))]
        chosen = cases(warehouse, count=options.selections, among=some)
        yield from measure_rivals(warehouse, chosen, some, scratch)
    warehouse.connection.close()


def _written(data: Path, districts: int | None) -> Path:
    _say("data set")
    chosen = chosen_districts(districts)
    reports = report_writer(data / "reports", reports=REPORTS, districts=len(chosen), seed=1)
    write_country(data, districts=chosen, years=YEARS, seed=1, on_batch=reports)
    return data


@contextmanager
def _scratch(keep: Path | None) -> Iterator[Path]:
    """A folder for what is built, gone afterwards unless it is to be kept."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(folder)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="folder that `python -m bench.national` wrote")
    parser.add_argument("--warehouse", type=Path, help="folder in which that was built already")
    parser.add_argument("--keep", type=Path, help="keep what is written and built in this folder")
    parser.add_argument("--districts", type=int, help="fewer than all, for a trial")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument("--curves", action="store_true", help="how costs grow, instead")
    parser.add_argument("--selections", type=int, default=40, help="asked of every question")
    parser.add_argument("--times", type=int, default=3, help="server starts, reports")
    parser.add_argument("--share", type=float, default=0.1, help="of the districts, for rivals")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value there, too")
    return parser.parse_args(arguments)


def _say(what: str) -> None:
    print(f"measuring: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
