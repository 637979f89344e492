"""The text of one section: heading, sentences, figure, table, notes and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument

from dashboard.charts.chart import Chart
from dashboard.exports.document import Document, Section, Source
from dashboard.exports.word.data_table import printed_table, table_element
from dashboard.exports.word.markup import Element, Writer, element
from dashboard.exports.word.pictures import place
from dashboard.words import Words

EMU_PER_TWIP = 635


@dataclass(frozen=True)
class Frame:
    """What sections are written into; `width` is that of the text, in twips."""

    file: WordDocument
    writer: Writer
    document: Document
    width: int


def bookmark(number: int) -> str:
    """The name under which the contents lead to a section."""
    return f"_Toc{100_000 + number}"


def section_elements(
    section: Section, number: int, picture: bytes | None, frame: Frame
) -> Iterator[Element]:
    """A section's paragraphs and its table, in order."""
    writer = frame.writer
    if frame.document.cover:
        heading = writer.paragraph("heading")
        heading.extend(writer.bookmarked(bookmark(number), writer.run(section.title)))
        yield heading
    else:
        yield writer.paragraph("title", section.title)
    for text in section.paragraphs:
        yield writer.paragraph("body", text)
    yield from _figure(section, number, picture, frame)
    yield from _table(section, number, frame)
    yield from _notes(section, frame)


def _figure(
    section: Section, number: int, picture: bytes | None, frame: Frame
) -> Iterator[Element]:
    """The picture with its caption below, or a sentence that says why there is none."""
    writer, chart, words = frame.writer, section.chart, section.context.words
    if picture is None:
        yield writer.paragraph("body", words("word.no_picture"))
        return
    name = words("word.figure_name", number=number)
    paragraph = writer.paragraph("figure")
    width = frame.width * EMU_PER_TWIP
    inline = place(frame.file, picture, width=width, number=number, name=name, alt=chart.alt)
    paragraph.append(element("w:r", element("w:drawing", inline)))
    yield paragraph
    yield _caption("caption", "figure", number, _full_title(chart, words), frame)


def _caption(style: str, kind: str, number: int, title: str, frame: Frame) -> Element:
    """图1  title: numbered by a field, so that a figure can be put in between."""
    writer, words = frame.writer, frame.document.context.words
    return writer.paragraph(
        style,
        f"{words(f'word.{kind}_label')}{words.pick('', ' ')}",
        *writer.field(f"SEQ {kind.capitalize()} \\* ARABIC", str(number)),
        f"{words.pick('　', '. ')}{title}",
    )


def _full_title(chart: Chart, words: Words) -> str:
    """Title（unit · kind of period · scope）."""
    if not chart.subtitle:
        return chart.title
    return f"{chart.title}{words('word.in_brackets', text=chart.subtitle)}"


def _table(section: Section, number: int, frame: Frame) -> Iterator[Element]:
    writer, words = frame.writer, section.context.words
    if section.chart.rows.is_empty():
        return
    table = printed_table(section, frame.document)
    yield _caption("table_caption", "table", number, section.chart.title, frame)
    if table.said:
        yield writer.paragraph("table_said", words.pick("；", "; ").join(table.said))
    yield table_element(table, writer, width=frame.width, words=words)


def _notes(section: Section, frame: Frame) -> Iterator[Element]:
    """注：… and 资料来源：[1] …, as paragraphs of their own below the table."""
    writer, words = frame.writer, section.context.words
    notes = section.chart.notes
    for place_, note in enumerate(notes, start=1):
        counted = f"{place_}. " if len(notes) > 1 else ""
        label = words("word.notes") if place_ == 1 else ""
        yield writer.paragraph("notes", f"{label}{counted}{note}")
    cited = [source for source in frame.document.sources if source.number in section.sources]
    if cited and frame.document.cover:
        names = words.pick("；", "; ").join(f"[{s.number}] {s.text}" for s in cited)
        yield writer.paragraph("notes", f"{words('word.sources')}{names}")
    elif cited:
        yield writer.paragraph("notes", words("word.sources"))
        yield from (source_element(source, writer, style="notes") for source in cited)


def source_element(source: Source, writer: Writer, *, style: str) -> Element:
    """[1] issuer《title》, address: the address in full, for those who read it on paper."""
    number = f"[{source.number}] "
    if not source.url:
        return writer.paragraph(style, f"{number}{source.text}")
    address = writer.link(source.url, source.url)
    return writer.paragraph(style, f"{number}{source.text}", writer.run("  "), address)
