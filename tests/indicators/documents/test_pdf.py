from __future__ import annotations

import pytest
from fpdf import FPDF
from PIL import Image

from indicators.documents import DocumentError, read_document
from tests.documents import FONT, as_pdf

PARAGRAPHS = [
    "甲区司法局2024年上半年工作总结",
    "一、主要工作",
    "今年以来，共受理行政复议申请 583 宗，同比增长36.32%，"
    + "其中涉及甲街道办事处的共有20余件，" * 9,
    "（一）法律援助。" + "接待来访群众1,204人次，挽回损失28147.83万元。" * 30,
    "甲区司法局",
    "2024年7月3日",
]
TEXT = "\n".join(PARAGRAPHS)


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as refused:
        read_document(data, name="报告.pdf")
    return refused.value.reason


def test_paragraphs_come_back_whole_without_page_numbers() -> None:
    document = read_document(as_pdf(TEXT), name="报告.pdf")
    assert document.text.split("\n") == PARAGRAPHS
    assert document.format == "pdf"
    assert document.title == PARAGRAPHS[0]
    assert (document.issuer, document.published) == ("甲区司法局", "2024-07-03")


def test_the_name_does_not_decide_the_format() -> None:
    assert read_document(as_pdf("受理84件。"), name="报告.txt").format == "pdf"


def test_cells_side_by_side_stay_apart() -> None:
    pdf = page()
    for cell in ("受理", "583", "件"):
        pdf.cell(50, 10, cell)
    pdf.ln()
    pdf.cell(0, 10, "以上为全部案件情况，各项数据均已核对无误。")
    text = read_document(bytes(pdf.output()), name="").text
    assert text.split("\n")[0] == "受理 | 583 | 件"


def test_wide_set_characters_get_no_spaces() -> None:
    pdf = page()
    pdf.set_char_spacing(4)  # a third of a character's width
    pdf.cell(0, 10, "共受理583件")
    assert read_document(bytes(pdf.output()), name="").text == "共受理583件"


def test_a_font_that_is_not_embedded_is_read_by_its_encoding() -> None:
    assert read_document(with_standard_encoding("共受理583件"), name="").text == "共受理583件"


def test_a_scan_without_text_is_refused() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.image(Image.new("L", (60, 80), color=200), x=0, y=0, w=210)
    assert reason(bytes(pdf.output())) == "scanned"


def test_an_empty_page_is_refused() -> None:
    pdf = FPDF()
    pdf.add_page()
    assert reason(bytes(pdf.output())) == "empty"


def test_a_password_is_asked_for_and_an_empty_one_opens() -> None:
    assert reason(as_pdf("受理84件。", password="secret")) == "encrypted"  # noqa: S106
    pdf = page()
    pdf.set_encryption(owner_password="owner", user_password="")  # noqa: S106
    pdf.cell(0, 10, "受理84件。")
    assert read_document(bytes(pdf.output()), name="").text == "受理84件。"


def test_a_broken_file_is_refused() -> None:
    assert reason(b"%PDF-1.7\n" + b"nothing of a PDF follows " * 20) == "broken"
    assert reason(as_pdf("受理84件。")[:600]) == "broken"


def page() -> FPDF:
    pdf = FPDF()
    pdf.add_font("report", fname=str(FONT))
    pdf.set_font("report", size=12)
    pdf.add_page()
    return pdf


def with_standard_encoding(text: str) -> bytes:
    """A PDF as old Chinese programs write it: no font inside, characters as UCS-2."""
    shown = f"BT /F1 12 Tf 72 700 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        b" /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    written = b"%PDF-1.4\n"
    for number, content in enumerate(objects, start=1):
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return written + b"trailer << /Root 1 0 R /Size 8 >>\n%%EOF"
