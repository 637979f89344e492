"""The page 口径说明: examples are what the rules give, the dictionary leaves nothing out."""

from __future__ import annotations

import base64
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import Context, load_data
from dashboard.figures.base import SYMBOLS
from dashboard.figures.matrix import FILLS
from dashboard.pages.methods.data_examples import EXAMPLES
from dashboard.pages.methods.dictionary import ALL, matching
from dashboard.pages.methods.mark_legend import colour_legend, mark, mark_legend
from dashboard.pages.methods.page import DRAWN_AS_HTML
from dashboard.pages.methods.rule_examples import PAIRS
from dashboard.pages.methods.text import sections
from dashboard.selection import default_selection
from dashboard.words import TEXTS, Language, Words
from indicators.catalogue import load_catalogue
from indicators.comparability import (
    Reason,
    against_one_axis,
    against_one_line,
    against_one_ranking,
)
from indicators.quantities import HEDGES
from warehouse import queries
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[2]
PAGE = "dashboard/views/methods.py"


@pytest.fixture
def served(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The warehouse, as the dashboard finds it."""
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
    return warehouse


@pytest.fixture(params=list(Language))
def context(served: Warehouse, request: pytest.FixtureRequest) -> Context:
    data = load_data()
    return Context(data, Words(request.param), default_selection(data.offer))


@pytest.fixture
def zh(served: Warehouse) -> Context:
    data = load_data()
    return Context(data, Words(Language.ZH), default_selection(data.offer))


def opened(language: Language, *, part: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["lang"] = language.value
    at.run()
    at.switch_page(PAGE).run()
    at.segmented_control(key="methods-part").set_value(part).run()
    assert not at.exception
    assert not at.error
    return at


# ---------------------------------------------------------------- the text


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("language", list(Language))
def test_every_section_is_on_the_page(language: Language) -> None:
    at = opened(language, part="text")
    assert [item.value for item in at.header] == [item.title for item in sections(language)]


def test_both_languages_have_the_same_sections_and_examples() -> None:
    zh, en = (sections(language) for language in Language)
    assert [item.anchor for item in zh] == [item.anchor for item in en]
    for one, other in zip(zh, en, strict=True):
        kinds = [[piece for piece in item.pieces() if piece[0] == "block"] for item in (one, other)]
        assert kinds[0] == kinds[1], one.anchor


def test_every_example_is_used_and_known() -> None:
    used = {
        name
        for section in sections(Language.ZH)
        for kind, name in section.pieces()
        if kind == "block"
    }
    assert used == set(EXAMPLES) | set(DRAWN_AS_HTML)


def test_links_within_the_page_lead_somewhere() -> None:
    for language in Language:
        anchors = {item.anchor for item in sections(language)}
        linked = set(re.findall(r"\]\(#(\w+)\)", "".join(s.body for s in sections(language))))
        assert linked
        assert linked <= anchors


def test_chinese_text_uses_full_width_punctuation() -> None:
    text = (TEXTS / "methods.zh.md").read_text(encoding="utf-8")
    assert (
        re.findall(
            r"[一-鿿][,;:?!()]|[,;:?!()][一-鿿]", text.replace("](#", "]〔").replace(")", "")
        )
        == []
    )


# ---------------------------------------------------------------- worked examples


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_made_from_the_data(context: Context, name: str) -> None:
    text = EXAMPLES[name](context)
    assert text
    assert "None" not in text
    assert "{" not in text
    widths = {line.count(" | ") for line in text.splitlines() if line.startswith("|")}
    assert len(widths) <= 1  # a table has the same number of cells in each row


@pytest.mark.parametrize(
    "example",
    [
        "800余 → 800–899", "16万余 → 160,000–169,999", "3505余 → ≥ 3,505",
        "约12万 → 115,000–125,000", "近1000 → 950–1,000", "逾24万 → ≥ 240,000",
        "99%以上 → 99–100", "不足500 → ≤ 500",
    ],
)  # fmt: skip
def test_bounds_are_shown_as_the_rules_give_them(zh: Context, example: str) -> None:
    assert example in EXAMPLES["bounds"](zh)


def test_every_hedging_word_is_explained(context: Context) -> None:
    explained = re.split(r"[|、,\s]+", EXAMPLES["bounds"](context))
    assert set(HEDGES) - {""} <= set(explained)


@pytest.mark.parametrize(
    ("formula", "earlier", "reading"),
    [
        ("882 ÷ (1 + 36.32%)", "647", "四舍五入、截尾"),
        ("254 ÷ (1 + 108.2%)", "122", "四舍五入"),
        ("583 ÷ 3.38", "172", "截尾"),
        ("373 ÷ (1 + 30%)", "285–288", "四舍五入、截尾"),
    ],
)
def test_growth_gives_the_earlier_value(
    zh: Context, formula: str, earlier: str, reading: str
) -> None:
    assert f"| {formula} | **{earlier}** | {reading} |" in EXAMPLES["growth"](zh)


def test_rounding_alone_would_exclude_the_truth_in_the_example_named_in_the_text() -> None:
    assert Decimal(373) / Decimal("1.305") > 285
    assert Decimal(373) / Decimal("1.31") < 285 < Decimal(373) / Decimal("1.30")


def test_the_proof_counts_what_the_checks_found(zh: Context) -> None:
    checks = queries.growth_checks(zh.warehouse)
    counts = re.findall(r"\d+", EXAMPLES["growth_proof"](zh))
    holds = checks["result"].to_list().count("holds")
    assert list(map(int, counts)) == [checks.height, holds, checks["independent"].sum()]


def test_each_pair_of_the_comparison_differs_in_its_reason_only() -> None:
    assert set(PAIRS) == set(Reason)
    for reason, pair in PAIRS.items():
        assert reason in against_one_axis(*pair) | against_one_line(*pair) | against_one_ranking(
            *pair
        )
    # a first half is another period, too; nothing else comes along
    assert against_one_ranking(*PAIRS[Reason.BASIS]) == {Reason.BASIS, Reason.PERIOD}
    assert against_one_line(*PAIRS[Reason.DISTRICT]) == {Reason.DISTRICT}
    assert against_one_axis(*PAIRS[Reason.PERIOD]) == set()


def test_the_comparison_table_says_what_the_rules_say(zh: Context) -> None:
    table = EXAMPLES["compare"](zh)
    assert "| 区县 | 可以 | 不可以 | 可以 |" in table
    assert "| 年份 | 可以 | 可以 | 不可以 |" in table
    assert "| 范围 | 不可以 | 不可以 | 不可以 |" in table


def test_a_rate_from_many_cases_has_the_narrower_interval(zh: Context) -> None:
    table = EXAMPLES["wilson"](zh)
    assert "| 17 件中的 7 件 | 41.2% | 21.6%–64.0% |" in table
    ends = [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+)%–([\d.]+)%", table)]
    widths = [high - low for low, high in ends]
    assert widths == sorted(widths, reverse=True)


# ---------------------------------------------------------------- marks


def test_the_legend_draws_every_mark_that_charts_use(context: Context) -> None:
    legend = ElementTree.fromstring(re.sub(r"(<img [^>]*)>", r"\1/>", mark_legend(context)))  # noqa: S314 - our own
    pictures = [image.attrib["src"].partition(",")[2] for image in legend.iter("img")]
    drawn = [base64.b64decode(picture).decode() for picture in pictures]
    assert len(set(drawn)) == len(drawn)
    for symbol in SYMBOLS.values():
        assert any(mark(symbol).count(picture) for picture in pictures)
    for fill in FILLS.values():
        assert any(fill in svg for svg in drawn)
    for svg in drawn:
        ElementTree.fromstring(svg)  # noqa: S314 - our own


def test_a_mark_without_a_picture_is_an_error() -> None:
    with pytest.raises(KeyError):
        mark("star")


def test_the_chosen_districts_are_named_with_their_colours(zh: Context) -> None:
    html = colour_legend(zh)
    assert html.count("background:#") == len(zh.selection.districts)
    assert "宝安区" in html


# ---------------------------------------------------------------- dictionary


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("language", list(Language))
def test_every_indicator_is_in_the_dictionary_with_names_and_definition(language: Language) -> None:
    text = "\n".join(item.value for item in opened(language, part="dictionary").markdown)
    plain = text.replace("\\", "")
    for indicator in load_catalogue():
        assert f"`{indicator.id}`" in text
        assert indicator.name_zh in plain
        assert indicator.name_en in plain
        assert Words(language).pick(indicator.definition_zh, indicator.definition_en) in plain


@pytest.mark.usefixtures("served")
def test_an_entry_says_unit_measure_quotient_related_and_checks() -> None:
    at = opened(Language.ZH, part="dictionary")
    at.text_input(key="methods-q").set_value("withdrawn_rate").run()
    text = "\n".join(item.value for item in at.markdown).replace("\\", "")
    for part in (
        "共 **1** 个指标",
        "单位：%",
        "比率",
        "撤回终止 ÷ 办结复议案件",
        "相关：",
        "核对：",
    ):
        assert part in text


def test_search_and_family_narrow_the_dictionary() -> None:
    catalogue = load_catalogue()
    every = matching(catalogue, text="", family=ALL)
    assert sum(map(len, every.values())) == len(catalogue.by_id)
    assert set(matching(catalogue, text="", family="mediation")) == {"mediation"}
    found = matching(catalogue, text="撤回终止 比例", family=ALL)
    assert [item.id for item in found["reconsideration"]] == ["reconsideration.withdrawn_rate"]
    assert matching(catalogue, text="no such thing", family=ALL) == {}
