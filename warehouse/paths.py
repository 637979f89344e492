"""Where things lie: the figures that ship, and the folder of the warehouses built from them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED_DATA = ROOT / "seed_data"
SQL = Path(__file__).parent / "sql"


def publish_folder() -> Path:
    """The folder of built warehouses: $RULE_OF_LAW_WAREHOUSE, or var/warehouse in the project."""
    return Path(os.environ.get("RULE_OF_LAW_WAREHOUSE") or ROOT / "var" / "warehouse")
