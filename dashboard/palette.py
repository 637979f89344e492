"""District colours: the same on every page, readable on white and on dark, safe for colour-blind readers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

# Okabe-Ito hues, darkened where needed to at least 3:1 against white, and four more of like strength
COLOURS = (
    "#0072B2",  # blue
    "#D55E00",  # vermilion
    "#009E73",  # green
    "#8B5CF6",  # violet
    "#C2417C",  # magenta
    "#A16207",  # ochre
    "#0E8A9E",  # teal
    "#64748B",  # slate
    "#B42318",  # red
    "#4D7C0F",  # olive
)
PEERS = "#9AA5B1"  # districts in the background
ACCENT = "#0B57A4"
INK = "#17202E"
MUTED = "#5F6B7A"
GRID = "#E3E6EB"
PAPER = "#FFFFFF"

DISTRICT_COLOURS = Path(__file__).parent / "district_colours.csv"


@cache
def _fixed() -> dict[str, int]:
    with DISTRICT_COLOURS.open(encoding="utf-8", newline="") as file:
        return {row["district"]: int(row["colour"]) for row in csv.DictReader(file)}


def district_colour(code: str) -> str:
    """The colour of a district: from the table, otherwise one that follows from its code."""
    place = _fixed().get(code)
    if place is None:
        place = sum(ord(character) * weight for weight, character in enumerate(code, start=1))
    return COLOURS[place % len(COLOURS)]
