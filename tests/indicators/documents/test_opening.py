from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.documents import (
    REASONS,
    DocumentError,
    pasted,
    read_document,
    upload_limit,
)
from settings.problems import SettingsError

TEXT = "甲区司法局2024年工作总结\r\n\r\n　　受理 84 件，\t办结70件。 \n甲区司法局\n2025年1月2日"
ROOT = Path(__file__).resolve().parents[3]


def reason(data: bytes, **options: int) -> str:
    with pytest.raises(DocumentError) as refused:
        read_document(data, name="报告.txt", **options)
    return refused.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_exactly_its_decoded_content(encoding: str) -> None:
    document = read_document(TEXT.encode(encoding), name="报告.txt")
    assert document.text == TEXT
    assert document.format == "txt"
    assert document.name == "报告.txt"
    assert document.title == "甲区司法局2024年工作总结"
    assert (document.issuer, document.published) == ("甲区司法局", "2025-01-02")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_pasted_text_is_kept_as_it_is() -> None:
    document = pasted(TEXT)
    assert (document.text, document.format, document.name) == (TEXT, "pasted", "")
    assert document.sha256 == read_document(TEXT.encode("gb18030"), name="a").sha256


def test_a_pasted_text_may_hold_half_a_character() -> None:
    assert pasted("84件\ud800").text == "84件\ud800"


def test_unknown_fields_are_empty() -> None:
    document = read_document("受理84件。".encode(), name="")
    assert (document.title, document.issuer, document.index_number, document.published) == (
        "", "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "　　\n".encode(), b"\xef\xbb\xbf"])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    assert reason(data) == "empty"


def test_an_empty_paste_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        pasted(" \n")
    assert refused.value.reason == "empty"


def test_the_limit_is_an_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "受理84件".encode()
    assert read_document(data, name="", limit=len(data)).text == "受理84件"
    assert reason(data, limit=len(data) - 1) == "too_large"


def test_the_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RULE_OF_LAW_MAX_UPLOAD_MB", raising=False)
    assert upload_limit() == 20 * 1024 * 1024
    monkeypatch.setenv("RULE_OF_LAW_MAX_UPLOAD_MB", "0.5")
    assert upload_limit() == 512 * 1024
    assert reason(b"8" * (512 * 1024 + 1)) == "too_large"
    with pytest.raises(DocumentError, match="larger than the limit"):
        pasted("8" * (512 * 1024 + 1))


@pytest.mark.parametrize("setting", ["twenty", "0", "-3", "nan", "inf"])
def test_a_setting_that_is_no_size_is_said(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULE_OF_LAW_MAX_UPLOAD_MB", setting)
    with pytest.raises(SettingsError, match="max_upload_mb"):
        upload_limit()


@pytest.mark.parametrize(
    ("text", "name", "format"),
    [
        ("<!DOCTYPE html><p>受理84件。</p>", "报告.txt", "html"),
        ("<?xml version='1.0'?>\n<!-- 存 -->\n<html><p>受理84件。</p>", "报告", "html"),
        ("<p>受理84件。</p>", "报告.html", "html"),
        ("<p>受理84件。</p>", "报告.txt", "txt"),
        ("受理84件，增幅<5%。", "报告.html", "txt"),
    ],
)
def test_the_content_decides_first_and_the_name_second(text: str, name: str, format: str) -> None:
    assert read_document(text.encode(), name=name).format == format


def test_what_is_no_report_file_is_refused() -> None:
    assert reason(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") == "unknown_format"


def test_every_reason_has_words_of_its_own() -> None:
    words = [str(DocumentError(reason)) for reason in REASONS]
    assert len(set(words)) == len(words) == 9


def test_file_libraries_are_loaded_only_for_a_file_that_needs_them() -> None:
    code = (
        "import sys, indicators.documents as d; d.read_document(b'84', name='a.txt');"
        "print([m for m in ('lxml', 'docx', 'pypdfium2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
