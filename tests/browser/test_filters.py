from __future__ import annotations

import re

import pytest

from dashboard.selection import BasisChoice, Selection
from indicators.catalogue import load_catalogue
from indicators.districts import load_districts
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import mostly_long
from warehouse import queries
from warehouse.connection import Warehouse

CATALOGUE = load_catalogue()
# families share one page, and tests without a browser draw them all
FAMILIES = [CATALOGUE.families[place].id for place in (0, 1, 2, -1)]


@pytest.mark.parametrize("path", mostly_long(["", *FAMILIES, "explore"], FAMILIES[0], "explore"))
def test_charts_and_link_follow_the_filters(path: str, warehouse: Warehouse, visit: Visit) -> None:
    first, last = queries.years(warehouse)[0], queries.years(warehouse)[-1]
    page = visit(path, link={"y": f"{first}-{last}"}, shared=True)
    before = page.districts()
    dropped = next(name for name in before if any(name in alt for alt in of_selection(page)))
    assert page.years_drawn() - {last}

    page.remove_district(dropped)
    assert page.districts() == [name for name in before if name != dropped]
    assert len(page.link()["d"].split(".")) == len(before) - 1
    assert [alt for alt in of_selection(page) if dropped in alt] == []

    page.only_last_year()
    assert page.years() == (str(last), str(last))
    assert page.years_drawn() <= {last}


def test_the_table_of_all_figures_follows_the_filters(visit: Visit) -> None:
    page = visit("data", link=link("440311", "330211", years=(2023, 2024)), shared=True)
    district, period = page.words("column.district"), page.words("column.period")
    page.wait_for_column(district, holds={"光明区", "镇海区"})

    page.remove_district("光明区")
    page.wait_for_column(district, holds={"镇海区"})

    page.only_last_year()
    page.wait_for_column(period, holds={"2024"}, start=4)


@pytest.mark.long
def test_the_district_page_follows_its_own_choice_and_the_years(visit: Visit) -> None:
    page = visit("district", link=link("440311", "330211"), shared=True)
    assert all("光明区" in alt for alt in page.alts()[:1])

    page.choose_in_list(page.words("district.choose"), "镇海区")
    assert page.link()["one"] == "330211"
    titles = [alt.split("。")[0] for alt in page.alts()]  # peers are named after it
    assert [title for title in titles if "光明区" in title] == []
    assert any("镇海区" in title for title in titles)

    assert page.years_drawn() - {2025}
    page.only_last_year()
    assert page.years_drawn() <= {2025}
    page.remove_district("光明区")
    assert page.link()["d"] == "330211"


@pytest.mark.long
def test_the_methods_keep_the_filters_for_the_next_page(visit: Visit) -> None:
    page = visit("methods", link=link("440311", "330211"), shared=True)

    page.remove_district("光明区")
    page.follow_menu("法律援助")

    assert page.districts() == ["镇海区"]
    assert page.link()["d"] == "330211"


@pytest.mark.long
def test_the_kind_of_period_is_a_filter_too(visit: Visit) -> None:
    page = visit("reconsideration", link=link("310116", "440311"), shared=True)
    half = page.words("basis.first_half")
    assert any(half in alt for alt in page.alts())

    page.press_basis("first_half")

    assert page.link()["b"].split(".") == ["year", "other"]
    assert [alt for alt in page.alts() if half in alt] == []


def test_a_district_is_found_by_name_pinyin_initials_and_code(visit: Visit) -> None:
    page = visit("governance", link=link("440306"), shared=True)

    for typed in ("光明", "guangming", "gm", "440311", "Guangming"):
        assert page.search_districts(typed)[0].startswith("光明区"), typed
    page.pick_option("光明区")

    assert page.districts() == ["宝安区", "光明区"]
    assert page.link()["d"].split(".") == ["440306", "440311"]


@pytest.mark.long
def test_a_city_adds_all_its_districts(warehouse: Warehouse, visit: Visit) -> None:
    offered = queries.districts(warehouse)
    of_shenzhen = offered.filter(offered["city_zh"] == "深圳市")
    assert of_shenzhen.height > 2
    page = visit("governance", link=link("310116"), shared=True)

    page.search_districts("深圳市")
    page.pick_option("深圳市")
    page.settle_on("d", link("310116", *of_shenzhen["district_code"])["d"])

    assert page.districts() == ["金山区", *of_shenzhen["label_zh"]]


@pytest.mark.long
def test_districts_of_the_same_name_can_be_told_apart(warehouse: Warehouse, visit: Visit) -> None:
    every = load_districts()
    offered = queries.districts(warehouse)
    shared = offered.filter(
        [len(every.by_name(name)) > 1 for name in offered["name_zh"]]  # 普陀区, 长安区, 通州区 …
    )
    assert shared.height > 3
    page = visit("governance", link=link("440306"), shared=True)
    assert page.search_districts("普陀")[0].startswith("普陀区（上海）")

    page.open("governance", **link(*shared["district_code"]))
    for name, chip in zip(shared["name_zh"], page.districts(), strict=True):
        assert re.fullmatch(rf"{name}（.+）", chip)


def link(*districts: str, years: tuple[int, int] = (2018, 2025)) -> dict[str, str]:
    return Selection(districts, *years, tuple(BasisChoice)).to_link()


def of_selection(page: Dashboard) -> list[str]:
    """What the charts say, except those that show other districts beside the chosen ones."""
    landscape = page.words("kind.landscape_title", name="")
    profile = page.words("profile.alt", title="", items="").split("：")[0]
    return [alt for alt in page.alts() if landscape not in alt and profile not in alt]
