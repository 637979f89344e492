"""Reads many files on all processors; outcomes come in the order of the files.

Only so many files are under way at once, so memory does not grow with their number. A file that
kills the program that reads it is told apart from those that were being read beside it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from indicators.commands.files import File
from indicators.commands.reports import Given, Outcome, outcome
from indicators.commands.rows import Wanted

FEW = 4  # files that are read sooner than further processes start
_AHEAD = 8  # files under way for each process


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def outcomes(
    files: Iterable[File], given: Given, wanted: Wanted, *, jobs: int
) -> Generator[Outcome]:
    """The outcome of every file."""
    if jobs == 1:
        yield from (outcome(file, given, wanted) for file in files)
        return
    pool = _Pool(given, wanted, jobs)
    try:
        yield from pool.outcomes(files)
    finally:
        pool.close()


class _Pool:
    """Processes that read files, replaced when one of them dies."""

    def __init__(self, given: Given, wanted: Wanted, jobs: int) -> None:
        self._given, self._wanted, self._jobs = given, wanted, jobs
        self._executor = _executor(jobs)

    def outcomes(self, files: Iterable[File]) -> Iterator[Outcome]:
        """Keep a fixed number of files under way; hand out what is done, in order."""
        underway: deque[tuple[File, Future[Outcome]]] = deque()
        for file in files:
            underway.append((file, self._submit(file)))
            if len(underway) >= self._jobs * _AHEAD:
                yield self._next(underway)
        while underway:
            yield self._next(underway)

    def close(self) -> None:
        """Stop; files not begun are not read."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, file: File) -> Future[Outcome]:
        try:
            return self._executor.submit(outcome, file, self._given, self._wanted)
        except BrokenProcessPool as error:
            broken: Future[Outcome] = Future()
            broken.set_exception(error)
            return broken

    def _next(self, underway: deque[tuple[File, Future[Outcome]]]) -> Outcome:
        file, future = underway.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            done = self._alone(file)
            self._begin_anew(underway)
            return done

    def _alone(self, file: File) -> Outcome:
        """Read a file in a process of its own, which nothing else can have killed."""
        with _executor(1) as executor:
            try:
                return executor.submit(outcome, file, self._given, self._wanted).result()
            except BrokenProcessPool:
                return Outcome(file.doc, failure="crashed")

    def _begin_anew(self, underway: deque[tuple[File, Future[Outcome]]]) -> None:
        """New processes, and everything that the dead ones left begun once more."""
        self._executor.shutdown(wait=False)
        self._executor = _executor(self._jobs)
        for place, (file, future) in enumerate(underway):
            if not future.done() or future.exception() is not None:
                underway[place] = (file, self._submit(file))


def _executor(jobs: int) -> ProcessPoolExecutor:
    # spawn is the one way that works alike on every system
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the first one ends the others in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
