"""Documents as PDF: everything is said, nothing is markup, fonts are inside, users do not mix."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.rates import rates_chart
from dashboard.context import Context
from dashboard.exports import page_printer, renderer
from dashboard.exports.document import Cover, Document, Section, numbered_sources, single
from dashboard.exports.image import ImageUnavailable, stop_renderer
from dashboard.exports.print import page_images, pdf_bytes
from dashboard.exports.print.elements import css_string, element, link
from dashboard.exports.print.slides import planned
from dashboard.formats import bounds_text

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("only_our_fonts")]

HOSTILE = "<script>alert(1)</script></style><img src=x onerror=y> &amp; \u202e583\u0007件"
HARMLESS = "<script>alert(1)</script></style><img src=x onerror=y> &amp; 583件"
LAYOUTS = ("a4", "slides")


@pytest.fixture(scope="module")
def only_our_fonts() -> Iterator[None]:
    """A server with no other font: what ours lack would be drawn as a box."""
    with pytest.MonkeyPatch.context() as patch:
        stop_renderer()
        patch.setattr(renderer, "SYSTEM_FONTS", ())
        yield
        stop_renderer()


@pytest.fixture(scope="module")
def charts(zh: Context, panels_of: Any) -> list[Chart]:  # noqa: ANN401
    trend = kinds.panel_chart(panels_of(zh, "reconsideration.received")[0], zh)
    rates = rates_chart(zh.catalogue.family("reconsideration"), zh)
    coverage = kinds.coverage_chart(zh, families=("legal_aid",))
    assert rates is not None
    assert coverage is not None
    return [trend, rates, coverage]


def briefing(charts: list[Chart], context: Context, *, title: str = "半年简报") -> Document:
    sources = numbered_sources(charts, context)
    numbers = {source.text: source.number for source in sources}
    sections = tuple(
        Section(
            chart,
            context,
            f"第{number}项：{chart.title}",
            (f"这是第{number}段话，共 1,696 件。",),
            tuple(numbers[text] for text in chart.sources),
        )
        for number, chart in enumerate(charts, start=1)
    )
    cover = Cover(title, "区委依法治区办", date(2026, 11, 22))
    return Document(context, sections, sources, ("收到：报告期内收到的申请。",), cover)


@pytest.fixture(scope="module")
def document(charts: list[Chart], zh: Context) -> Document:
    return briefing(charts, zh)


@pytest.fixture(scope="module")
def report(document: Document) -> bytes:
    return pdf_bytes(document, layout="a4")


@pytest.fixture(scope="module")
def slides(document: Document) -> bytes:
    return pdf_bytes(document, layout="slides")


@pytest.fixture(params=LAYOUTS)
def printed(request: pytest.FixtureRequest, report: bytes, slides: bytes) -> tuple[str, bytes]:
    return request.param, report if request.param == "a4" else slides


def pages(pdf: bytes) -> list[str]:
    """The text of each page as a reader selects it, without blanks and line ends."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [squeezed(page.get_textpage().get_text_range()) for page in opened]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe]", "", text)


def characters(pdf: bytes) -> set[int]:
    """The codes of all drawn characters; 0 is one without a glyph."""
    found = set()
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            text = page.get_textpage()
            found |= {pdfium.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())}
    return found


def test_title_texts_notes_and_sources_are_all_there(
    printed: tuple[str, bytes], document: Document
) -> None:
    text = "".join(pages(printed[1]))
    said = ["半年简报", "区委依法治区办", "2026年11月22日", *document.methods]
    for section in document.sections:
        chart = section.chart
        said += [section.title, chart.subtitle, *section.paragraphs, *chart.notes]
    said += [source.text for source in document.sources]
    assert [one for one in said if squeezed(one) not in text] == []


def test_the_report_holds_every_figure_as_the_chart_shows_it(
    document: Document, zh: Context
) -> None:
    trend = document.sections[0].chart
    text = "".join(pages(pdf_bytes(single(trend, zh))))
    for row in trend.rows.iter_rows(named=True):
        unit = trend.unit_of(row)
        assert unit.number(row["shown"]) + row["printed"] in text
        if row["shown_low"] != row["shown_high"]:
            assert bounds_text(row["shown_low"], row["shown_high"], unit) in text


def test_every_page_but_the_title_names_the_data_version_and_its_number(
    printed: tuple[str, bytes], document: Document
) -> None:
    version = squeezed(f"法治指标看板 · 数据版本 {document.context.data.version}")
    first, *others = pages(printed[1])
    assert version not in first
    for number, text in enumerate(others, start=2):
        assert version in text
        assert f"{number}/{len(others) + 1}" in text


def test_contents_give_the_page_of_each_chapter(
    printed: tuple[str, bytes], document: Document
) -> None:
    _, contents, *rest = pages(printed[1])
    titles = [section.title for section in document.sections]
    for title in [*map(squeezed, titles), "口径与方法", "资料来源"]:
        begins = next(place for place, text in enumerate(rest, start=3) if title in text)
        assert f"{title}{begins}" in contents


def test_a_slide_holds_a_section_and_has_the_proportion_of_a_screen(
    slides: bytes, document: Document
) -> None:
    texts = pages(slides)
    with pypdfium2.PdfDocument(slides) as opened:
        assert {page.get_size() for page in opened} == {(960, 540)}
    for section in document.sections:
        (text,) = (t for t in texts[2:] if squeezed(section.title) in t and "（续）" not in t)
        assert squeezed(section.paragraphs[0]) in text


def test_fonts_are_inside_and_no_glyph_is_missing(printed: tuple[str, bytes]) -> None:
    pdf = printed[1]
    fonts = re.findall(rb"<</Type /Font\b.*?>>\s*endobj", pdf, re.DOTALL)
    drawn = [font for font in fonts if b"/Subtype /Type0" not in font]
    descriptors = re.findall(rb"<</Type /FontDescriptor\b.*?>>\s*endobj", pdf, re.DOTALL)
    files = [one for one in descriptors if b"/FontFile" in one]
    assert drawn
    assert all(b"/CharProcs" in font for font in drawn) or len(files) == len(drawn)
    assert 0 not in characters(pdf)
    assert 0 in characters(renderer.print_pdf("<body style=\"font-family:'Noto Sans SC'\">\ue123"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_chart_is_a_vector(layout: Any, charts: list[Chart], zh: Context) -> None:  # noqa: ANN401
    pdf = pdf_bytes(single(charts[0], zh), layout=layout)
    assert b"/Subtype /Image" not in pdf
    assert charts[0].unit.number(max(charts[0].rows["shown"])) in "".join(pages(pdf))


def test_it_can_be_read_aloud_and_leafed_through(
    printed: tuple[str, bytes], document: Document
) -> None:
    pdf = printed[1]
    assert pdf.count(b"/Alt ") >= len(document.sections)
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (zh-CN)" in pdf
    with pypdfium2.PdfDocument(pdf) as opened:
        assert opened.get_metadata_value("Title") == "半年简报"
        marks = [mark.get_title() for mark in opened.get_toc()]
    assert marks[0] == "半年简报"
    assert [title for title in marks if "第2项" in title]


def test_links_lead_to_web_addresses_only(document: Document) -> None:
    bad = replace(document.sources[0], url="javascript:alert(1)")
    section = replace(document.sections[0], sources=(1, 2))
    changed = replace(document, sections=(section,), sources=(bad, *document.sources[1:]))
    pdf = pdf_bytes(changed)
    addresses = re.findall(rb"/URI \((.*?)\)", pdf)
    assert len(addresses) >= len(document.sources) - 1
    assert all(address.startswith((b"http://", b"https://")) for address in addresses)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_texts_of_people_are_inert(layout: Any, document: Document, zh: Context) -> None:  # noqa: ANN401
    section = document.sections[0]
    chart = replace(section.chart, title=HOSTILE, subtitle=HOSTILE, notes=(HOSTILE,), alt=HOSTILE)
    changed = replace(
        document,
        sections=(replace(section, chart=chart, title=HOSTILE, paragraphs=(HOSTILE,)),),
        sources=(replace(document.sources[0], text=HOSTILE, url=f"https://a.cn/{HOSTILE}"),),
        methods=(HOSTILE,),
        cover=Cover(HOSTILE, HOSTILE, None),
    )
    pdf = pdf_bytes(changed, layout=layout)
    assert "".join(pages(pdf)).count(squeezed(HARMLESS)) >= 8
    assert 0x202E not in characters(pdf)
    assert "Rule" not in "".join(pages(pdf))
    with pypdfium2.PdfDocument(pdf) as opened:
        assert opened.get_metadata_value("Title") == HARMLESS


def test_what_is_not_markup_is_escaped() -> None:
    assert element("p", "a<b", title='"') == '<p title="&quot;">a&lt;b</p>'
    assert link("a", "javascript:x") == "a"
    assert css_string('"</style>') == r'"\22 \3c \2f style\3e "'


def test_pages_run_no_script_and_load_nothing() -> None:
    page = '<p>still</p><script>document.body.textContent = "ran"</script>'
    assert pages(renderer.print_pdf(page)) == ["still"]


def test_what_is_too_much_for_a_slide_follows_on_the_next(document: Document) -> None:
    paragraphs = tuple(f"{number}、{'很长的一段话，' * 12}完。" for number in range(12))
    section = replace(document.sections[0], paragraphs=paragraphs)
    slide = planned(section, document)
    assert slide.column + slide.later == paragraphs
    assert slide.column
    one = replace(document, sections=(section,))
    text = "".join(pages(pdf_bytes(one, layout="slides")))
    assert [p for p in paragraphs if squeezed(p) not in text] == []
    assert squeezed(f"{section.title}（续）") in text


def test_previews_are_pictures_of_every_page(printed: tuple[str, bytes]) -> None:
    layout, pdf = printed
    images = page_images(pdf, width=320)
    assert len(images) == len(pages(pdf))
    for content in images:
        with Image.open(io.BytesIO(content)) as image:
            assert image.format == "PNG"
            assert image.size == pytest.approx((320, 453 if layout == "a4" else 180), abs=1)


def test_progress_counts_the_sections(document: Document) -> None:
    said: list[tuple[int, int]] = []
    alone = replace(document, cover=None)
    pdf_bytes(alone, progress=lambda done, count: said.append((done, count)))
    assert said == [(1, 3), (2, 3), (3, 3)]


# ---------------------------------------------------------------- the browser


def test_ten_users_get_their_own_documents_and_nothing_stays_behind(
    charts: list[Chart], zh: Context
) -> None:
    documents = [single(replace(charts[0], title=f"甲{user}乙的图"), zh) for user in range(10)]
    with ThreadPoolExecutor(max_workers=10) as threads:
        texts = ["".join(pages_of) for pages_of in map(pages, threads.map(pdf_bytes, documents))]
    for user, text in enumerate(texts):
        assert set(re.findall("甲(.)乙的图", text)) == {str(user)}
    running = renderer._running()
    assert list(running._folder.glob("*.html")) == []
    assert len(running._opened_browser.tabs) == renderer.TABS


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_a_killed_browser_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "STOP_SECONDS", 0.3)  # it has nothing more to say
    assert pages(renderer.print_pdf("<p>one</p>")) == ["one"]
    killed = renderer._running()._opened_browser.subprocess
    os.killpg(killed.pid, signal.SIGKILL)
    assert pages(renderer.print_pdf("<p>two</p>")) == ["two"]
    assert renderer._running()._opened_browser.subprocess.pid != killed.pid


def test_a_page_that_cannot_be_printed_is_said_and_the_browser_lives_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = renderer._running()
    monkeypatch.setitem(page_printer.PRINTING, "paperWidth", -1)
    with pytest.raises(ImageUnavailable, match="paper width"):
        renderer.print_pdf("<p>one</p>")
    assert renderer._running() is before
    assert len(before._opened_browser.tabs) == renderer.TABS


def test_without_a_browser_it_is_said_why(
    monkeypatch: pytest.MonkeyPatch, document: Document
) -> None:
    stop_renderer()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(ImageUnavailable, match="No Chrome or Chromium was found"):
        pdf_bytes(single(document.sections[0].chart, document.context))
