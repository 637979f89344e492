"""The page 指标对比: any indicator, in every kind of view; only what exists can be chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.series import Mode
from dashboard.context import Context
from dashboard.pages.explore.choices import MODES, View
from dashboard.selection import BasisChoice, Selection
from dashboard.words import Language
from warehouse import queries
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
TONGZHOU, ZHENHAI, BAOAN, GUANGMING, JINSHAN = "110112", "330211", "440306", "440311", "310116"
RECEIVED = "reconsideration.received"

pytestmark = pytest.mark.usefixtures("served")


def opened(*districts: str, years: tuple[int, int] = (2018, 2025), **parameters: str) -> AppTest:
    """The page as a link opens it."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("dashboard/views/explore.py")
    link = Selection(districts, *years, tuple(BasisChoice)).to_link() if districts else {}
    for name, value in (link | parameters).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    assert not at.error
    return at


def chosen(at: AppTest, name: str) -> Any:  # noqa: ANN401
    return next(box for box in at.main.selectbox if box.key == f"explore-{name}")


def switch(at: AppTest, name: str) -> Any:  # noqa: ANN401
    return next(one for one in at.main.segmented_control if one.key == f"explore-{name}")


def has_switch(at: AppTest, name: str) -> bool:
    return any(one.key == f"explore-{name}" for one in at.main.segmented_control)


def text(at: AppTest) -> str:
    said = "\n".join(element.value for element in [*at.main.markdown, *at.main.caption])
    return said.replace("\\", "")


def charts(at: AppTest) -> list[Any]:
    return [json.loads(chart.proto.spec) for chart in at.main.get("plotly_chart")]


def shown_ids(at: AppTest) -> set[str]:
    return {
        one
        for figure in charts(at)
        for trace in figure["data"]
        for one in trace.get("customdata", [])
    }


# ------------------------------------------------- choosing


def test_it_opens_with_the_indicator_that_has_most_like_figures(
    warehouse: Warehouse, zh: Context
) -> None:
    at = opened()
    default = zh.data.offer.default_districts
    recent = [year for year in zh.data.offer.years if year > zh.data.offer.years[-1] - 8]
    here = Selection(default, recent[0], recent[-1], tuple(BasisChoice)).filter
    fullest = queries.alike(warehouse, here).sort("figures", descending=True)["indicator_id"][0]
    assert chosen(at, "i").value == fullest == RECEIVED
    assert chosen(at, "s").value == "whole"
    assert chosen(at, "k").value == "year"


def test_every_indicator_with_figures_is_found_by_name_and_id(
    warehouse: Warehouse, zh: Context
) -> None:
    held = warehouse.query("SELECT DISTINCT indicator_id FROM shown_observation ORDER BY 1")
    listed = chosen(opened(), "i").options
    assert len(listed) == held.height
    for indicator_id in held["indicator_id"]:
        entry = zh.catalogue[indicator_id]
        [label] = [item for item in listed if item.endswith(f" {indicator_id}")]
        assert label.startswith(f"{zh.catalogue.family(entry.family).name_zh} · {entry.name_zh}")
        assert entry.name_en in label


def test_an_indicator_without_figures_here_says_so() -> None:
    at = opened(GUANGMING)
    [label] = [item for item in chosen(at, "i").options if item.endswith(" corrections.supervised")]
    assert "（当前筛选下无数据）" in label


def test_only_scopes_and_kinds_of_period_that_exist_are_offered(warehouse: Warehouse) -> None:
    at = opened(TONGZHOU, ZHENHAI, i=RECEIVED)
    here = Selection((TONGZHOU, ZHENHAI), 2018, 2025, tuple(BasisChoice)).filter
    held = queries.holdings(warehouse, RECEIVED, here).filter(pl.col("figures") > 0)
    assert len(chosen(at, "s").options) == held["scope"].n_unique() > 1
    whole = held.filter(pl.col("scope") == "")
    assert len(chosen(at, "k").options) == whole.height


def test_a_related_indicator_is_one_click_away() -> None:
    at = opened(TONGZHOU, i=RECEIVED)
    at.button(key="explore-related-reconsideration.concluded").click().run()
    assert chosen(at, "i").value == "reconsideration.concluded"
    assert "### 办结复议案件" in text(at)
    assert "从不画在同一坐标轴上" in text(at)


def test_it_says_what_the_indicator_is(zh: Context) -> None:
    said = text(opened(TONGZHOU, i=RECEIVED))
    assert zh.catalogue[RECEIVED].definition_zh in said
    assert "单位：件 · 期间数 · 无优劣之分" in said


# ------------------------------------------------- views


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize(
    "indicator",
    [
        "legal_aid.losses_recovered",
        "lawyers.lawyers",
        "publicity.base_visitors",
        "mediation.success_rate",
    ],
)
def test_every_view_of_every_kind_of_indicator_is_drawn(
    indicator: str, view: View, language: Language, zh: Context
) -> None:
    at = opened(
        *zh.data.offer.districts, years=(2003, 2025), i=indicator, view=view, lang=language.value
    )
    assert not at.warning
    drawn = len(charts(at)) + len(at.main.info) + (len(at.main.dataframe) if view == "table" else 0)
    assert drawn == 1


def test_one_period_only_becomes_bars_and_says_why() -> None:
    at = opened(TONGZHOU, ZHENHAI, BAOAN, i="lawyers.lawyers")
    assert {trace["type"] for trace in charts(at)[0]["data"]} == {"bar"}
    assert "每个区县都只有一期数据，连不成线，所以画成条形图。" in text(at)


def test_periods_far_apart_become_bars_and_say_why() -> None:
    at = opened(BAOAN, i="publicity.base_visitors")
    assert {trace["type"] for trace in charts(at)[0]["data"]} == {"bar"}
    assert "没有一个区县有前后相连的两期数" in text(at)


def test_a_ranking_is_of_one_period_and_says_who_is_missing(warehouse: Warehouse) -> None:
    at = opened(TONGZHOU, ZHENHAI, BAOAN, GUANGMING, i=RECEIVED, view="ranking")
    assert chosen(at, "p").options[0] == "2024年"
    assert "所选4个区县中，1个没有可画的数：宝安区。" in text(at)
    chosen(at, "p").set_value("2023").run()
    of_2023 = warehouse.query(
        "SELECT observation_id FROM shown_observation WHERE indicator_id = $i AND scope = ''"
        " AND period_label = '2023' AND district_code = ANY($d)",
        {"i": RECEIVED, "d": [TONGZHOU, ZHENHAI, BAOAN, GUANGMING]},
    )
    assert shown_ids(at) == set(of_2023["observation_id"])


def test_values_whose_bounds_overlap_have_no_rank_and_that_is_said() -> None:
    districts = (TONGZHOU, "411322", "440307", "500241")
    at = opened(*districts, i="reconsideration.concluded", view="ranking", p="2024")
    [figure] = charts(at)
    assert len(figure["data"]) == 4
    assert not any(trace["y"][0][0].isdigit() for trace in figure["data"])
    assert "没有名次的，是约数或范围，与别的数分不出先后。" in text(at)
    ranked = opened(TONGZHOU, ZHENHAI, GUANGMING, i=RECEIVED, view="ranking", p="2024")
    assert [trace["y"][0][:2] for trace in charts(ranked)[0]["data"]] == ["1.", "2.", "3."]
    assert "没有名次的" not in text(ranked)


def test_a_change_opens_with_the_pair_most_districts_have_and_offers_only_pairs() -> None:
    at = opened(TONGZHOU, ZHENHAI, GUANGMING, i=RECEIVED, view="change")
    assert (chosen(at, "from").value, chosen(at, "to").value) == ("2023", "2024")
    assert len(charts(at)[0]["data"]) == 3
    chosen(at, "from").set_value("2020").run()
    assert chosen(at, "to").options == ["2024年", "2023年", "2022年", "2021年"]
    assert chosen(at, "to").value == "2024"
    assert "所选3个区县中，2个没有可画的数：镇海区、光明区。" in text(at)


def test_a_change_that_nobody_has_is_explained() -> None:
    at = opened(BAOAN, i="lawyers.lawyers", view="change")
    assert "没有一个区县有两期可比的数" in at.main.info[0].value
    assert not charts(at)


def test_a_scatter_offers_only_indicators_of_the_same_district_and_period(
    warehouse: Warehouse,
) -> None:
    at = opened(TONGZHOU, ZHENHAI, i=RECEIVED, view="scatter")
    here = Selection((TONGZHOU, ZHENHAI), 2018, 2025, tuple(BasisChoice)).filter
    others = queries.companions(warehouse, RECEIVED, here, scope="", shape="year")
    assert len(chosen(at, "with").options) == others.height
    assert all(shape == "year" for shape in others["shape"])
    said = text(at)
    assert "每个点的两个数属于同一区县、同一期间。" in said
    assert "两个数一起变，不等于一个引起另一个。" in said


def test_a_scatter_without_a_partner_is_explained() -> None:
    at = opened("310110", "310112", i="reconsideration.accepted", view="scatter")
    assert "画不出散点" in at.main.info[0].value
    assert not charts(at)


def test_a_table_holds_the_whole_panel() -> None:
    at = opened(TONGZHOU, ZHENHAI, i=RECEIVED, view="table")
    table = at.main.dataframe[0].value
    assert len(table) == 7
    assert set(table["期间"]) == {f"{year}年" for year in range(2020, 2025)}


@pytest.mark.parametrize("view", list(View))
def test_only_what_says_something_can_be_shown(view: View) -> None:
    at = opened(TONGZHOU, ZHENHAI, GUANGMING, i=RECEIVED, view=view)
    if len(MODES[view]) == 1:
        assert not has_switch(at, "show")
    else:
        assert [len(switch(at, "show").options)] == [len(MODES[view])]
    assert has_switch(at, "scale") == (view is View.TREND)


def test_a_share_has_no_logarithm_and_no_rate_per_resident() -> None:
    at = opened("320585", i="mediation.success_rate")
    assert not has_switch(at, "show")
    assert not has_switch(at, "scale")


def test_per_residents_is_said_with_its_population() -> None:
    at = opened(ZHENHAI, GUANGMING, i=RECEIVED, view="ranking", show=Mode.PER_100K)
    assert "（每10万常住人口）" in text(at)
    assert "2020年11月1日" in text(at)


# ------------------------------------------------- links


def test_a_link_opens_the_same_view() -> None:
    at = opened(
        TONGZHOU, ZHENHAI, i=RECEIVED, s="whole", k="year", view="change",
        **{"from": "2021", "to": "2023", "show": "level"},
    )  # fmt: skip
    assert (chosen(at, "from").value, chosen(at, "to").value) == ("2021", "2023")
    assert not at.warning


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"i": "nothing.at_all"}, "链接中的选项“nothing.at\\_all”无法识别，已用默认值。"),
        ({"i": RECEIVED, "s": "某镇"}, "链接中的选项“某镇”无法识别，已用默认值。"),
        ({"i": RECEIVED, "k": "decade"}, "链接中的选项“decade”无法识别，已用默认值。"),
        ({"view": "pie"}, "链接中的选项“pie”无法识别，已用默认值。"),
        ({"i": RECEIVED, "view": "ranking", "p": "1999"}, "“1999”无法识别"),
        ({"i": RECEIVED, "view": "change", "from": "2024"}, "“2024”在当前筛选下没有数据"),
        ({"i": RECEIVED, "view": "change", "to": "x"}, "“x”无法识别"),
        ({"i": RECEIVED, "view": "scatter", "with": "a@"}, "“a@”无法识别"),
        ({"i": RECEIVED, "view": "ranking", "show": "index"}, "“index”在当前筛选下没有数据"),
    ],
)  # fmt: skip
def test_a_bad_link_is_said_and_shows_something_sane(parameters: dict[str, str], said: str) -> None:
    at = opened(TONGZHOU, ZHENHAI, **parameters)
    assert any(said in warning.value for warning in at.warning)
    assert len(charts(at)) == 1


def test_a_scope_that_the_selection_does_not_hold_is_told_from_a_wrong_one() -> None:
    at = opened(ZHENHAI, i=RECEIVED, s="以街道乡镇为被申请人")
    assert "在当前筛选下没有数据" in at.warning[0].value


def test_an_empty_selection_says_why_and_offers_a_way_out() -> None:
    at = opened(ZHENHAI, i="legal_aid.losses_recovered")
    assert "当前筛选下没有数据" in at.main.info[0].value
    at.button(key="empty-show").click().run()
    assert len(charts(at)) == 1
