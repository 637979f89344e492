"""Names of files: they say what is in them, fit every system and never collide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.exports.names import LONGEST, file_name

PanelsOf = Callable[..., list[Panel]]
REPEATABLE = settings(derandomize=True, deadline=None, max_examples=100)
RECEIVED = "reconsideration.received"


@pytest.fixture(scope="module")
def received(zh: Context, panels_of: PanelsOf) -> Chart:
    (panel,) = (p for p in panels_of(zh, RECEIVED) if p.basis == "year" and not p.scope)
    return kinds.trend_chart(panel, zh)


def of(chart: Chart, *codes: str) -> Chart:
    return replace(chart, rows=chart.rows.filter(pl.col("district_code").is_in(codes)))


def test_a_name_says_indicator_districts_and_years(received: Chart, zh: Context) -> None:
    assert (
        file_name(of(received, "330211"), zh, suffix="csv") == "收到复议申请_镇海区_2023-2024年.csv"
    )
    two = of(received, "330211", "440311")
    name = file_name(two, zh, suffix="png", variant="A4")
    assert name == "收到复议申请_镇海区、光明区_2023-2024年_A4.png"


def test_many_districts_are_counted(received: Chart, zh: Context) -> None:
    count = received.rows["district_code"].n_unique()
    name = file_name(received, zh, suffix="xlsx")
    assert f"等{count}个区县_2020-2024年.xlsx" in name


def test_an_english_name(make_context: Callable[..., Context], panels_of: PanelsOf) -> None:
    context = make_context("en", ["440311"])
    panel = next(p for p in panels_of(context, RECEIVED) if p.basis == "year")
    chart = kinds.panel_chart(panel, context)
    assert file_name(chart, context, suffix="svg") == (
        "Applications received_Guangming District_2023-2024.svg"
    )


def test_charts_of_one_page_have_names_of_their_own(zh: Context, panels_of: PanelsOf) -> None:
    """Full year and first half, whole district and part, values and rates: never the same file."""
    for family in zh.catalogue.families[:3]:
        names = []
        for panel in panels_of(zh, *(i.id for i in family.indicators.values())):
            for mode in Mode:
                shown = kinds.in_mode(panel, mode, zh)
                if shown is not None and panel.basis in ("year", "first_half"):
                    chart = kinds.panel_chart(shown, zh)
                    names.append(file_name(chart, zh, suffix="png"))
        assert len(set(names)) == len(names)


def test_districts_of_one_name_have_files_of_their_own(received: Chart, zh: Context) -> None:
    def named(label: str) -> str:
        rows = of(received, "330211").rows.with_columns(district_zh=pl.lit(label))
        return file_name(replace(received, rows=rows), zh, suffix="csv")

    assert named("普陀区（上海）") == "收到复议申请_普陀区（上海）_2023-2024年.csv"
    assert named("普陀区（上海）") != named("普陀区（舟山）")


@REPEATABLE
@given(title=st.text(max_size=300), district=st.text(max_size=300), variant=st.text(max_size=20))
def test_any_text_gives_a_name_that_every_system_takes(
    received: Chart, zh: Context, title: str, district: str, variant: str
) -> None:
    rows = of(received, "330211").rows.with_columns(district_zh=pl.lit(_valid(district)))
    chart = replace(received, title=_valid(title) or "x", rows=rows)
    name = file_name(chart, zh, suffix="xlsx", variant=_valid(variant))
    assert len(name.encode()) <= LONGEST + len(".xlsx") < 255 - len(" (10)")
    assert not set(name) & set('\\/:*?"<>|\x7f' + "".join(map(chr, range(32))))
    assert name.endswith(".xlsx")
    assert not name.startswith((" ", "."))
    assert "2023-2024" in name


def _valid(text: str) -> str:
    return text.encode(errors="ignore").decode()


def test_a_long_name_keeps_its_years(received: Chart, zh: Context) -> None:
    """What is cut is the longest part; Chinese characters take three bytes each and stay whole."""
    rows = received.rows.with_columns(scope=pl.lit("范围" * 60), scope_en=pl.lit("scope " * 60))
    name = file_name(replace(received, title="收到复议申请" * 20, rows=rows), zh, suffix="csv")
    assert name.startswith("收到复议申请")
    assert name.endswith("_2020-2024年.csv")
    assert 100 < len(name.encode()) <= LONGEST + 4
