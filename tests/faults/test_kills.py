"""Kill -9 at random moments of build, publish, import, withdrawal, backup and restore."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")


def kills(runs: int, seed: int) -> str:
    # a process of its own: this one has threads, which would be lost in a fork
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--runs", str(runs), "--seed", str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def test_five_kills_lose_nothing() -> None:
    said = kills(5, seed=4)
    assert said.count("kill ") == 5
    assert "5 kills, nothing lost" in said


@pytest.mark.long
@pytest.mark.timeout(900)
def test_three_hundred_kills_lose_nothing() -> None:
    with ThreadPoolExecutor() as both:  # two processors
        said = "".join(both.map(lambda seed: kills(150, seed), (1, 2)))
    assert said.count("150 kills, nothing lost") == 2
    for step in ("approve", "withdraw", "build", "backup", "restore"):
        assert f", {step}; " in said  # some were killed in the middle of each
