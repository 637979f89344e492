"""Files that leave the dashboard carry hostile texts as text: nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

from dashboard.charts.kinds import panel_chart
from dashboard.charts.series import panels
from dashboard.context import Context, load_data
from dashboard.exports.document import Cover, Document, Section, numbered_sources
from dashboard.exports.formats import FORMATS
from dashboard.exports.print import pdf
from dashboard.exports.tables import csv_bytes
from dashboard.exports.workbook.book import view_workbook
from dashboard.selection import BasisChoice, Selection
from dashboard.words import Language, Words
from tests.dashboard.half_year_report import DISTRICT
from tests.security.payloads import FORMULAS, HOSTILE, OUTSIDE, PLANTED, SHORT, hostile_draft
from warehouse import queries
from warehouse.build import build
from warehouse.imports.approval import approve

pytestmark = pytest.mark.browser
SCOPED = ("reconsideration.accepted", "reconsideration.not_accepted")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Charts of figures whose scopes and sources are hostile, with hostile texts around them."""
    folder = tmp_path_factory.mktemp("hostile")
    approve(hostile_draft(), folder / "user")
    build(user=folder / "user", folder=folder / "published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULE_OF_LAW_WAREHOUSE", str(folder / "published"))
        data = load_data()
    context = Context(
        data, Words(Language.ZH), Selection((DISTRICT,), 2025, 2025, tuple(BasisChoice))
    )
    rows = queries.points(context.warehouse, SCOPED, context.selection.filter)
    found = panels(rows, context.catalogue, context.words)
    charts = [panel_chart(panel, context) for panel in found]
    assert {panel.scope for panel in found} == {SHORT, FORMULAS[0]}
    sections = tuple(
        Section(chart, context, HOSTILE, paragraphs=(HOSTILE, FORMULAS[0])) for chart in charts
    )
    cover = Cover(SHORT, FORMULAS[0], date(2026, 11, 22))
    return Document(context, sections, numbered_sources(charts, context), cover=cover)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def of_page(markup: bytes | str) -> None:
    """A page or drawing holds nothing that runs, was planted, or is elsewhere."""
    for element in html.fromstring(markup).iter(etree.Element):
        assert element.tag not in {"script", "iframe", "object", "foreignobject"}
        assert element.get("id") != PLANTED
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        targets = [element.get(name) or "" for name in ("href", "src", "xlink:href")]
        assert not [one for one in targets if "javascript:" in one or OUTSIDE in one]


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_office_files_hold_texts_only(document: Document, kind: str) -> None:
    content = parts(FORMATS[kind].make(document, None, None))
    for name, part in content.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part)
            targets = [node.get("Target", "") for node in root.iter("{*}Relationship")]
            assert not [one for one in targets if "javascript:" in one or OUTSIDE in one]
            assert not list(root.iter("{*}fldSimple", "{*}control", "{*}script"))
    markup = b"".join(part for name, part in content.items() if name.endswith(".xml"))
    assert b"&lt;script&gt;" in markup
    assert b"[link](javascript:" in markup


def test_workbooks_hold_no_formula(document: Document) -> None:
    charts = [(section.chart, document.context) for section in document.sections]
    content = view_workbook(charts, document.context)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(SHORT in str(cell.value) for cell in cells)
    targets = [cell.hyperlink.target or "" for cell in cells if cell.hyperlink]
    assert not [one for one in targets if one.lower().startswith("javascript")]


def test_tables_for_excel_hold_no_formula(document: Document) -> None:
    for section in document.sections:
        text = csv_bytes(section.chart, document.context).decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text)):
            assert not [cell for cell in row if re.match(r"[=+@\t\r]|-\D", cell)]


@pytest.mark.parametrize("layout", ["a4", "slides"])
def test_what_is_printed_holds_texts_only(
    document: Document, layout: pdf.Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    really = pdf.print_pdf

    def noted(page: str) -> bytes:
        printed.append(page)
        return really(page)

    monkeypatch.setattr(pdf, "print_pdf", noted)
    pdf.pdf_bytes(document, layout=layout)
    assert len(printed) == 2
    for page in printed:
        of_page(page)
        assert "&lt;script&gt;" in page


def test_pictures_and_names_in_the_archive_are_harmless(document: Document, tmp_path: Path) -> None:
    content = parts(FORMATS["zip"].make(document, None, None))
    drawings = [part for name, part in content.items() if name.endswith(".svg")]
    assert drawings
    for drawing in drawings:
        of_page(drawing)
    for name in content:
        assert (tmp_path / name).resolve().is_relative_to(tmp_path)
        assert not re.search(r'[\\:*?"<>|\x00-\x1f]', name)
