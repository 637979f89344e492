"""Writes a made-up national data set into a folder."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.national.country import OnBatch, chosen_districts, write_country
from bench.national.reports import report_writer

YEARS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files and say how many rows they have."""
    options = _options(arguments)
    districts = chosen_districts(options.districts)
    if options.scale:
        districts = chosen_districts(max(1, round(len(districts) * options.scale)))
    began = time.perf_counter()
    counted = write_country(
        options.folder,
        districts=districts,
        years=options.years,
        seed=options.seed,
        on_batch=_reports(options, len(districts)),
    )
    seconds = time.perf_counter() - began
    print(f"{len(districts)} districts x {options.years} years in {seconds:.1f} s")
    for name, count in counted.items():
        print(f"{name:18} {count:>12,}")
    return 0


def _reports(options: argparse.Namespace, districts: int) -> OnBatch | None:
    if not options.reports:
        return None
    folder = options.folder / "reports"
    return report_writer(folder, reports=options.reports, districts=districts, seed=options.seed)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.national", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--districts", type=int, help="how many; all unless given")
    parser.add_argument("--years", type=int, default=YEARS, help="up to 2025")
    parser.add_argument("--scale", type=float, help="share of the districts, such as 0.01")
    parser.add_argument("--reports", type=int, default=0, help="so many reports as text, too")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
