from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indicators.documents import DocumentError, read_document, word
from tests.documents import as_docx

NAMESPACES = (
    f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as refused:
        read_document(data, name="报告.docx")
    return refused.value.reason


def body(xml: str) -> bytes:
    """A Word file whose body begins with this WordprocessingML."""
    document = docx.Document()
    for part in reversed(list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"))):
        document.element.body.insert(0, part)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same file with some of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


def test_paragraphs_and_tables_come_in_their_order() -> None:
    made = docx.Document()
    made.add_paragraph("甲区司法局2024年工作总结")
    table = made.add_table(2, 2)
    for place, text in enumerate(["案件", "件数", "复议", "84"]):
        table.cell(place // 2, place % 2).text = text
    made.add_paragraph("　　以上共计 84 件。")
    written = io.BytesIO()
    made.save(written)
    document = read_document(written.getvalue(), name="报告.docx")
    assert document.text == "甲区司法局2024年工作总结\n案件 | 件数\n复议 | 84\n以上共计 84 件。"
    assert (document.format, document.title) == ("docx", "甲区司法局2024年工作总结")


def test_the_builder_gives_back_its_lines() -> None:
    assert read_document(as_docx("第一行\n第二行84件"), name="").text == "第一行\n第二行84件"


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    data = body(
        "<w:p><w:r><w:t>受理</w:t></w:r><w:ins><w:r><w:t>84</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>83</w:delText><w:t>83</w:t></w:r></w:del><w:r><w:t>件</w:t></w:r></w:p>"
    )
    assert read_document(data, name="").text == "受理84件"


def test_content_controls_line_breaks_and_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    data = body(
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t><w:br/><w:t>下行</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt><w:p><w:r><w:t>段落</w:t><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    assert read_document(data, name="").text == "控件\n下行\n段落\n框内"


def test_a_frame_of_one_cell_is_no_table() -> None:
    inside = "<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>"
    frame = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    assert read_document(body(frame), name="").text == "一\n二"


def test_entities_and_files_outside_are_never_read(tmp_path: object) -> None:
    xml = (
        '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>件&secret;</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    data = repacked(as_docx("x"), **{"word/document.xml": xml.encode()})
    assert read_document(data, name="").text == "件"


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1_000_000)
    assert read_document(as_docx("84件"), name="").text == "84件"
    assert (
        reason(repacked(as_docx("84件"), **{"word/media/zeros.bin": bytes(1_000_000)}))
        == "too_much"
    )


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    honest = repacked(as_docx("84件"), **{"word/media/zeros.bin": bytes(400_000)})
    lying = honest.replace((400_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert reason(lying) == "broken"


def test_broken_files_are_refused() -> None:
    whole = as_docx("84件")
    assert reason(whole[: len(whole) // 2]) == "broken"
    assert reason(repacked(whole, **{"word/document.xml": b"<w:document"})) == "broken"
    assert reason(repacked(whole, **{"[Content_Types].xml": b"<Types/>"})) == "broken"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
        (OLE + "Workbook".encode("utf-16-le"), "unknown_format"),
        (rb"{\rtf1\ansi 84}", "old_word"),
    ],
)
def test_old_and_encrypted_office_files_are_told_apart(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_an_archive_of_something_else_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert reason(written.getvalue()) == "unknown_format"
