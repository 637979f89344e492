"""What any template has to be before a library opens it: small, whole, of its kind."""

from __future__ import annotations

import inspect
import struct
import zipfile

import pytest

from dashboard.briefing import command
from dashboard.exports import templates
from dashboard.exports.slides.house_template import house_template
from dashboard.exports.slides.template import PPTX
from dashboard.exports.templates import MOST_MEGABYTES, TemplateError, checked
from dashboard.exports.word.template import DOCX
from dashboard.pages.briefing import own_template
from dashboard.words import load_texts
from tests.dashboard.exports.packages import parts_of, zip_of

KINDS = [pytest.param(PPTX, id="pptx"), pytest.param(DOCX, id="docx")]


def reason(content: bytes, kind: templates.Kind) -> str:
    with pytest.raises(TemplateError) as caught:
        checked(content, kind)
    for said in load_texts()[caught.value.reason].values():
        assert "{" not in said.format(**caught.value.values)
    return caught.value.reason.split(".")[1]


def test_a_file_that_needs_no_change_stays_as_it_is() -> None:
    assert checked(house_template(), PPTX) == house_template()


@pytest.mark.parametrize("kind", KINDS)
def test_bombs_are_not_unpacked(kind: templates.Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> bytes:
        raise AssertionError("it was read")

    many = zip_of({f"{number}": b"" for number in range(templates.MOST_PARTS + 1)})
    markup = zip_of({"ppt/x.xml": b" " * (21 * 2**20)}, zipfile.ZIP_DEFLATED)
    squeezed = zip_of({"media/x.bmp": b"\0" * 2_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "read", read)
    assert [reason(one, kind) for one in (many, markup, squeezed)] == ["unpacked"] * 3


LIMITS = "MOST_UNPACKED MOST_MARKUP MOST_MARKUP_PART MOST_NODES MOST_PARTS MOST_RATIO"


@pytest.mark.parametrize("name", LIMITS.split())
def test_every_limit_counts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, name, 1)
    assert reason(house_template(), PPTX) == "unpacked"


def test_markup_under_another_ending_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(house_template())
    declared = b'<Default Extension="dat" ContentType="application/x+xml"/></Types>'
    types = parts["[Content_Types].xml"]
    largest = max(len(part) for name, part in parts.items() if name.endswith((".xml", ".rels")))
    big = {"ppt/big.dat": bytes(range(256)) * (largest // 256 + 1)}
    monkeypatch.setattr(templates, "MOST_MARKUP_PART", largest)
    checked(zip_of(parts | big), PPTX)
    typed = {"[Content_Types].xml": types.replace(b"</Types>", declared)}
    assert reason(zip_of(parts | big | typed), PPTX) == "unpacked"


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_usual_packing_is_read(way: int) -> None:
    assert reason(zip_of(parts_of(house_template()), way), PPTX) == "not_slides"


@pytest.mark.parametrize("kind", KINDS)
def test_a_locked_archive_has_a_password(kind: templates.Kind) -> None:
    content = bytearray(zip_of({"a": b"a"}))
    place = content.index(b"PK\x01\x02") + 8
    content[place : place + 2] = struct.pack("<H", 1)
    assert reason(bytes(content), kind) == "encrypted"


def test_parts_of_the_same_name_are_refused() -> None:
    parts = parts_of(house_template())
    again = {"PPT/presentation.xml": parts["ppt/presentation.xml"]}
    assert reason(zip_of(parts | again), PPTX) == "not_slides"


@pytest.mark.parametrize("kind", KINDS)
def test_one_limit_holds_for_files_wherever_they_come_from(kind: templates.Kind) -> None:
    over = b"\0" * (MOST_MEGABYTES * 2**20 + 1)
    assert reason(over, kind) == "large"
    assert reason(over[:-1], kind) == kind.other
    assert MOST_MEGABYTES == 20
    for module in (command, own_template):
        assert "import MOST_MEGABYTES" in inspect.getsource(module)


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY f SYSTEM "file:///etc/hostname">]><a>&b;&f;</a>'
    assert list(templates.parsed(bomb).itertext(tag="a")) == []
