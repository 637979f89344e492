"""Sentences of fact: every number is one that the page shows, no verb says more than bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.charts.sentences import sentences
from dashboard.charts.series import Mode, Panel, panels
from dashboard.context import Context
from dashboard.figures.base import row_period, shown_text
from dashboard.formats import with_unit
from warehouse import queries

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=40)
PanelsOf = Callable[..., list[Panel]]
Row = dict[str, Any]

SENTENCE = re.compile(
    r"(?P<period>.+?)，(?P<name>.+?)：(?P<clauses>.+?)(；另有(?P<rest>\d+)个区县)?。"
)
CLAUSE = re.compile(
    r"(?P<district>\S+) (?P<value>.+?)(?P<mark>（推算）)?"
    r"(，同比(?P<change>.+?)，上年同期 (?P<before>.+?)(?P<before_mark>（推算）)?)?"
)


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def check(sentence: str, panel: Panel, context: Context) -> None:
    """Find every number of a sentence among the rows of its panel."""
    found = SENTENCE.fullmatch(plain(sentence))
    assert found, sentence
    rows = {(row["district_zh"], row["year"]): row for row in panel.rows.to_dicts()}
    newest = max(panel.rows["year"])
    latest = {name for name, year in rows if year == newest}
    clauses = found["clauses"].split("；")
    assert len(clauses) + int(found["rest"] or 0) == len(latest)
    for text in clauses:
        clause = CLAUSE.fullmatch(text)
        assert clause, text
        row = rows[clause["district"], newest]
        assert found["period"] == row_period(row, context.words)
        assert clause["value"] == with_unit(shown_text(row, panel.unit, context.words), panel.unit)
        assert bool(clause["mark"]) is (row["status"] == "derived")
        if clause["change"]:
            before = rows[clause["district"], newest - 1]
            assert clause["before"] == shown_text(before, panel.unit, context.words)
            assert bool(clause["before_mark"]) is (before["status"] == "derived")
            check_change(clause["change"], before, row, points=panel.unit.percent)


def check_change(text: str, before: Row, row: Row, *, points: bool) -> None:
    """The verb holds for every pair of values that the bounds allow; its numbers are the ends."""
    a, b = ([Decimal(str(r[end])) for end in ("shown_low", "shown_high")] for r in (before, row))
    ends = [later - earlier if points else (later / earlier - 1) * 100
            for later, earlier in ((b[0], a[1]), (b[1], a[0]))]  # fmt: skip
    if text.startswith(("增长", "提高")):
        assert b[0] > a[1]
    elif text.startswith("下降"):
        assert b[1] < a[0]
    elif text == "持平":
        assert a == b
    else:
        assert text.startswith("变化在")
        assert ends[0] <= 0 <= ends[1]
    said = sorted(abs(Decimal(n.replace(",", ""))) for n in re.findall(r"[\d,]+(?:\.\d+)?", text))
    wanted = sorted({abs(end) for end in ends} if text != "持平" else set())
    assert len(said) == len(wanted) or (len(said) == 1 and wanted[1] - wanted[0] < Decimal("0.1"))
    for number, end in zip(said, wanted, strict=False):
        assert abs(number - end) <= Decimal("0.05001")


@REPEATABLE
@given(st.data())
def test_every_number_is_one_that_the_page_shows(zh: Context, draw: st.DataObject) -> None:
    offer = zh.data.offer
    codes = st.lists(st.sampled_from(offer.districts), unique=True, min_size=1)
    first, last = sorted(draw.draw(st.tuples(*[st.sampled_from(offer.years)] * 2)))
    chosen = replace(
        zh.selection, districts=tuple(draw.draw(codes)), first_year=first, last_year=last
    )
    context = replace(zh, selection=chosen)
    ids = [indicator.id for indicator in zh.catalogue]
    rows = queries.points(zh.warehouse, ids, chosen.filter)
    for item in panels(rows, zh.catalogue, zh.words):
        for sentence in sentences([item], context):
            check(sentence, item, context)


def test_the_real_figures_give_sentences_with_and_without_a_comparison(
    zh: Context, panels_of: PanelsOf
) -> None:
    told = [plain(text) for item in panels_of(zh) for text in sentences([item], zh)]
    assert any("同比增长" in text for text in told)
    assert any("同比下降" in text for text in told)
    assert any("同比" not in text for text in told)


def test_the_best_known_figures(make_context: Callable[..., Context], panels_of: PanelsOf) -> None:
    """金山 2025 上半年: 882 at +36.32 % after 647; 镇海 2024: 254 after 122."""
    for language, jinshan, zhenhai in (
        ("zh", "金山区 882 件，同比增长36.3%，上年同期 647（推算）",
         "镇海区 254 件，同比增长108.2%"),
        ("en", "Jinshan District 882 cases, up 36.3% on a year earlier, when it was 647 (derived)",
         "Zhenhai District 254 cases, up 108.2% on a year earlier"),
    ):  # fmt: skip
        context = make_context(language, ["310116", "330211"])
        received = panels_of(context, "reconsideration.received")
        told = plain(" ".join(sentences(received, context)))
        assert jinshan in told
        assert zhenhai in told


OPEN = ((100.0, 110.0), (105.0, 120.0), "变化在−4.5%与+20%之间")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((100.0, 100.0), (150.0, 150.0), "增长50%"),
        ((100.0, 100.0), (96.0, 96.0), "下降4%"),
        ((100.0, 100.0), (100.0, 100.0), "持平"),
        ((100.0, 110.0), (121.0, 132.0), "增长10%至32%"),
        ((100.0, 110.0), (50.0, 55.0), "下降45%至54.5%"),
        OPEN,
        ((100.0, 110.0), (110.0, 120.0), "变化在0%与+20%之间"),
        ((10000.0, 10000.0), (10004.0, 10004.0), "增长0.04%"),
        ((0.0, 0.0), (5.0, 5.0), None),
        ((100.0, None), (150.0, 150.0), None),
    ],
)
def test_verbs_say_no_more_than_the_bounds(
    zh: Context,
    panels_of: PanelsOf,
    before: tuple[float, float | None],
    after: tuple[float, float | None],
    change: str | None,
) -> None:
    sentence = told(zh, panels_of, before, after)
    assert f"，同比{change}，" in sentence if change else "同比" not in sentence


def told(
    zh: Context,
    panels_of: PanelsOf,
    before: tuple[float, float | None],
    after: tuple[float, float | None],
) -> str:
    """The sentence of one district with these bounds in two years."""
    (item,) = (
        p for p in panels_of(zh, "reconsideration.received") if p.basis == "year" and not p.scope
    )
    own = item.rows.filter((pl.col("district_code") == "110112") & (pl.col("year") >= 2023))
    bounds = pl.DataFrame(
        {
            "shown": [low if low == high else None for low, high in (before, after)],
            "shown_low": [before[0], after[0]],
            "shown_high": [before[1], after[1]],
        },
        schema=dict.fromkeys(("shown", "shown_low", "shown_high"), pl.Float64),
    )
    rows = own.sort("year").drop(bounds.columns).hstack(bounds)
    (sentence,) = sentences([replace(item, rows=rows)], zh)
    return plain(sentence)


def test_rates_move_by_points_and_have_no_stray_blank(zh: Context, panels_of: PanelsOf) -> None:
    rates = [p for p in panels_of(zh) if p.unit.percent]
    texts = [plain(text) for item in rates for text in sentences([item], zh)]
    assert any("个百分点" in text for text in texts)
    assert not any(re.search(r" [，；。（]", text) for text in texts)


def test_sentences_are_harmless_in_markdown(zh: Context, panels_of: PanelsOf) -> None:
    (item,) = (
        p for p in panels_of(zh, "reconsideration.received") if p.basis == "year" and not p.scope
    )
    hostile = item.rows.with_columns(district_zh=pl.lit("*a* [b](javascript:1) ~c~ <d>"))
    (sentence,) = sentences([replace(item, rows=hostile)], zh)
    assert r"\*a\* \[b\](javascript\:1) \~c\~ \<d\>" in sentence


def test_no_sentence_about_parts_or_long_ago(zh: Context, panels_of: PanelsOf) -> None:
    every = panels_of(zh)
    newest = max(max(item.rows["year"]) for item in every)
    for item in every:
        alone = sentences([item], zh)
        assert not (alone and (item.scope or item.basis not in ("year", "first_half")))
        if max(item.rows["year"]) < newest - 1:
            recent = next(p for p in every if max(p.rows["year"]) == newest)
            assert sentences([recent, item], zh) == sentences([recent], zh)
    assert len(sentences(every, zh)) == 3


def test_a_mode_is_told_in_its_own_unit(zh: Context, panels_of: PanelsOf) -> None:
    (level,) = (
        p for p in panels_of(zh, "reconsideration.received") if p.basis == "year" and not p.scope
    )
    shown = kinds.in_mode(level, Mode.PER_100K, zh)
    assert shown is not None
    check(sentences([shown], zh)[0], shown, zh)
