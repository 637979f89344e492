"""What the filters hold and what a link says are the same; a bad link ends in a sane view."""

from __future__ import annotations

from itertools import groupby

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import _district_options
from dashboard.palette import district_colour
from dashboard.selection import (
    BASES,
    MOST_DISTRICTS,
    BasisChoice,
    Offer,
    Selection,
    default_selection,
    fits,
    from_link,
    in_order,
    shorten,
)
from dashboard.words import Language, Words, load_texts
from indicators.districts import load_districts
from indicators.periods import Basis

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=200)
SAME_NAMES = ("普陀区", "长安区", "朝阳区", "通州区", "龙华区", "南山区")
SHARED = [d for name in SAME_NAMES for d in load_districts().by_name(name)]
OFFER = Offer(
    districts=tuple(sorted({d.code for d in SHARED} | {"440300-dapeng", "440306", "440311"})),
    years=(2003, 2015, 2019, 2020, 2021, 2022, 2023, 2024, 2025),
    default_districts=("440306", "440311"),
)
YEARS = st.tuples(st.sampled_from(OFFER.years), st.sampled_from(OFFER.years)).map(sorted)
SELECTIONS = st.builds(
    lambda districts, years, bases: Selection(tuple(districts), *years, in_order(bases)),
    st.lists(st.sampled_from(OFFER.districts), unique=True),
    YEARS,
    st.sets(st.sampled_from(BasisChoice), min_size=1),
)
ANYTHING = st.text(alphabet="0123456789-., ;년年²٣<>*[]()\x00 yearfirst_half440306", max_size=60)


@REPEATABLE
@given(SELECTIONS)
def test_a_link_opens_the_same_selection(selection: Selection) -> None:
    assert from_link(selection.to_link(), OFFER) == (selection, [])


@REPEATABLE
@given(st.dictionaries(st.sampled_from(["d", "y", "b", "x"]), ANYTHING))
def test_any_link_gives_a_view_that_can_be_shown(parameters: dict[str, str]) -> None:
    selection, bad = from_link(parameters, OFFER)
    assert fits(selection, OFFER)
    assert selection.first_year <= selection.last_year
    assert selection.bases
    for problem in bad:
        Words(Language.ZH)(problem.message, **problem.values)
        assert all(len(value) <= 41 for value in problem.values.values())


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"d": "440306.999999"}, "link.unknown_districts"),
        ({"d": "999999"}, "link.no_known_district"),
        ({"d": "宝安区"}, "link.no_known_district"),
        ({"y": "2025-2019"}, "link.bad_years"),
        ({"y": "20-24"}, "link.bad_years"),
        ({"y": "²⁰²⁴"}, "link.bad_years"),
        ({"y": ""}, "link.bad_years"),
        ({"y": "2019-2020-2021"}, "link.bad_years"),
        ({"b": "year.decade"}, "link.bad_basis"),
        ({"d": "9" * 100_000}, "link.no_known_district"),
        ({"y": "1" * 100_000}, "link.bad_years"),
    ],
)
def test_what_is_bad_is_said(parameters: dict[str, str], message: str) -> None:
    _, bad = from_link(parameters, OFFER)
    assert [problem.message for problem in bad] == [message]
    assert message in load_texts()


def test_bad_parts_are_replaced_by_the_default_or_left_out() -> None:
    default = default_selection(OFFER)
    assert from_link({"d": "1", "y": "x", "b": "x"}, OFFER)[0] == default
    assert from_link({"d": "440306.1"}, OFFER)[0].districts == ("440306",)
    assert from_link({"b": "year.x"}, OFFER)[0].bases == (BasisChoice.YEAR,)


def test_nobody_can_be_chosen_too() -> None:
    assert from_link({"d": ""}, OFFER) == (
        Selection((), *default_years(), tuple(BasisChoice)),
        [],
    )


def default_years() -> tuple[int, int]:
    default = default_selection(OFFER)
    return default.first_year, default.last_year


@pytest.mark.parametrize(
    ("text", "years"),
    [("2024", (2024, 2024)), ("1900-2999", (2003, 2025)), ("2016-2018", (2015, 2019)),
     ("2010-2010", (2015, 2015)), ("2009-2009", (2003, 2003))],
)  # fmt: skip
def test_years_without_figures_give_the_nearest_ones(text: str, years: tuple[int, int]) -> None:
    selection, bad = from_link({"y": text}, OFFER)
    assert ((selection.first_year, selection.last_year), bad) == (years, [])


def test_the_default_are_the_last_eight_years_of_every_kind() -> None:
    assert default_selection(OFFER) == Selection(
        ("440306", "440311"), 2019, 2025, tuple(BasisChoice)
    )


def test_every_basis_can_be_filtered_for_exactly_once() -> None:
    offered = [basis for bases in BASES.values() for basis in bases]
    assert sorted(offered) == sorted(Basis)


def test_a_selection_of_other_data_does_not_fit() -> None:
    fewer = Offer(("440306",), (2024, 2025), ("440306",))
    assert not fits(default_selection(OFFER), fewer)
    kept, bad = from_link(default_selection(OFFER).to_link(), fewer)
    assert kept == Selection(("440306",), 2024, 2025, tuple(BasisChoice))
    assert [problem.message for problem in bad] == ["link.unknown_districts"]


def test_a_link_of_more_districts_than_are_compared_is_cut_and_says_so() -> None:
    codes = tuple(f"{number:06}" for number in range(MOST_DISTRICTS + 5))
    offer = Offer(codes, OFFER.years, codes[:2])
    selection, bad = from_link({"d": ".".join(codes)}, offer)
    assert selection.districts == codes[:MOST_DISTRICTS]
    (problem,) = bad
    said = Words(Language.ZH)(problem.message, **problem.values)
    assert f"{MOST_DISTRICTS}" in said
    assert f"{MOST_DISTRICTS + 5}" in said


def test_long_values_are_shortened() -> None:
    assert shorten("x" * 41) == "x" * 40 + "…"
    assert shorten("x" * 40) == "x" * 40


# ---------------------------------------------------------------- districts of the same name


@pytest.mark.parametrize("name", SAME_NAMES)
def test_these_names_are_shared(name: str) -> None:
    assert len([district for district in SHARED if district.name_zh == name]) > 1


class Known:
    """As much of `Data` as the options are made of."""

    def __init__(self, districts: pl.DataFrame) -> None:
        self.districts = districts


@pytest.mark.parametrize("language", list(Language))
def test_districts_of_the_same_name_have_their_own_options_and_labels(language: Language) -> None:
    frame = pl.DataFrame(
        [
            {
                "district_code": d.code, "label_zh": d.label_zh, "label_en": d.label_en,
                "pinyin": d.pinyin, "initials": d.initials, "city_code": d.city.code,
                "city_zh": d.city.name_zh, "city_en": d.city.name_en,
            }
            for d in SHARED
        ]
    )  # fmt: skip
    options, labels = _district_options(Known(frame), Words(language))
    names = [label.split("\n")[0] for label in labels.values()]
    assert len(set(options)) == len(options) == len(labels)
    assert len(set(names)) == len(names)
    for district in SHARED:
        assert all(part in labels[district.code] for part in (district.code, district.pinyin))


def test_districts_of_the_same_name_have_their_own_links() -> None:
    ordered = sorted(SHARED, key=lambda district: district.name_zh)
    for _, same in groupby(ordered, key=lambda district: district.name_zh):
        links = [Selection((d.code,), 2024, 2024, (BasisChoice.YEAR,)).to_link() for d in same]
        assert len({link["d"] for link in links}) == len(links)


def test_a_district_keeps_its_colour_whoever_else_is_chosen() -> None:
    assert len({district_colour(d.code) for d in SHARED if d.name_zh == "朝阳区"}) > 1
