"""The ZIP of a document: every file of every chart, in order, readable, the same bytes again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports import image
from dashboard.exports.archive import zip_bytes
from dashboard.exports.document import Cover, Document, Section, numbered_sources, single
from dashboard.exports.image import ImageUnavailable, stop_renderer
from warehouse.datapackage import check_package

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def charts(zh: Context, panels_of: Any) -> list[Chart]:  # noqa: ANN401
    wanted = ("reconsideration.received", "legal_aid.accepted")
    found = [kinds.panel_chart(panels_of(zh, indicator)[0], zh) for indicator in wanted]
    return [*found, *filter(None, [kinds.coverage_chart(zh, families=("legal_aid",))])]


@pytest.fixture(scope="module")
def document(charts: list[Chart], zh: Context) -> Document:
    sources = numbered_sources(charts, zh)
    sections = tuple(Section(chart, zh, chart.title) for chart in charts)
    return Document(zh, sections, sources, cover=Cover("半年简报", "", date(2026, 11, 22)))


@pytest.fixture(scope="module")
def packed(document: Document) -> bytes:
    return zip_bytes(document)


@pytest.fixture(scope="module")
def files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def of(files: dict[str, bytes], suffix: str, *, number: int) -> bytes:
    """The file of a chart, by its number and how its name ends."""
    pattern = rf"(图片|数据)/{number:02}_.*\.{suffix}"
    (found,) = (content for name, content in files.items() if re.fullmatch(pattern, name))
    return found


def test_every_chart_has_its_files_in_order(files: dict[str, bytes], charts: list[Chart]) -> None:
    names = [name for name in files if name.startswith(("图片/", "数据/"))]
    numbers = [int(name.split("/")[1][:2]) for name in names]
    assert numbers == sorted(numbers)
    assert len(names) == 4 * len(charts)
    for number, chart in enumerate(charts, start=1):
        endings = sorted(name[-4:] for name in names if f"/{number:02}_" in name)
        assert endings == [".csv", ".png", ".svg", "xlsx"]
        assert all(chart.title in name for name in names if f"/{number:02}_" in name)


def test_the_files_hold_the_figures_of_their_chart(
    files: dict[str, bytes], charts: list[Chart]
) -> None:
    for number, chart in enumerate(charts[:2], start=1):
        rows = list(
            csv.DictReader(io.StringIO(of(files, "csv", number=number).decode("utf-8-sig")))
        )
        assert [row["印刷形式"] for row in rows] == chart.rows["printed"].to_list()
        book = openpyxl.load_workbook(io.BytesIO(of(files, "xlsx", number=number)))
        assert any(chart.title in str(cell.value) for row in book.worksheets[0] for cell in row)
        svg = of(files, "svg", number=number).decode()
        assert svg.startswith("<svg")
        assert chart.title in svg
        with Image.open(io.BytesIO(of(files, "png", number=number))) as picture:
            assert picture.size == (3200, 1800)


def test_the_data_package_in_it_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        if name.startswith("数据包/"):
            target = tmp_path / name.removeprefix("数据包/")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
    assert (tmp_path / "datapackage.json").exists()
    check_package(tmp_path)


def test_the_readme_says_what_is_in_it_in_both_languages(
    files: dict[str, bytes], document: Document
) -> None:
    text = files["README.txt"].decode("utf-8-sig")
    said = [
        "半年简报",
        document.context.data.version,
        "怎样引用",
        "How to cite",
        "图片/",
        "数据包/",
    ]
    said += [f"{n}. {section.title}" for n, section in enumerate(document.sections, start=1)]
    said += [f"[{source.number}] {source.text} {source.url}" for source in document.sources]
    assert [one for one in said if one not in text] == []
    assert "{" not in text


def test_the_same_document_gives_the_same_bytes(packed: bytes, document: Document) -> None:
    image._kept.clear()  # drawn anew
    assert zip_bytes(document) == packed


def test_names_from_texts_stay_in_their_folder(charts: list[Chart], zh: Context) -> None:
    chart = replace(charts[0], title="../../etc/=passwd{0}")
    with zipfile.ZipFile(io.BytesIO(zip_bytes(single(chart, zh)))) as archive:
        names = archive.namelist()
        assert "../../etc/=passwd{0}" in archive.read("README.txt").decode()
    assert all(len(name.split("/")) <= 3 and ".." not in name.split("/") for name in names)
    assert sum("01_" in name for name in names) == 4


def test_english_names_and_progress(charts: list[Chart], make_context: Any) -> None:  # noqa: ANN401
    said: list[tuple[int, int]] = []
    packed = zip_bytes(
        single(charts[0], make_context("en")), progress=lambda *counts: said.append(counts)
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        folders = {name.split("/")[0] for name in archive.namelist()}
    assert folders == {"README.txt", "images", "data", "data-package"}
    assert said == [(1, 1)]


def test_without_a_browser_it_is_said_why(
    monkeypatch: pytest.MonkeyPatch, document: Document
) -> None:
    stop_renderer()
    image._kept.clear()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(ImageUnavailable, match="No Chrome or Chromium was found"):
        zip_bytes(document)
