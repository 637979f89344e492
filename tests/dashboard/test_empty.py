"""An empty selection says why it is empty, and its button shows figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.context import Context
from dashboard.empty import _why, _wider
from dashboard.selection import BasisChoice, Selection, fits
from dashboard.words import Language, Words
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

ROOT = Path(__file__).resolve().parents[2]
PAGE = "dashboard/views/reconsideration.py"
REPEATABLE = settings(derandomize=True, deadline=None, max_examples=40)
ZH, EN = Words(Language.ZH), Words(Language.EN)


@pytest.fixture
def page(served: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    del served
    monkeypatch.setattr("dashboard.pages.overview.show", lambda: None)

    def visit(**parameters: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.run()
        at.switch_page(PAGE)
        for name, value in parameters.items():
            at.query_params[name] = value
        return at.run()

    return visit


def reasons(at: AppTest) -> list[str]:
    assert not at.exception
    assert not at.error
    return [item.value for item in at.info]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_without_districts_the_default_ones_are_offered(
    page: Callable[..., AppTest], words: Words
) -> None:
    at = page(d="", lang=words.language.value)
    assert reasons(at) == [words("empty.no_district")]
    at.button(key="empty-reset").click().run()
    assert reasons(at) == []
    assert at.get("plotly_chart")


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        # 镇海 has only full years here, 宁国 only 2021 and 2022, 普陀（上海） one half year
        ({"d": "330211", "b": "first_half"}, "所选区县只有“全年”口径的数据，请调整口径。"),
        ({"d": "341881", "y": "2024-2025"}, "所选区县的数据在 2021—2022 年，请调整年份。"),
        ({"d": "411329"}, "所选区县的已读资料中没有这些指标。"),
    ],
    ids=["bases", "years", "district"],
)
def test_the_reason_is_told_and_the_button_mends_it(
    page: Callable[..., AppTest], parameters: dict[str, str], why: str
) -> None:
    at = page(**parameters)
    assert reasons(at) == [ZH("empty.nothing", why=why)]
    at.button(key="empty-show").click().run()
    assert reasons(at) == []
    assert at.get("plotly_chart")
    if "411329" not in parameters["d"]:
        assert at.multiselect(key="f_districts").value == [parameters["d"]]


SELECTION = st.tuples(
    st.lists(st.integers(0, 53), unique=True, max_size=4),
    st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted),
    st.sets(st.sampled_from(BasisChoice), min_size=1),
    st.integers(0, 11),
)


@REPEATABLE
@given(SELECTION)
def test_the_way_out_always_leads_to_figures(
    zh: Context, picked: tuple[list[int], list[int], set[BasisChoice], int]
) -> None:
    """For any selection and family: wider than before, possible, and not empty."""
    places, (first, last), bases, family = picked
    offer = zh.data.offer
    selection = Selection(
        tuple(offer.districts[place] for place in places), offer.years[first], offer.years[last],
        tuple(choice for choice in BasisChoice if choice in bases),
    )  # fmt: skip
    ids = [i.id for i in zh.catalogue.families[family].indicators.values()]
    everything = Filter(offer.districts, offer.years[0], offer.years[-1], tuple(Basis))
    known = queries.points(zh.warehouse, ids, everything)
    own = known.filter(pl.col("district_code").is_in(list(selection.districts)))
    wider = _wider(selection, own if not own.is_empty() else known)
    assert fits(wider, offer)
    assert not queries.points(zh.warehouse, ids, wider.filter).is_empty()
    assert wider.first_year <= selection.first_year
    assert wider.last_year >= selection.last_year
    assert set(wider.bases) >= set(selection.bases)
    if not own.is_empty():
        assert wider.districts == selection.districts


def test_reasons_in_english_name_the_kinds_of_period(make_context: Callable[..., Context]) -> None:
    context = make_context("en", ["330211"])
    own = queries.points(context.warehouse, ["reconsideration.received"], context.selection.filter)
    assert _why(own, context) == (
        "the chosen districts have figures only for “Full year”; change the period type."
    )
    later = replace(context, selection=replace(context.selection, first_year=2025))
    assert _why(own, later) == (
        "the chosen districts have figures for 2023–2024; change the years."
    )
