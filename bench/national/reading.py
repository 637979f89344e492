"""Reads some made-up reports with `python -m indicators extract` and counts what it got right.

Run as `python -m bench.national.reading DIR`: the folder that `--reports` was given for.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from bench.national.reports import TRUTH
from bench.serving import ROOT
from indicators.quantities import hedge_of

SAMPLE = 50
Key = tuple[object, ...]


@dataclass(frozen=True)
class Score:
    """How many were stated, how many were found, how many of these were right."""

    name: str
    stated: frozenset[Key]
    found: frozenset[Key]

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return len(self.stated & self.found) / max(len(self.found), 1)

    @property
    def recall(self) -> float:
        """Share of what was stated that was found."""
        return len(self.stated & self.found) / max(len(self.stated), 1)

    def line(self) -> str:
        """As a line of the output."""
        counts = f"stated {len(self.stated):,}, found {len(self.found):,}"
        return f"{self.name:8} precision {self.precision:.4f}  recall {self.recall:.4f}  ({counts})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Sample, read, score, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.national.reading", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds reports/ and reports/truth.csv")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", action="store_true", help="list what was missed or made up")
    options = parser.parse_args(arguments)
    reports = options.folder / "reports"
    stated = stated_rows(reports)
    names = sorted({row["doc"] for row in stated})
    count = min(options.sample, len(names))
    chosen = np.random.default_rng(options.seed).choice(names, count, replace=False).tolist()
    for score in score_reports(reports, [row for row in stated if row["doc"] in chosen]):
        print(score.line())
        if options.wrong:
            _print_differences(score)
    return 0


def stated_rows(reports: Path) -> list[dict[str, str]]:
    """What all reports of a folder state."""
    with (reports / TRUTH).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def score_reports(reports: Path, stated: Sequence[dict[str, str]]) -> tuple[Score, Score]:
    """Figures and growth statements of some reports, as stated and as read."""
    found = extracted([reports / name for name in sorted({row["doc"] for row in stated})])
    reported = [row for row in found if row["status"] == "reported"]
    derived = [row for row in found if row["status"] == "derived"]
    growing = [row for row in stated if row["growth_printed"]]
    return (
        Score("figures", frozenset(map(_figure, stated)), frozenset(map(_figure, reported))),
        Score(
            "growth",
            frozenset(
                (row["doc"], row["indicator"], row["growth_printed"], int(row["growth_start"]))
                for row in growing
            ),
            frozenset(
                (row["doc"], row["indicator"], row["printed"], int(row["char_start"]))
                for row in derived
            ),
        ),
    )


def extracted(paths: Sequence[Path]) -> list[dict[str, str]]:
    """What the command line finds in these files."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = Path(folder) / "rows.jsonl"
        command = [sys.executable, "-m", "indicators", "extract", *map(str, paths)]
        subprocess.run(
            [*command, "--out", str(out)], cwd=ROOT, check=True, stderr=subprocess.DEVNULL
        )
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return [{**row, "doc": Path(row["doc"]).name} for row in rows]


def _figure(row: dict[str, str]) -> Key:
    period = (row["period_start"] or "", row["period_end"])
    return (
        row["doc"], row["district"], row["indicator"], row.get("scope", ""), *period,
        Decimal(str(row["value"])), hedge_of(row["qualifier"]).value, int(row["char_start"]),
    )  # fmt: skip


def _print_differences(score: Score) -> None:
    for sign, keys in (("-", score.stated - score.found), ("+", score.found - score.stated)):
        for key in sorted(keys, key=str):
            print(f"  {sign} {' '.join(map(str, key))}")


if __name__ == "__main__":
    sys.exit(main())
