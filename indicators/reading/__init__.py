"""Reads a report: from the text to the figures that it states, each with its place in the text."""

from __future__ import annotations

from indicators.reading.model import (
    Attributed,
    Figure,
    GrowthFigure,
    Guess,
    Reading,
    Rejected,
    Unplaced,
)
from indicators.reading.report import read_report

__all__ = [
    "Attributed",
    "Figure",
    "GrowthFigure",
    "Guess",
    "Reading",
    "Rejected",
    "Unplaced",
    "read_report",
]
