from __future__ import annotations

from urllib.parse import unquote

import pytest

from dashboard.selection import BasisChoice, Selection
from tests.browser.conftest import Visit
from tests.browser.driver import Dashboard
from tests.browser.pages_of_site import mostly_long
from warehouse.connection import Warehouse

CHOSEN = ("330211", "440311")  # 镇海区、光明区
NAMES = ["镇海区", "光明区"]


def chosen_link(*bases: BasisChoice) -> dict[str, str]:
    return Selection(CHOSEN, 2022, 2025, bases or tuple(BasisChoice)).to_link()


def view(page: Dashboard) -> dict[str, object]:
    """All that a link must bring back, as the reader sees it."""
    return {
        "link": page.link(),
        "districts": page.districts(),
        "years": page.years(),
        "pressed": page.pressed(),
        "heading": page.main.get_by_role("heading", level=1).inner_text(),
        "cards": [(card.title, card.subtitle) for card in page.cards()],
        "alts": page.alts(),
    }


def test_a_copied_link_opens_the_same_view_in_a_fresh_profile(visit: Visit) -> None:
    page = visit("reconsideration", link={**chosen_link(), "d": "330211"})
    page.press_basis("other")
    page.choose_mode("per_100k")
    page.press("English", within=page.sidebar)
    before = view(page)

    other = visit(None)
    other.go(page.page.url)

    assert before["districts"] == ["Zhenhai District"]
    assert before["years"] == ("2022", "2025")
    assert len(before["alts"]) > 1  # type: ignore[arg-type]
    assert view(other) == before


@pytest.mark.long
def test_the_copied_frozen_link_holds_the_data_version(warehouse: Warehouse, visit: Visit) -> None:
    page = visit(
        "legal_aid",
        link=chosen_link(),
        window={"permissions": ["clipboard-read", "clipboard-write"]},
    )
    before = view(page)

    live, frozen = page.copied_links()

    assert f"v={warehouse.version}" in frozen
    assert "v=" not in live.split("?")[1].split("&")[-1]
    other = visit(None)
    other.go(frozen)
    assert other.link().pop("v") == warehouse.version
    assert view(other)["alts"] == before["alts"]
    assert other.messages() == []
    assert unquote(live) == unquote(page.page.url)


def test_the_back_button_returns_to_the_former_view(visit: Visit) -> None:
    page = visit("mediation", link=chosen_link())
    before = view(page)
    page.remove_district("镇海区")
    assert page.districts() == ["光明区"]

    page.page.go_back()

    page.settle("document.querySelectorAll('[data-tag]').length === 2")
    assert view(page) == before


@pytest.mark.long
def test_the_back_button_returns_to_the_former_page(visit: Visit) -> None:
    page = visit("mediation", link=chosen_link())
    before = view(page)
    page.follow_menu(page.words("nav.methods"))
    assert page.districts() == NAMES

    page.page.go_back()

    page.wait_for_heading(str(before["heading"]))
    assert view(page) == before


@pytest.mark.long
@pytest.mark.parametrize("path", mostly_long(["", "mediation"], ""))
def test_a_selection_without_figures_says_so_and_offers_the_way_out(
    path: str, visit: Visit
) -> None:
    page = visit(path, link={"d": ""}, shared=True)
    assert page.districts() == []
    assert page.messages() == [page.words("empty.no_district")]

    page.press(page.words("filter.reset"), within=page.main)

    assert len(page.districts()) > 1
    assert page.messages() == []
    assert page.alts()


def test_years_without_figures_say_which_have_some(visit: Visit) -> None:
    page = visit(
        "reconsideration", link=Selection(("440311",), 2015, 2016, tuple(BasisChoice)).to_link()
    )
    [message] = page.messages()
    assert message.startswith(page.words("empty.nothing", why=""))
    assert "2023" in message

    page.press(page.words("empty.show_all"), within=page.main)

    assert page.messages() == []
    assert {2023, 2024} <= page.years_drawn()
    assert page.districts() == ["光明区"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"d": "999999.440311", "y": "2025-2019", "b": "quarter", "show": "**x**", "lang": "fr"},
            [
                ("link.bad_choice", "fr"),
                ("link.unknown_districts", "999999"),
                ("link.bad_years", "2025-2019"),
                ("link.bad_basis", "quarter"),
                ("link.bad_choice", "**x**"),
            ],
        ),
        (
            {"d": "'; DROP TABLE x", "y": "<b>1</b>", "v": "2020.01-00000000"},
            [
                ("app.frozen_gone", "2020.01-00000000"),
                ("link.no_known_district", "'; DROP TABLE x"),
                ("link.bad_years", "<b>1</b>"),
            ],
        ),
    ],
    ids=["one-known-district", "nothing-known"],
)
def test_what_a_link_asks_in_vain_is_said(
    asked: dict[str, str], said: list[tuple[str, str]], visit: Visit
) -> None:
    page = visit("reconsideration", link=asked, shared=True)

    places = ("codes", "years", "basis", "value", "version")
    expected = [page.words(key, **dict.fromkeys(places, value)) for key, value in said]
    assert page.messages() == expected
    assert page.districts()
    assert page.alts()
    assert "v" not in page.link()
