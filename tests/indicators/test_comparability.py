from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.comparability import (
    Reason,
    against_one_axis,
    against_one_line,
    against_one_ranking,
    ranks,
    same_period,
    shape,
)
from indicators.observations import Fact
from indicators.periods import Basis, Period, parse_label
from indicators.quantities import Bounds

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=100)

RULES = [against_one_axis, against_one_line, against_one_ranking]
Rule = Callable[[Fact, Fact], frozenset[Reason]]

LABELS = [
    "2023", "2024", "2023-S1", "2024-S1", "2024-S2", "2024-Q3", "2023-01-01/2023-02-28",
    "2024-01-01/2024-02-29", "2024-01-01/2024-05-31", "2024-01-01/2025-05-31", "2024-06-30",
    "2024-12-31", "2025-06-30", "../2024-06-30", "../2025-06-30",
]  # fmt: skip

FACTS = st.builds(
    Fact,
    district=st.sampled_from(["440306", "440311"]),
    indicator=st.sampled_from(["reconsideration.received", "reconsideration.accepted"]),
    scope=st.sampled_from(["", "一审"]),
    period=st.sampled_from(LABELS).map(parse_label),
)


def fact(label: str) -> Fact:
    return Fact("440306", "reconsideration.received", "", parse_label(label))


def span(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


PAIRS = [
    # one period, the other, against an axis, a line, a ranking (same district, concept and scope)
    ("2024", "2024", "", "", ""),
    ("2023", "2024", "", "", "period"),
    ("2023-S1", "2024-S1", "", "", "period"),
    ("2024", "2024-S1", "basis", "basis", "basis period"),
    ("2024-S1", "2024-S2", "basis", "basis", "basis period"),
    ("2024-Q3", "2024-S2", "span", "span", "span period"),
    ("2024-01-01/2024-05-31", "2024-Q3", "span", "span", "span period"),
    ("2023-01-01/2023-02-28", "2024-01-01/2024-02-29", "", "", "period"),
    ("2024-01-01/2024-05-31", "2024-01-01/2025-05-31", "span", "span", "span period"),
    ("2024-06-30", "2024-12-31", "", "", ""),
    ("2024-12-31", "2025-06-30", "", "", "period"),
    ("2024-06-30", "../2024-06-30", "basis", "basis start", "basis period start"),
    ("../2024-06-30", "../2024-06-30", "", "start", "start"),
    ("../2024-06-30", "../2025-06-30", "", "start", "period start"),
    ("../2024-06-30", "2024", "basis", "basis start", "basis period start"),
]
WORDS = {
    "basis": Reason.BASIS,
    "span": Reason.SPAN,
    "period": Reason.PERIOD,
    "start": Reason.CUMULATIVE,
}


@pytest.mark.parametrize(
    ("one", "other", "axis", "line", "ranking"), PAIRS, ids=[f"{p[0]} and {p[1]}" for p in PAIRS]
)
def test_periods_that_go_together(one: str, other: str, axis: str, line: str, ranking: str) -> None:
    for rule, words in zip(RULES, (axis, line, ranking), strict=True):
        assert rule(fact(one), fact(other)) == {WORDS[word] for word in words.split()}


DIFFERENCES = [
    ("district", "440311", set(), {Reason.DISTRICT}, set()),
    ("indicator", "reconsideration.accepted", *[{Reason.INDICATOR}] * 3),
    ("scope", "一审", *[{Reason.SCOPE}] * 3),
]


@pytest.mark.parametrize(
    ("field", "value", "axis", "line", "ranking"), DIFFERENCES, ids=[d[0] for d in DIFFERENCES]
)
def test_facts_that_differ_in_one_thing(
    field: str, value: str, axis: set[Reason], line: set[Reason], ranking: set[Reason]
) -> None:
    other = replace(fact("2024"), **{field: value})
    assert [rule(fact("2024"), other) for rule in RULES] == [axis, line, ranking]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@REPEATABLE
@given(a=FACTS, b=FACTS)
def test_no_decision_is_asymmetric(rule: Rule, a: Fact, b: Fact) -> None:
    assert rule(a, b) == rule(b, a)


@REPEATABLE
@given(a=FACTS, b=FACTS, c=FACTS)
def test_sharing_an_axis_is_transitive(a: Fact, b: Fact, c: Fact) -> None:
    """So comparing each figure with the first of a group is enough."""
    if not against_one_axis(a, b) and not against_one_axis(b, c):
        assert not against_one_axis(a, c)


@REPEATABLE
@given(a=FACTS, b=FACTS)
def test_a_line_and_a_ranking_allow_no_more_than_an_axis(a: Fact, b: Fact) -> None:
    assert against_one_axis(a, b) <= against_one_line(a, b)
    assert against_one_axis(a, b) <= against_one_ranking(a, b)


@REPEATABLE
@given(a=FACTS, b=FACTS)
def test_what_is_joined_is_alike(a: Fact, b: Fact) -> None:
    if not against_one_line(a, b):
        assert a.period.basis is b.period.basis is not Basis.CUMULATIVE
        assert replace(a, period=b.period) == b


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (parse_label("2024"), "year"),
        (parse_label("2024-S1"), "first_half"),
        (parse_label("2024-06-30"), "point"),
        (parse_label("../2024-06-30"), "cumulative"),
        (parse_label("2024-Q3"), "other_span:07-01:09-30+0"),
        (span("2021-08-01", "2022-07-31"), "other_span:08-01:07-31+1"),
        (span("2024-01-01", "2024-02-29"), "other_span:01-01:02-28+0"),
    ],
    ids=lambda case: case.label if isinstance(case, Period) else None,
)
def test_shape(period: Period, expected: str) -> None:
    assert shape(period) == expected


def test_points_of_one_year_are_the_same_period() -> None:
    assert same_period(parse_label("2024-06-30"), parse_label("2024-12-31"))
    assert not same_period(parse_label("2024-12-31"), parse_label("2025-01-01"))
    assert not same_period(parse_label("2024"), parse_label("2024-12-31"))


# ---------------------------------------------------------------- ranks


def between(low: int | None, high: int | None) -> Bounds:
    return Bounds(None if low is None else Decimal(low), None if high is None else Decimal(high))


RANKS = [
    ("exact values", [(5, 5), (9, 9), (7, 7)], [3, 1, 2]),
    ("equal exact values share a rank", [(5, 5), (9, 9), (9, 9), (2, 2)], [3, 1, 1, 4]),
    ("overlap has no rank", [(800, 899), (850, 850), (900, 900)], [None, None, 1]),
    ("bounds apart have ranks", [(800, 899), (700, 799), (900, 900)], [2, 3, 1]),
    ("touching bounds overlap", [(800, 899), (899, 899)], [None, None]),
    ("equal ranges overlap", [(800, 899), (800, 899)], [None, None]),
    ("open above", [(500, None), (499, 499), (10**6, 10**6)], [None, 3, None]),
    ("open below", [(None, 50), (51, 51), (3, 3)], [None, 1, None]),
    ("one value", [(1, 1)], [1]),
    ("none", [], []),
]


@pytest.mark.parametrize(
    ("pairs", "expected"), [r[1:] for r in RANKS], ids=[case[0] for case in RANKS]
)
def test_ranks(pairs: list[tuple[int | None, int | None]], expected: list[int | None]) -> None:
    assert ranks([between(*pair) for pair in pairs]) == expected


@REPEATABLE
@given(
    drawn=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6)), max_size=8),
    data=st.data(),
)
def test_a_rank_holds_whatever_the_true_values_are(
    drawn: list[tuple[int, int]], data: st.DataObject
) -> None:
    true = [data.draw(st.integers(low, low + width)) for low, width in drawn]
    given_ranks = ranks([between(low, low + width) for low, width in drawn])
    for value, rank in zip(true, given_ranks, strict=True):
        if rank is not None:
            assert rank == 1 + sum(other > value for other in true)
