"""Rewrites both lock files from pyproject.toml.

usage: python tools/lock.py [--upgrade]      (with the Python of .venv, after `python run.py test`)

They hold for every system and every Python from 3.11 on: versions and hashes, no addresses.
Packages that nobody asked to change keep their version; --upgrade lets all of them move.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO_SERVE, FOR_TESTS = "requirements.lock", "requirements-dev.lock"

COMPILE = ["-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
# One version for every Python, rather than a newer one for newer Pythons.
COMPILE += ["--universal", "--fork-strategy", "fewest", "--generate-hashes"]
COMPILE += ["--custom-compile-command", "python tools/lock.py"]


def main(options: list[str]) -> int:
    """Write the lock file to serve from, then the one for the tests, held to the same versions."""
    for lock, extra in ((TO_SERVE, []), (FOR_TESTS, ["--group", "dev", "--constraints", TO_SERVE])):
        command = [sys.executable, *COMPILE, *extra, "--output-file", lock, *options]
        done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            return done.returncode
        print(lock)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
