"""Tells the format of a file, by its content first and its name second, and opens it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import astuple, dataclass
from pathlib import PurePath

from indicators.documents.encodings import decode
from indicators.documents.heading import Heading, read_heading
from indicators.documents.model import MOST_CHARACTERS, Document, DocumentError, upload_limit
from indicators.documents.web_archive import page_within
from indicators.documents.white_space import as_seen

WEB_PAGE_NAMES = frozenset({".htm", ".html", ".shtml", ".xhtml"})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office and of encrypted files
_RTF = b"{\\rtf"
_PDF_MARK_WITHIN = 1024  # bytes of anything else that readers of PDF put up with
_WEB_PAGE = re.compile(
    # Atomic: a comment ends at its first end; trying the later ones, too, takes for ever.
    r"\s*(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NAME = 200
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True)
class _Opened:
    format: str
    text: str
    heading: Heading


def read_document(data: bytes, *, name: str, limit: int | None = None) -> Document:
    """Open a report file; raises DocumentError when there is no text to be had from it.

    `limit` is the largest size in bytes, unless given that of `upload_limit`. The text of a text
    file is its decoded content without control characters.
    """
    if len(data) > (upload_limit() if limit is None else limit):
        raise DocumentError("too_large")
    if not data.strip():
        raise DocumentError("empty")
    return _document(name, _open(data, name))


def pasted(text: str, *, limit: int | None = None) -> Document:
    """Take a text that a person pasted; `limit` as for a file."""
    if len(text.encode("utf-8", "surrogatepass")) > (upload_limit() if limit is None else limit):
        raise DocumentError("too_large")
    return _document("", _plain("pasted", text))


def _open(data: bytes, name: str) -> _Opened:
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        from indicators.documents.pdf import pdf_text

        return _plain("pdf", pdf_text(data))
    if data.startswith(b"PK\x03\x04"):
        return _plain("docx", _word_text(data))
    if data.startswith((_OLE, _RTF)):
        raise DocumentError(_old_office(data))
    page = page_within(data)
    text = decode(data if page is None else page)
    if page is not None or _is_web_page(text, name):
        from indicators.documents.web_page import read_web_page

        read = read_web_page(text)
        return _Opened("html", read.text, read.heading)
    return _plain("txt", text)


def _plain(format: str, text: str) -> _Opened:
    return _Opened(format, text, read_heading(text.splitlines()))


def _document(name: str, opened: _Opened) -> Document:
    text = as_seen(opened.text)
    if not text.strip():
        raise DocumentError("empty")
    if len(text) > MOST_CHARACTERS:
        raise DocumentError("too_much")
    heading = Heading(*map(as_seen, astuple(opened.heading)))
    return Document(
        name=plain_name(name),
        format=opened.format,
        text=text,
        title=heading.title,
        issuer=heading.issuer,
        index_number=heading.index_number,
        published=heading.published,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def plain_name(name: str) -> str:
    r"""The last part of a file's name, without what no reader sees, not overlong.

    >>> plain_name("../../etc/\u202efdp.exe")
    'fdp.exe'
    """
    last = re.split(r"[/\\]", as_seen(name))[-1].strip()
    return last[-_LONGEST_NAME:]


def _is_web_page(text: str, name: str) -> bool:
    if _WEB_PAGE.match(text):
        return True
    named_so = PurePath(name).suffix.lower() in WEB_PAGE_NAMES
    return named_so and _TAG.search(text) is not None


def _word_text(data: bytes) -> str:
    from indicators.documents.word import DOCUMENT_PART, word_text

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception as error:  # damage shows as any of a dozen kinds
        raise DocumentError("broken") from error
    if DOCUMENT_PART not in names:
        raise DocumentError("unknown_format")
    return word_text(data)


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    is_word = data.startswith(_RTF) or "WordDocument".encode("utf-16-le") in data
    return "old_word" if is_word else "unknown_format"
