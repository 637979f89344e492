"""Slides are read back: charts that can be edited hold what the page shows, and nothing is lost."""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.cell import range_boundaries
from pptx import Presentation
from pptx.util import Pt

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.document import (
    Cover,
    Document,
    Section,
    Source,
    single,
)
from dashboard.exports.image import ImageUnavailable, Preset
from dashboard.exports.line_breaks import wrap
from dashboard.exports.native.cells import by_day, number_of, sheet_of
from dashboard.exports.native.charts import fitting_notes, native_chart
from dashboard.exports.native.model import Form, NativeChart, Point, Standing
from dashboard.exports.native.style import NAMESPACES
from dashboard.exports.slides import pptx_bytes
from dashboard.exports.slides import section as sections
from dashboard.exports.slides.tables import table_of
from dashboard.exports.slides.texts import GAP, LINE
from dashboard.exports.tables import full_records
from tests.dashboard.conftest import MakeContext, PanelsOf
from tests.dashboard.exports.native_gallery import chosen, native_charts, pictured_charts
from tests.dashboard.exports.slide_reading import (
    Slide,
    assert_in_place,
    box_of,
    document_of,
    frames_of,
    opened,
    squeezed,
    texts_of,
)

EACH_KIND = 2
# the order in which the file format wants the children of an element
ORDER = {
    "c:chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "c:chart": "autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "c:ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat xVal val yVal smooth",
    "c:dPt": "idx invertIfNegative marker bubble3D spPr",
    "c:dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName"
    " showSerName showPercent showBubbleSize separator",
    "c:dLbls": "dLbl spPr txPr showLegendKey showVal showCatName showSerName showPercent"
    " showBubbleSize extLst",
    "c:errBars": "errDir errBarType errValType noEndCap plus minus spPr",
    "c:scaling": "logBase orientation max min",
    "c:catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr"
    " crossAx crosses auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    "c:barChart": "barDir grouping varyColors ser gapWidth overlap axId",
    "c:lineChart": "grouping varyColors ser marker axId",
    "c:scatterChart": "scatterStyle varyColors ser axId",
    "a:rPr": "solidFill latin ea cs hlinkClick",
    "a:defRPr": "solidFill latin ea cs",
    "a:pPr": "lnSpc spcBef spcAft buNone defRPr",
}


def tag(element: Any) -> str:  # noqa: ANN401
    space, name = element.tag[1:].split("}")
    prefixes = [prefix for prefix, known in NAMESPACES.items() if known == space]
    return f"{prefixes[0]}:{name}" if prefixes else element.tag


def found(root: Any, path: str) -> list[Any]:  # noqa: ANN401
    return list(root.findall(path, NAMESPACES))


# ---------------------------------------------------------------- documents


@pytest.fixture(scope="module")
def context(make_context: MakeContext) -> Context:
    return chosen(make_context)


@pytest.fixture(scope="module")
def charts(context: Context, panels_of: PanelsOf) -> list[Chart]:
    """A few of each kind that has a native form, those with most to say of their values."""
    kept: dict[str, list[Chart]] = {}
    for chart in native_charts(context, panels_of):
        kept.setdefault(chart.kind, []).append(chart)
    few = [
        chart
        for same in kept.values()
        for chart in sorted(same, key=lambda one: -variety(one, context))[:EACH_KIND]
    ]
    growth = next(chart for chart in kept["trend"] if "同比变化" in chart.title)
    return [growth, *few]


def variety(chart: Chart, context: Context) -> int:
    """How many ways of knowing values a chart has, and whether there are gaps and whiskers."""
    native = native_chart(chart, context)
    assert native is not None
    gaps = any(point is None for one in native.series for point in one.points)
    whiskers = any(point.above or point.below for point in native.points)
    return len({point.standing for point in native.points}) + gaps + whiskers


@pytest.fixture(scope="module")
def document(charts: list[Chart], context: Context) -> Document:
    return document_of(charts, context)


@pytest.fixture(scope="module")
def slides(document: Document) -> list[Slide]:
    return opened(pptx_bytes(document))


def all_text(slide: Slide) -> str:
    return squeezed("".join(texts_of(slide)))


def without_title(slide: Slide) -> str:
    others = [s for s in slide.shapes if s.has_text_frame and "Title" not in s.name]
    return squeezed("".join(s.text_frame.text for s in others if "Number" not in s.name))


@pytest.fixture(scope="module")
def drawn(
    document: Document, slides: list[Slide], context: Context
) -> list[tuple[Section, NativeChart, Slide]]:
    """Sections that stand on one slide, with their charts and slides."""
    by_title = {slide.shapes.title.text: slide for slide in slides}
    pairs = []
    for section in document.sections:
        native = native_chart(section.chart, context)
        if native and section.title in by_title:
            pairs.append((section, native, by_title[section.title]))
    assert len({section.chart.kind for section, _, _ in pairs}) == 9
    return pairs


# ---------------------------------------------------------------- charts


def test_a_chart_that_can_be_edited_holds_the_values_of_the_page(drawn: Any) -> None:  # noqa: ANN401
    for section, native, slide in drawn:
        (frame,) = frames_of(slide)
        plot = frame.chart.plots[0]
        sheet = sheet_of(native, section.context.words)
        own_rows = native.form is Form.SCATTER or by_day(native)
        if not own_rows:
            assert list(plot.categories) == list(native.categories), section.title
        for series, one in zip(plot.series, sheet.drawn, strict=True):
            assert series.name == one.series.name
            values = [None if point is None else point.value for point in one.points]
            assert list(series.values) == values, section.title
            x_cells = found(series._element, "c:xVal//c:v")
            if own_rows:
                assert [float(x.text) for x in x_cells] == list(map(number_of, one.across.cells))


def test_gaps_are_gaps_and_titles_are_on_the_slide(drawn: Any) -> None:  # noqa: ANN401
    gaps = 0
    for _, native, slide in drawn:
        space = frames_of(slide)[0].chart._chartSpace
        assert found(space, "c:chart/c:dispBlanksAs")[0].get("val") == "gap"
        assert found(space, "c:chart/c:autoTitleDeleted")[0].get("val") == "1"
        assert found(space, "c:roundedCorners")[0].get("val") == "0"
        assert found(space, "c:lang")[0].get("val") == "zh-CN"
        gaps += any(point is None for one in native.series for point in one.points)
    assert gaps > 2


def test_children_stand_in_the_order_of_the_format(drawn: Any) -> None:  # noqa: ANN401
    """PowerPoint refuses to open what stands in another."""
    for _, _, slide in drawn:
        space = frames_of(slide)[0].chart._chartSpace
        for element in [*space.iter(), *slide._element.iter()]:
            if isinstance(element.tag, str) and tag(element) in ORDER:
                order = ORDER[tag(element)].split()
                places = [order.index(tag(child).split(":")[-1]) for child in element]
                assert places == sorted(places), tag(element)


def test_the_workbook_holds_the_displayed_rows_where_the_chart_looks(drawn: Any) -> None:  # noqa: ANN401
    for section, _, slide in drawn:
        part = frames_of(slide)[0].chart.part
        book = openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob))
        for reference in found(part._element, ".//c:f"):
            name, cells = reference.text.replace("$", "").split("!")
            first_column, first, last_column, last = range_boundaries(cells)
            assert first_column == last_column
            held = [
                book[name.strip("'")].cell(line, first_column).value
                for line in range(first, last + 1)
            ]
            assert list(map(plain, held)) == cached(reference.getparent(), len(held))
        assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
        header, records = full_records(section.chart, section.context)
        evidence = list(book.worksheets[1].iter_rows(values_only=True))
        assert list(evidence[0]) == header
        assert len(evidence) == 1 + len(records)


def plain(cell: Any) -> str | float | None:  # noqa: ANN401
    if hasattr(cell, "date"):
        return number_of(cell.date())
    return float(cell) if isinstance(cell, int | float) else cell


def cached(reference: Any, count: int) -> list[str | float | None]:  # noqa: ANN401
    numeric = tag(reference) == "c:numRef"
    known = {int(p.get("idx")): p[0].text or "" for p in reference.iter(f"{{{NAMESPACES['c']}}}pt")}
    return [
        None if place not in known else float(known[place]) if numeric else known[place] or None
        for place in range(count)
    ]


def test_marks_say_how_values_are_known(drawn: Any) -> None:  # noqa: ANN401
    """Derived hollow, others than exact ones set apart, in the colour of the district."""
    seen = set()
    for section, native, slide in drawn:
        chart = frames_of(slide)[0].chart
        sheet = sheet_of(native, section.context.words)
        for series, one in zip(chart.plots[0].series, sheet.drawn, strict=True):
            marks = {int(p[0].get("val")): p for p in found(series._element, "c:dPt")}
            for place, point in enumerate(one.points):
                if point is None:
                    continue
                colour = (point.colour or one.series.colour)[1:]
                looks = marks.get(place, series._element)
                assert colour in {c.get("val") for c in looks.iter(f"{{{NAMESPACES['a']}}}srgbClr")}
                assert is_hollow(looks, native) == (point.standing is Standing.DERIVED)
                assert (point.standing is Standing.EXACT) or place in marks
                seen.add((native.form, point.standing))
    assert {(Form.LINE, Standing.DERIVED), (Form.BAR, Standing.DERIVED)} <= seen
    assert {standing for _, standing in seen} == set(Standing)


def is_hollow(looks: Any, native: NativeChart) -> bool:  # noqa: ANN401
    if native.form in (Form.BAR, Form.STACKED):
        return bool(found(looks, "c:spPr/a:noFill"))
    inside = found(looks, "c:marker/c:spPr/a:solidFill/a:srgbClr")
    return bool(inside) and inside[0].get("val") == "FFFFFF"


def test_bounds_are_error_bars_from_cells(drawn: Any) -> None:  # noqa: ANN401
    count = 0
    for section, native, slide in drawn:
        sheet = sheet_of(native, section.context.words)
        series = frames_of(slide)[0].chart.plots[0].series
        for own, one in zip(series, sheet.drawn, strict=True):
            ends = [p for p in one.points if p]
            wanted = any(p.below is not None or p.above is not None for p in ends)
            bars = [
                bar for bar in found(own._element, "c:errBars")
                if bar[0].get("val") != "x"
            ]  # fmt: skip
            assert bool(bars) == wanted, section.title
            for bar in bars:
                assert found(bar, "c:errValType")[0].get("val") == "cust"
                for side in ("above", "below"):
                    path = f"c:{'plus' if side == 'above' else 'minus'}//c:numRef"
                    held = cached(found(bar, path)[0], len(one.points))
                    assert held == [p and getattr(p, side) for p in one.points]
                count += 1
    assert count > 5


def test_lines_without_a_place_for_a_line_have_none(drawn: Any) -> None:  # noqa: ANN401
    for section, native, slide in drawn:
        sheet = sheet_of(native, section.context.words)
        series = frames_of(slide)[0].chart.plots[0].series
        for own, one in zip(series, sheet.drawn, strict=True):
            if native.form in (Form.LINE, Form.SCATTER):
                without = bool(found(own._element, "c:spPr/a:ln/a:noFill"))
                assert without == (native.form is Form.SCATTER or not one.series.joined)
                dotted = {
                    int(p[0].get("val"))
                    for p in found(own._element, "c:dPt")
                    if found(p, "c:spPr/a:ln/a:prstDash")
                }
                assert dotted == {
                    place
                    for place, point in enumerate(one.points)
                    if point and one.series.points.index(point) in one.series.dotted
                }


def test_labels_are_those_of_the_page(drawn: Any) -> None:  # noqa: ANN401
    """A number is written from its cell; what says more than a number is text."""
    written = live = 0
    for section, native, slide in drawn:
        if native.form is not Form.BAR:
            continue
        chart = frames_of(slide)[0].chart
        for own, one in zip(chart.plots[0].series, native.series, strict=True):
            labels = {int(label[0].get("val")): label for label in found(own._element, ".//c:dLbl")}
            for place, point in enumerate(one.points):
                rich = "".join(t.text for t in found(labels[place], ".//a:t"))
                if rich:
                    assert rich == point.text
                    written += 1
                else:
                    code = found(labels[place], "c:numFmt")[0].get("formatCode")
                    assert formatted(point.value, code) == point.text, section.title
                    live += 1
    assert min(written, live) > 5


def formatted(value: float, code: str) -> str:
    decimals = len(match[1]) if (match := re.search(r"\.(0+)", code)) else 0
    text = f"{value:,.{decimals}f}" + ("%" if '"%"' in code else "")
    if code.startswith("+"):
        return f"+{text}" if value > 0 else text.replace("-", "−")
    return text


def test_bars_begin_at_zero_and_stand_from_the_top(drawn: Any) -> None:  # noqa: ANN401
    for _, native, slide in drawn:
        space = frames_of(slide)[0].chart._chartSpace
        floor = found(space, ".//c:valAx[last()]/c:scaling/c:min")
        values = [point.value for point in native.points]
        if min(values) >= 0 and not native.log:
            assert [one.get("val") for one in floor] == ["0"]
        assert bool(found(space, ".//c:logBase")) == native.log
        if native.form in (Form.BAR, Form.STACKED):
            orientation = found(space, ".//c:catAx/c:scaling/c:orientation")[0]
            assert orientation.get("val") == "maxMin"


# ---------------------------------------------------------------- texts


def test_a_slide_says_all_that_belongs_to_its_chart(drawn: Any, context: Context) -> None:  # noqa: ANN401
    for section, native, slide in drawn:
        said = all_text(slide)
        texts = (section.title, section.chart.subtitle, *section.paragraphs, *native.explanation)
        if "说明较长" not in said:
            texts += fitting_notes(section.chart, native, context.words)
        for text in (*texts, context.data.version):
            assert squeezed(text) in said, (section.title, text)
        for number in section.sources:
            assert f"[{number}]" in said


def test_every_chart_has_its_text_alternative(drawn: Any) -> None:  # noqa: ANN401
    for section, _, slide in drawn:
        (frame,) = frames_of(slide)
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == section.chart.alt


def test_every_run_has_its_fonts_and_its_language(slides: list[Slide]) -> None:
    roots = [slide._element for slide in slides]
    roots += [frame.chart._chartSpace for slide in slides for frame in frames_of(slide)]
    count = 0
    for root in roots:
        for name in ("rPr", "defRPr"):
            for looks in root.iter(f"{{{NAMESPACES['a']}}}{name}"):
                fonts = [
                    found(looks, f"a:{one}")[0].get("typeface") for one in ("latin", "ea", "cs")
                ]
                assert fonts == ["Arial", "Microsoft YaHei", "Arial"]
                assert looks.get("lang") == "zh-CN"
                count += 1
        assert len(found(root, ".//a:r")) == len(found(root, ".//a:r/a:rPr"))
    assert count > 300


def test_english_slides_are_marked_as_english(
    make_context: MakeContext, panels_of: PanelsOf
) -> None:
    context = chosen(make_context, "en")
    chart = next(native_charts(context, panels_of))
    (slide,) = opened(pptx_bytes(single(chart, context)))
    space = frames_of(slide)[0].chart._chartSpace
    assert {looks.get("lang") for looks in space.iter(f"{{{NAMESPACES['a']}}}rPr")} <= {"en-GB"}
    assert slide.shapes.title.text == chart.title
    assert found(space, "c:lang")[0].get("val") == "en-GB"


def test_cover_contents_methods_and_sources(document: Document, slides: list[Slide]) -> None:
    assert all_text(slides[0]) == "行政复议简报某区司法局2026年11月22日"
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[1] == "目录"
    contents = [slide for slide in slides if slide.shapes.title.text.startswith("目录")]
    listed = [line for slide in contents for line in body_of(slide).split("\n")]
    pages = [int(line) for slide in contents for line in box_of(slide, "Pages").split("\n")]
    assert len(listed) == len(document.sections) == len(pages)
    for section, line, page in zip(document.sections, listed, pages, strict=True):
        assert section.title in line
        assert titles[page - 1].startswith(section.title)
    assert "口径说明" in titles
    closing = "".join(
        all_text(slide) for slide in slides if slide.shapes.title.text.startswith("资料来源")
    )
    for source in document.sources:
        assert f"[{source.number}]{squeezed(source.text)}{source.url}" in closing


def body_of(slide: Slide) -> str:
    (body,) = (s for s in slide.placeholders if s.placeholder_format.idx == 1)
    return str(body.text_frame.text)


def test_slides_have_their_numbers(slides: list[Slide]) -> None:
    for number, slide in enumerate(slides, start=1):
        fields = found(slide._element, ".//a:fld[@type='slidenum']/a:t")
        assert [field.text for field in fields] == ([str(number)] if number > 1 else [])


def test_addresses_of_sources_lead_there_and_nowhere_else(
    charts: list[Chart], context: Context
) -> None:
    document = document_of(charts[:1], context)
    urls = ("https://example.org/a", "javascript:alert(1)", "")
    sources = tuple(Source(place, "资料", url) for place, url in enumerate(urls, start=1))
    last = opened(pptx_bytes(replace(document, sources=sources)))[-1]
    links = [
        run.hyperlink.address
        for shape in last.shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]  # fmt: skip
    assert [link for link in links if link] == ["https://example.org/a"]


# ---------------------------------------------------------------- places


def too_high(slide: Slide) -> list[str]:
    """Text boxes whose lines need more room than they have."""
    found_ = []
    for shape in slide.shapes:
        if not shape.has_text_frame or shape == slide.shapes.title or not shape.height:
            continue
        needed = 0.0
        for paragraph in shape.text_frame.paragraphs:
            sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
            if sizes:
                lines = wrap(paragraph.text, width=shape.width / 12700, size=sizes[0]) or [""]
                needed += (len(lines) * LINE + GAP) * sizes[0]
        if needed > shape.height / 12700 + 1:
            found_.append(shape.name)
    return found_


def test_nothing_lies_on_anything_else(slides: list[Slide]) -> None:
    assert_in_place(slides, 960, 540)
    assert [too_high(slide) for slide in slides] == [[]] * len(slides)


def test_long_texts_get_smaller_and_then_slides_of_their_own(
    charts: list[Chart], context: Context
) -> None:
    chart = replace(
        charts[0], notes=tuple(f"第{n}条说明，{'须注意口径' * 12}。" for n in range(30))
    )
    paragraphs = tuple(f"第{n}段，{'增长与下降' * 60}。" for n in range(12))
    title = "标题很长" * 60
    document = single(chart, context)
    section = replace(document.sections[0], title=title, paragraphs=paragraphs)
    slides = opened(pptx_bytes(replace(document, sections=(section,))))
    assert len(slides) > 2
    assert slides[0].shapes.title.text.endswith("…")
    assert_in_place(slides, 960, 540)
    assert [too_high(slide) for slide in slides] == [[]] * len(slides)
    said = "".join(without_title(slide) for slide in slides)
    for text in (*paragraphs, *chart.notes):
        assert squeezed(text) in said


def test_many_bars_continue_on_the_same_scale(context: Context, panels_of: PanelsOf) -> None:
    (panel,) = (
        p for p in panels_of(context, "reconsideration.received")
        if p.basis == "year" and not p.scope
    )  # fmt: skip
    rows = pl.concat(
        panel.rows.with_columns(
            pl.lit(f"{n}区").alias("district_zh"),
            pl.col("observation_id") + f"-{n}",
        )
        for n in range(6)
    )
    chart = kinds.bars_chart(replace(panel, rows=rows), context)
    slides = opened(pptx_bytes(single(chart, context)))
    assert len(slides) > 2
    every = [frames_of(slide)[0].chart for slide in slides if frames_of(slide)]
    ends = {chart.value_axis.maximum_scale for chart in every}
    assert len(ends) == 1
    names = [name for chart in every for name in chart.plots[0].categories]
    native = native_chart(chart, context)
    assert native is not None
    assert names == list(native.categories)
    assert slides[0].shapes.title.text.endswith(f"（1/{len(every)}）")


# ---------------------------------------------------------------- pictures and tables


def png(width: int, height: int) -> bytes:
    """A picture that a library can measure."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    lines = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def tables_of(slides: list[Slide]) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]


def test_what_has_no_native_form_is_a_picture_and_a_table(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Preset] = []

    def draw(figure: object, *, format: str, preset: Preset) -> bytes:
        asked.append(preset)
        return png(400, 100)

    monkeypatch.setattr(sections, "drawn", draw)
    for chart in pictured_charts(context):
        slides = opened(pptx_bytes(single(chart, context)))
        (picture,) = (s for s in slides[0].shapes if s.shape_type == 13)
        assert picture._element.nvPicPr.cNvPr.get("descr") == chart.alt
        assert picture.width / picture.height == pytest.approx(4, rel=0.01)
        table = table_of(chart, context)
        pages = tables_of(slides)
        assert [tuple(line) for page in pages for line in page[1:]] == list(table.rows)
        assert {tuple(page[0]) for page in pages} == {table.header}
        assert_in_place(slides, 960, 540)
        pixels = asked[-1].scale * asked[-1].width
        assert pixels == pytest.approx(880 / 72 * 300, rel=0.01)
        assert asked[-1].dpi == 300


def test_coverage_is_a_table_of_districts_and_years(context: Context) -> None:
    chart = pictured_charts(context)[0]
    table = table_of(chart, context)
    cells = {(row["district_zh"], str(row["year"])): row for row in chart.rows.to_dicts()}
    for line in table.rows:
        for year, cell in zip(table.header[1:], line[1:], strict=True):
            row = cells[line[0], year]
            assert cell == (
                str(row["facts"])
                if row["state"] == "present"
                else {"no_report": "", "not_read": "…", "silent": "—"}[row["state"]]
            )


def test_without_a_browser_the_table_stands_alone_and_says_why(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise ImageUnavailable("none")

    monkeypatch.setattr(sections, "drawn", fail)
    slides = opened(pptx_bytes(single(pictured_charts(context)[0], context)))
    assert tables_of(slides)
    assert not any(shape.shape_type == 13 for slide in slides for shape in slide.shapes)
    assert any("图未能画出" in all_text(slide) for slide in slides)


# ---------------------------------------------------------------- inert texts, progress


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|x"]
)
def test_texts_stay_texts(charts: list[Chart], context: Context, start: str) -> None:
    chart = next(chart for chart in charts if chart.kind == "bars")
    evil = chart.rows.with_columns(
        district_zh=pl.lit(start) + pl.col("district_zh"), printed=pl.lit(start),
        formula=pl.lit(start), issuer=pl.lit(start),
    )  # fmt: skip
    changed = replace(chart, rows=evil, title=start, notes=(start,), alt=start)
    file = pptx_bytes(replace(single(changed, context), cover=Cover(start, start, None)))
    for slide in opened(file):
        for frame in frames_of(slide):
            blob = frame.chart.part.chart_workbook.xlsx_part.blob
            book = openpyxl.load_workbook(io.BytesIO(blob))
            cells = [
                cell for sheet in book for row in sheet for cell in row if cell.value is not None
            ]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
            names = [cell.value for cell in book.worksheets[0]["A"][1:]]
            assert all(start.strip() in name for name in names)
            assert list(frame.chart.plots[0].categories) == names


def test_characters_that_xml_forbids_break_nothing(charts: list[Chart], context: Context) -> None:
    bad = "复议\x00申请\x0b\x1f\ud800"
    changed = replace(charts[0], title=bad, subtitle=bad, notes=(bad,), alt=bad)
    (slide,) = opened(pptx_bytes(single(changed, context)))
    assert slide.shapes.title.text == "复议申请"
    assert "复议申请" in all_text(slide)


def test_progress_is_told_after_each_section(charts: list[Chart], context: Context) -> None:
    told: list[tuple[int, int]] = []
    document = document_of(charts[:3], context)
    pptx_bytes(document, progress=lambda done, count: told.append((done, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_one_chart_is_one_slide_with_its_sources_in_full(
    charts: list[Chart], context: Context
) -> None:
    document = single(charts[0], context)
    slides = opened(pptx_bytes(document))
    assert len(slides) == 1
    for source in charts[0].sources:
        assert squeezed(source) in all_text(slides[0])
    assert Pt(960) == Presentation(io.BytesIO(pptx_bytes(document))).slide_width


def test_days_stand_in_scale(charts: list[Chart], context: Context) -> None:
    """Lines on an axis of days have an x each, and are not broken by the days of others."""
    points = [Point(v, v, v, Standing.EXACT, str(v), str(v)) for v in (3.0, 4.0, 5.0)]
    chart = next(chart for chart in charts if chart.kind == "trend")
    native = native_chart(chart, context)
    assert native is not None
    one = replace(native.series[0], points=(points[0], None, points[1]), dotted=frozenset())
    other = replace(one, name="另一区", points=(None, points[2], None))
    days = (date(2020, 12, 31), date(2021, 6, 30), date(2021, 12, 31))
    timed = replace(native, categories=("a", "b", "c"), series=(one, other), dates=days, log=False)
    sheet = sheet_of(timed, context.words)
    assert [d.values.cells for d in sheet.drawn] == [(3.0, 4.0), (5.0,)]
    assert [d.across.cells for d in sheet.drawn] == [(days[0], days[2]), (days[1],)]
    assert number_of(days[0]) == 44196


def test_lines_too_many_to_be_named_at_their_ends_have_a_legend(
    context: Context, panels_of: PanelsOf
) -> None:
    (panel,) = (
        p for p in panels_of(context, "reconsideration.received")
        if p.basis == "year" and not p.scope
    )  # fmt: skip
    one = panel.rows.filter(pl.col("district_code") == "110112")
    rows = pl.concat(
        one.with_columns(
            district_code=pl.lit(f"{n:06}"),
            district_zh=pl.lit(f"第{n}区"),
            observation_id=pl.col("observation_id") + f"-{n}",
        )
        for n in range(40)
    )
    chart = kinds.trend_chart(replace(panel, rows=rows), context)
    slides = opened(pptx_bytes(single(chart, context)))
    drawn = frames_of(slides[0])[0].chart
    assert drawn.has_legend
    assert not found(drawn._chartSpace, ".//c:dLbl")
    (top,) = found(drawn._chartSpace, "c:chart/c:plotArea/c:layout/c:manualLayout/c:y")
    (legend,) = found(drawn._chartSpace, "c:chart/c:legend/c:layout/c:manualLayout/c:h")
    assert float(legend.get("val")) < float(top.get("val")) + 0.01
    assert_in_place(slides, 960, 540)
