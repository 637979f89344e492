"""Addresses lead back to their chart, from every page and below every prefix."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from bench.serving import ROOT
from dashboard.api.addresses import chart_address, page_address, site_of
from dashboard.api.orders import read_order
from dashboard.api.places import API, PAGES
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.image import PRESETS
from dashboard.words import Language
from warehouse.connection import Warehouse


def test_an_address_says_all_of_an_order(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        found = chart_address(
            chart.recipe, suffix="png", language=Language.EN, base="http://localhost:8501/explore",
            version="2026.11-00000000", size="a4",
        )  # fmt: skip
        parts = urlsplit(found)
        assert parts.path == f"{API}/chart.png"
        order = read_order("png", parse_qsl(parts.query))
        assert order.recipe == chart.recipe
        assert (order.language, order.version) == (Language.EN, "2026.11-00000000")
        assert order.preset == PRESETS["a4"]


def test_an_address_without_a_version_lives(charts: dict[str, Chart]) -> None:
    found = chart_address(
        charts["series"].recipe, suffix="csv", language=Language.ZH, base="http://localhost:8501"
    )
    order = read_order("csv", parse_qsl(urlsplit(found).query))
    assert order.version is None
    assert order.preset.name == "16x9"


@pytest.mark.parametrize("page", ["", "/", *(f"/{name}" for name in sorted(PAGES))])
@pytest.mark.parametrize("prefix", ["", "/figures", "/law/figures"])
def test_the_site_of_a_page(page: str, prefix: str) -> None:
    assert site_of(f"https://example.org{prefix}{page}") == f"https://example.org{prefix}"


def test_without_a_browser_an_address_is_relative() -> None:
    assert site_of("") == ""


PAGES_OF = {
    "series": "explore", "ranking": "explore", "change": "explore", "multiples": "explore",
    "scatter": "explore", "landscape": "reconsideration", "composition": "reconsideration",
    "rates": "reconsideration", "coverage": "reconsideration", "profile": "district",
    "movements": "",
}  # fmt: skip


def test_the_page_that_shows_a_chart(charts: dict[str, Chart], chosen: Context) -> None:
    found = {
        kind: urlsplit(page_address(chart.recipe, chosen, version=None, site="http://localhost"))
        for kind, chart in charts.items()
    }
    assert {kind: parts.path for kind, parts in found.items()} == {
        kind: f"/{page}" for kind, page in PAGES_OF.items()
    }
    for parts in found.values():
        assert dict(parse_qsl(parts.query)).items() >= chosen.selection.to_link().items()


@pytest.mark.parametrize("kind", ["series", "ranking", "change", "multiples", "scatter", "profile"])
def test_the_page_understands_its_address(
    kind: str,
    charts: dict[str, Chart],
    chosen: Context,
    served: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del served
    monkeypatch.setattr("dashboard.pages.overview.show", lambda: None)
    parts = urlsplit(page_address(charts[kind].recipe, chosen, version=None, site=""))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page(f"dashboard/views{parts.path}.py")
    for name, value in parse_qsl(parts.query):
        at.query_params[name] = value
    at.run()
    assert not at.exception
    assert [item.value for item in at.warning] == []
    # the title of the chart, as plain text between the signs of Markdown
    titles = [item.value.replace("\\", "") for item in at.markdown]
    assert f"### {charts[kind].title}" in titles
