"""Where things lie: the figures that ship, the warehouses built, and what a person has added."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

ROOT = Path(__file__).resolve().parent.parent
SEED_DATA = ROOT / "seed_data"
SQL = Path(__file__).parent / "sql"


def publish_folder() -> Path:
    """The folder of built warehouses: $RULE_OF_LAW_WAREHOUSE, or var/warehouse in the project."""
    return Path(os.environ.get("RULE_OF_LAW_WAREHOUSE") or ROOT / "var" / "warehouse")


def user_data_folder() -> Path:
    """The folder of drafts and imports: $RULE_OF_LAW_DATA, or the user's own of this system."""
    given = os.environ.get("RULE_OF_LAW_DATA")
    return Path(given) if given else user_data_path("rule-of-law-indicators", appauthor=False)
