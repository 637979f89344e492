"""The page 总览: its counts are the warehouse's, changes compare like with like, gaps stay gaps."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.movements import MOST, SMALL_BASE, all_figures, latest_pairs, movement_chart
from dashboard.charts.series import fact_of
from dashboard.context import Context
from dashboard.exports.tables import full_records
from dashboard.pages.overview import family_table
from dashboard.words import Language, Words
from indicators.catalogue import Measure
from tests.dashboard.conftest import MakeContext
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
LINPING, TONGZHOU, GUANGMING, ZHENHAI = "330113", "110112", "440311", "330211"


def opened(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    assert not at.error
    return at


def text(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.main.markdown, *at.main.caption])


# ---------------------------------------------------------------- the page


def test_it_opens_with_what_there_is(served: Warehouse) -> None:
    at = opened()
    counts = served.query(
        "SELECT count(*) AS facts, count(DISTINCT district_code) AS districts,"
        " count(DISTINCT indicator_id) AS indicators FROM shown_observation"
    ).row(0, named=True)
    assert at.title[0].value == "总览"
    assert f"{counts['districts']} 个区县的 {counts['facts']} 项事实" in text(at)
    assert f"{counts['indicators']} 项指标" in text(at)
    assert served.version in text(at)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("language", list(Language))
def test_it_says_what_the_newest_version_brought(language: Language) -> None:
    log = tomllib.loads((ROOT / "seed_data" / "changes.toml").read_text(encoding="utf-8"))
    newest = max(log["changes"], key=lambda entry: entry["date"])
    at = opened(lang=language.value)
    plain = text(at).replace("\\", "")
    assert all(sentence in plain for sentence in newest[language.value])


@pytest.mark.usefixtures("served")
def test_the_selection_is_counted_by_itself() -> None:
    at = opened(d=GUANGMING, y="2024-2024")
    counted = re.search(r"当前筛选：1 个区县，2024—2024 年，共 (\d+) 项事实", text(at))
    assert counted is not None
    assert int(counted[1]) == 28


@pytest.mark.usefixtures("served")
def test_english_readers_get_english_sentences() -> None:
    at = opened(lang="en")
    assert at.title[0].value == "Overview"
    assert [heading.value for heading in at.header] == [
        Words(Language.EN)(f"overview.{key}") for key in ("topics", "moved", "complete")
    ]


@pytest.mark.usefixtures("served")
def test_core_topics_come_first_and_lead_to_their_pages() -> None:
    links = opened().main.get("page_link")
    assert [link.proto.page for link in links] == ["reconsideration", "legal_aid", "mediation"]


@pytest.mark.usefixtures("served")
def test_a_topic_shows_one_period_of_its_lead_indicator() -> None:
    sentence = next(line for line in text(opened()).splitlines() if "收到行政复议申请" in line)
    assert sentence.startswith("2024年")
    assert "光明区583件，是上年的3.38倍" in sentence


@pytest.mark.usefixtures("served")
def test_without_districts_it_says_so_and_offers_the_way_out() -> None:
    at = opened(d="")
    assert len(at.info) == 1
    assert not at.main.get("plotly_chart")
    at.button(key="empty-reset").click().run()
    assert at.main.get("plotly_chart")


@pytest.mark.usefixtures("served")
def test_a_topic_without_figures_is_named() -> None:
    at = opened(d=TONGZHOU)
    assert [info.value for info in at.info] == [
        "当前筛选下没有法律援助的主要指标。",
        "当前筛选下没有调解的主要指标。",
    ]


# ---------------------------------------------------------------- what moved most


def test_only_figures_a_year_apart_are_compared(zh: Context) -> None:
    pairs = latest_pairs(all_figures(zh), zh.catalogue)
    assert len(pairs) > 20
    for pair in pairs:
        before, after = fact_of(pair.earlier), fact_of(pair.later)
        assert after.period.year_earlier() == before.period
        assert (before.district, before.indicator) == (after.district, after.indicator)
        assert before.scope == after.scope == ""
        assert zh.catalogue[after.indicator].measure in (Measure.FLOW, Measure.STOCK)
        assert pair.change.low <= pair.percent <= pair.change.high


def test_each_indicator_of_a_district_moves_once_and_latest(zh: Context) -> None:
    pairs = latest_pairs(all_figures(zh), zh.catalogue)
    keys = [(p.later["district_code"], p.later["indicator_id"], p.later["shape"]) for p in pairs]
    assert len(set(keys)) == len(keys)
    received = {
        pair.later["period_label"]: pair
        for pair in pairs
        if pair.later["district_code"] == TONGZHOU
        and pair.later["indicator_id"] == "reconsideration.received"
    }
    assert list(received) == ["2024"]
    assert received["2024"].earlier["value"] == 1113
    assert received["2024"].later["value"] == 1696


def test_the_largest_changes_come_first_and_small_bases_are_left_out(zh: Context) -> None:
    pairs = [p for p in latest_pairs(all_figures(zh), zh.catalogue) if p.percent]
    large = [abs(p.percent) for p in pairs if p.earlier["value"] >= SMALL_BASE]
    chart = movement_chart(all_figures(zh), zh)
    assert chart is not None
    values = chart.rows["value"].to_list()
    sizes = [
        abs(later / earlier - 1) * 100
        for earlier, later in zip(values[::2], values[1::2], strict=True)
    ]
    assert sizes == pytest.approx(sorted(large, reverse=True)[:MOST])
    assert min(values[::2]) >= SMALL_BASE
    assert any(f"另有 {len(pairs) - len(large)} 项变化" in note for note in chart.notes)


def test_a_district_with_small_bases_only_has_no_chart(make_context: MakeContext) -> None:
    context = make_context(districts=[LINPING])
    assert latest_pairs(all_figures(context), context.catalogue)
    assert movement_chart(all_figures(context), context) is None


def test_both_ends_of_a_change_can_be_asked_for_evidence(make_context: MakeContext) -> None:
    context = make_context(districts=[GUANGMING, ZHENHAI])
    chart = movement_chart(all_figures(context), context)
    assert chart is not None
    marks = [key for trace in chart.figure.data for key in trace.customdata or ()]
    assert set(marks) == chart.observations
    statuses = dict(chart.rows.select("period_label", "status").iter_rows())
    assert statuses == {"2023": "derived", "2024": "reported"}


def test_the_file_says_how_a_change_was_computed(make_context: MakeContext) -> None:
    context = make_context(districts=[GUANGMING])
    chart = movement_chart(all_figures(context), context)
    assert chart is not None
    header, rows = full_records(chart, context)
    formula = header.index(context.words("column.formula"))
    assert rows[1][formula] == "583 ÷ 172 − 1 = +239%"
    assert rows[0][formula].startswith("583 ÷ 3.38")
    assert "+239%" in chart.alt


# ---------------------------------------------------------------- completeness


def test_the_table_adds_up_to_the_selection(make_context: MakeContext) -> None:
    context = make_context(districts=[GUANGMING, TONGZHOU])
    rows = all_figures(context)
    table = family_table(rows, context)
    assert table["合计"].sum() == rows.height
    assert table.select("光明区", "通州区（北京）").sum().row(0) == (
        rows.filter(pl.col("district_code") == GUANGMING).height,
        rows.filter(pl.col("district_code") == TONGZHOU).height,
    )


def test_a_topic_without_figures_is_blank_and_not_zero(make_context: MakeContext) -> None:
    context = make_context(districts=[TONGZHOU])
    table = family_table(all_figures(context), context)
    cell = table.filter(pl.col("专题") == "法律援助")["通州区（北京）"].item()
    assert cell is None


@pytest.mark.usefixtures("served")
def test_the_legend_explains_every_kind_of_empty_cell() -> None:
    legend = Words(Language.ZH)("coverage.legend")
    assert legend in text(opened()).replace("\\", "")
