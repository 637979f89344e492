from __future__ import annotations

import sys
from types import ModuleType

import pytest


@pytest.fixture(autouse=True)
def _main_of_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page tests leave app.py as the main program, which new processes would run once more."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
