from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from indicators.documents import read_document
from indicators.documents.web_archive import page_within


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_page_in_an_archive_is_read(charset: str) -> None:
    archive = MIMEMultipart("related")
    archive["Subject"] = "工作总结"
    page = "<html><body><p>今年以来，共受理行政复议案件84件，办结70件。</p></body></html>"
    archive.attach(MIMEText(page, "html", charset))
    archive.attach(MIMEImage(b"\x89PNG", "png"))
    document = read_document(archive.as_bytes(), name="报告.mht")
    assert document.text == "今年以来，共受理行政复议案件84件，办结70件。"
    assert document.format == "html"


@pytest.mark.parametrize("data", ["受理84件。".encode(), b"<html></html>", b"a: b\n" * 2000])
def test_other_files_are_no_archives(data: bytes) -> None:
    assert page_within(data) is None
