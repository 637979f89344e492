"""Measurements whose aim is for the slow ones: the 95th percentile, not the median."""

from __future__ import annotations

from dataclasses import dataclass

from bench.samples import Measured


@dataclass(frozen=True)
class Tail(Measured):
    """As `Measured`, but 95 % of the values must reach the aim."""

    @property
    def reached(self) -> bool | None:
        """Whether the 95th percentile reaches the aim; None without an aim."""
        return None if self.aim is None else self.p95 <= self.aim


def beside(name: str, ours: Measured, other: Measured, *, aim: float) -> Measured:
    """Our 95th percentile over the other's."""
    return Measured(name, "times", (ours.p95 / other.p95,), aim)
