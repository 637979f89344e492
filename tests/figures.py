"""What a build makes of a folder of figures and a person's imports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from warehouse.build import build
from warehouse.connection import open_warehouse


def figures_of(seed: Path, *, user: Path) -> list[dict[str, Any]]:
    """The reported figures, one row each; raises what the build raises."""
    with tempfile.TemporaryDirectory() as folder:
        build(seed=seed, user=user, folder=Path(folder))
        warehouse = open_warehouse(folder=Path(folder))
        query = "FROM observation WHERE status = 'reported' ORDER BY source_id, char_start"
        rows = warehouse.query(query).to_dicts()
        warehouse.connection.close()
    return rows


def version_of(seed: Path, *, user: Path) -> str:
    """The data version that a build has."""
    with tempfile.TemporaryDirectory() as folder:
        return build(seed=seed, user=user, folder=Path(folder)).version
