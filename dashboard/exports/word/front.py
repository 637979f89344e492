"""Title page and contents."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.exports.document import Cover
from dashboard.exports.word.markup import Element, element, properties
from dashboard.exports.word.sections import Frame, bookmark
from dashboard.words import Words

ABOVE_TITLE, ABOVE_AUTHOR = 3600, 5200  # twips
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DIGITS = "零一二三四五六七八九"


def front_elements(cover: Cover, frame: Frame, *, numbered: bool) -> Iterator[Element]:
    """The title page, then the contents on a page of their own."""
    writer, words = frame.writer, frame.document.context.words
    yield _spaced(writer.paragraph("title", cover.title), ABOVE_TITLE)
    below = [cover.author, day_text(cover.day, words) if cover.day else ""]
    lines = [writer.paragraph("cover", text) for text in below if text.strip()]
    for place, line in enumerate(lines):
        yield line if place else _spaced(line, ABOVE_AUTHOR)
    heading = writer.paragraph("title", words("word.contents"))
    properties(heading).append(element("w:pageBreakBefore"))
    yield _not_in_the_outline(heading)
    yield from _contents(frame, numbered=numbered)


def _spaced(paragraph: Element, before: int) -> Element:
    properties(paragraph).append(element("w:spacing", before=before))
    return paragraph


def _not_in_the_outline(paragraph: Element) -> Element:
    properties(paragraph).append(element("w:outlineLvl", val=9))
    return paragraph


def day_text(day: date, words: Words) -> str:
    """2026年11月22日, without noughts in front, as the standard writes the day of a document."""
    month = words.pick(str(day.month), MONTHS[day.month - 1])
    return words("period.day", year=day.year, month=month, day=day.day)


def _contents(frame: Frame, *, numbered: bool) -> Iterator[Element]:
    """A field of contents with its entries, each a link; no page number that could be wrong.

    Only Word knows where its pages end: the field gives page numbers when it is updated (F9).
    """
    writer = frame.writer
    titles = _titles(frame)
    code = 'TOC \\o "1-2" \\h \\z \\u'
    for number, title in enumerate(titles, start=1):
        text = f"{_number(number, frame)}{title}" if numbered else title
        begin, instruction, middle, end = writer.field(code, "")
        link = writer.jump(bookmark(number), text)
        field = [begin, instruction, middle] if number == 1 else []
        yield writer.paragraph("contents", *field, link, *([end] if number == len(titles) else []))


def _titles(frame: Frame) -> list[str]:
    document = frame.document
    words = document.context.words
    titles = [section.title for section in document.sections]
    titles += [words("word.methods_heading")] if document.methods else []
    return titles + ([words("word.sources_heading")] if document.sources else [])


def _number(number: int, frame: Frame) -> str:
    """The number that Word puts before this heading."""
    words = frame.document.context.words
    return f"{chinese_number(number)}、" if words.zh else f"{number} "


def chinese_number(number: int) -> str:
    """A number up to 99 in Chinese.

    >>> [chinese_number(n) for n in (3, 10, 12, 20, 45)]
    ['三', '十', '十二', '二十', '四十五']
    """
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return before + (DIGITS[ones] if ones else "")


def own_front_section(file: WordDocument) -> Element:
    """Ends the section of cover and contents, which have no page numbers; the text begins at 1."""
    last = file.element.body.sectPr
    front = deepcopy(last)
    for tag in ("w:headerReference", "w:footerReference"):
        for found in front.findall(qn(tag)):
            front.remove(found)
    last.find(qn("w:pgMar")).addnext(element("w:pgNumType", start=1))
    return element("w:p", element("w:pPr", front))
