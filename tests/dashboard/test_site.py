"""The frame: filters, language, data versions, messages; whatever fails ends in a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import context, site, words
from dashboard.context import Data
from dashboard.selection import default_selection
from dashboard.words import Language, Words
from indicators.catalogue import load_catalogue
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
FAMILY = "dashboard/views/mediation.py"
ZH, EN = Words(Language.ZH), Words(Language.EN)
Open = Callable[..., AppTest]


@pytest.fixture
def page(served: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a family page with these parameters in the address."""
    del served
    monkeypatch.setattr("dashboard.pages.overview.show", lambda: None)

    def visit(**parameters: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.run()
        at.switch_page(FAMILY)
        for name, value in parameters.items():
            at.query_params[name] = value
        return at.run()

    return visit


def chosen(at: AppTest) -> dict[str, object]:
    return {
        "districts": at.multiselect(key="f_districts").value,
        "years": at.select_slider(key="f_years").value,
        "bases": [str(basis) for basis in at.button_group(key="f_bases").value],
    }


def warnings(at: AppTest) -> list[str]:
    assert not at.exception
    assert not at.error
    return [item.value.replace("\\", "") for item in at.warning]


def test_every_family_and_tool_has_a_view_and_a_name() -> None:
    catalogue = load_catalogue()
    views = {file.stem for file in site.VIEWS.glob("*.py")}
    families = {family.id for family in catalogue.families}
    tools = {"overview", "explore", "district", "data", "briefing", "importing", "methods"}
    assert views == families | tools
    assert all(f"nav.{tool}" in words.load_texts() for tool in tools)


def test_the_default_filters(page: Open, data: Data) -> None:
    at = page()
    default = default_selection(data.offer)
    assert chosen(at) == {
        "districts": list(default.districts),
        "years": (default.first_year, default.last_year),
        "bases": ["year", "first_half", "other"],
    }
    assert warnings(at) == []


def test_a_link_opens_its_view(page: Open) -> None:
    at = page(d="330211.440306", y="2020-2024", b="year", lang="en", show="per_100k", scale="log")
    assert warnings(at) == []
    assert chosen(at) == {
        "districts": ["330211", "440306"], "years": (2020, 2024), "bases": ["year"],
    }  # fmt: skip
    assert at.button_group(key="family-show").value == "per_100k"
    assert at.button_group(key="family-scale").value == "log"
    assert at.title[0].value == "Mediation"


def test_bad_parts_of_a_link_are_said_on_the_page_that_it_opens(page: Open) -> None:
    """Choices of the page itself, too, and on the first run."""
    at = page(d="440306.999999", y="abc", b="decade", show="<b>loud</b>", lang="fr")
    said = warnings(at)
    for part in ("999999", "abc", "decade", "<b>loud</b>", "fr"):
        assert any(part in text for text in said), part
    assert chosen(at)["districts"] == ["440306"]
    assert at.button_group(key="family-show").value == "level"


def test_the_messages_go_when_the_reader_chooses_something(page: Open) -> None:
    at = page(d="440306.999999")
    assert len(warnings(at)) == 1
    at.multiselect(key="f_districts").set_value(["440311"]).run()
    assert warnings(at) == []


def test_the_language_switch_keeps_the_selection(page: Open) -> None:
    at = page(d="310107.440306", y="2020-2024", b="first_half.year", lang="zh")
    before = chosen(at)
    at.button_group(key="f_language").set_value("en").run()
    assert at.title[0].value == "Mediation"
    assert chosen(at) == before
    at.button_group(key="f_language").set_value("zh").run()
    assert chosen(at) == before


def test_the_selection_follows_to_other_pages(page: Open) -> None:
    at = page(d="310107", y="2020-2024", b="year")
    before = chosen(at)
    at.query_params.clear()  # as a click in the menu does
    at.switch_page("dashboard/views/legal_aid.py").run()
    assert chosen(at) == before


def test_a_city_stands_for_its_districts(page: Open) -> None:
    at = page(d="440306")
    at.multiselect(key="f_districts").set_value(["440306", "city:330200"]).run()
    assert chosen(at)["districts"] == ["440306", "330203", "330211", "330212", "330213"]


def test_beyond_the_limit_no_district_is_added(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.filters.MOST_DISTRICTS", 2)
    at = page(d="440306")
    at.multiselect(key="f_districts").set_value(["440306", "city:330200"]).run()
    assert chosen(at)["districts"] == ["440306", "330203"]
    assert [toast.value for toast in at.toast] == [ZH("filter_limit.cut", most=2, count=3)]


def test_no_kind_of_period_ticked_means_all(page: Open) -> None:
    at = page(b="year")
    at.button_group(key="f_bases").set_value([]).run()
    assert warnings(at) == []
    assert len(at.get("plotly_chart")) > 2


def test_reset(page: Open, data: Data) -> None:
    at = page(d="310107", y="2020-2020", b="other")
    next(b for b in at.button if b.label == ZH("filter.reset")).click().run()
    assert chosen(at)["districts"] == list(data.offer.default_districts)


# ---------------------------------------------------------------- data versions


@pytest.fixture
def two_versions(served: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with a current and an older version, which is returned."""
    older = "2020.01-0badcafe"
    for name in (served.path.name, f"warehouse-{older}.duckdb"):
        shutil.copy(served.path, tmp_path / name)
    (tmp_path / "current.json").write_text(json.dumps({"version": served.version}), "utf-8")
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    return older


def test_a_frozen_link_says_so_and_offers_the_way_out(two_versions: str, page: Open) -> None:
    at = page(v=two_versions)
    assert warnings(at) == [ZH("app.frozen", version=two_versions)]
    at.multiselect(key="f_districts").set_value(["440306"]).run()
    assert warnings(at) == [ZH("app.frozen", version=two_versions)]
    at.button(key="to-current").click().run()
    assert warnings(at) == []
    assert chosen(at)["districts"] == ["440306"]


def test_a_living_link_leaves_the_old_version(two_versions: str, page: Open) -> None:
    at = page(v=two_versions)
    at.query_params.clear()
    at.query_params["d"] = "440306"
    assert warnings(at.run()) == []


@pytest.mark.parametrize("version", ["2019.01-00000000", "../../etc/passwd", "x" * 500, "*a*"])
def test_an_unknown_version_gives_the_current_one(page: Open, version: str) -> None:
    at = page(v=version)
    (said,) = warnings(at)
    assert said == ZH("app.frozen_gone", version=version[:40] + "…" * (len(version) > 40))
    at.multiselect(key="f_districts").set_value(["440306"]).run()
    assert warnings(at) == []


def test_a_selection_that_new_data_lack_is_made_to_fit(
    page: Open, monkeypatch: pytest.MonkeyPatch, data: Data
) -> None:
    """The figures were built anew while the page was open, without one district and old years."""
    at = page(d="310107.440306", y="2003-2025")
    offer = data.offer
    fewer = type(offer)(
        tuple(code for code in offer.districts if code != "310107"), offer.years[3:],
        offer.default_districts,
    )  # fmt: skip
    less = type(data)(
        data.warehouse, data.catalogue, data.notes,
        data.districts.filter(data.districts["district_code"] != "310107"), fewer,
    )  # fmt: skip
    monkeypatch.setattr(site, "load_data", lambda version=None: less)
    at.run()
    assert warnings(at) == []
    assert chosen(at)["districts"] == ["440306"]
    assert chosen(at)["years"] == (2017, 2025)


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("language", "parameters"), [("zh", {}), ("en", {"v": "2020.01-00000000"})]
)
def test_without_a_warehouse_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, parameters: dict[str, str]
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"lang": language, **parameters}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    assert [item.value for item in at.error] == [Words(Language(language))("app.no_warehouse")]


@pytest.mark.parametrize("content", ["{", '{"version": "2020.01-00000000"}', '{"version": 1}'])
def test_a_broken_warehouse_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "current.json").write_text(content, "utf-8")
    (tmp_path / "warehouse-2020.01-00000000.duckdb").write_bytes(b"not a database")
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(tmp_path))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert [item.value for item in at.error] == [ZH("app.no_warehouse")]


def test_a_page_that_fails_ends_in_a_sentence(
    page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at = page()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("dashboard.pages.family.figure_table", fail)
    at.run()
    assert not at.exception
    assert [item.value for item in at.error] == [ZH("app.broken")]
    assert "secret" in caplog.text
    caplog.clear()


def test_a_chart_that_fails_leaves_the_others_alone(
    page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at = page()
    charts = len(at.get("plotly_chart"))
    drawn = []

    def fail_once(chart: object, *_: object) -> bool:
        drawn.append(chart)
        if len(drawn) == 1:
            raise RuntimeError("secret")
        return False

    monkeypatch.setattr("dashboard.card._head", fail_once)
    at.run()
    assert not at.exception
    assert [item.value for item in at.error] == [ZH("card.broken")]
    assert len(at.get("plotly_chart")) == charts - 1
    caplog.clear()


def test_data_are_opened_once(served: Warehouse) -> None:
    del served
    assert context.load_data() is context.load_data()
