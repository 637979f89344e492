"""Among very many districts only the nearest are looked at; among few, all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts import landscape
from dashboard.context import Data
from dashboard.filters import _district_options
from dashboard.words import Language, Words
from indicators.catalogue import load_catalogue
from tests.dashboard.conftest import MakeContext

BAOAN = "440306"


def test_few_districts_are_all_around(data: Data) -> None:
    assert data.around([BAOAN], most=data.districts.height) == data.offer.districts


def test_of_many_the_same_city_comes_first_then_the_province(data: Data) -> None:
    rows = {row["district_code"]: row for row in data.districts.to_dicts()}
    city = [code for code, row in rows.items() if row["city_code"] == rows[BAOAN]["city_code"]]
    province = rows[BAOAN]["province_code"]

    near = data.around([BAOAN], most=len(city))

    assert near[0] == BAOAN
    assert set(near) == set(city)
    assert {rows[code]["province_code"] for code in data.around([BAOAN], most=30)} == {province}


def test_chosen_districts_are_never_left_out(data: Data) -> None:
    chosen = data.offer.districts[:8]

    assert set(data.around(chosen, most=3)) == set(chosen)


def test_a_landscape_says_that_it_does_not_see_all(
    make_context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = make_context(districts=[BAOAN])
    most = context.data.districts.height - 5
    monkeypatch.setattr(landscape, "MOST", most)

    families = load_catalogue().families
    charts = [one for family in families for one in landscape.landscape_charts(family, context)]

    around = set(context.data.around([BAOAN], most=most))
    assert charts
    assert len(around) <= most
    assert all(set(chart.rows["district_code"]) <= around for chart in charts)
    assert all(context.words("note.nearest", count=most) in chart.notes for chart in charts)


def test_the_list_of_districts_is_made_once_a_language(data: Data) -> None:
    zh, en = Words(Language.ZH), Words(Language.EN)

    assert _district_options(data, zh) is _district_options(data, zh)
    assert _district_options(data, en)[1] != _district_options(data, zh)[1]
    assert _district_options(replace(data), zh) is not _district_options(data, zh)
