"""`python -m tests.faults --runs 300`: kill -9 at random moments of every step that writes."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.killing import LostError, rounds

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def main() -> int:
    """Run; 1 with the trace of the first check that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="on this disk; in memory if left out")
    options = parser.parse_args()
    began = time.monotonic()
    # a killed process leaves the same behind on every disk, and in memory nobody waits for it
    where = options.folder or (MEMORY if MEMORY.is_dir() else None)
    with tempfile.TemporaryDirectory(dir=where) as folder:
        try:
            rounds(options.runs, seed=options.seed, folder=Path(folder), tell=_tell)
        except LostError as error:
            _tell(f"LOST: {error}")
            return 1
    _tell(f"{options.runs} kills, nothing lost ({time.monotonic() - began:.0f} s)")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
