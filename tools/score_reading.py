"""Scores the reader and its confidence on annotated reports and on our own corpus.

usage: python tools/score_reading.py PATH [--errors]     (with the Python of .venv)

PATH is a folder with `reports/*.txt`, `gold/observations.csv`, `gold/growth.csv` and
`tools/score_extraction.py`. Without it, only our own corpus is scored.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from indicators.commands.reports import Given, open_file, read  # noqa: E402
from indicators.commands.rows import Wanted, rows  # noqa: E402
from indicators.periods import parse_label  # noqa: E402
from indicators.reading import Figure, Reading, read_report  # noqa: E402

CORPUS = ROOT / "tests/indicators/reading/corpus"
NEEDED = ("reports", "gold/observations.csv", "gold/growth.csv", "tools/score_extraction.py")
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)

Judged = tuple[float, bool]  # a confidence, and whether the figure was right


@dataclass(frozen=True)
class Shared:
    """The annotated reports."""

    folder: Path

    def readings(self) -> dict[str, Reading]:
        """The reading of every report, by the name of its file."""
        files = sorted((self.folder / "reports").glob("*.txt"))
        return {file.name: read(open_file(file), Given()) for file in files}

    def gold(self, name: str) -> list[dict[str, str]]:
        """The rows of an annotation."""
        with (self.folder / "gold" / name).open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))


def main(arguments: list[str]) -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(prog="python tools/score_reading.py")
    parser.add_argument("path", type=Path, nargs="?", help="folder of annotated reports")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args(arguments)
    missing = [name for name in NEEDED if not (options.path and (options.path / name).exists())]
    if missing:
        print(f"No annotated reports: {options.path or 'no path given'} lacks {', '.join(missing)}")
    else:
        _score_reports(Shared(options.path), errors=options.errors)
    print_calibration("own corpus", list(_judged_corpus()))
    return 2 if missing and options.path else 0


def _score_reports(shared: Shared, *, errors: bool) -> None:
    readings = shared.readings()
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        with predictions.open("w", encoding="utf-8") as file:
            for doc, reading in readings.items():
                found = rows(reading, doc, Wanted())
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        command = [sys.executable, str(shared.folder / "tools/score_extraction.py")]
        command += [str(shared.folder / "gold/observations.csv"), str(predictions)]
        done = subprocess.run(
            [*command, *(["--errors"] if errors else [])],
            capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
    print(done.stdout, end="")
    _print_growth(shared.gold("growth.csv"), readings)
    print_calibration("reports", list(_judged(shared.gold("observations.csv"), readings)))


# ---------------------------------------------------------------- growth


def _print_growth(gold: list[dict[str, str]], readings: dict[str, Reading]) -> None:
    """How many growth statements were found, and for how many the earlier value follows."""
    wanted = [row for row in gold if not row["repeat_of_char_start"]]
    missing = [row for row in wanted if not _finds(row, readings[row["doc"]])]
    wrong = [row for row in wanted if not _right_base(row, readings[row["doc"]])]
    total = len(wanted)
    print(f"growth: found {total - len(missing)}/{total}, right base {total - len(wrong)}/{total}")
    for row in wrong:
        print(f"    {row['doc'][:3]} {row['char_start']} {row['printed']} {row['indicator']}")


def _finds(row: dict[str, str], reading: Reading) -> bool:
    start = int(row["char_start"])
    return any(
        one.indicator == row["indicator"]
        and one.char_start < start + len(row["printed"])
        and start < one.char_end
        for one in reading.growth
    )


def _right_base(row: dict[str, str], reading: Reading) -> bool:
    """Whether the derived earlier value of the same period holds the annotated one.

    The annotation divides plainly; the possible values lie around that, so half of one unit or a
    hundredth is allowed for.
    """
    implied = row["implied_base_value"]
    for one in reading.derived:
        if (one.fact.indicator, one.fact.period.end.isoformat()) != (
            row["indicator"], row["base_period_end"],
        ):  # fmt: skip
            continue
        if not implied:
            return True
        value = Decimal(implied)
        slack = max(Decimal(1), value / 100)
        low, high = one.bounds.low, one.bounds.high
        if (low is None or low - slack <= value) and (high is None or value <= high + slack):
            return True
    return not implied and _finds(row, reading)


# ---------------------------------------------------------------- confidence


def _judged(gold: list[dict[str, str]], readings: dict[str, Reading]) -> Iterator[Judged]:
    """Every figure that the annotation can judge: indicator, value and period."""
    for doc, reading in readings.items():
        own = [row for row in gold if row["doc"] == doc]
        for figure in reading.figures:
            there = [row for row in own if _overlaps(row, figure)]
            if figure.repeats is None and not any(row["indicator"] == "*" for row in there):
                yield figure.confidence, any(_agrees(row, figure) for row in there)


def _overlaps(row: dict[str, str], figure: Figure) -> bool:
    start = int(row["char_start"])
    return figure.char_start < start + len(row["printed"]) and start < figure.char_end


def _agrees(row: dict[str, str], figure: Figure) -> bool:
    period = figure.period
    start = period.start.isoformat() if period and period.start else ""
    days = (start, period.end.isoformat() if period else "")
    return (
        row["indicator"] == figure.indicator
        and row["value"] != ""
        and Decimal(row["value"]) == figure.value
        and (not row["period_end"] or days == (row["period_start"], row["period_end"]))
    )


def _judged_corpus() -> Iterator[Judged]:
    for file in sorted(CORPUS.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield from _judged_case(case)


def _judged_case(case: dict[str, Any]) -> Iterator[Judged]:
    """The figures of a passage against what it says must and may be found."""
    about = case.get("report", {})
    label = about.get("period", "2024")
    reading = read_report(
        case["text"],
        title=about.get("title", ""),
        district=about.get("district", "440306") or None,
        period=parse_label(label) if label else None,
    )
    may = {(want["printed"], want["indicator"]) for want in case.get("may", ())}
    wanted = {(want["printed"], want["indicator"]): want for want in case.get("expect", ())}
    for figure in reading.figures:
        key = (figure.printed, figure.indicator)
        if figure.repeats is None and key not in may:
            yield figure.confidence, key in wanted and _as_wanted(figure, wanted[key])


def _as_wanted(figure: Figure, want: dict[str, Any]) -> bool:
    period = want.get("period", "any")
    right_period = period == "any" or (figure.period is not None and figure.period.label == period)
    return figure.value == Decimal(want["value"]) and right_period


def print_calibration(name: str, judged: list[Judged]) -> None:
    """For each range of confidence: how many figures, their mean confidence, how many right."""
    print(f"calibration on {name}: {len(judged)} figures, {_share(judged)} right")
    for low, high in pairwise(BINS):
        within = [one for one in judged if low <= one[0] < high]
        if within:
            mean = sum(confidence for confidence, _ in within) / len(within)
            label = f"{low:.2f}–{min(high, 1.0):.2f}"
            print(f"    {label}: {len(within):4} figures, says {mean:.2f}, right {_share(within)}")


def _share(judged: Iterable[Judged]) -> str:
    right = [one for _, one in judged]
    return f"{sum(right) / len(right):.2f}" if right else "–"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
