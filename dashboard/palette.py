"""District colours: the same on every page, seen on white and dark, safe for the colour-blind."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

# At least 3 to 1 against white and against dark cards; told apart with every kind of colour vision
# (see tests/dashboard/test_palette.py, which measures it), the first six more easily than all ten.
COLOURS = (
    "#1271A8",  # blue
    "#CF7C12",  # orange
    "#1E9A85",  # green
    "#976FF7",  # violet
    "#D2386C",  # rose
    "#85680F",  # ochre
    "#766D67",  # taupe
    "#7F7B98",  # lavender
    "#5F7849",  # moss
    "#BD34AF",  # purple
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
