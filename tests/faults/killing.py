"""Starts processes that write, kills each at a random moment, and looks at what is left.

This process only forks, so that no thread of a database is copied: who works and who checks are
children of it, with everything imported already.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from indicators.catalogue import load_catalogue
from indicators.districts import load_districts
from tests.faults.state import Known, check, check_next_start
from tests.faults.work import CALLS, Place, work
from tests.warehouse.conftest import _new_seed as new_seed

ROUND = 25  # runs that share a data folder, each going on where the one before was killed
STEPS_LONG = 1.5  # until a kill from outside: up to this many of the longest steps


class LostError(AssertionError):
    """Something did not survive."""


def rounds(runs: int, *, seed: int, folder: Path, tell: Callable[[str], None]) -> None:
    """So many kills; LostError with the trace of the first check that failed."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    load_catalogue(), load_districts()  # once, for all children
    for first in range(0, runs, ROUND):
        place = Place(folder / f"round-{first}")
        place.folder.mkdir(parents=True)
        new_seed(place.seed)
        _round(place, range(first, min(first + ROUND, runs)), chance, tell)
        shutil.rmtree(place.folder)


def _round(place: Place, runs: range, chance: random.Random, tell: Callable[[str], None]) -> None:
    """Kill after kill in one place; at the end all must be able to go on."""
    known = Known()
    began = time.monotonic()
    _in_child(lambda: check_next_start(place), "before the first kill")
    longest = STEPS_LONG * (time.monotonic() - began)
    for run in runs:
        how = _kill_one(place, known, run * 1000, chance, longest=longest)
        tell(f"kill {run + 1} {how}; {len(known.approved)} approved so far")
        _in_child(lambda: check(place, known), how)
    _in_child(lambda: check_next_start(place), f"after kill {runs.stop}")


def _kill_one(
    place: Place, known: Known, number: int, chance: random.Random, *, longest: float
) -> str:
    """Let a process work, kill it, and hear what it said; how it was killed.

    Half of them are killed from outside after a time, half at some call of a certain step.
    """
    seconds, step = chance.uniform(0, longest), chance.choice(list(CALLS))
    call = chance.randrange(CALLS[step]) if chance.random() < 0.5 else None
    reads, says = os.pipe()
    child = os.fork()
    if not child:
        _work(place, number, says, first=step, call=call)
    os.close(says)
    if call is None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reads, "rb") as pipe:  # ends with the child
        lines = pipe.read().split(b"\n")[:-1]
    if os.waitpid(child, 0)[1] != signal.SIGKILL:
        raise LostError(f"a step failed by itself: {lines[-1:]}")
    for line in lines:
        known.hear(json.loads(line))
    doing = json.loads(lines[-1]) if lines else {}
    at = f"at call {call}" if call is not None else f"after {seconds:.3f} s"
    return f"{at}, {doing.get('begins', 'between steps')}"


def _work(place: Place, number: int, says: int, *, first: str, call: int | None) -> None:
    """The child's part; it never returns."""
    try:
        work(place, number, says, first=first, call=call)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(1)


def _in_child(look: Callable[[], None], when: str) -> None:
    """Look in a process of its own; LostError with its trace."""
    reads, says = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            look()
            status = 0
        except BaseException:
            os.write(says, traceback.format_exc().encode()[-60_000:])
        finally:
            os._exit(status)
    os.close(says)
    with os.fdopen(reads, "rb") as pipe:
        trace = pipe.read().decode()
    if os.waitpid(child, 0)[1] != 0:
        raise LostError(f"{when}\n{trace}")
