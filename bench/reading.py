"""`python -m bench.reading [SHARED]`: our reader of reports beside other libraries, on one text.

Characters a second, quantities and periods right, whether the time is linear in the length of the
text, and whether memory grows with the number of files. With the path of a folder that holds
`reports` and `gold`, on annotated reports as well as on our own corpus.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from bench.corpus import Passage, own_corpus, reports
from bench.peers import Reader, installed, ours
from indicators.periods import full_year
from indicators.reading import read_report

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
AIM = 300_000  # characters a second on one processor
INSTALL = (
    "Only ours: the others are not installed. In an environment of their own,\n"
    '    python -m venv peers\n    peers/bin/pip install "pip>=25.1" pydantic==2.14.3\n'
    "    peers/bin/pip install --group peers\n    peers/bin/python -m bench.reading"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, help="folder with reports and gold")
    options = parser.parse_args(arguments)
    others = list(installed())
    texts = {"own corpus": own_corpus()}
    if options.shared:
        texts["reports"] = reports(options.shared)
    for name, passages in texts.items():
        print(f"\n{name}: {describe(passages)}")
        for reader in (ours(), *others):
            print(line(reader, passages))
    if not others:
        print(f"\n{INSTALL}")
    linear_time(texts["own corpus"])
    memory(texts["own corpus"])
    return 0


def describe(passages: Sequence[Passage]) -> str:
    """How much there is to find."""
    characters = sum(len(one.text) for one in passages)
    quantities = sum(len(one.quantities) for one in passages)
    stated = sum(len(one.periods) for one in passages)
    return f"{characters} characters, {quantities} quantities, {stated} periods"


def line(reader: Reader, passages: Sequence[Passage]) -> str:
    """One library: quantities right and emitted, periods right, and how fast both came."""
    return f"{reader.name:18}{_quantities(reader, passages):52}{_periods(reader, passages)}"


def _quantities(reader: Reader, passages: Sequence[Passage]) -> str:
    seconds, found = timed(lambda one: reader.quantities(one.text, one.period), passages)
    right = emitted = 0
    for passage, mine in zip(passages, found, strict=True):
        emitted += len(mine)
        right += sum(
            any(start < b and a < end and value in (known, known / 100) for a, b, value in mine)
            for start, end, known in passage.quantities
        )
    total = sum(len(one.quantities) for one in passages)
    speed = sum(len(one.text) for one in passages) / seconds
    return f"quantities {right}/{total} of {emitted} emitted, {speed:,.0f}/s"


def _periods(reader: Reader, passages: Sequence[Passage]) -> str:
    seconds, found = timed(
        lambda one: reader.periods(one.text, one.period, one.published), passages
    )
    right = sum(
        stated in mine
        for passage, mine in zip(passages, found, strict=True)
        for stated in passage.periods
    )
    total = sum(len(one.periods) for one in passages)
    speed = sum(len(one.text) for one in passages) / seconds
    return f"periods {right}/{total}, {speed:,.0f}/s"


def timed(read: Callable[[Passage], T], passages: Sequence[Passage]) -> tuple[float, list[T]]:
    """Seconds of processor time for all passages; tables and models are loaded before."""
    read(passages[0])
    began = time.process_time()
    found = [read(one) for one in passages]
    return time.process_time() - began, found


def linear_time(passages: Iterable[Passage]) -> None:
    """The time for one text and for many times as much of it."""
    text = "\n".join(one.text for one in passages)
    read_report(text[:1000], period=full_year(2024))
    print("\nlength of the text → processor time, characters a second")
    for times in (1, 2, 4, 8):
        began = time.process_time()
        read_report(text * times, district="440306", period=full_year(2024))
        seconds = time.process_time() - began
        speed = len(text) * times / seconds
        reached = "reached" if speed >= AIM else "NOT reached"
        print(f"×{times}: {seconds:6.2f} s {speed:10,.0f}/s   aim {AIM:,}: {reached}")


def memory(passages: Sequence[Passage]) -> None:
    """The largest memory of the command line on few files and on many."""
    if not hasattr(os, "wait4"):
        return
    text = "\n".join(one.text for one in passages)[:10_000]
    print("\nfiles of 10,000 characters → largest memory of `python -m indicators extract`")
    for count in (50, 100, 200, 400):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for number in range(count):
                path = Path(folder) / f"{number}.txt"
                path.write_text(f"{number}\n{text}", encoding="utf-8")
            print(f"{count:4}: {_largest(folder):7,.0f} MB")


def _largest(folder: str) -> float:
    command = [sys.executable, "-m", "indicators", "extract", folder, "--jobs", "1"]
    command += ["--district", "440306", "--period", "2024"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
