from __future__ import annotations

from html.parser import HTMLParser

import polars as pl

from dashboard.accessible.values import MOST, Values, coverage_values, values
from dashboard.charts import kinds
from dashboard.charts.compositions import composition_charts
from dashboard.charts.rates import rates_chart
from dashboard.words import Language, Words
from tests.dashboard.conftest import MakeContext, PanelsOf

ZH, EN = Words(Language.ZH), Words(Language.EN)


class Table(HTMLParser):
    """The cells of a table: tag, scope and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str, str]] = []
        self._open = ("", "")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = (tag, dict(attrs).get("scope") or "")

    def handle_data(self, data: str) -> None:
        self.cells.append((*self._open, data))


def test_one_row_a_district_and_one_column_a_period(
    make_context: MakeContext, panels_of: PanelsOf
) -> None:
    context = make_context(districts=["440311", "330211"], first=2023, last=2024)
    (panel,) = panels_of(context, "reconsideration.received")
    table = values(kinds.panel_chart(panel, context), context)

    assert table.columns == ("2023年", "2024年")
    assert dict(table.rows) == {
        "光明区": ("172（推算）", "583"),
        "镇海区": ("122（推算）", "254"),
    }
    assert "收到复议申请" in table.caption


def test_every_cell_has_its_headings() -> None:
    html = Values("称", "区县", ("2024年",), (("甲<b>", ("1",)),)).html(ZH)
    assert Table(html).cells == [
        ("caption", "", "称"),
        ("th", "col", "区县"),
        ("th", "col", "2024年"),
        ("th", "row", "甲<b>"),
        ("td", "", "1"),
    ]


def test_a_long_table_says_where_the_rest_is() -> None:
    rows = tuple((f"row {number}", ("1",)) for number in range(MOST + 5))
    html = Values("Values", "District", ("2024",), rows).html(EN)
    assert html.count('<th scope="row">') == MOST
    assert f"The first {MOST} of {MOST + 5} rows" in html


def test_several_indicators_are_named_with_their_units(make_context: MakeContext) -> None:
    context = make_context(districts=["440311", "330211", "440306", "310116"])
    family = context.catalogue.family("reconsideration")
    (chart, *_) = composition_charts(family, context)
    names = [name for name, _ in values(chart, context).rows]
    assert len(names) == len(set(names))
    assert all(len(name.split()) > 1 for name in names)


def test_every_value_drawn_is_in_the_table(make_context: MakeContext) -> None:
    context = make_context()
    for family in context.catalogue.families:
        chart = rates_chart(family, context)
        if chart is None:
            continue
        cells = [cell for _, row in values(chart, context).rows for cell in row if cell]
        keys = ["district_code", "indicator_id", "scope", "period_start", "period_end"]
        assert len(cells) == chart.rows.unique(keys).height


def test_an_empty_cell_says_why_it_is_empty() -> None:
    cells = pl.DataFrame(
        {
            "district_zh": ["甲", "甲", "甲"],
            "district_en": ["A", "A", "A"],
            "year": [2022, 2023, 2024],
            "facts": [0, 0, 7],
            "state": ["no_report", "silent", "present"],
        }
    )
    table = coverage_values(cells, "覆盖", "区县", ZH)
    assert table.columns == ("2022", "2023", "2024")
    assert table.rows == (("甲", ("无资料", "报告未提及", "7")),)
