from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from dashboard.exports.image import PRESETS, Preset
from tests.browser.conftest import Visit
from tests.browser.driver import Card, Dashboard

LINK = {"d": "330211.440311", "y": "2022-2024", "b": "year"}
STEM = "收到复议申请_镇海区、光明区_2023-2024年"


def read_csv(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark to read Chinese"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(path: Path, sheet: str) -> list[dict[str, str]]:
    values = openpyxl.load_workbook(path)[sheet].values
    header, *rows = [[cell_text(cell) for cell in row] for row in values]
    return [dict(zip(header, row, strict=True)) for row in rows]


def cell_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def shown(rows: list[dict[str, str]], columns: list[str]) -> list[list[str]]:
    """These columns of the rows, with numbers written the same way."""
    return [[plain(row[column]) for column in columns] for row in rows]


def plain(text: str) -> str:
    number = text.replace(",", "")
    return f"{float(number):g}" if re.fullmatch(r"-?\d+(\.\d+)?", number) else text.lstrip("'")


def common_columns(
    page: Dashboard, rows: list[dict[str, str]], table: list[dict[str, str]]
) -> list[str]:
    """The columns that the table on the page shares with the file: all but the bounds as drawn."""
    bounds = {page.words("column.low"), page.words("column.high")}
    columns = [name for name in table[0] if name not in bounds]
    assert set(columns) <= set(rows[0])
    return columns


@pytest.fixture
def card(visit: Visit) -> tuple[Dashboard, Card]:
    page = visit("reconsideration", link=LINK, shared=True)
    return page, page.card("收到复议申请", page.words("basis.year"))


def test_the_tables_hold_exactly_what_is_displayed(
    card: tuple[Dashboard, Card], tmp_path: Path
) -> None:
    page, one = card
    marks = one.marks()
    table = one.show_table()
    one.open_menu()
    as_csv = one.download(page.words("card.csv"), tmp_path)
    as_xlsx = one.download(page.words("card.xlsx"), tmp_path)

    assert as_csv.name == f"{STEM}.csv"
    assert as_xlsx.name == f"{STEM}.xlsx"
    rows = read_csv(as_csv)
    columns = common_columns(page, rows, table)
    assert len(table) == 4
    assert shown(rows, columns) == shown(table, columns)
    sheet = page.words("file.sheet_data")
    assert shown(read_xlsx(as_xlsx, sheet), list(rows[0])) == shown(rows, list(rows[0]))
    in_file = [
        (row[page.words("column.district")], float(row[page.words("column.shown_value")]))
        for row in rows
    ]
    assert sorted(in_file) == sorted(marks)


def test_the_pictures_have_the_size_and_resolution_they_promise(
    card: tuple[Dashboard, Card], tmp_path: Path
) -> None:
    page, one = card
    one.open_menu()

    for name, variant, preset in (("png_16x9", "", "16x9"), ("png_a4", "_A4", "a4")):
        path = one.download(page.words(f"card.{name}"), tmp_path)
        assert path.name == f"{STEM}{variant}.png"
        assert_picture(path, PRESETS[preset])


def assert_picture(path: Path, preset: Preset) -> None:
    """As wide as promised, at least as high (notes may need more), at the printed resolution."""
    with Image.open(path) as picture:
        assert picture.width == round(preset.width * preset.scale)
        assert picture.height >= round(preset.height * preset.scale)
        assert picture.info["dpi"] == pytest.approx((preset.dpi, preset.dpi), abs=0.1)
        colours = picture.convert("RGB").getcolors(maxcolors=2**24) or []
        assert len(colours) > 100, "the picture is blank"


def test_the_drawings_hold_title_notes_sources_and_values(
    card: tuple[Dashboard, Card], tmp_path: Path
) -> None:
    page, one = card
    marks = one.marks()
    one.open_menu()

    for name, variant in (("svg_16x9", ""), ("svg_a4", "_A4")):
        path = one.download(page.words(f"card.{name}"), tmp_path)
        assert path.name == f"{STEM}{variant}.svg"
        texts = "".join(re.findall(r">([^<>]+)<", path.read_text(encoding="utf-8")))
        assert one.title in texts
        assert one.subtitle in texts
        assert "光明区司法局2024年法治政府建设年度报告" in texts
        assert page.words("app.title") in texts
        for district, _ in marks:
            assert district in texts
        assert "583" in texts


@pytest.mark.parametrize(
    ("path", "district"),
    [("mediation", "440306"), pytest.param("", "440311", marks=pytest.mark.long)],
)
def test_every_card_of_a_page_gives_its_own_rows(
    path: str, district: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit(path, link={"d": district, "y": "2024-2025"}, shared=True)
    cards = page.cards()
    assert cards

    for one in cards:
        table = one.show_table()
        one.open_menu()
        rows = read_csv(one.download(page.words("card.csv"), tmp_path))
        one.close_menu()
        columns = common_columns(page, rows, table)
        assert shown(rows[: len(table)], columns) == shown(table, columns)
        one.show_chart()
