from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import screenful
from dashboard.charts import kinds
from dashboard.pages import family
from dashboard.remembered import forget
from dashboard.screenful import CHANGE, OPENING
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


def test_a_page_that_opens_gets_more_time_than_one_that_changes(
    served: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    # the pause itself would only hold the test up
    monkeypatch.setattr(screenful.time, "sleep", paused.append)
    monkeypatch.setattr(screenful.runtime, "exists", lambda: True)

    def run(at: AppTest) -> float:
        paused.clear()
        at.run()
        assert not at.exception
        return next(seconds for seconds in paused if seconds in (OPENING, CHANGE))

    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    assert run(at) == OPENING
    at.segmented_control(key="f_bases").set_value(["year"])
    assert run(at) == CHANGE
    assert run(at.switch_page("dashboard/views/reconsideration.py")) == OPENING
    assert run(at) == CHANGE
    at.query_params["y"] = "2021-2023"  # another link in the same window
    assert run(at) == OPENING
