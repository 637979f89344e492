"""The Word file of a document: cover, contents, sections, methods, sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.exports.document import Document, Progress
from dashboard.exports.plain_text import one_line
from dashboard.exports.word import conventions as gb
from dashboard.exports.word import styles
from dashboard.exports.word import template as own_template
from dashboard.exports.word.blank import blank
from dashboard.exports.word.front import front_elements, own_front_section
from dashboard.exports.word.markup import Element, Writer
from dashboard.exports.word.page_numbers import add_page_numbers
from dashboard.exports.word.pictures import pictures
from dashboard.exports.word.sections import Frame, bookmark, section_elements, source_element

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same document is the same file


def docx_bytes(
    document: Document, *, template: bytes | None = None, progress: Progress | None = None
) -> bytes:
    """The document as DOCX; a template lends page, headers, logo and styles.

    Raises:
        TemplateError: The template cannot be used; its `reason` says why.
    """
    frame = _frame(document, template)
    body = frame.file.element.body
    add = body.sectPr.addprevious
    for made in _front(frame, own=template is None):
        add(made)
    drawn = pictures([section.chart for section in document.sections])
    for number, (section, picture) in enumerate(zip(document.sections, drawn, strict=True), 1):
        for made in section_elements(section, number, picture, frame):
            add(made)
        if progress:
            progress(number, len(document.sections))
    for made in _end(frame):
        add(made)
    _describe(frame.file, document)
    return _packed(frame.file)


def _frame(document: Document, template: bytes | None) -> Frame:
    """The file to write into."""
    words = document.context.words
    if template is None:
        file = blank(words)
        add_page_numbers(file, words)
        ids = {style.key: style.id for style in styles.wanted(words)}
        width = gb.TEXT_WIDTH
    else:
        file = own_template.opened(template)
        ids = own_template.fitted_styles(file, words)
        width = own_template.text_width(file)
    return Frame(file, Writer.of(file.part, ids, chinese=words.zh), document, width)


def _front(frame: Frame, *, own: bool) -> Iterator[Element]:
    if frame.document.cover is None:
        return
    yield from front_elements(frame.document.cover, frame, numbered=own)
    if own:
        yield own_front_section(frame.file)
    else:
        yield frame.writer.paragraph("body", frame.writer.page_break())


def _end(frame: Frame) -> Iterator[Element]:
    """Methods and sources after a cover; always which data it was."""
    document, writer = frame.document, frame.writer
    words = document.context.words
    number = len(document.sections)
    if document.cover:
        for key, texts in (("methods", document.methods), ("sources", document.sources)):
            if not texts:
                continue
            number += 1
            heading = writer.paragraph("heading")
            title = writer.run(words(f"word.{key}_heading"))
            heading.extend(writer.bookmarked(bookmark(number), title))
            yield heading
            if key == "methods":
                yield from (writer.paragraph("body", text) for text in document.methods)
            else:
                for source in document.sources:
                    yield source_element(source, writer, style="reference")
    version = words("app.data_version", version=document.context.data.version)
    yield writer.paragraph("notes", f"{words('app.title')} · {version}")


def _describe(file: WordDocument, document: Document) -> None:
    """Title, author, language and day; the day is the document's, so that it stays the same."""
    words, cover, about = document.context.words, document.cover, file.core_properties
    title = cover.title if cover else document.sections[0].title
    author = one_line(cover.author) if cover else ""
    about.title = one_line(title)[:255]
    about.author = (author or words("app.title"))[:255]
    about.last_modified_by = about.author
    about.language = words.pick("zh-CN", "en-GB")
    about.subject = about.keywords = about.comments = ""
    about.revision = 1
    moment = datetime.combine(_day(document), time(), UTC).replace(tzinfo=None)
    about.created = about.modified = moment
    for tag in ("cp:lastPrinted",):
        for found in about._element.findall(qn(tag)):
            about._element.remove(found)


def _day(document: Document) -> date:
    """The day on the cover, otherwise the month of the data version."""
    if document.cover and document.cover.day:
        return document.cover.day
    year, month = document.context.data.version.split("-")[0].split(".")[:2]
    return date(int(year), int(month), 1)


def _packed(file: WordDocument) -> bytes:
    """The file's bytes, the same for the same content; pictures are compressed as they are."""
    buffer, target = io.BytesIO(), io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(target, "w") as package:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            stored = name.endswith((".png", ".jpg", ".jpeg"))
            part.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(part, made.read(name))
    return target.getvalue()
