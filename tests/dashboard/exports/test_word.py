"""Word files say what the page says, in the layout, fonts and language of official documents."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import docx
import polars as pl
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from PIL import Image

from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.exports.document import Cover, Document, Section, numbered_sources, single
from dashboard.exports.image import PRESETS, ImageUnavailable
from dashboard.exports.picture import drawn, plot_only
from dashboard.exports.tables import display_table
from dashboard.exports.word import conventions as gb
from dashboard.exports.word import docx_bytes, pictures
from dashboard.exports.word.front import chinese_number, day_text
from dashboard.figures.base import FONT
from dashboard.words import Language, Words

MakeContext = Callable[..., Context]
PanelsOf = Callable[..., list[Panel]]
Charts = dict[str, Chart]

COVER = Cover("法治指标简报", "光明区司法局", date(2026, 11, 22))
HOSTILE = "=1+2\x0b<b>&\x00\ud800\r\n一行\t"
CLEANED = "=1+2<b>& 一行 "


def every_kind(context: Context, panels_of: PanelsOf) -> Iterator[Chart | None]:
    levels = panels_of(context, "reconsideration.received", "reconsideration.accepted")
    received = next(p for p in levels if not p.scope and p.indicator.endswith("received"))
    accepted = next(p for p in levels if not p.scope and p.indicator.endswith("accepted"))
    family = context.catalogue.family("reconsideration")
    yield kinds.panel_chart(received, context)
    yield kinds.bars_chart(received, context)
    yield kinds.multiples_chart(received, context)
    yield views.change_view(received, "2023", "2024", context)
    yield views.scatter_view(received, accepted, context)
    yield from landscape_charts(family, context)[:1]
    yield rates_chart(family, context)
    yield next(c for one in context.catalogue.families for c in composition_charts(one, context))
    code = context.selection.districts[0]
    compared = comparisons(figures_of_all(context), code, context, mode=Mode.LEVEL)
    yield profile_chart(compared, context, mode=Mode.LEVEL)
    yield movement_chart(all_figures(context), context)
    yield kinds.coverage_chart(context, families=("mediation",))


@pytest.fixture(scope="module", params=["zh", "en"])
def context(request: pytest.FixtureRequest, make_context: MakeContext) -> Context:
    made = make_context(request.param)
    districts = made.data.offer.default_districts
    return replace(made, selection=replace(made.selection, districts=districts))


@pytest.fixture(scope="module")
def charts(context: Context, panels_of: PanelsOf) -> Charts:
    return {chart.kind: chart for chart in every_kind(context, panels_of) if chart}


def document_of(charts: Charts, context: Context, cover: Cover | None = COVER) -> Document:
    sources = numbered_sources(list(charts.values()), context)
    numbers = {source.text: source.number for source in sources}
    sections = tuple(
        Section(chart, context, f"{chart.title} {kind}", (f"{kind}: 882", "second."),
                tuple(numbers[text] for text in chart.sources))
        for kind, chart in charts.items()
    )  # fmt: skip
    return Document(context, sections, sources, ("method one", "method two"), cover)


@pytest.fixture(scope="module", autouse=True)
def _quick_pictures() -> Iterator[None]:
    """Pictures of the right size, drawn by no browser."""

    def blank(figure: Any, *, format: str, preset: Any) -> bytes:  # noqa: ANN401
        assert format == "png"
        layout, pixels = figure.layout, round(preset.width * preset.scale)
        buffer = io.BytesIO()
        size = (pixels, round(pixels * layout.height / layout.width))
        Image.new("1", size).save(buffer, "PNG", dpi=(preset.dpi, preset.dpi))
        return buffer.getvalue()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "drawn", blank)
        yield


@pytest.fixture(scope="module")
def document(charts: Charts, context: Context) -> Document:
    return document_of(charts, context)


@pytest.fixture(scope="module")
def written(document: Document) -> bytes:
    return docx_bytes(document)


@pytest.fixture
def file(written: bytes) -> WordDocument:
    return opened(written)


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


def blocks(file: WordDocument) -> list[Paragraph | Table]:
    return list(file.iter_inner_content())


def styled(file: WordDocument, style: str) -> list[str]:
    """The texts of the paragraphs in a style of ours, by its id."""
    return [p.text for p in file.paragraphs if p.style is not None and p.style.style_id == style]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# ---------------------------------------------------------------- what it says


def test_every_kind_of_chart_is_tried(charts: Charts) -> None:
    assert set(charts) == {
        "trend", "bars", "multiples", "change", "scatter", "landscape", "rates", "composition",
        "profile", "movements", "coverage",
    }  # fmt: skip


def test_sections_come_in_order_with_their_sentences(file: WordDocument, charts: Charts) -> None:
    headings = styled(file, "Heading1")
    assert headings[: len(charts)] == [f"{c.title} {kind}" for kind, c in charts.items()]
    body = [text for text in styled(file, "Normal") if text]
    wanted = [text for kind in charts for text in (f"{kind}: 882", "second.")]
    assert body == [*wanted, "method one", "method two"]


def test_figures_and_tables_are_numbered_by_fields(file: WordDocument, charts: Charts) -> None:
    words = "图{n}　{t}（{s}）", "表{n}　{t}"
    if charts["trend"].title.isascii():
        words = "Figure {n}. {t} ({s})", "Table {n}. {t}"
    for style, form, chart_list in (
        ("Caption", words[0], charts),
        ("TableCaption", words[1], charts),
    ):
        wanted = [
            form.format(n=n, t=c.title, s=c.subtitle) for n, c in zip(count(1), chart_list.values())
        ]
        assert styled(file, style) == [
            text.replace(" ()", "").replace("（）", "") for text in wanted
        ]
    codes = [found.text.strip() for found in file.element.body.iter(qn("w:instrText"))]
    assert codes.count(r"SEQ Figure \* ARABIC") == len(charts)
    assert codes.count(r"SEQ Table \* ARABIC") == len(charts)


def test_pictures_have_text_alternatives_and_fill_the_text(
    file: WordDocument, charts: Charts
) -> None:
    shapes = list(file.inline_shapes)
    described = [shape._inline.docPr.get("descr") for shape in shapes]
    assert described == [squeezed(chart.alt) for chart in charts.values()]
    for shape in shapes:
        assert shape.width <= gb.TEXT_WIDTH * 635
        assert shape.height <= pictures.TALLEST
        assert shape.width == gb.TEXT_WIDTH * 635 or shape.height == pictures.TALLEST
    ids = [shape._inline.docPr.get("id") for shape in shapes]
    assert len(set(ids)) == len(ids)


def number(text: str) -> float | None:
    return None if text == "—" else float(text.replace(",", "").replace("−", "-"))


def ends(text: str) -> tuple[float | None, float | None]:
    """The ends of 285–288, ≥ 192,000, ≤ 5 or 7."""
    if text.startswith("≥"):
        return number(text[2:]), None
    if text.startswith("≤"):
        return None, number(text[2:])
    low, _, high = text.partition("–")
    return number(low), number(high or low)


def near(one: float | None, other: float | None, *, within: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= within


def test_tables_hold_the_values_of_the_pages(
    file: WordDocument, charts: Charts, document: Document, context: Context
) -> None:
    words = context.words
    remarks = iter(styled(file, "TableRemark"))
    for chart, table in zip(charts.values(), file.tables, strict=True):
        page = display_table(chart, context)
        head, *rows = cells(table)
        assert len(rows) == page.height
        said = next(remarks) if page.height > 1 and chart.observations else ""
        printed = {name: [row[place] for row in rows] for place, name in enumerate(head)}
        for name in page.columns:
            compare(name, page[name].to_list(), printed, said, chart, document, words)


def compare(
    name: str,
    page: list[Any],
    printed: dict[str, list[str]],
    said: str,
    chart: Chart,
    document: Document,
    words: Words,
) -> None:
    """One column of the page's table with what stands for it in print."""
    value, low, high, source, left, right = (
        words(f"column.{key}")
        for key in ("shown_value", "shown_low", "shown_high", "source", "interval_low",
                    "interval_high")
    )  # fmt: skip
    decimals = chart.unit.decimals
    within = 0.0 if decimals is None else 0.5 * 10.0**-decimals + 1e-9
    if name in (low, high):
        ranges = printed.get(words("word.bounds"), printed[value])
        place = (low, high).index(name)
        assert all(
            near(ends(t)[place], v, within=within) for t, v in zip(ranges, page, strict=True)
        )
    elif name in (left, right):
        ranges = printed[words("word.interval")]
        place = (left, right).index(name)
        assert all(near(ends(t)[place], v, within=0.005) for t, v in zip(ranges, page, strict=True))
    elif name == value:
        found = [number(text) for text in printed[name]]
        assert all(near(one, other, within=within) for one, other in zip(found, page, strict=True))
    elif name == source and chart.observations:
        by_number = {f"[{one.number}]": one.text for one in document.sources}
        assert all(
            title in by_number[text] for text, title in zip(printed[name], page, strict=True)
        )
    elif name in printed:
        assert printed[name] == ["—" if v in (None, "") else squeezed(str(v)) for v in page]
    else:  # the same for all, and said above, or nothing at all
        assert len(set(page)) == 1
        assert not page[0] or f"{name}{words.colon}{page[0]}" in said


def test_notes_and_numbered_sources_stand_below(
    file: WordDocument, document: Document, context: Context
) -> None:
    below = "\n".join(styled(file, "FigureNotes"))
    for section in document.sections:
        for note in section.chart.notes:
            assert squeezed(note) in squeezed(below)
        for source in section.chart.sources:
            wanted = next(s for s in document.sources if s.text == source)
            assert f"[{wanted.number}] {wanted.text}" in below
    listed = styled(file, "Reference")
    assert len(listed) == len(document.sources) > 5
    for text, source in zip(listed, document.sources, strict=True):
        assert text.startswith(f"[{source.number}] {source.text}")
        assert text.endswith(source.url)
    assert context.data.version in styled(file, "FigureNotes")[-1]


def test_addresses_are_links(file: WordDocument, document: Document) -> None:
    urls = {source.url for source in document.sources if source.url.startswith("http")}
    linked = {link.address for p in file.paragraphs for link in p.hyperlinks if not link.fragment}
    assert linked == urls


def test_cover_and_contents(file: WordDocument, document: Document, context: Context) -> None:
    titles = styled(file, "Title")
    assert titles == ["法治指标简报", context.words("word.contents")]
    day = "2026年11月22日" if context.words.zh else "22 November 2026"
    assert styled(file, "CoverLine") == ["光明区司法局", day]
    entries, headings = styled(file, "TOC1"), styled(file, "Heading1")
    assert len(entries) == len(headings) == len(document.sections) + 2
    for place, (entry, heading) in enumerate(zip(entries, headings, strict=True), start=1):
        mark = f"{chinese_number(place)}、" if context.words.zh else f"{place} "
        assert entry == f"{mark}{heading}"
    targets = [link.fragment for p in file.paragraphs for link in p.hyperlinks if link.fragment]
    marks = {found.get(qn("w:name")) for found in file.element.body.iter(qn("w:bookmarkStart"))}
    assert targets
    assert set(targets) == marks
    assert b"updateFields" not in etree.tostring(file.settings.element)
    kinds_of = [f.get(qn("w:fldCharType")) for f in file.element.body.iter(qn("w:fldChar"))]
    assert kinds_of.count("begin") == kinds_of.count("separate") == kinds_of.count("end")
    assert not any(f.get(qn("w:dirty")) for f in file.element.body.iter(qn("w:fldChar")))


def test_core_properties(file: WordDocument, context: Context) -> None:
    about = file.core_properties
    assert (about.title, about.author) == ("法治指标简报", "光明区司法局")
    assert about.language == context.words.pick("zh-CN", "en-GB")
    assert about.created == about.modified == datetime(2026, 11, 22, tzinfo=UTC)
    assert "python" not in f"{about.comments}{about.keywords}{about.last_modified_by}".lower()


def test_the_same_document_is_the_same_file(document: Document, written: bytes) -> None:
    assert docx_bytes(document) == written


def test_progress_is_told_section_by_section(document: Document) -> None:
    told: list[tuple[int, int]] = []
    docx_bytes(document, progress=lambda done, of: told.append((done, of)))
    assert told == [(n, len(document.sections)) for n in range(1, len(document.sections) + 1)]


@pytest.mark.parametrize("kind", ["trend", "rates", "coverage"])
def test_one_chart_by_itself(charts: Charts, context: Context, kind: str) -> None:
    chart = charts[kind]
    file = opened(docx_bytes(single(chart, context)))
    assert styled(file, "Title") == [chart.title]
    assert styled(file, "TOC1") == []
    assert len(file.inline_shapes) == len(file.tables) == 1
    said = "\n".join(styled(file, "FigureNotes"))
    assert all(source in said for source in chart.sources)
    assert file.core_properties.title == chart.title
    assert file.core_properties.created.year == 2026


# ---------------------------------------------------------------- layout, fonts, language


def xml_parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_the_page_is_that_of_the_standard(file: WordDocument) -> None:
    for section in file.sections:
        found = [
            section.page_width, section.page_height, section.top_margin, section.left_margin,
        ]  # fmt: skip
        assert [round(length.mm, 1) for length in found] == [210, 297, 37, 28]
        text = section.page_width - section.left_margin - section.right_margin
        height = section.page_height - section.top_margin - section.bottom_margin
        assert (round(text / 36000), round(height / 36000)) == (156, 225)
    front, main = file.sections
    assert front.footer.is_linked_to_previous
    numbers = [main.footer.paragraphs[0], main.even_page_footer.paragraphs[0]]
    assert [p.text for p in numbers] == ["— 1 —", "— 1 —"]
    aligned = [p.alignment for p in numbers]
    assert [str(one).split()[0] for one in aligned] == ["RIGHT", "LEFT"]
    assert file.settings.odd_and_even_pages_header_footer
    assert main._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_chinese_text_has_the_fonts_and_sizes_of_the_standard(
    written: bytes, context: Context
) -> None:
    if not context.words.zh:
        pytest.skip("of Chinese text")
    sheet = {
        style.get(qn("w:styleId")): style
        for style in xml_parts(written)["word/styles.xml"].iter(qn("w:style"))
    }
    wanted = {
        "Title": ("方正小标宋简体", 22), "Normal": ("仿宋", 16), "Heading1": ("黑体", 16),
        "Heading2": ("楷体", 16), "Footer": ("宋体", 14), "Caption": ("黑体", 12),
        "TableText": ("宋体", 10.5), "FigureNotes": ("楷体", 10.5),
    }  # fmt: skip
    for key, (font, points) in wanted.items():
        properties = sheet[key].find(qn("w:rPr"))
        assert properties.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font, key
        assert int(properties.find(qn("w:sz")).get(qn("w:val"))) / 2 == points, key
    body = sheet["Normal"].find(qn("w:pPr"))
    assert body.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    spacing = body.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 28 <= int(spacing.get(qn("w:line"))) / 20 <= 29
    levels = xml_parts(written)["word/numbering.xml"].iter(qn("w:lvlText"))
    assert [level.get(qn("w:val")) for level in levels] == ["%1、", "（%2）"]


def test_every_style_names_its_fonts_and_language(written: bytes, context: Context) -> None:
    latin = context.words.pick("en-US", "en-GB")
    sheet = xml_parts(written)["word/styles.xml"]
    places = [*sheet.iter(qn("w:style")), sheet.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")]
    assert len(places) > 15
    for place in places:
        properties = place.find(qn("w:rPr"))
        names = properties.find(qn("w:rFonts"))
        if place.get(qn("w:type")) != "character":
            assert all(names.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "eastAsia", "cs"))
        language = properties.find(qn("w:lang"))
        assert language.get(qn("w:eastAsia")) == "zh-CN"
        assert language.get(qn("w:val")) == latin
        assert not [name for name in (names.attrib if names is not None else ()) if "Theme" in name]


def test_every_paragraph_has_a_style_and_no_run_a_font_of_its_own(
    written: bytes, context: Context
) -> None:
    parts = xml_parts(written)
    known = {style.get(qn("w:styleId")) for style in parts["word/styles.xml"].iter(qn("w:style"))}
    texts = [root for name, root in parts.items() if re.match(r"word/(document|footer)", name)]
    assert len(texts) == 3
    for root in texts:
        for paragraph in root.iter(qn("w:p")):
            if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
                assert paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) in known
        for names in root.iter(qn("w:rFonts")):
            assert dict(names.attrib) == {qn("w:hint"): "eastAsia"}
        if context.words.zh:
            runs = [run for run in root.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
            assert all(run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None for run in runs)


def test_fonts_have_others_to_stand_in_for_them(written: bytes) -> None:
    parts = xml_parts(written)
    table = {font.get(qn("w:name")): font for font in parts["word/fontTable.xml"]}
    used = {
        names.get(qn(f"w:{script}"))
        for names in parts["word/styles.xml"].iter(qn("w:rFonts"))
        for script in ("ascii", "eastAsia", "cs")
    } - {None}
    assert used <= set(table)
    assert "仿宋_GB2312" in table["仿宋"].find(qn("w:altName")).get(qn("w:val")).split(",")
    for font in table.values():
        names = font.find(qn("w:altName")).get(qn("w:val")).split(",")
        assert any(re.match("Noto|LXGW|Tinos", name) for name in names), names


def test_the_theme_has_our_fonts(written: bytes) -> None:
    theme = etree.tostring(xml_parts(written)["word/theme/theme1.xml"], encoding="unicode")
    for tag, name in (("latin", "Times New Roman"), ("ea", "黑体"), ("ea", "仿宋")):
        assert f'<a:{tag} typeface="{name}"/>' in theme
    assert "Calibri" not in theme


def test_heads_of_tables_stand_on_every_page_and_numbers_at_the_right(
    file: WordDocument, context: Context
) -> None:
    value = context.words("column.shown_value")
    for table in file.tables:
        first, *others = table.rows
        assert first._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(
            row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in others
        )
        assert sum(column.width for column in table.columns) <= gb.TEXT_WIDTH * 635
        heads = [cell.text for cell in first.cells]
        if value in heads:
            cell = others[0].cells[heads.index(value)]
            assert cell.paragraphs[0].style.style_id.startswith("TableNumber")


# ---------------------------------------------------------------- hostile texts, no browser


def test_hostile_texts_are_plain_text(charts: Charts, context: Context) -> None:
    chart = charts["trend"]
    rows = chart.rows.with_columns(pl.lit("=cmd|' /C calc'!A0").alias("printed"))
    bad = replace(chart, title=HOSTILE, subtitle="", notes=(HOSTILE,), alt=HOSTILE, rows=rows)
    section = Section(bad, context, HOSTILE, (HOSTILE, "@sum", "-1"), (1,))
    sources = numbered_sources([chart], context)[:1]
    sources = (replace(sources[0], text=HOSTILE, url="javascript:alert(1)"),)
    cover = Cover(HOSTILE, HOSTILE, None)
    file = opened(docx_bytes(Document(context, (section,), sources, (HOSTILE,), cover)))
    body = styled(file, "Normal")
    assert [text for text in body if text][:3] == [CLEANED, "@sum", "-1"]
    assert styled(file, "Heading1")[0] == styled(file, "Title")[0] == CLEANED
    assert file.inline_shapes[0]._inline.docPr.get("descr") == CLEANED
    assert "=cmd|' /C calc'!A0" in str(cells(file.tables[0])) + str(styled(file, "TableRemark"))
    assert [h.address for p in file.paragraphs for h in p.hyperlinks if h.address] == []
    assert styled(file, "Reference") == [f"[1] {CLEANED}  javascript:alert(1)"]
    assert file.core_properties.title.strip() == CLEANED.strip()


def test_without_a_browser_the_table_stands_alone(
    charts: Charts, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise ImageUnavailable("none")

    monkeypatch.setattr(pictures, "drawn", fails)
    chart = charts["trend"]
    file = opened(docx_bytes(single(chart, context)))
    assert styled(file, "Normal") == [context.words("word.no_picture")]
    assert styled(file, "Caption") == []
    assert len(file.inline_shapes) == 0
    assert len(file.tables[0].rows) == chart.rows.height + 1


def test_days_and_numbers_are_written_as_the_standard_says() -> None:
    assert day_text(date(2026, 3, 5), Words(Language.ZH)) == "2026年3月5日"
    assert day_text(date(2026, 3, 5), Words(Language.EN)) == "5 March 2026"
    assert [chinese_number(n) for n in (1, 10, 11, 20, 21, 99)] == [
        "一", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.browser
def test_pictures_are_fine_enough_for_print(charts: Charts) -> None:
    preset = PRESETS["a4"]
    for kind in ("trend", "rates"):
        figure = plot_only(charts[kind], preset)
        image = Image.open(io.BytesIO(drawn(figure, format="png", preset=preset)))
        assert image.width >= 156 / 25.4 * 300
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.height / image.width == pytest.approx(
            figure.layout.height / figure.layout.width, rel=0.01
        )
        assert figure.layout.font.family == FONT
