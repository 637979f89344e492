"""Word files as LibreOffice shows them: every page, every text, no character without a glyph."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from dashboard.charts import kinds
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.exports.document import Cover, Document, Section, numbered_sources
from dashboard.exports.word import docx_bytes, pictures

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]
SENTENCE = "2024年，通州区收到行政复议申请1,696件，“比上年增长52.4%”——详见下表。"
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN_ONLY = ("DejaVu", "Liberation", "Carlito", "Caladea")  # which show a box for Chinese


@pytest.fixture(scope="module", params=["zh", "en"])
def document(
    request: pytest.FixtureRequest,
    make_context: Callable[..., Context],
    panels_of: Callable[..., list[Panel]],
) -> Document:
    made = make_context(request.param)
    districts = made.data.offer.default_districts
    context = replace(made, selection=replace(made.selection, districts=districts))
    family = context.catalogue.family("reconsideration")
    compared = comparisons(figures_of_all(context), districts[0], context, mode=Mode.LEVEL)
    charts = [
        kinds.panel_chart(panels_of(context, "reconsideration.received")[0], context),
        landscape_charts(family, context)[0],
        rates_chart(family, context),
        profile_chart(compared, context, mode=Mode.LEVEL),
    ]
    drawn = [chart for chart in charts if chart is not None]
    sections = tuple(Section(chart, context, chart.title, (SENTENCE,), (1,)) for chart in drawn)
    cover = Cover("法治指标半年简报", "光明区委依法治区办", date(2026, 11, 22))
    return Document(context, sections, numbered_sources(drawn, context), ("口径一",), cover)


@pytest.fixture(scope="module")
def pages(
    document: Document, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pypdfium2.PdfDocument]:
    """The file as PDF; what its pictures show has tests of its own."""
    folder, picture = tmp_path_factory.mktemp("word"), io.BytesIO()
    Image.new("RGB", (2006, 1200), "#0B57A4").save(picture, "PNG", dpi=(300, 300))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_picture", lambda _: picture.getvalue())
        (folder / "file.docx").write_bytes(docx_bytes(document))
    convert(folder / "file.docx", tmp_path_factory.getbasetemp() / "office-profile")
    with pypdfium2.PdfDocument(folder / "file.pdf") as found:
        yield found


def convert(path: Path, profile: Path) -> None:
    assert SOFFICE is not None
    own = f"-env:UserInstallation={profile.as_uri()}"
    command = [SOFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(pages: pypdfium2.PdfDocument) -> list[str]:
    return [squeezed(page.get_textpage().get_text_bounded()) for page in pages]


def test_every_text_is_on_its_pages(pages: pypdfium2.PdfDocument, document: Document) -> None:
    texts = text_of(pages)
    words = document.context.words
    assert 6 <= len(texts) <= 14
    assert "法治指标半年简报" in texts[0]
    assert squeezed(words("word.contents")) in texts[1]
    said = "".join(texts)
    for number, section in enumerate(document.sections, start=1):
        assert squeezed(section.title) in texts[1]
        assert squeezed(f"{words('word.table_label')}{number}") in said
    assert said.count(squeezed(SENTENCE)) == len(document.sections)
    assert squeezed(document.sources[-1].text) in said


def test_page_numbers_begin_after_the_contents(pages: pypdfium2.PdfDocument) -> None:
    endings = [re.search(r"—(\d+)—$", text) for text in text_of(pages)]
    assert [None if e is None else int(e[1]) for e in endings] == [
        None, None, *range(1, len(pages) - 1),
    ]  # fmt: skip


def test_page_numbers_stand_at_the_outer_edge(pages: pypdfium2.PdfDocument) -> None:
    for place in (2, 3):
        page = pages[place]
        found = page.get_textpage().search("—")
        below = [
            box for at in found_at(found) if (box := page.get_textpage().get_charbox(at))[1] < 100
        ]
        assert below
        assert (below[-1][0] > page.get_width() / 2) == (place % 2 == 0)


def found_at(search: object) -> Iterator[int]:
    while (hit := search.get_next()) is not None:  # type: ignore[attr-defined]
        yield hit[0]


def test_every_chinese_character_has_a_glyph(pages: pypdfium2.PdfDocument) -> None:
    fonts: dict[str, str] = {}
    for page in pages:
        text = page.get_textpage()
        for place, character in enumerate(text.get_text_range()):
            if HAN.match(character):
                fonts.setdefault(font_name(text, place), character)
    assert fonts
    assert not [name for name in fonts if name.split("+")[-1].startswith(LATIN_ONLY)]


def font_name(text: pypdfium2.PdfTextPage, place: int) -> str:
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFText_GetFontInfo(text.raw, place, buffer, 200, ctypes.c_int())
    return buffer.value.decode()


def test_no_text_lies_beyond_the_margins(pages: pypdfium2.PdfDocument) -> None:
    """In points: 28 mm at the left, 26 mm at the right, less what a sign may hang over."""
    for page in list(pages)[2:]:
        text = page.get_textpage()
        boxes = [text.get_rect(place) for place in range(text.count_rects())]
        assert min(box[0] for box in boxes) > 79.4 - 6
        assert max(box[2] for box in boxes) < 595.3 - 73.7 + 12


def test_every_picture_is_as_wide_as_the_text(
    pages: pypdfium2.PdfDocument, document: Document
) -> None:
    images = [image for page in pages for image in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])]
    boxes = [image.get_bounds() for image in images]
    assert len(boxes) == len(document.sections)
    assert all(box[2] - box[0] == pytest.approx(442.2, abs=2) for box in boxes)
