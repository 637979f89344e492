"""Where things lie: the figures that ship, the warehouses built, and what a person has added."""

from __future__ import annotations

from pathlib import Path

from settings.reading import current

ROOT = Path(__file__).resolve().parent.parent
SEED_DATA = ROOT / "seed_data"
SQL = Path(__file__).parent / "sql"


def publish_folder() -> Path:
    """The folder of built warehouses."""
    return current().warehouse_folder


def user_data_folder() -> Path:
    """The folder of drafts and imports."""
    return current().data_folder
