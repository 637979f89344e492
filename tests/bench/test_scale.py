from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.samples import Measured
from bench.scale.aims import Tail, beside
from bench.scale.cases import Case, cases
from bench.scale.curves import Cost, curve_table
from bench.scale.memory import MIB, CommandFailed, measured_run
from bench.scale.questions import QUESTIONS, Question, check
from bench.scale.rivals import pandas_rival, sqlite_rival
from warehouse import queries
from warehouse.connection import Warehouse


@pytest.fixture(scope="module")
def some(warehouse: Warehouse) -> list[Case]:
    return cases(warehouse, count=3)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_sql_by_hand_gives_the_same_answer(
    question: Question, warehouse: Warehouse, some: list[Case]
) -> None:
    for case in some:
        check(question, warehouse, case)


def test_rivals_find_as_many_rows(warehouse: Warehouse, some: list[Case], tmp_path: Path) -> None:
    districts = queries.districts(warehouse)["district_code"].to_list()
    rivals = (sqlite_rival(warehouse, districts, tmp_path), pandas_rival(warehouse, districts))

    asked = 0
    for rival in rivals:
        assert rival.mebibytes > 0.1
        for question in QUESTIONS:
            if question.by_hand in rival.answers:
                asked += 1
                for case in some:
                    assert rival.ask(question, case) == question.ask(warehouse, case).height
    assert asked > 8


def test_the_same_selections_are_asked_every_time(warehouse: Warehouse, some: list[Case]) -> None:
    assert cases(warehouse, count=3) == some
    assert len({case.chosen for case in some}) == 3
    with pytest.raises(ValueError, match="too little"):
        cases(warehouse, count=0)


def test_the_aim_of_a_tail_is_for_its_slow_ones() -> None:
    values = (1.0,) * 18 + (60.0, 60.0)

    assert Measured("x", "ms", values, aim=50).reached is True
    assert Tail("x", "ms", values, aim=50).reached is False
    assert beside("r", Tail("x", "ms", values), Measured("y", "ms", (40.0,)), aim=1.3).values == (
        1.5,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_of_a_command_and_of_what_it_starts() -> None:
    hungry = "import time; held = bytearray(b'x' * (90 << 20)); time.sleep(0.5)"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hungry!r}])"

    assert 90 * MIB < measured_run(["-c", starts]).memory < 300 * MIB
    with pytest.raises(CommandFailed, match="no such thing"):
        measured_run(["-c", "raise SystemExit('no such thing')"])


def test_the_table_of_the_curves() -> None:
    asked = Measured("all questions", "ms", (10.0, 20.0, 30.0))
    cost = Cost("10×", 4900, 1.25, 310.0, 2.0, asked, 3.0, 240.0)
    head, line = curve_table([cost]).splitlines()

    assert head.split()[:2] == ["size", "observations"]
    assert line.split() == ["10×", "4,900", "1.2", "310", "2.0", "20.0", "30.0", "3.0", "240"]
