"""A server reads its data before anybody asks, and starts without any, too."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dashboard import warming
from dashboard.context import Data, load_data
from warehouse.connection import Warehouse


def test_the_data_are_read_before_anybody_asks(
    served: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Data] = []
    monkeypatch.setattr(warming, "load_data", lambda: read.append(load_data()))
    warming.warm_up()
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join(30)
    assert [data.version for data in read] == [served.version]


def test_without_data_nothing_is_raised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    warming._warm_up()
