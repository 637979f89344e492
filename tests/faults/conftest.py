"""A data folder with one import, and a warehouse built before and after it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.reports import report
from tests.faults.work import Place
from tests.warehouse.conftest import _new_seed
from warehouse.build import build
from warehouse.imports.approval import approve


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    _new_seed(found.seed)
    return found


@pytest.fixture(scope="session")
def _used(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Built once; each test has a copy of its own."""
    place = Place(tmp_path_factory.mktemp("used"))
    _new_seed(place.seed)
    build(seed=place.seed, user=place.user, folder=place.warehouses)
    approve(report(1), place.user, who="李", seed=place.seed)
    build(seed=place.seed, user=place.user, folder=place.warehouses)
    return place


@pytest.fixture
def used(_used: Place, tmp_path: Path) -> Place:
    shutil.copytree(_used.folder, tmp_path / "used")
    return Place(tmp_path / "used")
