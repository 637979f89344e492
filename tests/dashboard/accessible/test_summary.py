from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboard.accessible.summary import NAMED, summary
from dashboard.charts import kinds
from dashboard.charts.movements import all_figures, movement_chart
from tests.dashboard.conftest import MakeContext, PanelsOf


def test_what_from_when_to_when_how_much_and_what_is_doubtful(
    make_context: MakeContext, panels_of: PanelsOf
) -> None:
    context = make_context(districts=["440311", "330211"], first=2023, last=2024)
    (panel,) = panels_of(context, "reconsideration.received")
    text = summary(kinds.panel_chart(panel, context), context)

    assert text == (
        "折线图：收到复议申请（件 · 全年 · 全区（县、市）），2 个系列，4 个数。"
        "期间从2023年到2024年。"
        "各系列最近一期：光明区 2024年 583 件、镇海区 2024年 254 件。"
        "其中推算 2 个。全部数值见图后的表。"
    )


def test_of_many_series_the_largest_are_named(
    make_context: MakeContext, panels_of: PanelsOf
) -> None:
    context = make_context("en")
    panel = max(panels_of(context), key=lambda item: item.rows["district_code"].n_unique())
    chart = kinds.panel_chart(panel, context)
    ends = [chart.rows.with_columns(district_code=pl.col("district_code") + end) for end in "ab"]
    text = summary(replace(chart, rows=pl.concat(ends)), context)

    series = 2 * chart.rows["district_code"].n_unique()
    assert series > NAMED
    assert f"{series - NAMED} more series." in text
    assert len(text) < 900


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changes_say_themselves_what_they_show(language: str, make_context: MakeContext) -> None:
    context = make_context(language)
    chart = movement_chart(all_figures(context), context)
    assert chart is not None
    assert summary(chart, context).startswith(chart.alt)


def test_coverage_counts_its_cells(make_context: MakeContext) -> None:
    context = make_context(districts=["440306"])
    chart = kinds.coverage_chart(context, families=("mediation",))
    assert chart is not None
    assert summary(chart, context) == chart.alt
