"""Slides as an Office program draws them: every text is there, every glyph, and charts follow."""

from __future__ import annotations

import ctypes
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageChops
from pptx import Presentation
from pypdfium2 import PdfDocument, PdfTextPage, raw

from dashboard.context import Context
from dashboard.exports.document import Document, single
from dashboard.exports.native.charts import native_chart
from dashboard.exports.native.model import Form
from dashboard.exports.native.style import NAMESPACES
from dashboard.exports.slides import pptx_bytes
from tests.dashboard.conftest import MakeContext, PanelsOf
from tests.dashboard.exports.native_gallery import chosen, native_charts
from tests.dashboard.exports.slide_reading import document_of, opened, squeezed, texts_of

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]

SCALE = 0.5  # pixels of a picture for a point
WITHOUT_CHINESE = ("Liberation", "Arial", "DejaVu", "OpenSymbol", "Unifont")


@pytest.fixture(scope="module")
def context(make_context: MakeContext) -> Context:
    return chosen(make_context)


@pytest.fixture(scope="module")
def document(context: Context, panels_of: PanelsOf) -> Document:
    kept = {chart.kind: chart for chart in native_charts(context, panels_of)}
    return document_of(list(kept.values()), context)


@pytest.fixture(scope="module")
def deck(document: Document) -> bytes:
    return pptx_bytes(document)


@pytest.fixture(scope="module")
def pages(deck: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PdfDocument]:
    document = PdfDocument(pdf_of(deck, tmp_path_factory.mktemp("deck")))
    yield document
    document.close()


def pdf_of(file: bytes, folder: Path) -> bytes:
    """The file as LibreOffice prints it."""
    (folder / "deck.pptx").write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run(
        [*asked, str(folder / "deck.pptx")], capture_output=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stderr
    return (folder / "deck.pdf").read_bytes()


def test_every_text_of_every_slide_is_drawn(deck: bytes, pages: PdfDocument) -> None:
    slides = opened(deck)
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        drawn = squeezed(page.get_textpage().get_text_bounded())
        for text in texts_of(slide):
            for word in text.split():
                assert word in drawn, (slide.shapes.title.text, word)


def test_names_of_categories_and_labels_are_drawn(
    document: Document, deck: bytes, pages: PdfDocument
) -> None:
    """What the charts say: every bar's name and its label."""
    native_of = {section.title: native_chart(section.chart, section.context)
                 for section in document.sections}  # fmt: skip
    count = 0
    for page, slide in zip(pages, opened(deck), strict=True):
        native = native_of.get(slide.shapes.title.text)
        if native is None or native.form is not Form.BAR:
            continue
        drawn = squeezed(page.get_textpage().get_text_bounded())
        for text in (*native.categories, *(point.text for point in native.points)):
            assert squeezed(text) in drawn, (slide.shapes.title.text, text)
            count += 1
    assert count > 20


def test_no_character_is_without_a_glyph(pages: PdfDocument) -> None:
    """No code that stands for nothing, and Chinese only from fonts that have it."""
    fonts: dict[str, str] = {}
    for page in pages:
        text = page.get_textpage()
        for place in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, place)
            assert code not in (0, 0xFFFD)
            if 0x4E00 <= code <= 0x9FFF:
                fonts.setdefault(font_name(text, place), chr(code))
    assert fonts
    assert not [name for name in fonts if name.split("+")[-1].startswith(WITHOUT_CHINESE)]


def font_name(text: PdfTextPage, place: int) -> str:
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFText_GetFontInfo(text.raw, place, buffer, 200, ctypes.c_int())
    return buffer.value.decode()


@pytest.mark.long
def test_a_value_that_is_changed_changes_the_picture(
    context: Context, panels_of: PanelsOf, tmp_path: Path
) -> None:
    """As PowerPoint does when data are edited: the cell in the workbook, and what is cached."""
    chart = next(c for c in native_charts(context, panels_of) if c.kind == "bars")
    file = pptx_bytes(single(chart, context))
    folders = [tmp_path / name for name in ("before", "after")]
    for folder in folders:
        folder.mkdir()
    before, after = (
        picture(pdf_of(made, folder))
        for made, folder in zip((file, edited(file)), folders, strict=True)
    )
    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    # in the chart's frame, and nowhere else
    (frame,) = (shape for shape in opened(file)[0].shapes if shape.has_chart)
    left, top, right, bottom = (pixels / SCALE for pixels in changed)
    assert left >= frame.left / 12700
    assert top >= frame.top / 12700
    assert right <= (frame.left + frame.width) / 12700 + 1
    assert bottom <= (frame.top + frame.height) / 12700 + 1


def picture(pdf: bytes) -> Image.Image:
    document = PdfDocument(pdf)
    drawn: Image.Image = document[0].render(scale=SCALE).to_pil()
    document.close()
    return drawn


def edited(file: bytes) -> bytes:
    """The deck with half the first value, in the workbook and in the chart."""
    deck = Presentation(io.BytesIO(file))
    (frame,) = (shape for shape in deck.slides[0].shapes if shape.has_chart)
    part = frame.chart.part
    book = openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob))
    first = next(part._element.iter(f"{{{NAMESPACES['c']}}}val"))
    cache = first.find(".//c:v", NAMESPACES)
    cell = book.worksheets[0]["B2"]
    assert float(cache.text) == cell.value
    cell.value = cell.value / 2
    cache.text = str(cell.value)
    buffer = io.BytesIO()
    book.save(buffer)
    part.chart_workbook.update_from_xlsx_blob(buffer.getvalue())
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()
