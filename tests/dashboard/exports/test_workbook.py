"""Workbooks of every kind of chart: figures, native chart, fonts, texts, and nothing that runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.charts.chart import Chart
from dashboard.charts.kinds import panel_chart, trend_chart
from dashboard.context import Context
from dashboard.exports.native.charts import native_chart
from dashboard.exports.native.model import Form, NativeChart, Point, Standing, number_format
from dashboard.exports.tables import display_table, full_records
from dashboard.exports.workbook.book import view_workbook, xlsx_bytes
from dashboard.exports.workbook.writing import sheet_name
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.exports.every_kind import RECEIVED, charts_of_figures, coverage, like

FORMULAS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x")
SHEETS = ["图表", "数据", "说明与来源", "筛选条件"]
SOFFICE = shutil.which("soffice")
Xml = Any


@pytest.fixture(scope="module")
def every(zh: Context, panels_of: PanelsOf) -> list[Chart]:
    return [*charts_of_figures(zh, panels_of), coverage(zh)]


@dataclass(frozen=True)
class File:
    """The workbook of a chart, opened."""

    chart: Chart
    native: NativeChart | None
    content: bytes
    book: openpyxl.Workbook


@pytest.fixture(scope="module")
def files(every: list[Chart], zh: Context) -> list[File]:
    contents = [xlsx_bytes(chart, zh) for chart in every]
    return [
        File(chart, native_chart(chart, zh), content, opened(content))
        for chart, content in zip(every, contents, strict=True)
    ]


@pytest.fixture(scope="module")
def drawn(files: list[File]) -> list[tuple[NativeChart, Worksheet, Xml]]:
    """The charts that Excel draws: what they are, their sheets, their drawings."""
    return [
        (file.native, file.book["图表"], chart_xml(file.content)) for file in files if file.native
    ]


@pytest.fixture(scope="module")
def view(every: list[Chart], zh: Context) -> bytes:
    return view_workbook([(chart, zh) for chart in every], zh)


@pytest.fixture(scope="module")
def view_book(view: bytes) -> openpyxl.Workbook:
    return opened(view)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def parts(content: bytes, pattern: str) -> list[Xml]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(pattern, name))
        return [etree.fromstring(archive.read(name)) for name in names]


def chart_xml(content: bytes) -> Xml:
    (found,) = parts(content, r"xl/charts/chart\d+\.xml")
    return found


def cells(sheet: Worksheet, address: str) -> list[Any]:
    """What stands in the cells that a chart refers to."""
    name, _, area = address.rpartition("!")
    assert name.strip("'") == sheet.title
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return [cell for row in rows for cell in row]


# ---------------------------------------------------------------- the figures


def test_the_sheets_hold_all_that_is_known(files: list[File], zh: Context) -> None:
    for file in files:
        chart, book = file.chart, file.book
        assert book.sheetnames == SHEETS
        header, records = full_records(chart, zh)
        found = [[cell.value for cell in row] for row in book["数据"].iter_rows()]
        assert found[0] == header
        assert found[1:] == [[_stored(cell) for cell in record] for record in records]
        about = {(a.value, b.value) for a, b, *_ in book["说明与来源"].iter_rows()}
        assert {("标题", chart.title), ("副标题", chart.subtitle)} <= about
        assert {("说明", note) for note in chart.notes} <= about
        assert {("来源", source) for source in chart.sources} <= about
        assert ("文字说明", chart.alt) in about
        assert ("数据版本", zh.data.version) in about


def _stored(value: Any) -> Any:  # noqa: ANN401
    """As a workbook gives it back: days with a time, empty text as nothing."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return value if value != "" else None


def test_numbers_are_numbers_days_are_days_texts_are_texts(files: list[File]) -> None:
    sheet = files[0].book["数据"]
    header = [cell.value for cell in sheet[1]]
    kinds = {
        name: {cell.data_type for cell in column if cell.value is not None}
        for name, *column in zip(header, *sheet.iter_rows(min_row=2), strict=True)
    }
    assert all(kinds[name] == {"n"} for name in ("图中数值", "数值", "下限", "上限"))
    assert all(kinds[name] == {"s"} for name in ("区划代码", "印刷形式", "期间", "数据版本"))
    assert "d" in kinds["发布日期"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, len(header)).coordinate}"


def test_sources_have_their_addresses(files: list[File]) -> None:
    chart = files[0].chart
    rows = list(files[0].book["说明与来源"].iter_rows(values_only=True))
    listed = {text: address for label, text, address in rows if label == "来源"}
    assert list(listed) == list(chart.sources)
    assert set(listed.values()) <= set(chart.rows["url"])


def test_the_filters_are_told(make_context: Callable[..., Context], every: list[Chart]) -> None:
    context = make_context("zh", ["310107", "440306"], first=2022, last=2024)
    sheet = opened(xlsx_bytes(every[0], context))["筛选条件"]
    assert {a.value: b.value for a, b in sheet.iter_rows()} == {
        "区县": "普陀区（上海）、宝安区",
        "年份": "2022–2024",
        "口径": "全年、上半年、其他",
    }


# ---------------------------------------------------------------- the native chart


def test_a_chart_draws_the_cells_below_it(drawn: list[tuple[NativeChart, Worksheet, Xml]]) -> None:
    """Names, categories and values are cells of the sheet, a gap is an empty one."""
    assert {native.form for native, _, _ in drawn} == set(Form)
    for native, sheet, root in drawn:
        assert root.find(".//{*}dispBlanksAs").get("val") == "gap"
        for found, series in zip(root.iter("{*}ser"), native.series, strict=True):
            points = _in_cells(native, series.points)
            assert cells(sheet, found.findtext("{*}tx//{*}f")) == [series.name]
            values = found.findtext("{*}val//{*}f") or found.findtext("{*}yVal//{*}f")
            assert cells(sheet, values) == [p.value if p else None for p in points]
            if native.form is Form.SCATTER:
                across = cells(sheet, found.findtext("{*}xVal//{*}f"))
                assert across == [p.x for p in points if p]
            elif not native.dates:
                assert cells(sheet, found.findtext("{*}cat//{*}f")) == list(native.categories)


def _in_cells(native: NativeChart, points: Sequence[Point | None]) -> list[Point | None]:
    """Marks with a place of their own have no gaps between them."""
    own = native.form is Form.SCATTER or bool(native.dates)
    return [point for point in points if point or not own]


def test_lines_by_day_draw_days(zh: Context, panels_of: PanelsOf) -> None:
    """Each mark has its own row, with its day as a day."""
    chart = trend_chart(like(zh, panels_of, "lawyers.firms", "point"), zh)
    native, content = native_chart(chart, zh), xlsx_bytes(chart, zh)
    assert native is not None
    sheet = opened(content)["图表"]
    found = list(chart_xml(content).iter("{*}ser"))
    for series, one in zip(found, native.series, strict=True):
        days = [day.date() for day in cells(sheet, series.findtext("{*}xVal//{*}f"))]
        assert days == [
            day for day, point in zip(native.dates, one.points, strict=True) if point is not None
        ]
        assert cells(sheet, series.findtext("{*}tx//{*}f")) == [one.name]
        values = cells(sheet, series.findtext("{*}yVal//{*}f"))
        assert values == [point.value for point in one.points if point]
    assert len(set(native.dates)) == 4


def test_what_a_chart_remembers_is_what_its_cells_hold(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
) -> None:
    for native, sheet, root in drawn:
        if native.dates:
            continue
        for reference in root.iter("{*}numRef"):
            held = cells(sheet, reference.findtext("{*}f"))
            kept = {int(p.get("idx")): float(p.findtext("{*}v")) for p in reference.iter("{*}pt")}
            assert kept == {at: cell for at, cell in enumerate(held) if cell is not None}


def test_error_bars_reach_as_far_as_the_bounds(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
) -> None:
    lengths = 0
    for native, sheet, root in drawn:
        for found, series in zip(root.iter("{*}ser"), native.series, strict=True):
            points = _in_cells(native, series.points)
            for bars in found.findall("{*}errBars"):
                direction = bars.find("{*}errDir")
                axis = "x_" if direction is not None and direction.get("val") == "x" else ""
                for side, name in (("plus", "above"), ("minus", "below")):
                    told = cells(sheet, bars.findtext(f"{{*}}{side}//{{*}}f"))
                    known = [p and getattr(p, f"{axis}{name}") for p in points]
                    assert told == [length and pytest.approx(length) for length in known]
                    lengths += sum(length is not None for length in known)
    assert lengths > 10


def test_values_are_written_as_the_page_writes_them(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
) -> None:
    native, sheet, _ = drawn[0]
    (value,) = (point for point in native.points if point.text == "1,696")
    written = {c.number_format for row in sheet.iter_rows() for c in row if c.value == value.value}
    assert written == {"#,##0"}


def test_labels_that_say_more_than_a_number_stand_beside_it(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
) -> None:
    found = 0
    for native, sheet, _ in drawn:
        if native.form is Form.SCATTER:
            continue  # its labels are names
        shown = {cell.value for row in sheet.iter_rows() for cell in row}
        more = {point.text for point in native.points if number_format(point.text) is None}
        assert more <= shown
        found += len(more)
    assert found


def test_derived_points_differ_and_the_sheet_says_why(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
) -> None:
    found = 0
    for native, sheet, root in drawn:
        assert set(native.explanation) <= {cell.value for row in sheet.rows for cell in row}
        derived = sum(point.standing is Standing.DERIVED for point in native.points)
        assert len(root.findall(".//{*}dPt")) >= derived
        found += derived
    assert found


def test_a_chart_has_its_title_and_its_alternative(files: list[File]) -> None:
    for file in files:
        if file.native is None:
            assert parts(file.content, r"xl/charts/.*") == []
            continue
        title = chart_xml(file.content).find("{*}chart/{*}title")
        assert [t.text for t in title.iter("{*}t")] == [file.chart.title, file.chart.subtitle]
        (drawing,) = parts(file.content, r"xl/drawings/drawing\d+\.xml")
        assert drawing.find(".//{*}cNvPr").get("descr") == file.chart.alt


def test_every_text_of_a_chart_has_its_fonts_and_language(
    drawn: list[tuple[NativeChart, Worksheet, Xml]],
    make_context: Callable[..., Context],
    panels_of: PanelsOf,
) -> None:
    en = make_context("en")
    english = [chart_xml(xlsx_bytes(c, en)) for c in islice(charts_of_figures(en, panels_of), 6)]
    for language, roots in (("zh-CN", [root for *_, root in drawn]), ("en-GB", english)):
        for root in roots:
            looks = list(root.iter("{*}rPr", "{*}defRPr"))
            assert len(looks) > 3
            for one in looks:
                assert [etree.QName(child).localname for child in one][-3:] == ["latin", "ea", "cs"]
                assert one.find("{*}ea").get("typeface") == "Microsoft YaHei"
                assert one.get("lang") == language


def test_cells_have_a_chinese_font_of_their_own(files: list[File]) -> None:
    (styles,) = parts(files[0].content, r"xl/styles\.xml")
    fonts = styles.findall("{*}fonts/{*}font")
    assert {font.find("{*}name").get("val") for font in fonts} == {"Microsoft YaHei"}
    assert {font.find("{*}charset").get("val") for font in fonts} == {"134"}
    assert styles.findall(".//{*}scheme") == []


# ---------------------------------------------------------------- kinds without a native form


def test_coverage_is_a_matrix_in_the_colours_of_the_page(files: list[File]) -> None:
    chart, sheet = files[-1].chart, files[-1].book["图表"]
    (top,) = (cell for row in sheet.iter_rows(max_col=1) for cell in row if cell.value == "区县")
    years = {cell.value: cell.column for cell in sheet[top.row][1:] if cell.value is not None}
    lines = {
        row[0].value: row[0].row for row in sheet.iter_rows(min_row=top.row + 1) if row[0].value
    }
    assert len(years) * len(lines) == chart.rows.height
    for row in chart.rows.iter_rows(named=True):
        cell = sheet.cell(lines[row["district_zh"]], years[row["year"]])
        if row["state"] == "present":
            assert (cell.value, cell.fill.fgColor.rgb) == (row["facts"], "FF7FB2DC")
        else:
            assert cell.data_type == "s" or cell.value is None


def test_a_profile_is_the_table_of_the_page(files: list[File], zh: Context) -> None:
    (file,) = (file for file in files if file.chart.kind == "profile")
    sheet, table = file.book["图表"], display_table(file.chart, zh)
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    top = rows.index([*table.columns, *[None] * (len(rows[0]) - table.width)])
    assert [row[: table.width] for row in rows[top + 1 :]] == [
        [_stored(cell) for cell in row] for row in table.iter_rows()
    ]


# ---------------------------------------------------------------- nothing runs, nothing breaks


def test_no_text_is_a_formula_anywhere(zh: Context, panels_of: PanelsOf) -> None:
    content = view_workbook([(_hostile(zh, panels_of, text), zh) for text in FORMULAS], zh)
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            assert not any(cell.data_type == "f" for cell in row)
            hostile = [cell for cell in row if str(cell.value).startswith(("=", "+", "-", "@"))]
            assert all(cell.quotePrefix for cell in hostile if not cell.hyperlink)
            assert not any(cell.hyperlink and cell.hyperlink.target for cell in row)
    references = [f.text for part in parts(content, r"xl/charts/.*xml") for f in part.iter("{*}f")]
    cell = r"\$[A-Z]+\$\d+"
    assert all(re.fullmatch(rf"'[^']+'!{cell}(:{cell})?", reference) for reference in references)
    assert len(references) > 3 * len(FORMULAS)


def _hostile(zh: Context, panels_of: PanelsOf, text: str) -> Chart:
    panel = like(zh, panels_of, RECEIVED)
    texts = ("district_zh", "source_title", "issuer", "printed", "formula")
    rows = panel.rows.with_columns(pl.lit(text).alias(name) for name in texts)
    chart = panel_chart(replace(panel, rows=rows), zh)
    return replace(chart, title=text, subtitle=text, notes=(text,), sources=(text,), alt=text)


def test_characters_that_xml_forbids_break_nothing(zh: Context, panels_of: PanelsOf) -> None:
    chart = _hostile(zh, panels_of, "复\x00议\x0b\ud800\uffff<&>\"'")
    content = xlsx_bytes(chart, zh)
    assert "复议<&>\"'" in [cell.value for cell in opened(content)["说明与来源"]["B"]]
    title = chart_xml(content).find("{*}chart/{*}title")
    assert "复议<&>\"'" in [text.text for text in title.iter("{*}t")]


def test_a_text_longer_than_a_cell_is_cut(zh: Context, every: list[Chart]) -> None:
    chart = replace(every[0], notes=("长" * 40_000,))
    cells_of_notes = opened(xlsx_bytes(chart, zh))["说明与来源"]["B"]
    assert max(len(cell.value or "") for cell in cells_of_notes) == 32_767


def test_the_same_chart_gives_the_same_bytes(every: list[Chart], zh: Context) -> None:
    assert xlsx_bytes(every[0], zh) == xlsx_bytes(every[0], zh)


# ---------------------------------------------------------------- a whole view


def test_a_view_has_a_sheet_a_chart_and_a_way_to_it(
    view_book: openpyxl.Workbook, every: list[Chart]
) -> None:
    contents, *charts = view_book.sheetnames
    assert contents == "目录"
    assert charts[-3:] == SHEETS[1:]
    links = [cell for row in view_book[contents].iter_rows() for cell in row if cell.hyperlink]
    assert [cell.value for cell in links] == [chart.title for chart in every]
    targets = [cell.hyperlink.location.rpartition("!")[0].strip("'") for cell in links]
    assert targets == charts[:-3]
    for name in targets:
        assert view_book[name]["A1"].hyperlink.location == "'目录'!A1"


def test_a_chart_of_a_view_draws_its_own_sheet(
    view_book: openpyxl.Workbook, files: list[File]
) -> None:
    """The drawings are in the order of the sheets."""
    for sheet, file in zip(view_book.worksheets[1:], files, strict=False):
        assert len(sheet._charts) == (file.native is not None)
        for chart in sheet._charts:
            addresses = [series.tx.strRef.f for series in chart.series]
            assert {address.rpartition("!")[0].strip("'") for address in addresses} == {sheet.title}
            assert chart.title.tx.rich.p[0].r[0].t == file.chart.title


def test_the_records_of_all_charts_stand_together(
    view_book: openpyxl.Workbook, every: list[Chart]
) -> None:
    header, *rows = view_book["数据"].iter_rows(values_only=True)
    known = [chart for chart in every if chart.observations]
    titles = [chart.title for chart in known for _ in range(chart.rows.height)]
    assert [row[0] for row in rows] == titles
    place = header.index("图中数值")
    assert [row[place] for row in rows] == [
        chart.unit_of(row).plain(row["shown"]) for chart in known for row in chart.rows.to_dicts()
    ]


def test_the_filters_of_a_view_are_told_chart_by_chart(
    every: list[Chart], zh: Context, make_context: Callable[..., Context]
) -> None:
    narrow = make_context("zh", ["440306"])
    book = opened(view_workbook([(every[0], zh), (every[1], narrow)], zh))
    rows = list(book["筛选条件"].iter_rows(values_only=True))
    charts = [text for label, text in rows if label == "图表"]
    assert charts == [every[0].title, every[1].title]
    assert ("区县", "宝安区") in rows


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("收到[复议]申请: 件/年*?\\", "收到-复议-申请- 件-年---"),
        ("History", "History_"),
        ("'引号'", "’引号’"),
        ("", "-"),
        ("长" * 40, "长" * 31),
        ("𠮷" * 20, "𠮷" * 15),  # Excel counts units of UTF-16, two for each of these
    ],
)
def test_sheet_names_are_allowed(text: str, name: str) -> None:
    assert sheet_name(text, taken={}) == name


def test_sheet_names_are_unique_whatever_their_case() -> None:
    taken = {"cases": "Cases", "cases (2)": "Cases (2)"}
    assert sheet_name("CASES", taken=taken) == "CASES (3)"
    long = "长" * 40
    assert sheet_name(long, taken={sheet_name(long, taken={}): ""}) == "长" * 27 + " (2)"


# ---------------------------------------------------------------- as an office program reads it


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_view_and_keeps_it(
    view: bytes, view_book: openpyxl.Workbook, tmp_path: Path
) -> None:
    """Written again by LibreOffice it has the same sheets, charts and figures."""
    (tmp_path / "view.xlsx").write_bytes(view)
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "again",
            tmp_path / "view.xlsx",
        ],
        check=True, capture_output=True, timeout=150,
    )  # fmt: skip
    again = openpyxl.load_workbook(tmp_path / "again" / "view.xlsx")
    assert again.sheetnames == view_book.sheetnames
    for name in view_book.sheetnames:
        assert len(again[name]._charts) == len(view_book[name]._charts)
        kept = [row for row in again[name].iter_rows(values_only=True) if any(row)]
        given = [row for row in view_book[name].iter_rows(values_only=True) if any(row)]
        assert [_filled(row) for row in kept] == [_filled(row) for row in given]


def _filled(row: tuple[Any, ...]) -> list[Any]:
    return [pytest.approx(c) if isinstance(c, float) else c for c in row if c is not None]
