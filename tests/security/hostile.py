"""Files that mean harm, made small: each grows in the hands of whoever unpacks or parses it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.documents import as_docx

MEGABYTE = 2**20
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


# ---------------------------------------------------------------- archives


def packed(block: bytes, times: int) -> bytes:
    """What unpacks to a block many times over, without ever being whole in memory."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    once = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return once * times + squeeze.flush()


def archive(
    name: str, stream: bytes, *, says: int, again: int = 1, crc: int = 0, rest: bytes = b""
) -> bytes:
    """An archive of one entry that says it is so large; `again`: as many names for its bytes.

    `rest` is another archive, whose entries are in there as well.
    """
    parts = _entries(rest)
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(stream), says, len(name), 0)
    made, directory = bytearray(head + name.encode() + stream), b""
    for number in range(again):
        title = f"{name}{number or ''}".encode()
        directory += _listed(title, len(stream), says, crc, 0)
    for title, content in parts.items():
        raw = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = raw.compress(content) + raw.flush()
        crc, place = zlib.crc32(content), len(made)
        sizes = (crc, len(body), len(content), len(title), 0)
        made += struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes) + title.encode() + body
        directory += _listed(title.encode(), len(body), len(content), crc, place)
    count = again + len(parts)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(made), 0)
    return bytes(made) + directory + end


def _entries(content: bytes) -> dict[str, bytes]:
    if not content:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _listed(title: bytes, packed: int, says: int, crc: int, place: int) -> bytes:
    sizes = (crc, packed, says, len(title), 0, 0, 0, 0, 0, place)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes) + title


def without(content: bytes, name: str) -> bytes:
    """A package without one of its parts."""
    parts = _entries(content)
    del parts[name]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for title, part in parts.items():
            made.writestr(title, part)
    return target.getvalue()


# ---------------------------------------------------------------- Word files


def docx_of(document: bytes) -> bytes:
    """A Word file with this main part."""
    target = io.BytesIO(without(as_docx("-"), "word/document.xml"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", document)
    return target.getvalue()


def docx_bomb(times: int) -> bytes:
    """A Word file whose main part is so many megabytes."""
    stream = packed(b" " * MEGABYTE, times)
    size = min(times * MEGABYTE, 2**32 - 2)
    rest = without(as_docx("-"), "word/document.xml")
    return archive("word/document.xml", stream, says=size, rest=rest)


def body(inner: str, *, declared: str = "") -> bytes:
    """A main part with this in its body."""
    whole = f"{declared}<w:document {_W}><w:body>{inner}</w:body></w:document>"
    return f"<?xml version='1.0'?>{whole}".encode()


def paragraph(text: str) -> str:
    """A paragraph of markup."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = (
    "<!DOCTYPE w:document [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
OUTSIDE = "<!DOCTYPE w:document [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
QUADRATIC = f"<!DOCTYPE w:document [<!ENTITY q '{'q' * 100_000}'>]>"


# ---------------------------------------------------------------- PDF


def pdf(*objects: bytes, trailer: bytes = b"", size: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        made += b"%010d 00000 n \n" % place
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size or len(objects) + 1, trailer)
    return bytes(made + b"startxref\n%d\n%%%%EOF" % start)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """An object with a stream."""
    return b"<</Length %d%s>>stream\n" % (len(content), entries) + content + b"\nendstream"


def one_page(content: bytes, *, box: bytes = b"0 0 595 842", more: bytes = b"") -> list[bytes]:
    """Catalogue, pages, page and the stream that is its content, object 4."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources%s%s>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return [CATALOGUE, pages, page % (box, _FONT, more), content]


WORDS = stream(b"BT /F 9 Tf 50 700 Td (84 cases) Tj ET")


def pdf_bomb(times: int) -> bytes:
    """A page whose content unpacks to so many megabytes of text."""
    once = b"BT /F 9 Tf (aaaaaaaa) Tj ET " * (MEGABYTE // 28)
    return pdf(*one_page(stream(b"\x78\xda" + packed(once, times), b"/Filter/FlateDecode")))


def many_pages(count: int) -> bytes:
    """The same page, named so many times."""
    kids = b"3 0 R " * count
    parts = one_page(WORDS)
    parts[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf(*parts)


def looped() -> bytes:
    """Tables of places that name each other for ever."""
    made = pdf(*one_page(WORDS), trailer=b"/Prev 0000000000")
    return made.replace(b"/Prev 0000000000", b"/Prev %010d" % made.rindex(b"xref\n0 "))


def forms(depth: int, width: int) -> bytes:
    """Drawings that draw drawings: width to the power of depth."""
    names = b" ".join(b"/X Do" for _ in range(width))
    made = one_page(stream(names))
    made[2] = made[2].replace(b"/Resources", b"/Resources<</XObject<</X 5 0 R>>>>/Old")
    for number in range(5, 5 + depth):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
        made.append(stream(names, entries % (number + 1)))
    made.append(stream(b"BT (a) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    return pdf(*made)


# ---------------------------------------------------------------- web pages


def web_archive(depth: int) -> bytes:
    """Archives in archives."""
    head = b"MIME-Version: 1.0\n"
    for level in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    return head + b"Content-Type: text/html\n\n<html><p>x</p></html>\n"
