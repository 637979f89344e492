"""What was measured: several values of one thing, their median and spread, and the aim."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Table = Sequence[tuple[str, ...]]

HEADER = ("what", "median", "p95", "min", "max", "n", "unit", "aim", "reached")


@dataclass(frozen=True)
class Measured:
    """Several measurements of one thing in one unit; the aim is for their median."""

    name: str
    unit: str
    values: tuple[float, ...]
    aim: float | None = None

    @property
    def median(self) -> float:
        """Half of the values are below it."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95 % of the values do not exceed (nearest rank)."""
        return sorted(self.values)[math.ceil(0.95 * len(self.values)) - 1]

    @property
    def reached(self) -> bool | None:
        """Whether the median reaches the aim; None without an aim."""
        return None if self.aim is None else self.median <= self.aim

    def row(self) -> tuple[str, ...]:
        """As a line of the table."""
        numbers = (self.median, self.p95, min(self.values), max(self.values))
        aim = "" if self.aim is None else f"≤ {self.aim:g}"
        reached = {None: "", True: "yes", False: "NO"}[self.reached]
        texts = (f"{number:.{_decimals(self.unit)}f}" for number in numbers)
        return (self.name, *texts, str(len(self.values)), self.unit, aim, reached)

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "name": self.name, "unit": self.unit, "values": self.values, "median": self.median,
            "p95": self.p95, "min": min(self.values), "max": max(self.values), "aim": self.aim,
            "reached": self.reached,
        }  # fmt: skip


def ratio(name: str, ours: Measured, empty: Measured, *, aim: float | None = None) -> Measured:
    """Ours over the empty page's, pair by pair; each pair was measured in one go."""
    pairs = zip(ours.values, empty.values, strict=True)
    return Measured(name, "times", tuple(mine / theirs for mine, theirs in pairs), aim)


def table(measured: Iterable[Measured]) -> str:
    """A plain table: names to the left, numbers to the right."""
    rows = [HEADER, *(one.row() for one in measured)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    first, *rest = (
        text.ljust(width) if place == 0 else text.rjust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *rest)).rstrip()


def _decimals(unit: str) -> int:
    return {"ms": 1, "times": 2}.get(unit, 2)
