"""The page 数据与来源: no figure is missing, checks say what they found, files are whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import Context, load_data
from dashboard.pages.data.all_figures import A_PAGE, figures_table, named
from dashboard.pages.data.check_sentences import growth_sentence, identity_sentence
from dashboard.pages.data.checks import figures_of, growth_table, identity_table
from dashboard.pages.data.coverage import documents_table as documents_by_year_table
from dashboard.pages.data.coverage import reasons
from dashboard.pages.data.disagreements import why
from dashboard.pages.data.documents import documents_table
from dashboard.pages.data.downloads import DOWNLOADS, change_log, citation, file_name
from dashboard.pages.data.page import Part
from dashboard.printed import printed_text
from dashboard.selection import BasisChoice, Selection
from dashboard.words import Language, Words, load_texts
from indicators.periods import parse_label
from warehouse import queries, searching
from warehouse.connection import Warehouse
from warehouse.searching import Wanted

ROOT = Path(__file__).resolve().parents[2]
PAGE = "dashboard/views/data.py"
DERIVED_AND_REPORTED = 502
MOST = 10_000  # rows


@pytest.fixture
def served(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The warehouse, as the dashboard finds it."""
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
    return warehouse


@pytest.fixture(params=list(Language))
def context(served: Warehouse, request: pytest.FixtureRequest) -> Context:
    return everything(Words(request.param))


@pytest.fixture
def zh(served: Warehouse) -> Context:
    return everything(Words(Language.ZH))


@pytest.fixture
def every_figure(zh: Context) -> pl.DataFrame:
    return searching.page(zh.warehouse, zh.selection.filter, most=MOST)


def everything(words: Words) -> Context:
    data = load_data()
    offer = data.offer
    chosen = Selection(offer.districts, offer.years[0], offer.years[-1], tuple(BasisChoice))
    return Context(data, words, chosen)


def opened(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    at.switch_page(PAGE).run()
    return at


def healthy(at: AppTest) -> AppTest:
    assert not at.exception
    assert not at.error
    return at


# ---------------------------------------------------------------- the page


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("part", list(Part))
def test_every_part_opens_in_both_languages(part: Part, language: Language) -> None:
    at = opened(lang=language.value)
    at.segmented_control(key="data-part").set_value(part.value).run()
    healthy(at)
    assert at.title[0].value == Words(language)("nav.data")


@pytest.mark.usefixtures("served")
def test_the_table_follows_the_filters_at_the_side_until_all_is_asked_for() -> None:
    at = healthy(opened(lang="zh", d="440311", y="2024-2024"))
    assert set(at.dataframe[0].value["区县"]) == {"光明区"}
    at.segmented_control(key="data-reach").set_value("everything").run()
    assert len(set(healthy(at).dataframe[0].value["区县"])) > 1


@pytest.mark.usefixtures("served")
def test_a_pasted_link_brings_part_and_filters() -> None:
    at = opened(lang="zh")
    for name, value in {"part": "figures", "reach": "everything", "q": "1.02亿"}.items():
        at.query_params[name] = value
    healthy(at.run())
    table = at.dataframe[0].value
    assert table["数值"].tolist() == [102_000_000]
    assert table["印刷形式"].tolist() == ["约 1.02亿元"]


@pytest.mark.usefixtures("served")
def test_an_unknown_part_in_a_link_is_said_and_the_first_part_is_shown() -> None:
    at = opened(lang="zh")
    at.query_params["part"] = "nonsense"
    healthy(at.run())
    assert at.segmented_control(key="data-part").value == "figures"
    assert any("nonsense" in warning.value for warning in at.run().warning)


@pytest.mark.usefixtures("served")
def test_no_district_is_explained() -> None:
    at = healthy(opened(lang="zh", d=""))
    assert at.info[0].value == Words(Language.ZH)("empty.no_district")


# ---------------------------------------------------------------- all figures


def test_the_table_holds_every_observation_with_values_that_sort(
    zh: Context, every_figure: pl.DataFrame
) -> None:
    known = queries.data_summary(zh.warehouse)
    table = figures_table(every_figure, zh)
    assert table.height == known["observations"] == DERIVED_AND_REPORTED
    assert table["数值"].dtype == pl.Float64
    used = table["图中采用"].value_counts()
    assert dict(used.iter_rows()) == {
        "采用": known["facts"],
        "未采用": known["observations"] - known["facts"],
    }


def test_a_range_without_a_value_is_in_words(zh: Context, every_figure: pl.DataFrame) -> None:
    row = every_figure.filter(pl.col("formula").str.starts_with("373 ÷"))
    table = figures_table(row, zh)
    assert table.select("数值", "可能范围", "性质").rows() == [(None, "285–288", "推算")]


def test_filters_and_search_narrow_the_table(zh: Context) -> None:
    def found(text: str = "", **wanted: str) -> pl.DataFrame:
        narrowed = Wanted(**wanted, words=tuple(text.split()), named=named(text, zh.catalogue))
        chosen = zh.selection.filter
        rows = searching.page(zh.warehouse, chosen, narrowed, most=MOST)
        assert rows.height == searching.count(zh.warehouse, chosen, narrowed)
        return rows

    known = queries.data_summary(zh.warehouse)
    assert found().height == known["observations"]
    assert found(scope="part").height == known["scoped"]
    assert found(status="derived").height == known["derived"]
    assert sorted(found(use="conflict")["printed"]) == ["51件", "60件"]
    assert found(use="shown").height == known["facts"]
    assert found(use="not_shown").height == known["observations"] - known["facts"]
    assert set(found(family="mediation")["family_id"]) == {"mediation"}
    assert set(found(indicator="legal_aid.accepted")["indicator_id"]) == {"legal_aid.accepted"}
    assert found("金山 882件")["value"].to_list() == [882.0]
    assert found("jinshan LITIGATION")["district_zh"].unique().to_list() == ["金山区"]
    assert found("金山 没有这样的词").is_empty()


@pytest.mark.usefixtures("served")
def test_a_long_table_is_leafed_through(zh: Context) -> None:
    at = opened(lang="zh", reach="everything")
    at.segmented_control(key="data-reach").set_value("everything").run()
    assert len(healthy(at).dataframe[0].value) == A_PAGE
    later = next(button for button in at.button if button.label == zh.words("pager.later"))
    before = at.dataframe[0].proto.id
    later.click().run()
    assert len(healthy(at).dataframe[0].value) == DERIVED_AND_REPORTED - A_PAGE
    assert at.dataframe[0].proto.id != before  # no row of the page before stays chosen
    assert any(f"{DERIVED_AND_REPORTED}" in caption.value for caption in at.caption)
    at.text_input(key="data-q").set_value("金山").run()  # another search begins at its first page
    assert set(healthy(at).dataframe[0].value["区县"]) == {"金山区"}


@pytest.mark.usefixtures("served")
def test_values_are_sorted_where_they_are_of_one_indicator(zh: Context) -> None:
    at = opened(lang="zh")
    assert zh.words("data_figure.order_largest") not in at.selectbox(key="data-order").options
    at.selectbox(key="data-indicator").set_value("reconsideration.received").run()
    at.selectbox(key="data-order").set_value("largest").run()
    values = healthy(at).dataframe[0].value["数值"].dropna().tolist()
    assert len(values) > 5
    assert values == sorted(values, reverse=True)


@pytest.mark.usefixtures("served")
def test_too_many_districts_are_looked_at_as_filtered(
    zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.pages.data.page.MOST_DISTRICTS", 3)
    at = opened(lang="zh", d="440311")
    at.segmented_control(key="data-reach").set_value("everything").run()
    assert set(healthy(at).dataframe[0].value["区县"]) == {"光明区"}
    assert any("超过一次能看的 3 个" in info.value for info in at.info)


def test_the_hedge_is_not_printed_twice() -> None:
    assert printed_text("1900多件", "余") == "1900多件"
    assert printed_text("1000件", "近") == "近 1000件"


# ---------------------------------------------------------------- coverage


def test_reasons_of_empty_cells_add_up(zh: Context) -> None:
    cells = queries.coverage(
        zh.warehouse, districts=["440306"], years=(2018, 2025), families=["reconsideration"]
    )
    text = reasons(cells, zh)
    first, *counts = map(int, re.findall(r"\d+", text))
    assert first == cells.height == sum(counts)
    assert "**2** 格有数据" in text
    assert "1 格已通读报告但没有提到" in text  # the report on the first half of 2025


def test_documents_say_how_far_they_were_read(zh: Context) -> None:
    rows = queries.documents_by_year(zh.warehouse, districts=["440306"], years=(2020, 2021))
    table = documents_by_year_table(rows, zh)
    assert set(table.filter(pl.col("年份") == "2021")["读法"]) == {"通读", "摘读"}
    half_year = rows.filter(pl.col("source_id") == "r002")
    assert dict(half_year.select("year", "covers").iter_rows()).get(2021) is True


# ---------------------------------------------------------------- checks


@pytest.fixture
def checked(zh: Context) -> set[str]:
    rows = queries.identity_checks(zh.warehouse)
    table = identity_table(rows, figures_of(rows, zh), zh)
    assert table.height == rows.height
    return set(table["核对"])


@pytest.mark.parametrize(
    "sentence",
    [
        "50 = 40 + 10 ✓",
        "19 = 13 + 1 + 5 ✓",
        "13% ≠ 27 ÷ 176 = 15.34% ✗",
        "31% ≠ (161 + 310) ÷ 1,550 = 30.39% ✗",
        "176 = 71 + 32 + 24 + 15 + 27 + 未列明 7",
        "78.4% ≈ 507 ÷ 647 = 78.36% ✓",
        "40 ≤ 50 ✓",
        "上半年 66 ≤ 全年 262 ✓",
        "0% ≤ 99.97% ≤ 100% ✓",
    ],
)
def test_identities_are_written_with_their_figures(checked: set[str], sentence: str) -> None:
    assert sentence in checked


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("sum", (50, 40, 20), "50 ≠ 40 + 20 = 60 ✗"),
        ("at_most", (50, 60), "60 > 50 ✗"),
    ],
)
def test_a_violation_shows_the_relation_that_does_not_hold(
    zh: Context, kind: str, values: tuple[int, ...], sentence: str
) -> None:
    figures = [
        {"indicator_id": "reconsideration.received", "qualifier": "", "value": value}
        for value in values
    ]
    check = {"kind": kind, "result": "violated", "whole": values[0], "parts": sum(values[1:])}
    written = identity_sentence(check, figures, catalogue=zh.catalogue, words=zh.words)
    assert written == sentence


def test_a_hedged_figure_is_marked_in_the_sum(zh: Context) -> None:
    figures = [
        {"indicator_id": "reconsideration.received", "qualifier": qualifier, "value": value}
        for qualifier, value in (("约", 500), ("", 100), ("余", 390))
    ]
    check = {"kind": "sum", "result": "holds", "whole": 500, "parts": 490}
    written = identity_sentence(check, figures, catalogue=zh.catalogue, words=zh.words)
    assert written == "≈500 ≈ 100 + ≥390 ✓"


def test_growth_is_compared_with_the_earlier_report(zh: Context) -> None:
    rows = queries.growth_checks(zh.warehouse)
    written = growth_table(rows, zh)["核对"].to_list()
    assert "1,696 ÷ (1 + 52%) → 1,109–1,119，含公布的 1,113 ✓" in written
    assert "1,113 ÷ (1 + 99.5%) → 558，等于公布的 558 ✓" in written
    wrong = {**rows.row(0, named=True), "result": "violated", "reported": 200.0}
    assert growth_sentence(wrong, words=zh.words).endswith("不含公布的 200 ✗")


@pytest.mark.parametrize(
    ("implied", "reported", "qualifier", "ending"),
    [
        ((88, 88), (88, 88), "", "等于公布的 88 ✓"),
        ((88, 88), (85, 95), "约", "与公布的 ≈90 相容 ✓"),
        ((85, 95), (90, 90), "", "含公布的 90 ✓"),
        ((85, 92), (85, 95), "约", "与公布的 ≈90 相容 ✓"),
        ((85, None), (90, 99), "余", "含公布的 ≥90 ✓"),
        ((85, None), (None, 90), "不足", "与公布的 ≤90 相容 ✓"),
    ],
)
def test_what_a_growth_implies_is_said_to_be_equal_only_where_it_is(
    zh: Context,
    implied: tuple[int | None, ...],
    reported: tuple[int | None, ...],
    qualifier: str,
    ending: str,
) -> None:
    check = {
        "result": "holds", "formula": "", "reported": 88 if implied == reported else 90,
        "implied_low": implied[0], "implied_high": implied[1],
        "reported_low": reported[0], "reported_high": reported[1], "reported_qualifier": qualifier,
    }  # fmt: skip
    assert growth_sentence(check, words=zh.words) == f"，{ending}"


@pytest.mark.usefixtures("served")
def test_checks_keep_to_the_chosen_districts_and_years() -> None:
    at = opened(lang="zh", d="440306", y="2021-2021")
    at.segmented_control(key="data-part").set_value("checks").run()
    table = healthy(at).dataframe[0].value
    assert set(table["区县"]) == {"宝安区"}
    assert all(period.startswith("2021年") for period in table["期间"])
    assert "50 = 40 + 10 ✓" in set(table["核对"])


@pytest.mark.usefixtures("served")
def test_counts_of_results_are_the_filter() -> None:
    at = opened(lang="zh")
    at.segmented_control(key="data-part").set_value("checks").run()
    at.segmented_control(key="data-reach").set_value("everything").run()
    at.segmented_control(key="data-result").set_value("violated").run()
    table = healthy(at).dataframe[0].value
    assert set(table["结果"]) == {"不符"}
    assert "13% ≠ 27 ÷ 176 = 15.34% ✗" in set(table["核对"])
    assert any("15.3" in text for text in table["说明"])  # the reason on the register
    assert any("受理151件" in text for text in table["说明"])  # a note of a figure


# ---------------------------------------------------------------- conflicts and corrections


@pytest.mark.usefixtures("served")
def test_a_conflict_stands_side_by_side_with_its_reason() -> None:
    at = opened(lang="zh")
    at.segmented_control(key="data-part").set_value("conflicts").run()
    at.segmented_control(key="data-reach").set_value("everything").run()
    texts = [item.value for item in healthy(at).markdown]
    assert "### 60 件" in texts
    assert "### 51 件" in texts
    assert any("2023-12-31" in text and "2023-11-03" in text for text in texts)
    assert sum("标记" in text for text in texts) == 3  # the register


@pytest.mark.usefixtures("served")
def test_conflicts_obey_districts_and_years(warehouse: Warehouse) -> None:
    (known,) = queries.conflicts(warehouse).iter_rows(named=True)
    year = parse_label(known["period_label"]).year
    for years, shown in ((f"{year}-{year}", True), (f"{year + 1}-{year + 1}", False)):
        at = opened(lang="zh", d=known["district_code"], y=years)
        at.segmented_control(key="data-part").set_value("conflicts").run()
        assert any("### 60 件" in item.value for item in healthy(at).markdown) is shown
        assert any("没有互不相容的数" in item.value for item in at.info) is not shown


@pytest.mark.parametrize("reason", ["status", "later", "official", "order"])
def test_every_rule_of_choice_has_words(context: Context, reason: str) -> None:
    row = {"reason": reason, "shown_age": "2024-05-01", "other_age": "2023-05-01"}
    text = why(row, context)
    assert ("2024-05-01" in text) == (reason == "later")


# ---------------------------------------------------------------- documents


def test_all_documents_with_checksums_of_those_read_in_full(zh: Context) -> None:
    table = documents_table(queries.sources(zh.warehouse), zh)
    assert table.height == queries.data_summary(zh.warehouse)["sources"]
    full = pl.col("读法") == "通读"
    assert table.filter(full)["正文 SHA-256"].str.len_chars().to_list() == [64] * 5
    assert set(table.filter(~full)["正文 SHA-256"]) == {""}
    assert table["读出的数"].sum() == queries.data_summary(zh.warehouse)["reported"]


# ---------------------------------------------------------------- downloads


def _csv(content: bytes, warehouse: Warehouse) -> int:
    return pl.read_csv(io.BytesIO(content), infer_schema=False).height


def _parquet(content: bytes, warehouse: Warehouse) -> int:
    return pl.read_parquet(io.BytesIO(content)).height


def _datapackage(content: bytes, warehouse: Warehouse) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "datapackage.json" in archive.namelist()
        name = next(name for name in archive.namelist() if name.endswith("/observation.csv"))
        return pl.read_csv(archive.read(name), infer_schema=False).height


def _duckdb(content: bytes, warehouse: Warehouse) -> int:
    assert content == warehouse.path.read_bytes()
    return DERIVED_AND_REPORTED


@pytest.mark.parametrize(
    ("place", "read"), list(enumerate([_csv, _parquet, _datapackage, _duckdb]))
)
def test_each_file_holds_every_observation(
    warehouse: Warehouse, place: int, read: Callable[[bytes, Warehouse], int]
) -> None:
    content = DOWNLOADS[place].make(warehouse)
    assert read(content, warehouse) == DERIVED_AND_REPORTED


def test_files_and_citation_carry_the_data_version(context: Context) -> None:
    version = context.data.version
    names = [file_name(item, context) for item in DOWNLOADS]
    assert len(set(names)) == len(DOWNLOADS)
    assert all(version in name for name in names)
    assert version in citation(context)
    assert str(queries.data_date(context.warehouse)) in citation(context)


def test_the_change_log_names_every_version(context: Context) -> None:
    log = queries.change_log(context.warehouse)
    text = change_log(context)
    assert all(f"**{version}**" in text for version in log["version"])
    assert text.count("\n- ") == sum(map(len, log[context.words.pick("zh", "en")]))


# ---------------------------------------------------------------- texts


def test_texts_have_the_same_placeholders_in_both_languages() -> None:
    own = {key: text for key, text in load_texts().items() if key.startswith("data")}
    assert len(own) > 100
    for key, text in own.items():
        zh, en = (set(re.findall(r"\{(\w+)[:}]", text[language])) for language in ("zh", "en"))
        assert zh == en, key
