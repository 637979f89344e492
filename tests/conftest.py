"""What all tests share: a warehouse built once from the figures that ship, to be read only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the person at this machine has imported is none of the tests' business."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULE_OF_LAW_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def warehouse(
    tmp_path_factory: pytest.TempPathFactory, _own_data_folder: None
) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("warehouse")
    build(folder=folder)
    opened = open_warehouse(folder=folder)
    yield opened
    opened.connection.close()
