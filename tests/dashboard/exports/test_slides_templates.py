"""A user's own template is honoured, and one that cannot be used says what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Cm, Pt

from dashboard.context import Context
from dashboard.exports.document import Document, single
from dashboard.exports.native.style import NAMESPACES
from dashboard.exports.slides import TemplateError, pptx_bytes
from dashboard.exports.slides import template as templates
from dashboard.exports.slides.template import OLD_OFFICE
from dashboard.words import Language, Words
from tests.dashboard.conftest import MakeContext, PanelsOf
from tests.dashboard.exports.native_gallery import chosen, native_charts
from tests.dashboard.exports.slide_reading import (
    assert_in_place,
    box_of,
    document_of,
    frames_of,
    opened,
)

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


@pytest.fixture(scope="module")
def context(make_context: MakeContext) -> Context:
    return chosen(make_context)


@pytest.fixture(scope="module")
def document(context: Context, panels_of: PanelsOf) -> Document:
    kept = {chart.kind: chart for chart in native_charts(context, panels_of)}
    return document_of([kept["trend"], kept["bars"], kept["composition"]], context)


def saved(deck: Any) -> bytes:  # noqa: ANN401
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def template(change: Callable[[Any], None] | None = None) -> bytes:
    """The 4:3 deck that python-pptx brings, with two slides of its own."""
    deck = Presentation()
    for layout in (deck.slide_layouts[0], deck.slide_layouts[1]):
        slide = deck.slides.add_slide(layout)
        slide.shapes.title.text = "示例页"
    if change:
        change(deck)
    return saved(deck)


def remove_titles(deck: Any) -> None:  # noqa: ANN401
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in TITLES:
                shape._element.getparent().remove(shape._element)


def tiny(deck: Any) -> None:  # noqa: ANN401
    deck.slide_width, deck.slide_height = Cm(5), Cm(4)


def tape(deck: Any) -> None:  # noqa: ANN401
    deck.slide_width, deck.slide_height = Cm(80), Cm(12)


def only_titles(deck: Any) -> None:  # noqa: ANN401
    """A title that fills the slide leaves no room for anything."""
    for layout in list(deck.slide_layouts):
        if layout.name != "Title Only":
            if not layout.used_by_slides:
                deck.slide_layouts.remove(layout)
            continue
        layout.placeholders[0].top, layout.placeholders[0].height = 0, deck.slide_height


def test_the_size_and_the_layouts_are_those_of_the_template(document: Document) -> None:
    made = Presentation(io.BytesIO(pptx_bytes(document, template=template())))
    own = Presentation(io.BytesIO(template()))
    assert (made.slide_width, made.slide_height) == (own.slide_width, own.slide_height)
    names = [slide.slide_layout.name for slide in made.slides]
    assert names[0] == "Title Slide"
    assert set(names[1:]) == {"Title and Content"}
    assert not any("示例页" in slide.shapes.title.text for slide in made.slides)
    packed = zipfile.ZipFile(io.BytesIO(pptx_bytes(document, template=template())))
    count = sum(name.startswith("ppt/slides/slide") for name in packed.namelist())
    assert count == len(made.slides)
    assert len(packed.namelist()) == len(set(packed.namelist()))


def test_titles_stand_in_the_templates_place_for_them(document: Document) -> None:
    def move(deck: Any) -> None:  # noqa: ANN401
        deck.slide_layouts[1].placeholders[0].left = Pt(77)

    slides = opened(pptx_bytes(document, template=template(move)))
    for slide in slides[1:]:
        assert slide.shapes.title.left == Pt(77)
        assert slide.shapes.title._element.spPr.xfrm is None  # it has no place of its own


def test_nothing_leaves_the_templates_slides_or_covers_their_titles(document: Document) -> None:
    width, height = 9144000 / 12700, 6858000 / 12700
    assert_in_place(opened(pptx_bytes(document, template=template())), width, height)


@pytest.mark.parametrize("size", [(25.4, 14.29), (33.87, 19.05), (19.05, 25.4)])
def test_slides_of_other_sizes(document: Document, size: tuple[float, float]) -> None:
    def resize(deck: Any) -> None:  # noqa: ANN401
        width, height = Cm(size[0]), Cm(size[1])
        across, down = width / deck.slide_width, height / deck.slide_height
        for owner in (deck.slide_master, *deck.slide_layouts):
            for shape in owner.placeholders:
                if shape._element.spPr.xfrm is not None:
                    shape.left, shape.width = (
                        round(shape.left * across),
                        round(shape.width * across),
                    )
                    shape.top, shape.height = round(shape.top * down), round(shape.height * down)
        deck.slide_width, deck.slide_height = width, height

    slides = opened(pptx_bytes(document, template=template(resize)))
    assert_in_place(slides, size[0] / 2.54 * 72, size[1] / 2.54 * 72)
    assert sum(len(frames_of(slide)) for slide in slides) >= len(document.sections)


def test_fonts_and_colours_of_texts_are_the_themes(document: Document) -> None:
    slides = opened(pptx_bytes(document, template=template()))
    roots = [slide._element for slide in slides]
    roots += [frame.chart._chartSpace for slide in slides for frame in frames_of(slide)]
    used = {
        script.get("typeface")
        for root in roots
        for name in ("latin", "ea", "cs")
        for script in root.iter(f"{{{NAMESPACES['a']}}}{name}")
    }
    assert used == {"+mj-lt", "+mj-ea", "+mj-cs", "+mn-lt", "+mn-ea", "+mn-cs"}
    runs = [run for root in roots[: len(slides)] for run in root.iter(f"{{{NAMESPACES['a']}}}rPr")]
    assert not [run for run in runs if run.findall("a:solidFill/a:srgbClr", NAMESPACES)]


def test_on_dark_slides_charts_stand_on_white(document: Document) -> None:
    """District colours are made for white; texts of the slide take the theme's light colour."""

    def dark(deck: Any) -> None:  # noqa: ANN401
        colours = deck.slide_master._element.find("p:clrMap", NAMESPACES)
        colours.set("bg1", "dk2")
        colours.set("tx1", "lt1")

    for change, fills in ((dark, ["FFFFFF"]), (None, [])):
        slides = opened(pptx_bytes(document, template=template(change)))
        spaces = [frame.chart._chartSpace for slide in slides for frame in frames_of(slide)]
        assert spaces
        for space in spaces:
            found = space.findall("c:spPr/a:solidFill/a:srgbClr", NAMESPACES)
            assert [colour.get("val") for colour in found] == fills


def test_a_layout_without_a_body_will_do(document: Document) -> None:
    def bare(deck: Any) -> None:  # noqa: ANN401
        for slide in list(deck.slides._sldIdLst):
            deck.part.drop_rel(slide.rId)
            deck.slides._sldIdLst.remove(slide)
        for layout in list(deck.slide_layouts):
            if layout.name != "Title Only":
                deck.slide_layouts.remove(layout)

    slides = opened(pptx_bytes(document, template=template(bare)))
    assert {slide.slide_layout.name for slide in slides} == {"Title Only"}
    assert_in_place(slides, 720, 540)
    assert "某区司法局" in box_of(slides[0], "Author and date")


def test_what_names_removed_slides_goes_with_them(document: Document) -> None:
    def with_section(deck: Any) -> None:  # noqa: ANN401
        from pptx.oxml import parse_xml

        name = "http://schemas.microsoft.com/office/powerpoint/2010/main"
        space, uri = NAMESPACES["p"], "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
        number = deck.slides._sldIdLst[0].id
        deck.part._element.append(
            parse_xml(
                f'<p:extLst xmlns:p="{space}"><p:ext uri="{uri}">'
                f'<p14:sectionLst xmlns:p14="{name}"><p14:section name="x" id="{{1}}">'
                f'<p14:sldIdLst><p14:sldId id="{number}"/></p14:sldIdLst></p14:section>'
                "</p14:sectionLst></p:ext></p:extLst>"
            )
        )

    made = pptx_bytes(document, template=template(with_section))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert b"sectionLst" not in packed.read("ppt/presentation.xml")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "not_slides"),
        (b"not a file", "not_slides"),
        (OLD_OFFICE + b"\0" * 600, "not_slides"),
        (OLD_OFFICE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (template(remove_titles), "no_title"),
        (template(tiny), "bad_size"),
        (template(tape), "bad_size"),
        (b"\0" * 41_000_000, "too_large"),
    ],
    ids=["empty", "text", "ppt", "password", "no-title", "tiny", "tape", "large"],
)
def test_a_template_that_cannot_be_used_says_why(
    document: Document, file: bytes, reason: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        pptx_bytes(document, template=file)
    assert caught.value.reason == f"slides_template.{reason}"
    for language in Language:
        said = Words(language)(caught.value.reason, **caught.value.values)
        assert "{" not in said
        assert len(said) > 15


def test_a_title_that_fills_the_slide_leaves_no_room(document: Document) -> None:
    def no_slides(deck: Any) -> None:  # noqa: ANN401
        for slide in list(deck.slides._sldIdLst):
            deck.part.drop_rel(slide.rId)
            deck.slides._sldIdLst.remove(slide)
        only_titles(deck)

    with pytest.raises(TemplateError, match="no_room"):
        pptx_bytes(document, template=template(no_slides))


def test_a_workbook_is_no_template(document: Document) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(TemplateError, match="not_slides"):
        pptx_bytes(document, template=buffer.getvalue())


def test_a_packed_bomb_is_not_unpacked(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "UNPACKED", 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("ppt/big.xml", b"\0" * 2_000_000)
    with pytest.raises(TemplateError, match="too_large"):
        pptx_bytes(document, template=buffer.getvalue())


def test_our_own_master_has_chinese_fonts(context: Context, document: Document) -> None:
    made = Presentation(io.BytesIO(pptx_bytes(single(document.sections[0].chart, context))))
    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
    assert [layout.name for layout in made.slide_layouts] == [
        "Title Slide", "Title and Content", "Title Only",
    ]  # fmt: skip
