"""Report files that tests make: a text as web page, PDF and Word file."""

from __future__ import annotations

import html
import io
from pathlib import Path

import docx
from fpdf import FPDF

FONT = Path(__file__).resolve().parent.parent / "dashboard/fonts/NotoSansSC-Regular.ttf"

_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8">
<title>{title}_某某区人民政府</title>
<meta name="ArticleTitle" content="{title}">
<style>p {{ text-indent: 2em; }}</style>
<script>document.write("<p>脚本写的字，不是正文。</p>");</script>
</head><body>
<div class="top"><a href="/">首页</a> <a href="/gk/">信息公开</a> <a href="/hd/">互动</a></div>
<div class="crumbs">您当前的位置：<a href="/">首页</a> &gt; <a href="/gk/">计划总结</a></div>
<div class="box"><h1>{title}</h1>
<div class="info"><span>字号：<a>大</a> <a>中</a> <a>小</a></span> <a>打印</a></div>
<div class="TRS_Editor">{paragraphs}</div>
<div class="share">分享到：<a>微信</a> <a>微博</a></div>
<ul><li><a href="/1.html">本区去年办理行政复议案件9999件，同比增长1%</a></li></ul></div>
<div class="footer">主办单位：某某区人民政府办公室，电话：88888888。网站标识码：4403060001</div>
</body></html>
"""


def as_html(title: str, text: str) -> bytes:
    """A page as a government site shows it, with furniture around the report."""
    paragraphs = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in text.splitlines() if line)
    return _PAGE.format(title=html.escape(title), paragraphs=paragraphs).encode()


def as_pdf(text: str, *, password: str = "") -> bytes:
    """An A4 PDF with a text layer: indented paragraphs and page numbers."""
    pdf = _ReportPdf()
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    pdf.add_page()
    for line in text.splitlines():
        if line.strip():
            pdf.paragraph("　　" + line.strip())
    return bytes(pdf.output())


def as_docx(text: str) -> bytes:
    """A Word file with a paragraph for each line."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class _ReportPdf(FPDF):
    def __init__(self) -> None:
        super().__init__(format="A4")
        self.add_font("report", fname=str(FONT))
        self.set_font("report", size=12)
        self.set_auto_page_break(True, margin=25)

    def paragraph(self, text: str) -> None:
        # Chinese breaks between any two characters, not only at spaces.
        self.multi_cell(0, 9, text, align="L", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 10, f"— {self.page_no()} —", align="C")
