"""What all tests share: a warehouse built once from the figures that ship, to be read only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("warehouse")
    build(folder=folder)
    opened = open_warehouse(folder=folder)
    yield opened
    opened.connection.close()
