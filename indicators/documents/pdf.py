"""PDF with a text layer → text; knows how PDFium gives characters and their places."""

from __future__ import annotations

import ctypes
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from indicators.documents.model import MOST_CHARACTERS, DocumentError
from indicators.documents.paragraphs import Line, join_lines
from indicators.documents.white_space import CELL_GAP, one_line

PDFIUM = Lock()  # PDFium serves one thread at a time
MOST_PAGES = 3000
_NOT_CHARACTERS = frozenset({0x0, 0xFFFD, 0xFFFE, 0xFFFF})
_LINE_ENDS = frozenset({0x0A, 0x0D})
_HYPHEN_AT_LINE_END = 0x02

# Gaps between characters, in widths of a Chinese character.
_CELLS_APART = 2.0
_WORDS_APART = 0.6

_UNREADABLE = 0.3  # share of letters without a character
_STAMP = 10  # characters a page: what scanning programs print on their pictures


@dataclass(frozen=True)
class _Letter:
    code: int
    generated: bool  # put in by PDFium where it sees a gap
    left: float
    right: float
    bottom: float
    top: float


def pdf_text(data: bytes) -> str:
    """Read the text of a PDF, one paragraph a line; raises DocumentError when there is none."""
    with PDFIUM:
        document = _open(data)
        try:
            if len(document) > MOST_PAGES:
                raise DocumentError("too_much")
            lines = list(_all_lines(document))
            _check(lines, document)
        finally:
            document.close()
    return "\n".join(join_lines(lines))


def _all_lines(document: pypdfium2.PdfDocument) -> Iterator[Line]:
    letters = 0
    for page in range(len(document)):
        for line in _lines(document, page):
            letters += len(line.text)
            if letters > MOST_CHARACTERS:
                raise DocumentError("too_much")
            yield line


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise DocumentError("encrypted" if locked else "broken") from error


def _check(lines: list[Line], document: pypdfium2.PdfDocument) -> None:
    letters = "".join(line.text for line in lines)
    if len(letters) <= _STAMP * len(document) and _has_picture(document):
        raise DocumentError("scanned")
    unreadable = sum(ord(letter) in _NOT_CHARACTERS or _is_private(letter) for letter in letters)
    if unreadable > _UNREADABLE * len(letters):
        raise DocumentError("unreadable")


def _is_private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"


def _has_picture(document: pypdfium2.PdfDocument) -> bool:
    pictures = [pdfium.FPDF_PAGEOBJ_IMAGE]
    return any(any(True for _ in page.get_objects(filter=pictures)) for page in document)


def _lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DocumentError("broken") from error
    try:
        letters: list[_Letter] = []
        for letter in _letters(text_page):
            if letter.code not in _LINE_ENDS:
                letters.append(letter)
                continue
            yield from _line(letters, number)
            letters = []
        yield from _line(letters, number)
    finally:
        text_page.close()
        page.close()


def _letters(text_page: pypdfium2.PdfTextPage) -> Iterator[_Letter]:
    box = pdfium.FS_RECTF()
    count = text_page.count_chars()
    if count > MOST_CHARACTERS:
        raise DocumentError("too_much")
    for index in range(count):
        pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
        yield _Letter(
            code=pdfium.FPDFText_GetUnicode(text_page, index),
            generated=pdfium.FPDFText_IsGenerated(text_page, index) == 1,
            left=box.left,
            right=box.right,
            bottom=box.bottom,
            top=box.top,
        )


def _line(letters: list[_Letter], page: int) -> Iterator[Line]:
    printed = [letter for letter in letters if not letter.generated]
    visible = [letter for letter in printed if not chr(letter.code).isspace()]
    if not visible:
        return
    widths = [letter.right - letter.left for letter in visible if letter.code > 0x2E80]
    heights = [letter.top - letter.bottom for letter in visible]
    em = statistics.median(widths or heights) or 1.0
    text = one_line(_text(printed, em))
    if text:
        yield Line(
            text=text,
            page=page,
            left=min(letter.left for letter in visible),
            right=max(letter.right for letter in visible),
            bottom=min(letter.bottom for letter in visible),
            top=max(letter.top for letter in visible),
            em=em,
        )


def _text(printed: list[_Letter], em: float) -> str:
    """The characters as printed; a gap counts by its width, never because PDFium saw one."""
    pieces: list[str] = []
    for before, letter in zip([printed[0], *printed], printed, strict=False):
        gap = (letter.left - before.right) / em
        if gap > _CELLS_APART:
            pieces.append(CELL_GAP)
        elif gap > _WORDS_APART or (gap > _WORDS_APART / 4 and _both_latin(before, letter)):
            pieces.append(" ")
        pieces.append("-" if letter.code == _HYPHEN_AT_LINE_END else chr(letter.code))
    # Characters beyond the basic plane come as two halves.
    halves = "".join(pieces).encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _both_latin(before: _Letter, letter: _Letter) -> bool:
    return all(part.code < 0x80 and chr(part.code).isalpha() for part in (before, letter))
