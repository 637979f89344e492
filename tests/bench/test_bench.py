from __future__ import annotations

import inspect

import pytest

from bench.data import arguments, questions
from bench.samples import Measured, ratio, table
from warehouse.connection import Warehouse


def test_median_percentile_and_aim() -> None:
    measured = Measured("x", "ms", tuple(float(value) for value in range(1, 21)), aim=10.5)

    assert (measured.median, measured.p95, measured.reached) == (10.5, 19.0, True)
    assert Measured("x", "ms", (10.6,), aim=10.5).reached is False
    assert Measured("x", "ms", (10.6,)).reached is None


def test_a_ratio_is_taken_pair_by_pair() -> None:
    ours, empty = Measured("ours", "ms", (300.0, 100.0)), Measured("empty", "ms", (100.0, 50.0))

    assert ratio("ratio", ours, empty, aim=2.0).values == (3.0, 2.0)
    with pytest.raises(ValueError, match="shorter"):
        ratio("ratio", ours, Measured("empty", "ms", (100.0,)))


def test_the_table_says_what_was_aimed_at_and_reached() -> None:
    lines = table([Measured("query", "ms", (30.0, 10.0, 20.0), aim=15)]).splitlines()

    assert lines[0].split()[:3] == ["what", "median", "p95"]
    assert " ".join(lines[1].split()) == "query 20.0 30.0 10.0 30.0 3 ms ≤ 15 NO"


def test_every_question_of_the_warehouse_can_be_measured(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
    known = arguments(warehouse)

    assert "points" in questions()
    for name, question in questions().items():
        assert set(inspect.signature(question).parameters) - {"warehouse"} <= set(known), name
