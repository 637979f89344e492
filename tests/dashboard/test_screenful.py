from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import kinds
from dashboard.pages import family
from dashboard.remembered import forget
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_chart_of_a_page_waits_for_no_other(
    served: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    happened: list[str] = []

    def noting(word: str, function: Callable[..., object]) -> Callable[..., object]:
        def noted(*values: object, **named: object) -> object:
            happened.append(word)
            return function(*values, **named)

        return noted

    monkeypatch.setattr(kinds, "panel_chart", noting("made", kinds.panel_chart))
    monkeypatch.setattr(family, "card", noting("drawn", family.card))
    monkeypatch.setattr(family, "show_so_far", noting("sent", lambda: None))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()

    at.switch_page("dashboard/views/reconsideration.py").run()

    assert not at.exception
    assert happened[:4] == ["made", "drawn", "sent", "made"]
