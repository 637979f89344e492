"""Every family's page in both languages: whole with any districts and in every mode."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.chart import Chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context, Data
from dashboard.figure_table import figure_records
from dashboard.page_menu import FORMATS
from dashboard.pages.family import _panel_name
from dashboard.words import Language, Words
from indicators.catalogue import load_catalogue
from warehouse import queries
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_catalogue()
FAMILIES = [family.id for family in CATALOGUE.families]
CORE = FAMILIES[:3]


@pytest.fixture(scope="module", params=list(Language))
def site(request: pytest.FixtureRequest, warehouse: Warehouse) -> Iterator[tuple[AppTest, Words]]:
    """The dashboard in one language, opened once for all of its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
        patch.setattr("dashboard.pages.overview.show", lambda: None)
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.query_params["lang"] = request.param.value
        at.run()
        yield at, Words(request.param)


def visit(at: AppTest, family: str, *districts: str) -> AppTest:
    at.query_params.clear()  # as a click in the menu does
    at.switch_page(f"dashboard/views/{family}.py")
    at.session_state["family-show"] = "level"
    at.session_state["family-scale"] = "linear"
    at.session_state["f_districts"] = list(districts)
    return whole(at.run())


def whole(at: AppTest) -> AppTest:
    """A run without an error, of which every chart has marks and a text alternative."""
    assert not at.exception
    assert [item.value for item in at.error] == []
    for element in at.get("plotly_chart"):
        figure = json.loads(element.proto.spec)
        assert figure["data"]
        assert element.proto.alt
    return at


def titles(at: AppTest) -> list[str]:
    return [item.value for item in at.main.markdown if item.value.startswith("### ")]


def choose(at: AppTest, *districts: str) -> AppTest:
    return whole(at.multiselect(key="f_districts").set_value(list(districts)).run())


def show(at: AppTest, mode: str, scale: str = "linear") -> AppTest:
    at.button_group(key="family-scale").set_value(scale)
    return whole(at.button_group(key="family-show").set_value(mode).run())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_with_its_default_with_one_district_and_with_all(
    site: tuple[AppTest, Words], data: Data, family: str
) -> None:
    at, words = site
    visit(at, family, *data.offer.default_districts)
    entry = CATALOGUE.family(family)
    assert at.title[0].value == words.pick(entry.name_zh, entry.name_en)
    if not words.zh and family not in CORE:  # enough of what does not differ
        return
    choose(at, *data.offer.districts)
    assert len(at.get("plotly_chart")) >= 2
    assert not at.info
    assert len(at.dataframe) == 1
    choose(at, "440306")
    assert at.get("plotly_chart")


@pytest.mark.parametrize("family", CORE)
def test_a_core_page_in_every_mode(site: tuple[AppTest, Words], data: Data, family: str) -> None:
    at, words = site
    level = titles(visit(at, family, *data.offer.districts))
    for mode in (Mode.PER_100K, Mode.INDEX, Mode.GROWTH):
        show(at, mode)
        # what a mode is called stands in the titles of its charts
        mark = words(f"kind.{mode}_title", name="").strip()
        named = [title for title in titles(at) if mark in title.replace("\\", "")]
        told = [item.value for item in at.info] == [words("family.mode_empty")]
        assert bool(named) is not told, (mode, titles(at))
    assert titles(show(at, "level", "log")) == level
    logged = any(words("card.log") in item.value for item in at.caption)
    assert logged is (family != "mediation")  # which has nothing over time among its lead figures


@pytest.mark.parametrize("site", [Language.ZH], indirect=True)
@pytest.mark.parametrize("family", [f for f in FAMILIES if f not in CORE])
def test_another_page_in_the_modes_that_ask_most(
    site: tuple[AppTest, Words], data: Data, family: str
) -> None:
    at, _ = site
    visit(at, family, *data.offer.districts)
    show(at, "index", "log")
    show(at, "growth", "log")


def test_no_mode_leaves_a_page_silent(site: tuple[AppTest, Words]) -> None:
    """Where nothing can be shown that way, the page says so: 滨江 has no population on file."""
    at, words = site
    visit(at, "reconsideration", "330108")
    show(at, "per_100k")
    assert [item.value for item in at.info] == [words("family.mode_empty")]


def test_another_indicator_can_be_chosen(site: tuple[AppTest, Words], data: Data) -> None:
    at, _ = site
    visit(at, "mediation", *data.offer.districts)
    more = at.selectbox(key="c_more")
    before = [item.value for item in at.caption]
    assert len(more.options) > 5
    assert len(set(more.options)) == len(more.options)
    whole(more.select_index(3).run())
    assert [item.value for item in at.caption] != before


def test_a_table_in_place_of_the_chart(site: tuple[AppTest, Words]) -> None:
    at, _ = site
    visit(at, "reconsideration", "440306")
    charts, tables = len(at.get("plotly_chart")), len(at.dataframe)
    whole(at.toggle[0].set_value(True).run())
    assert len(at.get("plotly_chart")) == charts - 1
    assert len(at.dataframe) == tables + 1
    whole(at.toggle[0].set_value(False).run())


@pytest.mark.parametrize("browser", [True, False], ids=["browser", "no browser"])
def test_the_menu_of_a_card(
    site: tuple[AppTest, Words], monkeypatch: pytest.MonkeyPatch, *, browser: bool
) -> None:
    """What needs a browser only where there is one; slides, data and the link always."""
    at, words = site
    monkeypatch.setattr("dashboard.card_exports.image_available", lambda: browser)
    monkeypatch.setattr("dashboard.api.places.are_served", lambda: browser)
    visit(at, "reconsideration", "440306")
    key = next(toggle.key for toggle in at.toggle).removeprefix("table-")
    at.session_state[f"menu-{key}"] = True
    whole(at.run())
    labels = [button.label for button in at.get("download_button")]
    drawn = ["docx", "pdf_slides", "png_16x9", "svg_16x9", "png_a4", "svg_a4"] if browser else []
    assert labels == [words(f"card.{name}") for name in ("pptx", *drawn, "xlsx", "csv")]
    assert (words("card.no_browser") in [item.value for item in at.caption]) is not browser
    addresses = [code.value for code in at.code]
    assert all("d=440306" in address for address in addresses)
    suffixes = [address.partition("?")[0].rpartition(".")[2] for address in addresses[1:]]
    assert suffixes == (["png", "svg", "csv", "json"] if browser else [])


def test_the_charts_of_a_page_are_exported_together(site: tuple[AppTest, Words]) -> None:
    at, words = site
    visit(at, "reconsideration", "440306")
    cards = len([toggle for toggle in at.toggle if toggle.key.startswith("table-")])
    at.session_state["menu-page"] = True
    whole(at.run())
    labels = [button.label for button in at.get("download_button")]
    assert labels[: len(FORMATS)] == [words(f"page_menu.{name}") for name in FORMATS]
    assert words("page_menu.help", count=cards) in [item.value for item in at.caption]


# ---------------------------------------------------------------- parts of the page


def test_figures_in_the_table_sort_as_numbers_and_link_to_the_web(zh: Context) -> None:
    ids = [indicator.id for indicator in zh.catalogue]
    rows = queries.points(zh.warehouse, ids, zh.selection.filter)
    table = figure_records(rows, zh)
    assert table.schema["数值"] == pl.Float64
    assert table["数值"].equals(rows["value"])
    assert all(url.startswith(("http://", "https://")) for url in table["网址"])
    hostile = figure_records(rows.with_columns(url=pl.lit("javascript:alert(1)")), zh)
    assert hostile["网址"].null_count() == hostile.height
    hedged = table.filter(pl.col("可能范围") != "")
    assert 0 < hedged.height < table.height
    assert table.filter(pl.col("性质").str.contains("来源不一致")).height == 1


def test_every_other_indicator_has_a_name_of_its_own(
    make_context: Callable[..., Context], panels_of: Callable[..., list[Panel]]
) -> None:
    for language in Language:
        context = make_context(language.value)
        for family in context.catalogue.families:
            ids = [indicator.id for indicator in family.indicators.values()]
            names = [_panel_name(panel, context) for panel in panels_of(context, *ids)]
            assert len(set(names)) == len(names), family.id


def test_a_point_that_is_no_longer_drawn_opens_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of filters the browser may still hold the old selection."""
    from dashboard import card

    rows = pl.DataFrame({"observation_id": ["a", "b"]})
    chart = Chart("k", "trend", None, "t", "s", go.Figure(), rows, None, (), (), "alt")  # type: ignore[arg-type]
    clicked: list[dict[str, object]] = []
    monkeypatch.setattr(card.st, "plotly_chart", lambda *_, **__: _Event(points=clicked))
    for points, picked in (
        ([], None), ([{"customdata": "gone"}], None), ([{}], None), ([{"customdata": ""}], None),
        ([{"customdata": ["b"]}], "b"), ([{"x": 1}, {"customdata": "a"}], "a"),
    ):  # fmt: skip
        clicked[:] = points
        assert card._chart(chart, "") == picked
    none = replace(chart, rows=pl.DataFrame({"facts": [1]}))
    clicked[:] = [{"customdata": "a"}]
    assert card._chart(none, "") is None


class _Event:
    """What a chart returns: the points that are selected."""

    def __init__(self, *, points: list[dict[str, object]]) -> None:
        self.selection = type("Selection", (), {"points": points})
