"""How costs grow: the same measurements on 1, 10 and 100 times the figures that ship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserType

from bench.national.country import chosen_districts, write_country
from bench.samples import Measured
from bench.scale.builds import build, served_file
from bench.scale.cases import cases
from bench.scale.memory import MIB
from bench.scale.questions import QUESTIONS, milliseconds
from bench.scale.server import measure_server
from warehouse.connection import open_warehouse

COLUMNS = (
    "size", "observations", "build s", "build MiB", "file MiB", "query ms", "query p95 ms",
    "first page s", "server MiB",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """A made-up data set by its districts and years."""

    name: str
    districts: int
    years: int


SIZES = (Size("1×", 2, 1), Size("10×", 4, 5), Size("100×", 20, 10))


@dataclass(frozen=True)
class Cost:
    """What one size costs; `queries` are all questions of the pages, over some selections."""

    size: str
    observations: int
    build_seconds: float
    build_mebibytes: float
    file_mebibytes: float
    queries: Measured
    first_page: float = 0.0
    server_mebibytes: float = 0.0

    def row(self) -> tuple[str, ...]:
        """As a line of the table."""
        numbers = (
            f"{self.build_seconds:.1f}", f"{self.build_mebibytes:,.0f}",
            f"{self.file_mebibytes:,.1f}", f"{self.queries.median:.1f}", f"{self.queries.p95:.1f}",
            f"{self.first_page:.1f}", f"{self.server_mebibytes:,.0f}",
        )  # fmt: skip
        return (self.size, f"{self.observations:,}", *numbers)

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {**vars(self), "queries": self.queries.record()}


def curves(chromium: BrowserType, scratch: Path, *, selections: int) -> Iterator[Cost]:
    """Every size, the smallest first."""
    for size in SIZES:
        data = scratch / f"data-{size.districts}-{size.years}"
        counted = write_country(
            data, districts=chosen_districts(size.districts), years=size.years, seed=1
        )
        folder = scratch / f"warehouse-{size.districts}-{size.years}"
        cost = built(size.name, data, folder, counted["observations.csv"], selections=selections)
        yield with_server(cost, chromium, folder, scratch)


def built(name: str, data: Path, folder: Path, observations: int, *, selections: int) -> Cost:
    """Build one size and ask it everything."""
    run = build(data, folder)
    return Cost(
        size=name,
        observations=observations,
        build_seconds=run.seconds,
        build_mebibytes=run.memory / MIB,
        file_mebibytes=served_file(folder).stat().st_size / MIB,
        queries=all_questions(folder, selections=selections),
    )


def all_questions(folder: Path, *, selections: int) -> Measured:
    """Milliseconds of every question over some selections; each was asked once before."""
    warehouse = open_warehouse(folder=folder)
    values = []
    for case in cases(warehouse, count=selections):
        for question in QUESTIONS:
            ask = partial(question.ask, warehouse, case)
            ask()
            values.append(milliseconds(ask))
    warehouse.connection.close()
    return Measured("all questions", "ms", tuple(values))


def with_server(cost: Cost, chromium: BrowserType, folder: Path, scratch: Path) -> Cost:
    """What a server on it costs, too."""
    visible, _, memory = measure_server(chromium, folder, scratch, times=1)
    return replace(cost, first_page=visible.median, server_mebibytes=memory.median)


def curve_table(costs: list[Cost]) -> str:
    """A plain table, numbers to the right."""
    rows = [COLUMNS, *(cost.row() for cost in costs)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
        for row in rows
    )
