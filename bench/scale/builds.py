"""Builds a warehouse in a process of its own: time, largest memory, size of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.samples import Measured
from bench.scale.memory import GIB, MIB, Run, measured_run
from warehouse.publish import current_version, file_name

BUILD_AIM, MEMORY_AIM, FILE_AIM, REPORT_AIM = 60.0, 4.0, 1.0, 5.0


def environ(folder: Path) -> dict[str, str]:
    """Where a warehouse for measuring and its imports lie."""
    return {
        "RULE_OF_LAW_WAREHOUSE": str(folder),
        "RULE_OF_LAW_DATA": str(folder.with_name(f"{folder.name}-imports")),
    }


def build(data: Path, folder: Path) -> Run:
    """`python -m warehouse build` from a folder of figures."""
    command = ["-m", "warehouse", "build", "--seed", str(data), "--force"]
    return measured_run(command, environ=environ(folder))


def served_file(folder: Path) -> Path:
    """The warehouse that is served from a folder."""
    return folder / file_name(current_version(folder) or "")


def measure_build(data: Path, folder: Path) -> Iterator[Measured]:
    """The build and what comes of it."""
    run = build(data, folder)
    size = served_file(folder).stat().st_size
    yield Measured("build: all files → published", "s", (run.seconds,), BUILD_AIM)
    yield Measured("build: largest memory", "GiB", (run.memory / GIB,), MEMORY_AIM)
    yield Measured("build: published file", "GiB", (size / GIB,), FILE_AIM)


def measure_reports(data: Path, folder: Path, reports: list[Path]) -> Iterator[Measured]:
    """One report after the other read, approved and published, from the command line."""
    runs = [_add(data, folder, report) for report in reports]
    seconds = tuple(run.seconds for run in runs)
    memory = tuple(run.memory / MIB for run in runs)
    yield Measured("one report: file → published", "s", seconds, REPORT_AIM)
    yield Measured("one report: largest memory", "MiB", memory)


def _add(data: Path, folder: Path, report: Path) -> Run:
    command = ["-m", "warehouse", "import", str(report), "--yes", "--seed", str(data)]
    return measured_run(command, environ=environ(folder))
