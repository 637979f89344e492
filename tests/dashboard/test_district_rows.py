"""What is kept in memory is what the database would say."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard import district_rows as kept
from indicators.catalogue import load_catalogue
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

FAMILIES = [family.id for family in load_catalogue().families]
INDICATORS = [one.id for one in load_catalogue()]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_selection_is_answered_as_the_database_answers(
    warehouse: Warehouse, data: st.DataObject
) -> None:
    every = queries.districts(warehouse)["district_code"].to_list()
    districts = data.draw(st.lists(st.sampled_from(every), max_size=6, unique=True))
    first, last = sorted(data.draw(st.tuples(*[st.integers(2005, 2026)] * 2)))
    bases = data.draw(st.lists(st.sampled_from(list(Basis)), unique=True))
    indicators = data.draw(st.lists(st.sampled_from(INDICATORS), unique=True))
    chosen = Filter(tuple(districts), first, last, tuple(bases))

    asked = queries.points(warehouse, indicators, chosen)
    assert_frame_equal(kept.points(warehouse, indicators, chosen), asked)

    families = data.draw(st.lists(st.sampled_from(FAMILIES), unique=True))
    of = {"districts": districts, "years": (first, last), "families": families}
    assert_frame_equal(kept.coverage(warehouse, **of), queries.coverage(warehouse, **of))


def test_many_districts_are_answered_as_the_database_answers(warehouse: Warehouse) -> None:
    every = tuple(queries.districts(warehouse)["district_code"])
    assert len(every) > kept.MANY
    for indicators in (INDICATORS, INDICATORS[:2]):
        for first in (2018, 2022):
            chosen = Filter(every, first, 2024, tuple(Basis))
            asked = queries.points(warehouse, indicators, chosen)
            assert_frame_equal(kept.points(warehouse, indicators, chosen), asked)


def test_a_district_is_asked_for_once(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.forget()
    asked: list[tuple[str, ...]] = []
    original = queries.points

    def points(warehouse: Warehouse, indicators: list[str], chosen: Filter) -> pl.DataFrame:
        asked.append(chosen.districts)
        return original(warehouse, indicators, chosen)

    monkeypatch.setattr(queries, "points", points)
    for districts in (("440306",), ("440311", "440306"), ("440306", "440311"), ("440311",)):
        kept.points(warehouse, INDICATORS[:3], Filter(districts, 2020, 2024, tuple(Basis)))
    assert asked == [("440306",), ("440311",)]


def test_what_was_used_longest_ago_goes_first(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.forget()
    monkeypatch.setattr(kept, "MOST_BYTES", 1)
    chosen = Filter(("440306",), 2020, 2024, tuple(Basis))
    rows = kept.points(warehouse, INDICATORS, chosen)
    assert rows.height > 10
    assert len(kept._kept) == 1
    assert_frame_equal(kept.points(warehouse, INDICATORS, chosen), rows)
