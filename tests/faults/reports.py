"""Reports by number, what stands of them and what is served, and a bit to flip."""

from __future__ import annotations

from pathlib import Path

from indicators.review import Draft
from tests.drafts import TEXT, reading, ready_draft
from warehouse.connection import open_warehouse
from warehouse.imports.history import read_history, standing


def report(number: int) -> Draft:
    """A draft with every row decided: approving it removes its file."""
    return ready_draft(reading(text=f"{TEXT}第{number}号。"))


def standing_ids(folder: Path) -> set[str]:
    """The imports that the history approves."""
    return {event.id for event in standing(read_history(folder))}


def served_ids(warehouses: Path) -> set[str]:
    """The imports whose figures are in the served warehouse, read through to the last row."""
    warehouse = open_warehouse(folder=warehouses)
    try:
        found = warehouse.query("SELECT DISTINCT source_id FROM observation ORDER BY ALL")
        return {name for name in found["source_id"] if name.startswith("u")}
    finally:
        warehouse.connection.close()


def flip(path: Path, place: int = -1, bit: int = 0) -> None:
    """Change one bit of a file; its middle unless told."""
    content = bytearray(path.read_bytes())
    content[place if place >= 0 else len(content) // 2] ^= 1 << bit
    path.unlink()  # another file for whoever remembers this one
    path.write_bytes(content)
