from __future__ import annotations

import codecs

import pytest

from indicators.documents import DocumentError
from indicators.documents.encodings import decode

TEXT = "上半年，某区司法局受理复议案件84件，\r\n办结〇件；镕、囍、𠮷 ok\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "gb18030"],
)
def test_every_character_of_the_file_is_kept_with_its_line_ends(data: bytes) -> None:
    assert decode(data) == TEXT


def test_gbk_is_read_as_the_part_of_gb18030_that_it_is() -> None:
    assert decode("受理84件，朱镕基".encode("gbk")) == "受理84件，朱镕基"


def test_plain_ascii_needs_no_encoding() -> None:
    assert decode(b"84") == "84"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_within_a_character_loses_that_character_only(encoding: str) -> None:
    whole = "某区受理行政复议案件。" * 20
    assert decode(whole.encode(encoding)[:-1]) == whole[:-1] + "\N{REPLACEMENT CHARACTER}"


def test_gbk_among_much_ascii_is_not_taken_for_damaged_utf_8() -> None:
    page = "<div class='navigation'></div>" * 500 + "受理84件"
    assert decode(page.encode("gbk")) == page


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff\xfa\x92\xff\xc0" * 50, b"\x01\x02\x03" * 9],
    ids=["null bytes", "no encoding", "control characters"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        decode(data)
    assert refused.value.reason == "unknown_format"
