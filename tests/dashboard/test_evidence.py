"""Evidence: printed form, bounds, place, derivation, other sources; foreign texts are inert."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import evidence
from dashboard.context import Context
from warehouse import queries, searching
from warehouse.connection import Warehouse

MakeContext = Callable[..., Context]
MOST = 10_000  # rows
Row = dict[str, Any]

SCRIPT = """
import streamlit as st
from dashboard import evidence
from dashboard.context import Context, load_data
from dashboard.selection import default_selection
from dashboard.words import Language, Words

data = load_data()
words = Words(Language(st.query_params["lang"]))
context = Context(data, words, default_selection(data.offer))
evidence.panel(st.query_params["id"], context, key="k")
"""


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


@pytest.fixture
def panel(served: Warehouse) -> Callable[..., AppTest]:
    """Draw the evidence of an observation."""
    del served

    def draw(observation_id: str, language: str = "zh") -> AppTest:
        at = AppTest.from_string(SCRIPT)
        at.query_params["id"] = observation_id
        at.query_params["lang"] = language
        at.run()
        assert not at.exception
        return at

    return draw


def find(context: Context, **wanted: object) -> Row:
    """The one shown observation with these values."""
    rows = searching.page(context.warehouse, context.selection.filter, most=MOST)
    rows = rows.filter(*(pl.col(name) == value for name, value in wanted.items()), pl.col("shown"))
    assert rows.height == 1, rows.select("observation_id", *wanted)
    return rows.row(0, named=True)


def text(at: AppTest) -> str:
    return plain("\n".join(item.value for item in at.markdown))


def details(context: Context, **wanted: object) -> str:
    row = find(context, **wanted)
    rows = queries.same_fact(context.warehouse, row["observation_id"]).to_dicts()
    return plain("\n".join(evidence._details(rows[0], context, alone=len(rows) == 1)))


CORRECTED = {
    "indicator_id": "reconsideration.corrected", "district_code": "110112", "scope": "",
    "period_label": "2022",
}  # fmt: skip


def test_a_conflict_is_said_and_both_figures_are_there(
    zh: Context, panel: Callable[..., AppTest]
) -> None:
    """通州 2022: 60 in the later document, which charts show, 51 in the earlier one."""
    shown = find(zh, **CORRECTED)
    at = panel(shown["observation_id"])
    assert [warning.value for warning in at.warning] == [zh.words("evidence.conflict_warning")]
    said = text(at)
    assert "数值：60 件" in said
    assert "公布 · 政府网站 · 图中采用" in said
    other = said[said.index("同一事实的其他来源") :]
    assert (
        "- 51 件 · 公布 · **不一致** · [通州区司法局《2022年通州区行政复议应诉分析报告》]" in other
    )
    assert "发布日期 2023-11-03" in other


def test_from_the_other_side_the_shown_one_is_marked(
    zh: Context, panel: Callable[..., AppTest]
) -> None:
    shown = find(zh, **CORRECTED)
    rows = queries.same_fact(zh.warehouse, shown["observation_id"]).to_dicts()
    said = text(panel(rows[1]["observation_id"]))
    head, tail = said.split("同一事实的其他来源")
    assert "数值：51 件" in head
    assert "图中采用" not in head
    assert "- 60 件 · 公布 · 图中采用 · **不一致**" in tail


def test_a_derived_value_carries_its_formula(zh: Context) -> None:
    """金山 2024 上半年: only 647 gives 882 at +36.32 %, however that was rounded."""
    said = details(
        zh, indicator_id="reconsideration.received", district_code="310116",
        period_label="2024-S1", status="derived",
    )  # fmt: skip
    assert "- 数值：647 件" in said
    assert "- 性质：推算 · 转载" in said
    assert re.search(r"- 推算过程：882 ÷ \(1 \+ 36\.32%\).*（依据：四舍五入、截尾）", said)
    assert "- 印刷形式：36.32%" in said


def test_a_value_that_is_only_a_range_is_one(zh: Context) -> None:
    said = details(
        zh, indicator_id="legal_aid.losses_recovered", district_code="440306",
        period_label="2024-S1",
    )  # fmt: skip
    assert "- 数值：7,360.4061–7,441.0163 万元" in said


def test_an_approximate_value_says_what_it_may_be(zh: Context) -> None:
    rows = searching.page(zh.warehouse, zh.selection.filter, most=MOST)
    hedged = rows.filter((pl.col("qualifier") == "余") & pl.col("high").is_not_null()).row(
        0, named=True
    )
    said = details(zh, observation_id=hedged["observation_id"])
    assert "（可能范围 " in said
    assert f"- 印刷形式：余 {hedged['printed']}" in said


def test_a_reprint_and_a_district_taken_from_town_names_are_said(zh: Context) -> None:
    rows = searching.page(zh.warehouse, zh.selection.filter, most=MOST).filter(pl.col("shown"))
    reprint = rows.filter(~pl.col("official")).row(0, named=True)
    assert "转载" in details(zh, observation_id=reprint["observation_id"])
    inferred = rows.filter(pl.col("attribution") == "inferred").row(0, named=True)
    said = details(zh, observation_id=inferred["observation_id"])
    assert zh.data.notes["inferred_district"].zh in said


def test_a_report_read_in_full_gives_place_and_hash(zh: Context) -> None:
    """Characters are counted from one, and the last one is named."""
    rows = searching.page(zh.warehouse, zh.selection.filter, most=MOST)
    row = rows.filter(pl.col("char_start").is_not_null() & pl.col("shown")).row(0, named=True)
    said = details(zh, observation_id=row["observation_id"])
    place = re.search(r"- 位置：正文第 (\d+)—(\d+) 字", said)
    assert place
    assert int(place[1]) == row["char_start"] + 1
    assert int(place[2]) - row["char_start"] >= len(row["printed"])
    assert re.search(r"- 正文 SHA-256：[0-9a-f]{64}", said)


def test_an_excerpt_says_that_it_has_no_place(zh: Context) -> None:
    rows = searching.page(zh.warehouse, zh.selection.filter, most=MOST)
    row = rows.filter(pl.col("char_start").is_null() & pl.col("shown")).row(0, named=True)
    said = details(zh, observation_id=row["observation_id"])
    assert "- 位置：摘录页面，未记录字符位置" in said
    assert "SHA" not in said


def test_observations_have_evidence_in_both_languages(make_context: MakeContext) -> None:
    for language in ("zh", "en"):
        context = make_context(language)
        every = searching.page(context.warehouse, context.selection.filter, most=MOST)
        for one in every["observation_id"].gather_every(31):
            rows = queries.same_fact(context.warehouse, one).to_dicts()
            lines = evidence._details(rows[0], context, alone=len(rows) == 1)
            lines += [evidence._other(row, rows[0], context) for row in rows[1:]]
            assert rows[0]["observation_id"] == one
            assert all(line.startswith("- ") and "\n" not in line for line in lines)
            if language == "en":
                assert not any(re.search("[（）：、]", line.split("[")[0]) for line in lines[:4])


def test_english_evidence_has_english_signs(zh: Context, panel: Callable[..., AppTest]) -> None:
    said = text(panel(find(zh, **CORRECTED)["observation_id"], "en"))
    assert "- Value: 60 cases" in said
    assert "- 51 cases · Reported · **differs** · [通州区司法局, 2022年通州区" in said


def test_an_unknown_observation_gives_a_sentence(
    panel: Callable[..., AppTest], zh: Context
) -> None:
    at = panel("*no such*")
    assert [warning.value for warning in at.warning] == [zh.words("evidence.unknown")]
    assert not at.markdown


HOSTILE = "*a* [b](javascript:alert(1)) <img src=x onerror=y> $c$ :red[d]\n# e"


def test_hostile_texts_are_shown_as_they_are(zh: Context) -> None:
    row = find(zh, **CORRECTED)
    asked, other = queries.same_fact(zh.warehouse, row["observation_id"]).to_dicts()
    hostile = {
        "printed": HOSTILE, "qualifier": HOSTILE, "formula": HOSTILE, "issuer": HOSTILE,
        "source_title": HOSTILE, "published": HOSTILE, "url": "javascript:alert(1)",
        "district_zh": HOSTILE, "sha256": HOSTILE, "scope": HOSTILE,
    }  # fmt: skip
    lines = [
        *evidence._details(asked | hostile, zh, alone=False),
        evidence._other(other | hostile, asked, zh),
    ]
    shown = " ".join(HOSTILE.split())
    assert sum(shown in plain(line) for line in lines) == 5
    for line in lines:
        bare = re.sub(r"\\.", "", line.replace("**", ""))
        assert not re.search(r"[*_`\[\]<>#~$|]", bare), line


def test_links_go_to_web_addresses_only(zh: Context) -> None:
    for row in queries.sources(zh.warehouse).iter_rows(named=True):
        document = {"issuer": row["issuer"], "source_title": row["title"], "url": row["url"]}
        made = evidence._document(document | {"published": row["published"]}, zh.words)
        assert re.match(r"\[[^\]]*\]\(https?://[^\s()]+\) · ", made), made
