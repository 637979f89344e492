from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.comparability import shape
from indicators.periods import Basis, Period, PeriodError, first_half, full_year, parse_label

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Odd spans, points and open starts, and often enough the spans that have a name."""
    end = draw(DAYS)
    year = end.year
    named = [
        full_year(year),
        first_half(year),
        Period(date(year, 7, 1), date(year, 12, 31)),
        Period(date(year, 4, 1), date(year, 6, 30)),
    ]
    odd = Period(end - timedelta(days=draw(st.integers(0, 800))), end)
    return draw(st.sampled_from([Period(None, end), Period(end, end), odd, odd, *named]))


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end))


LABELS = [
    ("2024-01-01", "2024-12-31", "2024", Basis.YEAR),
    ("2025-01-01", "2025-06-30", "2025-S1", Basis.FIRST_HALF),
    ("2025-07-01", "2025-12-31", "2025-S2", Basis.OTHER_SPAN),
    ("2024-01-01", "2024-03-31", "2024-Q1", Basis.OTHER_SPAN),
    ("2024-07-01", "2024-09-30", "2024-Q3", Basis.OTHER_SPAN),
    ("2024-01-01", "2024-05-31", "2024-01-01/2024-05-31", Basis.OTHER_SPAN),
    ("2024-02-01", "2024-07-31", "2024-02-01/2024-07-31", Basis.OTHER_SPAN),
    ("2024-01-02", "2024-12-31", "2024-01-02/2024-12-31", Basis.OTHER_SPAN),
    ("2021-08-01", "2022-07-31", "2021-08-01/2022-07-31", Basis.OTHER_SPAN),
    ("2023-01-01", "2024-12-31", "2023-01-01/2024-12-31", Basis.OTHER_SPAN),
    ("2025-06-30", "2025-06-30", "2025-06-30", Basis.POINT),
    ("", "2025-06-30", "../2025-06-30", Basis.CUMULATIVE),
]


@pytest.mark.parametrize(
    ("start", "end", "label", "basis"), LABELS, ids=[case[2] for case in LABELS]
)
def test_label_and_basis(start: str, end: str, label: str, basis: Basis) -> None:
    made = period(start, end)
    assert made.label == label
    assert made.basis is basis
    assert parse_label(label) == made


@REPEATABLE
@given(made=periods())
def test_a_label_reads_back_to_its_period(made: Period) -> None:
    assert parse_label(made.label) == made


@pytest.mark.parametrize(
    "label",
    [
        "",
        "24",
        "2024-S3",
        "2024-Q5",
        "2024-13-01",
        "20240101",  # ISO too, but not what a label looks like
        "2024-W05-1",
        "２０２４",
        "2024-01-01/2024-12-31",  # has a shorter name
        "2024-12-31/2024-01-01",
        "2024-01-01/2024-05-31/2024-06-30",
        "../",
        "/2024-05-31",
        "../2024",
    ],
)
def test_anything_else_is_no_label(label: str) -> None:
    with pytest.raises(PeriodError):
        parse_label(label)


def test_an_inverted_period_is_refused() -> None:
    with pytest.raises(PeriodError, match="before it starts"):
        period("2024-06-30", "2024-01-01")


def test_a_period_is_filed_under_the_year_of_its_last_day() -> None:
    assert period("2021-08-01", "2022-07-31").year == 2022


EARLIER = [
    ("2024", "2023"),
    ("2025-S1", "2024-S1"),
    ("2024-Q3", "2023-Q3"),
    ("2025-06-30", "2024-06-30"),
    ("../2025-06-30", "../2024-06-30"),
    ("2021-08-01/2022-07-31", "2020-08-01/2021-07-31"),
    # January and February end with the last day of February in every year
    ("2024-01-01/2024-02-29", "2023-01-01/2023-02-28"),
    ("2025-01-01/2025-02-28", "2024-01-01/2024-02-29"),
    ("2024-02-29", "2023-02-28"),
]


@pytest.mark.parametrize(("label", "earlier"), EARLIER, ids=[case[0] for case in EARLIER])
def test_a_year_earlier(label: str, earlier: str) -> None:
    assert parse_label(label).year_earlier().label == earlier


@REPEATABLE
@given(made=periods())
def test_a_year_earlier_is_the_same_kind_of_period(made: Period) -> None:
    earlier = made.year_earlier()
    assert earlier.year == made.year - 1
    two_days = made.start is not None and made.end - made.start == timedelta(days=1)
    if not two_days:  # 28 to 29 February has no like in other years
        assert shape(earlier) == shape(made)
