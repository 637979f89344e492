"""Records and CSV hold exactly what a chart shows, open without garbling and run nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds as charts
from dashboard.charts.chart import Chart
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.exports.tables import csv_bytes, display_table, full_records, inert
from tests.dashboard.exports.every_kind import (
    LOSSES,
    RECEIVED,
    charts_of_figures,
    coverage,
    like,
)

PanelsOf = Callable[..., list[Panel]]
REPEATABLE = settings(derandomize=True, deadline=None, max_examples=100)

FORMULAS = (
    "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x",
    " =1", "\u3000＝1", "\x00=1", "\ufeff=1", "\u200b@x",
)  # fmt: skip


@pytest.fixture(scope="module")
def every(zh: Context, panels_of: PanelsOf) -> list[Chart]:
    return list(charts_of_figures(zh, panels_of))


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# ---------------------------------------------------------------- CSV


def test_a_csv_has_a_byte_order_mark_and_a_line_a_figure(every: list[Chart], zh: Context) -> None:
    for chart in every:
        content = csv_bytes(chart, zh)
        assert content.startswith(b"\xef\xbb\xbf")
        assert not content.startswith(b"\xef\xbb\xbf\xef\xbb\xbf")
        records = read_csv(content)
        assert [record["区划代码"] for record in records] == chart.rows["district_code"].to_list()
        assert {record["数据版本"] for record in records} == {zh.data.version}


def test_numbers_are_the_very_numbers(every: list[Chart], zh: Context) -> None:
    """In the catalogue's unit as the warehouse has them, and in the chart's as it shows them."""
    for chart in every:
        for record, row in zip(
            read_csv(csv_bytes(chart, zh)), chart.rows.iter_rows(named=True), strict=True
        ):
            for name, column in (("数值", "value"), ("下限", "low"), ("上限", "high")):
                assert (Decimal(record[name]) if record[name] else None) == exact(row[column])
            for name, column in (
                ("图中数值", "shown"), ("图中下限", "shown_low"), ("图中上限", "shown_high"),
            ):  # fmt: skip
                unit = chart.unit_of(row)
                assert (record[name] == "") is (row[column] is None)
                if row[column] is not None:
                    difference = Decimal(record[name]) * unit.divisor - Decimal(str(row[column]))
                    assert abs(difference) <= Decimal("0.0000006") * unit.divisor
                assert record["图中单位"] == unit.label


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def test_whole_numbers_have_no_point_and_missing_ones_are_empty(
    zh: Context, panels_of: PanelsOf
) -> None:
    chart = charts.trend_chart(like(zh, panels_of, LOSSES, "first_half"), zh)
    derived = next(r for r in read_csv(csv_bytes(chart, zh)) if r["性质"] == "推算")
    wanted = {"数值": "", "下限": "73604061", "上限": "74410163", "单位": "元",
              "图中数值": "", "图中下限": "7360.4061", "图中上限": "7441.0163",
              "图中单位": "万元"}  # fmt: skip
    assert {name: derived[name] for name in wanted} == wanted
    assert "÷" in derived["推算过程"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str, zh: Context, panels_of: PanelsOf) -> None:
    hostile = _hostile(zh, panels_of, text)
    for record in read_csv(csv_bytes(hostile, zh)):
        assert record["来源"] == record["发布机构"] == record["印刷形式"] == f"'{text}"


def _hostile(zh: Context, panels_of: PanelsOf, text: str) -> Chart:
    panel = like(zh, panels_of, RECEIVED)
    rows = panel.rows.with_columns(
        source_title=pl.lit(text), issuer=pl.lit(text), printed=pl.lit(text)
    )
    return charts.trend_chart(replace(panel, rows=rows), zh)


@REPEATABLE
@given(st.text(max_size=20))
def test_only_what_could_be_a_formula_is_changed(text: str) -> None:
    assert inert(text) in (text, f"'{text}")
    assert not str(inert(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"))


def test_negative_numbers_stay_numbers() -> None:
    assert inert(-4.1) == -4.1


def test_intervals_have_columns_only_where_they_are_drawn(every: list[Chart], zh: Context) -> None:
    headers = {chart.key: full_records(chart, zh)[0] for chart in every}
    rates = [key for key in headers if key.startswith("rates-")]
    assert rates == [key for key, header in headers.items() if "95%置信区间下限" in header]


# ---------------------------------------------------------------- two units in one chart


def test_a_scatter_plot_gives_each_indicator_its_own_unit(zh: Context, panels_of: PanelsOf) -> None:
    """Money across, cases up: neither the divisor nor the name of the other's unit."""
    chart = charts.scatter_chart(
        like(zh, panels_of, LOSSES), like(zh, panels_of, "legal_aid.accepted"), zh
    )
    assert chart is not None
    header, records = full_records(chart, zh)
    told = [dict(zip(header, record, strict=True)) for record in records]
    for record in told:
        divisor = {"亿元": 10**8, "万元": 10**4, "件": 1}[record["图中单位"]]
        assert record["图中单位"].endswith(record["单位"])
        assert Decimal(str(record["图中数值"])) * divisor == Decimal(str(record["数值"]))
    assert {record["单位"] for record in told} == {"元", "件"}
    assert "挽回经济损失" in chart.alt
    assert "1,312" in chart.alt


# ---------------------------------------------------------------- coverage, page


def test_coverage_is_exported_with_its_reasons(zh: Context) -> None:
    chart = coverage(zh)
    records = read_csv(csv_bytes(chart, zh))
    assert len(records) == chart.rows.height == 2 * 23
    assert {record["数据版本"] for record in records} == {zh.data.version}
    for record, row in zip(records, chart.rows.iter_rows(named=True), strict=True):
        assert record["状态"] == zh.words(f"coverage.{row['state']}", count=row["facts"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_same_rows_in_the_same_order(
    make_context: Callable[..., Context], panels_of: PanelsOf, language: str
) -> None:
    context = make_context(language)
    for chart in charts_of_figures(context, panels_of):
        table = display_table(chart, context)
        header, records = full_records(chart, context)
        assert table.height == len(records)
        for name in table.columns:
            place = header.index(name)
            assert table[name].to_list() == [record[place] for record in records]


def test_a_figure_has_its_own_caveats_and_not_those_of_a_comparison(
    zh: Context, panels_of: PanelsOf
) -> None:
    crossing = [note.zh for note in zh.data.notes.values() if note.crosses]
    chart = charts.trend_chart(like(zh, panels_of, RECEIVED), zh)
    assert any(note in chart.notes for note in crossing)
    records = read_csv(csv_bytes(chart, zh))
    assert not any(note in record["说明"] for record in records for note in crossing)
    assert any(zh.data.notes["derived"].zh in record["说明"] for record in records)
