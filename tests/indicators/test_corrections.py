from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.corrections import Action, Correction, correct
from indicators.errors import DataFileError
from indicators.observations import Fact, Observation, Status
from indicators.periods import full_year
from indicators.quantities import Bounds

RATE = Fact("110112", "reconsideration.correction_rate", "", full_year(2019))
COUNT = replace(RATE, indicator="reconsideration.concluded")


def observation(fact: Fact, printed: str, value: int, *, source: str = "s060") -> Observation:
    bounds = Bounds(Decimal(value), Decimal(value + 9))
    return Observation(fact, Decimal(value), bounds, printed, "余", Status.REPORTED, source)


def correction(action: Action, *, fact: Fact = RATE, expect: str = "13%") -> Correction:
    return Correction(
        id=f"c-{action.value}",
        fact=fact,
        source="s060",
        action=action,
        expect=expect,
        value=Decimal("15.3"),
        reason_zh="两个率可能互换。",
        reason_en="The two rates may have been exchanged.",
        since=date(2026, 11, 21),
        reported_to="",
    )


PUBLISHED = [
    observation(COUNT, "176件", 176),
    observation(RATE, "13%", 13),
    observation(RATE, "15%", 15, source="s099"),  # the same fact from another source
]


def test_without_corrections_nothing_changes() -> None:
    assert correct(PUBLISHED, []) == PUBLISHED


def test_drop_takes_the_figure_out() -> None:
    assert correct(PUBLISHED, [correction(Action.DROP)]) == [PUBLISHED[0], PUBLISHED[2]]


def test_flag_keeps_the_figure_as_published() -> None:
    assert correct(PUBLISHED, [correction(Action.FLAG)]) == PUBLISHED


def test_override_sets_an_exact_value_and_keeps_what_was_printed() -> None:
    kept, changed, other = correct(PUBLISHED, [correction(Action.OVERRIDE)])
    assert (kept, other) == (PUBLISHED[0], PUBLISHED[2])
    assert changed == replace(
        PUBLISHED[1],
        value=Decimal("15.3"),
        bounds=Bounds(Decimal("15.3"), Decimal("15.3")),
        qualifier="",
    )
    assert changed.printed == "13%"


@pytest.mark.parametrize("action", list(Action))
def test_the_guard_fails_once_the_source_is_mended(action: Action) -> None:
    mended = [observation(RATE, "15.3%", 15)]
    with pytest.raises(DataFileError, match=r"'15\.3%', not '13%'") as caught:
        correct(mended, [correction(action)])
    problem = caught.value.problems[0]
    assert (problem.file, problem.entry) == ("corrections.csv", f"c-{action.value}")
    assert problem.field == "expect"


def test_a_correction_of_nothing_is_a_problem() -> None:
    with pytest.raises(DataFileError, match="c-drop: no such figure"):
        correct(PUBLISHED, [correction(Action.DROP, fact=replace(RATE, scope="一审"))])


def test_two_corrections_of_one_figure_are_a_problem() -> None:
    with pytest.raises(DataFileError, match=r"c-drop: .*two corrections for it"):
        correct(PUBLISHED, [correction(Action.DROP), correction(Action.FLAG)])


def test_all_problems_are_reported_at_once() -> None:
    wrong = [
        correction(Action.FLAG, expect="14%"),
        correction(Action.OVERRIDE, fact=replace(RATE, district="440306")),
    ]
    with pytest.raises(DataFileError) as caught:
        correct(PUBLISHED, wrong)
    assert [problem.entry for problem in caught.value.problems] == ["c-flag", "c-override"]
