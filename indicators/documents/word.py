"""Word files (.docx) → text: paragraphs and tables in the order of the document.

Knows how WordprocessingML keeps its text: inserted text counts, deleted text does not, and a text
box is read once. Numbers that Word itself puts before paragraphs are not in the file's text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from lxml import etree

from indicators.documents.archives import OverfullArchiveError, check_sizes
from indicators.documents.model import DocumentError
from indicators.documents.white_space import one_line, row_line

DOCUMENT_PART = "word/document.xml"
MOST_UNPACKED = 100 * 1024 * 1024  # bytes; a long report with photographs unpacks to a tenth
_ENCRYPTED = 0x1  # flag of an archive's entry

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_WORDS = {f"{_W}t": None, f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
_WORDS |= {f"{_W}noBreakHyphen": "-"}
_LEFT_OUT = frozenset(
    {
        f"{_W}del",  # deleted while changes were tracked
        f"{_W}moveFrom",
        f"{_W}pPr",  # tab stops are no tabs
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # said twice
    }
)


def word_text(data: bytes) -> str:
    """Read the text of a .docx, one paragraph or row of a table a line."""
    _check_size(data)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except MemoryError as error:
        raise DocumentError("too_much") from error
    except Exception as error:  # python-docx has no error of its own for a malformed part
        raise DocumentError("broken") from error
    if body is None:
        raise DocumentError("broken")
    return "\n".join(line for line in _lines(body) if line)


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
                raise DocumentError("encrypted")
            check_sizes(archive, most=MOST_UNPACKED)
    except OverfullArchiveError as error:
        raise DocumentError("too_much") from error
    except DocumentError:
        raise
    except Exception as error:  # damage shows as any of a dozen kinds
        raise DocumentError("broken") from error


def _lines(part: etree._Element) -> Iterator[str]:
    for element in _outermost(part, _PARAGRAPH, _TABLE):
        if element.tag == _TABLE:
            yield from _rows(element)
        else:
            yield from map(one_line, _words(element).split("\n"))
            yield from _lines(element)  # text boxes stand inside a paragraph


def _rows(table: etree._Element) -> Iterator[str]:
    for row in _outermost(table, _ROW):
        cells = [[line for line in _lines(cell) if line] for cell in _outermost(row, _CELL)]
        if len(cells) == 1:  # a frame around text
            yield from cells[0]
        else:
            yield row_line([" ".join(lines) for lines in cells])


def _words(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of the text boxes in it."""
    pieces = []
    for element in _outermost(paragraph, _PARAGRAPH, *_WORDS):
        if element.tag != _PARAGRAPH:
            pieces.append(_WORDS[element.tag] or element.text or "")
    return "".join(pieces)


def _outermost(part: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The nearest descendants of these kinds, in order, none inside another."""
    waiting = list(reversed(part))
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag not in _LEFT_OUT:
            waiting.extend(reversed(element))
