"""The sentences with which a page opens: recent whole districts, harmless in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from dashboard.charts import kinds
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.sentences.proposals import opening

PanelsOf = Callable[..., list[Panel]]


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def received(context: Context, panels_of: PanelsOf) -> Panel:
    """Applications received in full years."""
    (found,) = (
        panel
        for panel in panels_of(context, "reconsideration.received")
        if panel.basis == "year" and not panel.scope
    )
    return found


def test_the_best_known_figures(make_context: Callable[..., Context], panels_of: PanelsOf) -> None:
    """金山 2025 上半年: 882 at +36.32 %; 镇海 2024: 254 at +108.2 %, as their reports state it."""
    for language, jinshan, zhenhai in (
        ("zh", "2025年上半年，金山区收到行政复议申请882件，同比增长36.32%。",
         "2024年，镇海区收到行政复议申请254件，比上年增长108.2%。"),
        ("en", "In the first half of 2025, Jinshan District received 882 applications for"
         " administrative reconsideration, up 36.32% on a year earlier.",
         "In 2024, Zhenhai District received 254 applications for administrative reconsideration,"
         " up 108.2% on the year before."),
    ):  # fmt: skip
        context = make_context(language, ["310116", "330211"])
        panels = [p for p in panels_of(context, "reconsideration.received") if not p.scope]
        assert [plain(text) for text in opening(panels, context)] == [zhenhai, jinshan]


def test_sentences_are_harmless_in_markdown(zh: Context, panels_of: PanelsOf) -> None:
    item = received(zh, panels_of)
    hostile = item.rows.with_columns(district_zh=pl.lit("*a* [b](javascript:1) ~c~ <d>"))
    (sentence,) = opening([replace(item, rows=hostile)], zh)
    assert r"\*a\* \[b\](javascript\:1) \~c\~ \<d\>" in sentence


def test_no_sentence_about_parts_or_long_ago(zh: Context, panels_of: PanelsOf) -> None:
    every = panels_of(zh)
    newest = max(max(item.rows["year"]) for item in every)
    recent = next(p for p in every if max(p.rows["year"]) == newest and opening([p], zh))
    for item in every[::4]:
        alone = opening([item], zh)
        assert bool(alone) is (not item.scope and item.basis in ("year", "first_half"))
        if max(item.rows["year"]) < newest - 1:
            assert opening([recent, item], zh) == opening([recent], zh)
    assert len(opening(every, zh)) == 3


def test_a_mode_is_told_in_its_own_unit(zh: Context, panels_of: PanelsOf) -> None:
    shown = kinds.in_mode(received(zh, panels_of), Mode.PER_100K, zh)
    assert shown is not None
    (sentence,) = opening([shown], zh)
    assert "按每10万常住人口计，" in plain(sentence)
    assert "光明区" in plain(sentence)
