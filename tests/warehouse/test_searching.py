"""Observations of a selection page by page: nothing is lost between pages, whatever the order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.periods import Basis
from warehouse import queries, searching
from warehouse.connection import Warehouse
from warehouse.queries import Filter
from warehouse.searching import Order, Wanted

FACT = ["district_code", "indicator_id", "scope", "period_label"]
MOST = 10_000  # rows
A_PAGE = 37


@pytest.fixture
def everywhere(warehouse: Warehouse) -> Filter:
    codes = tuple(queries.districts(warehouse)["district_code"])
    return Filter(codes, 1900, 2100, tuple(Basis))


def test_observations_hold_also_what_is_not_shown(warehouse: Warehouse, everywhere: Filter) -> None:
    frame = searching.page(warehouse, everywhere, most=MOST)
    in_all = warehouse.query("SELECT count(*) AS n FROM observation")["n"].item()
    assert frame.height == frame["observation_id"].n_unique() == in_all
    assert searching.count(warehouse, everywhere) == in_all
    assert frame.filter("shown").select(FACT).n_unique() == frame.select(FACT).n_unique()
    in_conflict = frame.filter("in_conflict").select("printed", "shown").rows()
    assert in_conflict == [("60件", True), ("51件", False)]


@pytest.mark.parametrize("order", list(Order))
def test_the_pages_together_are_the_whole(
    order: Order, warehouse: Warehouse, everywhere: Filter
) -> None:
    every = searching.page(warehouse, everywhere, order=order, most=MOST)
    pages = [
        searching.page(warehouse, everywhere, order=order, first=first, most=A_PAGE)
        for first in range(0, every.height, A_PAGE)
    ]
    assert {page.height for page in pages[:-1]} == {A_PAGE}
    assert pl.concat(pages).equals(every)
    assert searching.page(warehouse, everywhere, first=every.height, most=A_PAGE).is_empty()


def test_each_order_begins_with_what_its_name_says(
    warehouse: Warehouse, everywhere: Filter
) -> None:
    def values(order: Order) -> list[float]:
        wanted = Wanted(indicator="reconsideration.received")
        rows = searching.page(warehouse, everywhere, wanted, order=order, most=MOST)
        return rows["value"].drop_nulls().to_list()

    assert values(Order.LARGEST) == sorted(values(Order.SUBJECT), reverse=True)
    assert values(Order.SMALLEST) == sorted(values(Order.SUBJECT))
    newest = searching.page(warehouse, everywhere, order=Order.NEWEST, most=1)
    assert newest["year"].item() == max(queries.years(warehouse))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(text=st.text(max_size=8))
def test_any_text_can_be_searched_for(text: str, warehouse: Warehouse, everywhere: Filter) -> None:
    """A search is a value, whatever signs it has; what it finds holds it."""
    wanted = Wanted(words=(text,))
    rows = searching.page(warehouse, everywhere, wanted, most=MOST)
    for row in rows.head(20).iter_rows():
        assert text.lower() in "\n".join(str(value) for value in row).lower()


def test_a_word_may_stand_for_an_indicator(warehouse: Warehouse, everywhere: Filter) -> None:
    known = ("legal_aid.accepted", "legal_aid.calls")
    wanted = Wanted(words=("Hilfe",), named=tuple(("hilfe", key) for key in known))
    rows = searching.page(warehouse, everywhere, wanted, most=MOST)
    assert "legal_aid.accepted" in set(rows["indicator_id"]) <= set(known)
    nothing = Wanted(words=("hilfe", "no such word"), named=wanted.named)
    assert searching.count(warehouse, everywhere, nothing) == 0


def test_indicators_with_figures_are_in_the_order_of_the_catalogue(
    warehouse: Warehouse, everywhere: Filter
) -> None:
    rows = searching.page(warehouse, everywhere, most=MOST)
    in_order = rows["indicator_id"].unique(maintain_order=True).to_list()
    assert searching.indicators(warehouse, everywhere) == in_order
    of_family = searching.indicators(warehouse, everywhere, family="mediation")
    assert of_family == [one for one in in_order if one.startswith("mediation.")]
    nowhere = Filter((), 1900, 2100, tuple(Basis))
    assert searching.indicators(warehouse, nowhere) == []
    assert searching.count(warehouse, nowhere) == 0
