"""The page 区县档案: one district's figures in full, and peers only where they may be compared."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.movements import all_figures
from dashboard.charts.profiles import FEWEST_PEERS, Comparison, comparisons, profile_chart
from dashboard.charts.series import Mode, fact_of, panels
from dashboard.context import Context
from dashboard.pages.district.checks import conflict_sentences, correction_sentences
from dashboard.pages.district.heading import documents_table
from dashboard.words import Language
from indicators.comparability import against_one_ranking
from tests.dashboard.conftest import MakeContext
from warehouse import queries
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
PAGE = "dashboard/views/district.py"
BAOAN, TONGZHOU, SONGJIANG, ZHENHAI = "440306", "110112", "310117", "330211"


def opened(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.run()
    for name, value in parameters.items():
        at.query_params[name] = value
    at.switch_page(PAGE).run()
    assert not at.exception
    assert not at.error
    return at


def text(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.main.markdown, *at.main.caption])


# ---------------------------------------------------------------- the page


@pytest.mark.usefixtures("served")
def test_a_link_opens_its_district() -> None:
    at = opened(one=BAOAN)
    assert at.header[0].value == "宝安区"
    assert "广东省深圳市 · 区划代码 440306 · 常住人口 4,476,600 人（2020年11月1日人口普查" in text(
        at
    )
    assert "收录资料 6 份：通读全文 2 份，摘读 4 份。" in text(at)
    assert "最近的发布于 2021-12-22" in text(at)


@pytest.mark.usefixtures("served")
def test_the_first_chosen_district_is_the_default() -> None:
    at = opened(d=f"{ZHENHAI}.{BAOAN}")
    assert at.header[0].value == "镇海区"
    assert at.selectbox(key="district-one").value == ZHENHAI


@pytest.mark.usefixtures("served")
def test_every_district_with_figures_can_be_chosen(served: Warehouse) -> None:
    at = opened(d=ZHENHAI)
    known = served.query("SELECT DISTINCT district_code FROM shown_observation")
    assert len(at.selectbox(key="district-one").options) == known.height
    at.selectbox(key="district-one").set_value(TONGZHOU).run()
    assert at.header[0].value == "通州区（北京）"
    assert "常住人口未收录" in text(at)


@pytest.mark.usefixtures("served")
def test_an_unknown_district_in_a_link_is_said_and_replaced() -> None:
    at = opened(one="999999", d=ZHENHAI)
    assert at.header[0].value == "镇海区"
    assert any("999999" in warning.value for warning in at.warning)


@pytest.mark.usefixtures("served")
def test_english_readers_get_english_sentences() -> None:
    at = opened(one=ZHENHAI, lang=Language.EN.value)
    assert at.title[0].value == "District profile"
    assert "Ningbo, Zhejiang · code 330211" in text(at)


@pytest.mark.usefixtures("served")
def test_one_topic_at_a_time_and_restricted_figures_apart() -> None:
    at = opened(one=TONGZHOU, topic="reconsideration")
    headings = [m.value for m in at.main.markdown if m.value.startswith("####")]
    assert headings == ["#### 全区（县、市）的数", "#### 限定范围的数"]
    whole, scoped = [f.value for f in at.dataframe if "指标" in f.value.columns][:2]
    assert set(whole["范围"]) == {""}
    assert "" not in set(scoped["范围"])
    assert len(whole) + len(scoped) == 72


@pytest.mark.usefixtures("served")
def test_years_without_figures_are_explained_with_the_way_out() -> None:
    at = opened(one=BAOAN, y="2018-2019")
    assert len(at.info) == 1
    assert "2020—2025 年" in at.info[0].value
    at.button(key="district-show-all").click().run()
    assert not [info for info in at.info if "2020—2025" in info.value]
    assert at.header[0].value == "宝安区"


@pytest.mark.usefixtures("served")
def test_checks_are_drawn_when_they_are_unfolded() -> None:
    at = opened(one=TONGZHOU)
    closed = len(at.dataframe)
    at.session_state["district-identities-open"] = True
    at.run()
    assert not at.exception
    assert len(at.dataframe) == closed + 1


# ---------------------------------------------------------------- peers


@pytest.mark.parametrize("mode", [Mode.LEVEL, Mode.PER_100K])
def test_peers_are_comparable_and_enough(zh: Context, mode: Mode) -> None:
    rows = all_figures(zh)
    found = [c for code in zh.data.offer.districts for c in comparisons(rows, code, zh, mode=mode)]
    assert len(found) > 5
    for item in found:
        districts = [row["district_code"] for row in item.peers]
        assert len(set(districts)) == len(districts) >= FEWEST_PEERS
        assert item.own["district_code"] not in districts
        assert not any(against_one_ranking(fact_of(item.own), fact_of(p)) for p in item.peers)


def test_peers_are_all_districts_and_not_only_the_chosen(make_context: MakeContext) -> None:
    everybody = all_figures(make_context())
    found = comparisons(everybody, TONGZHOU, make_context(districts=[TONGZHOU]), mode=Mode.LEVEL)
    received = next(c for c in found if c.own["indicator_id"] == "reconsideration.received")
    assert received.own["value"] == 1696
    assert received.rank == 1
    assert len(received.peers) == 3


def test_per_residents_leaves_out_districts_of_unknown_population(zh: Context) -> None:
    rows = all_figures(zh)
    assert comparisons(rows, TONGZHOU, zh, mode=Mode.LEVEL)
    assert comparisons(rows, TONGZHOU, zh, mode=Mode.PER_100K) == []
    accepted = comparisons(rows, SONGJIANG, zh, mode=Mode.PER_100K)[0]
    assert accepted.own["shown"] == pytest.approx(836 / 1_909_713 * 100_000)
    codes = {row["district_code"] for row in accepted.peers}
    assert codes <= set(zh.data.populations)


def test_no_rank_where_bounds_overlap(zh: Context) -> None:
    rows = all_figures(zh).filter(
        (pl.col("indicator_id") == "reconsideration.received") & (pl.col("period_label") == "2024")
    )
    panel = panels(rows, zh.catalogue, zh.words)[0]
    first, *others = sorted(panel.rows.to_dicts(), key=lambda row: row["value"], reverse=True)
    vague = {**others[0], "shown_low": 100.0, "shown_high": 2000.0}
    assert Comparison(panel, first, tuple(others)).rank == 1
    assert Comparison(panel, first, (vague, *others[1:])).rank is None


def test_the_chart_shows_every_peer_with_its_evidence(zh: Context) -> None:
    found = comparisons(all_figures(zh), ZHENHAI, zh, mode=Mode.LEVEL)
    chart = profile_chart(found, zh, mode=Mode.LEVEL)
    assert chart is not None
    marks = [key for trace in chart.figure.data for key in trace.customdata or ()]
    assert set(marks) == chart.observations
    assert len(marks) == chart.rows.height == sum(1 + len(item.peers) for item in found)
    assert "254 件 第 4/4" in chart.alt


def test_no_chart_without_peers(zh: Context) -> None:
    found = comparisons(all_figures(zh), BAOAN, zh, mode=Mode.LEVEL)
    assert found == []
    assert profile_chart(found, zh, mode=Mode.LEVEL) is None


# ---------------------------------------------------------------- checks and documents


def test_conflicts_and_corrections_stand_with_their_district(zh: Context) -> None:
    conflict = conflict_sentences(TONGZHOU, zh)
    assert len(conflict) == 1
    assert "图表采用 60 件" in conflict[0]
    assert "另一份资料为 51 件" in conflict[0]
    flagged = correction_sentences(TONGZHOU, zh)
    assert len(flagged) == 3
    assert any("所印 13%" in sentence for sentence in flagged)
    assert conflict_sentences(BAOAN, zh) == correction_sentences(BAOAN, zh) == []


def test_conflicts_keep_to_the_chosen_years(make_context: MakeContext) -> None:
    context = make_context(first=2023)
    assert conflict_sentences(TONGZHOU, context) == []
    assert len(correction_sentences(TONGZHOU, context)) == 1


def test_documents_say_how_far_they_were_read(zh: Context) -> None:
    rows = queries.district_sources(zh.warehouse, BAOAN)
    table = documents_table(rows, zh)
    assert table["读法"].to_list() == ["通读"] * 2 + ["摘读"] * 4
    assert table["读出的数"].sum() == 94
    assert all(url.startswith("http") for url in table["网址"])
