"""Every kind of chart in every format says what the page says."""

from __future__ import annotations

import csv
import io
from typing import Any, get_args

import docx
import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

from dashboard.api import formats
from dashboard.api.formats import FORMATS
from dashboard.charts.chart import Chart
from dashboard.charts.recipe import Recipe
from dashboard.context import Context
from dashboard.exports import tables
from dashboard.exports.image import PRESETS, Preset
from tests.dashboard.api.conftest import Address, Ask

KINDS = [
    get_args(member.model_fields["kind"].annotation)[0]
    for member in get_args(get_args(Recipe)[0])
]  # fmt: skip


def test_the_charts_are_of_every_kind(charts: dict[str, Chart]) -> None:
    assert sorted(charts) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_json_says_what_the_page_says(
    kind: str, charts: dict[str, Chart], ask: Ask, address: Address, chosen: Context
) -> None:
    chart = charts[kind]
    answer = ask(address(chart, "json"))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    said = answer.json
    texts = {name: said[name] for name in ("title", "subtitle", "kind", "alt")}
    assert texts == {name: getattr(chart, name) for name in texts}
    assert (said["notes"], said["sources"]) == (list(chart.notes), list(chart.sources))
    assert said["data_version"] == chosen.data.version
    assert said["unknown_districts"] == []
    assert len(said["rows"]) == chart.rows.height > 0
    for record, row in zip(said["rows"], chart.rows.iter_rows(named=True), strict=True):
        _same_figure(record, row, chart)


def _same_figure(record: dict[str, Any], row: dict[str, Any], chart: Chart) -> None:
    assert record["district_code"] == row["district_code"]
    if not chart.observations:
        assert (record["year"], record["facts"]) == (row["year"], row["facts"])
        return
    assert record["observation_id"] == row["observation_id"]
    assert type(record["value"]) in (int, float, type(None))
    ends = ("value", "low", "high")
    assert [record[end] for end in ends] == [row[end] for end in ends]
    unit = chart.unit_of(row)
    assert record["shown_unit"] == unit.label
    shown = {name: unit.plain(row[name]) for name in ("shown", "shown_low", "shown_high")}
    assert record["shown_value"] == shown["shown"]
    assert [record[name] for name in ("shown_low", "shown_high")] == list(shown.values())[1:]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_hold_the_rows_of_the_page(
    kind: str, charts: dict[str, Chart], ask: Ask, address: Address, chosen: Context
) -> None:
    header, rows = tables.full_records(charts[kind], chosen)
    answer = ask(address(charts[kind], "csv"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.body == tables.csv_bytes(charts[kind], chosen)
    assert next(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")))) == header
    book = openpyxl.load_workbook(io.BytesIO(ask(address(charts[kind], "xlsx")).body))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {row[0] for row in rows} <= cells


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Chart, str, str]]:
    """What the browser is asked to draw, which it does not."""
    asked: list[tuple[Chart, str, str]] = []

    def draw(chart: Chart, _context: Context, *, format: str, preset: Preset) -> bytes:
        asked.append((chart, format, preset.name))
        return chart.title.encode()

    monkeypatch.setattr(formats, "picture", draw)
    return asked


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_of_the_chart_of_the_page(
    kind: str,
    charts: dict[str, Chart],
    ask: Ask,
    address: Address,
    drawn: list[tuple[Chart, str, str]],
) -> None:
    for suffix, size in (("png", "16x9"), ("svg", "a4")):
        answer = ask(address(charts[kind], suffix, size=size))
        assert answer.headers["Content-Type"] == FORMATS[suffix].media_type
        chart, format, preset = drawn.pop()
        assert (format, preset) == (suffix, size)
        assert chart.figure.to_dict() == charts[kind].figure.to_dict()
        assert (chart.title, chart.notes) == (charts[kind].title, charts[kind].notes)


@pytest.mark.browser
@pytest.mark.parametrize("size", PRESETS)
def test_a_real_picture(size: str, charts: dict[str, Chart], ask: Ask, address: Address) -> None:
    chart = charts["series"]
    answer = ask(address(chart, "svg", size=size))
    assert answer.status == 200
    assert chart.title in answer.body.decode()
    assert "<script" not in answer.body.decode()
    assert ask(address(chart, "png", size=size)).body.startswith(b"\x89PNG")


def test_slides_of_one_chart(charts: dict[str, Chart], ask: Ask, address: Address) -> None:
    answer = ask(address(charts["series"], "pptx"))
    assert answer.headers["Content-Type"] == FORMATS["pptx"].media_type
    (slide,) = Presentation(io.BytesIO(answer.body)).slides
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert charts["series"].title in texts


@pytest.mark.browser
def test_documents_of_one_chart(charts: dict[str, Chart], ask: Ask, address: Address) -> None:
    word = docx.Document(io.BytesIO(ask(address(charts["series"], "docx")).body))
    assert charts["series"].title in "".join(paragraph.text for paragraph in word.paragraphs)
    shapes = {}
    for size in PRESETS:
        pdf = pypdfium2.PdfDocument(ask(address(charts["series"], "pdf", size=size)).body)
        width, height = pdf[0].get_size()
        shapes[size] = width > height
        assert charts["series"].title in pdf[0].get_textpage().get_text_range()
        pdf.close()
    assert shapes == {"16x9": True, "a4": False}


def test_english_is_english(charts: dict[str, Chart], ask: Ask, address: Address) -> None:
    said = ask(address(charts["series"], "json", "en"))
    assert said.headers["Content-Language"] == said.json["language"] == "en"
    assert said.json["title"].isascii()
    zh = ask(address(charts["series"], "json")).json
    assert [list(row) for row in zh["rows"]] == [list(row) for row in said.json["rows"]]
    assert [row["value"] for row in zh["rows"]] == [row["value"] for row in said.json["rows"]]


def test_districts_without_figures_in_this_version_are_named(
    charts: dict[str, Chart], ask: Ask, address: Address
) -> None:
    path = address(charts["series"], "json")
    said = ask(path.replace("&d=", "&d=659012.")).json
    assert said["unknown_districts"] == ["659012"]
    assert said["rows"] == ask(path).json["rows"]
