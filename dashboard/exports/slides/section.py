"""The slides of one chart: the chart itself, what it says, what to know, and its sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from dashboard.charts.chart import Chart
from dashboard.exports.document import Document, Section
from dashboard.exports.image import PRESETS, ImageUnavailable
from dashboard.exports.native.cells import sheet_of, workbook_bytes
from dashboard.exports.native.chart_xml import chart_xml
from dashboard.exports.native.charts import fitting_notes, native_chart
from dashboard.exports.native.model import Form, NativeChart
from dashboard.exports.native.placing import Frame, axis_ends, most_bars, text_size
from dashboard.exports.native.style import Slide
from dashboard.exports.picture import drawn, plot_only
from dashboard.exports.plain_text import one_line
from dashboard.exports.slides.sheets import new_slide, text_slides
from dashboard.exports.slides.tables import add_table, table_of
from dashboard.exports.slides.template import Deck
from dashboard.exports.slides.texts import Box, Text, add_box, fitting_size, height_of
from dashboard.words import Words

SUBTITLE = 14.0
FOOT_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
TEXT_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
FOOT_AT_MOST, TEXT_AT_MOST = 0.34, 0.3  # of the room: caveats, and sentences below the chart
BESIDE = 0.27  # of the room's width: sentences beside the chart
WIDE = 640.0  # points from which a slide has room beside its chart
GAP = 10.0
ROOMY, AROUND = 84.0, 80.0  # points: of the highest row, of axis and legend
SOURCES_SHOWN = 6
DPI = 300


@dataclass(frozen=True)
class Room:
    """Where the parts of a slide go, the sizes of their texts, and what has no room there."""

    chart: Box
    paragraphs: Box | None
    paragraph_size: float
    foot: Box
    foot_size: float
    foot_texts: tuple[Text, ...]
    later: tuple[Text, ...]


def add_section(deck: Deck, section: Section, document: Document) -> None:
    """All slides of a section."""
    native = native_chart(section.chart, section.context)
    if native is None:
        _add_picture(deck, section, document)
        return
    notes = fitting_notes(section.chart, native, section.context.words)
    foot = _foot(section, document, (*notes, *native.explanation))
    room = _room(deck, section, foot)
    parts = _parts(native, room.chart)
    for number, part in enumerate(parts, start=1):
        slide = _with_texts(deck, section, _part_title(section, number, len(parts)), room)
        _add_chart(slide, part, section, room.chart, deck)
    _add_later(deck, section, room.later)


def _part_title(section: Section, number: int, count: int) -> str:
    if count == 1:
        return section.title
    words = section.context.words
    return words("slides.part", title=section.title, number=number, count=count)


def _foot(section: Section, document: Document, notes: Sequence[str]) -> list[Text]:
    """Caveats, then the sources and the data version."""
    words = section.context.words
    texts = [Text(words.pick("", " ").join(notes), muted=True)] if notes else []
    version = words("app.data_version", version=section.context.data.version)
    last = f"{words('app.title')} · {version}"
    cited = _cited(section, document, words)
    return [*texts, *([Text(cited, muted=True)] if cited else []), Text(last, muted=True)]


def _cited(section: Section, document: Document, words: Words) -> str:
    """The sources of the section by the numbers under which the last slide lists them."""
    known = {source.number: source for source in document.sources}
    own = [known[number] for number in section.sources if number in known]
    if not own:
        return ""
    numbered = document.cover is not None or len(own) > SOURCES_SHOWN
    said = [
        f"[{source.number}] {source.text}" if numbered else source.text
        for source in own[:SOURCES_SHOWN]
    ]
    said += [f"[{source.number}]" for source in own[SOURCES_SHOWN:]]
    return words("card.sources", sources=words.pick("；", "; ").join(said)) + words.pick("。", ".")


def _room(deck: Deck, section: Section, foot: list[Text], *, wide: bool = False) -> Room:
    """Where everything goes; texts that find no room come on slides of their own."""
    area = deck.area
    head = _subtitle_height(section, area.width)
    most = Box(area.left, area.top, area.width, area.height * FOOT_AT_MOST)
    shown, dropped = _shown_foot(foot, most, section.context.words)
    size = fitting_size(shown, most, FOOT_SIZES) or FOOT_SIZES[-1]
    tall = height_of(shown, area.width, size)
    foot_box = Box(area.left, area.bottom - tall, area.width, tall)
    free = Box(area.left, area.top + head, area.width, foot_box.top - GAP - area.top - head)
    chart, paragraphs, text_size_ = _beside(free, section, wide=wide)
    said = [] if paragraphs else [Text(paragraph) for paragraph in section.paragraphs]
    later = (*said, *dropped)
    return Room(chart, paragraphs, text_size_, foot_box, size, tuple(shown), later)


def _shown_foot(foot: list[Text], most: Box, words: Words) -> tuple[list[Text], list[Text]]:
    """As much of a foot as fits, from its end, and what does not."""
    for dropped in range(len(foot)):
        pointer = [Text(words("slides.notes_later"), muted=True)] if dropped else []
        shown = [*pointer, *foot[dropped:]]
        if fitting_size(shown, most, FOOT_SIZES):
            return shown, foot[:dropped]
    return foot[-1:], foot[:-1]


def _subtitle_height(section: Section, width: float) -> float:
    texts = [Text(section.chart.subtitle)]
    return height_of(texts, width, SUBTITLE) + 4 if section.chart.subtitle else 0.0


def _beside(free: Box, section: Section, *, wide: bool) -> tuple[Box, Box | None, float]:
    """The chart's place, that of the sentences beside it, or below a `wide` one, their size."""
    said = [Text(paragraph) for paragraph in section.paragraphs]
    if not said:
        return free, None, 0.0
    if free.width >= WIDE and not wide:
        width = free.width * BESIDE
        side = Box(free.right - width, free.top, width, free.height)
        size = fitting_size(said, side, TEXT_SIZES)
        if size:
            return replace(free, width=free.width - width - 2 * GAP), side, size
    below = Box(free.left, free.top, free.width, free.height * TEXT_AT_MOST)
    size = fitting_size(said, below, TEXT_SIZES)
    if size is None:
        return free, None, 0.0
    height = height_of(said, free.width, size)
    box = Box(free.left, free.bottom - height, free.width, height)
    return replace(free, height=free.height - height - GAP), box, size


def _with_texts(deck: Deck, section: Section, title: str, room: Room) -> Slide:
    """A slide with everything but its chart."""
    slide, area = new_slide(deck, title), deck.area
    if section.chart.subtitle:
        head = Box(area.left, area.top, area.width, _subtitle_height(section, area.width))
        under = [Text(section.chart.subtitle, muted=True)]
        add_box(slide, head, under, SUBTITLE, deck.style, name="Subtitle")
    if room.paragraphs:
        said = [Text(paragraph) for paragraph in section.paragraphs]
        add_box(slide, room.paragraphs, said, room.paragraph_size, deck.style, name="Sentences")
    texts, name = room.foot_texts, "Notes and sources"
    add_box(slide, room.foot, texts, room.foot_size, deck.style, name=name)
    return slide


def _add_later(deck: Deck, section: Section, texts: Sequence[Text]) -> None:
    """Texts for which the chart's slide had no room."""
    if texts:
        title = section.context.words("slides.continued", title=section.title)
        text_slides(deck, (title, title), texts)


def _parts(native: NativeChart, box: Box) -> list[NativeChart]:
    """Bars that are too many for one slide, in parts of the same scale."""
    most = most_bars(native, box.width, box.height)
    count = len(native.categories)
    if native.form not in (Form.BAR, Form.STACKED) or count <= most:
        return [native]
    each = -(-count // -(-count // most))
    ends = axis_ends(native)
    return [
        replace(
            native,
            categories=native.categories[start : start + each],
            series=tuple(
                replace(one, points=one.points[start : start + each]) for one in native.series
            ),
            floor=ends[0],
            ceiling=ends[1],
        )
        for start in range(0, count, each)
    ]


def _add_chart(slide: Slide, native: NativeChart, section: Section, box: Box, deck: Deck) -> None:
    """The chart with its workbook, and what it shows in words."""
    chart, context = section.chart, section.context
    sheet = sheet_of(native, context.words)
    box = replace(box, height=min(box.height, _needed(native)))
    frame = Frame(box.width, box.height, text_size(native, box.width, box.height))
    package = slide.part.package
    part = ChartPart.load(
        package.next_partname(ChartPart.partname_template),
        CONTENT_TYPE.DML_CHART,
        package,
        chart_xml(native, sheet, frame, deck.chart_style),
    )
    part.chart_workbook.update_from_xlsx_blob(workbook_bytes(sheet, chart, context))
    sides = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    related = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    shape = slide.shapes._add_chart_graphicFrame(related, *sides)
    shape.nvGraphicFramePr.cNvPr.set("descr", one_line(chart.alt))


def _needed(native: NativeChart) -> float:
    """The height beyond which bars would only stand further apart."""
    if native.form not in (Form.BAR, Form.STACKED):
        return inf
    return len(native.categories) * ROOMY * max(1, len(native.series) % 3) + AROUND


def _add_picture(deck: Deck, section: Section, document: Document) -> None:
    """A chart without a native form: its picture, and its figures as a table to edit."""
    words = section.context.words
    foot = _foot(section, document, section.chart.notes)
    room = _room(deck, section, foot, wide=True)
    title = section.title
    picture = _picture(section.chart, room.chart)
    later = room.later
    if picture is None:
        later = (Text(words("slides.no_picture")), *later)
    else:
        slide = _with_texts(deck, section, title, room)
        _place(slide, picture, section.chart, room.chart)
        title, room = words("slides.table_of", title=title), replace(room, paragraphs=None)
    _add_tables(deck, section, room, title)
    _add_later(deck, section, later)


def _picture(chart: Chart, box: Box) -> bytes | None:
    """The plot with as many pixels as print needs at its size; None where nothing can draw it."""
    width = PRESETS["16x9"].width * 3 // 4  # fewer pixels make its texts larger
    preset = replace(PRESETS["16x9"], width=width, scale=box.width / 72 * DPI / width, dpi=DPI)
    try:
        return drawn(plot_only(chart, preset), format="png", preset=preset)
    except ImageUnavailable:
        return None


def _place(slide: Slide, picture: bytes, chart: Chart, box: Box) -> None:
    """The picture as large as it fits, in the middle."""
    shape = slide.shapes.add_picture(io.BytesIO(picture), Pt(box.left), Pt(box.top))
    scale = min(Pt(box.width) / shape.width, Pt(box.height) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape.left = round(Pt(box.left) + (Pt(box.width) - shape.width) / 2)
    shape._element.nvPicPr.cNvPr.set("descr", one_line(chart.alt))


def _add_tables(deck: Deck, section: Section, room: Room, title: str) -> None:
    """The figures of a chart, slide after slide; sentences stay on the picture's slide."""
    table = table_of(section.chart, section.context)
    top, words = room.chart.top, section.context.words
    bottom = room.paragraphs.top if room.paragraphs else room.foot.top
    free = Box(room.chart.left, top, deck.area.width, bottom - GAP - top)
    found = table.pages(free)
    for number, part in enumerate(found, start=1):
        named = words("slides.part", title=title, number=number, count=len(found))
        slide = _with_texts(deck, section, named if len(found) > 1 else title, room)
        add_table(slide, free, part, deck.style, title)
