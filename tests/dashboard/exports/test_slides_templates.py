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
from dashboard.exports.slides.house_template import house_template
from dashboard.exports.slides.template import open_deck
from dashboard.exports.templates import OLD_OFFICE
from dashboard.words import Language, Words
from tests.dashboard.conftest import MakeContext, PanelsOf
from tests.dashboard.exports.native_gallery import chosen, native_charts
from tests.dashboard.exports.packages import (
    content_types,
    external,
    outside_targets,
    rewritten,
    zip_of,
)
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


MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
POTX = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
PPTM = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
MASTER, LAYOUT = "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml"


def house(part: str, old: str, new: str) -> bytes:
    return rewritten(house_template(), {part: (old, new)})


def with_macros(content_type: str) -> bytes:
    """Macros in a file whose own type is that of one without."""
    ended = "</Relationships>"
    related = external("v1", "vbaProject", "vba.bin").replace("External", "Internal")
    typed = f'<Override PartName="/ppt/vba.bin" ContentType="{content_type}"/></Types>'
    return rewritten(
        house_template(),
        {TYPES: ("</Types>", typed), "ppt/_rels/presentation.xml.rels": (ended, related + ended)},
        added={"ppt/vba.bin": b"x"},
    )


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "not_slides"),
        (b"not a file", "not_slides"),
        (OLD_OFFICE + b"\0" * 600, "old"),
        (OLD_OFFICE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (template(remove_titles), "no_title"),
        (template(tiny), "bad_size"),
        (template(tape), "bad_size"),
        (b"\0" * (20 * 2**20 + 1), "large"),
        (house(TYPES, MAIN, PPTM), "macros"),
        (house(TYPES, MAIN, PPTM.replace("m", "&#109;")), "macros"),
        (with_macros(VBA), "macros"),
        (with_macros("application/x-other"), "macros"),
        (house(ROOT, USUAL, STRICT), "strict"),
        (house("ppt/presentation.xml", "</p:presentation>", ""), "broken"),
        (zip_of({TYPES: b"<Types/>", ROOT: b"<a/>"}), "not_slides"),
    ],
    ids=[
        "empty", "text", "ppt", "password", "no-title", "tiny", "tape", "large", "pptm",
        "pptm-escaped", "vba", "vba-by-relation", "strict", "broken", "workbook",
    ],
)  # fmt: skip
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


def test_a_potx_is_a_template_too(document: Document) -> None:
    made = pptx_bytes(document, template=house(TYPES, MAIN, POTX))
    assert MAIN in content_types(made)
    assert POTX not in content_types(made)
    assert len(opened(made)) > 1


def linked(part: str, before: str, shape: str, *relations: str) -> bytes:
    """Our own template with a shape before a tag of a part, and relationships of the part."""
    folder, name = part.rsplit("/", 1)
    ended = "</Relationships>"
    return rewritten(
        house_template(),
        {
            part: (before, shape + before),
            f"{folder}/_rels/{name}.rels": (ended, "".join(relations) + ended),
        },
    )


def picture(blip: str) -> str:
    """A picture on a master or a layout."""
    space = f'xmlns:a="{NAMESPACES["a"]}" xmlns:r="{USUAL}"'
    return (
        f'<p:pic {space}><p:nvPicPr><p:cNvPr id="90" name="logo"><a:hlinkClick r:id="x2"/>'
        f"</p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>{blip}</p:blipFill>"
        '<p:spPr><a:prstGeom prst="rect"/></p:spPr></p:pic>'
    )


@pytest.mark.parametrize("part", [MASTER, LAYOUT], ids=["master", "layout"])
def test_a_linked_picture_of_a_template_goes(part: str) -> None:
    file = linked(
        part, "</p:spTree>", picture('<a:blip r:link="x1"/>'),
        external("x1", "image", "file://server/share/logo.png"),
        external("x2", "hyperlink", "https://example.org/"),
    )  # fmt: skip
    made = saved(open_deck(file, Language.ZH).presentation)
    assert outside_targets(made) == {"https://example.org/"}
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert b"logo" not in packed.read(part)


def test_a_picture_that_is_inside_stays_without_its_link() -> None:
    """So does the shape whose click leads to a file, but not the click."""
    file = linked(
        MASTER, "</p:spTree>", picture('<a:blip r:embed="rId1" r:link="x1"/>'),
        external("x1", "image", "http://example.org/logo.png"),
        external("x2", "hyperlink", "file:///c:/run.exe"),
    )  # fmt: skip
    made = saved(open_deck(file, Language.ZH).presentation)
    assert outside_targets(made) == set()
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        master = packed.read(MASTER)
    assert b'<a:blip r:embed="rId1"/>' in master
    assert b"hlinkClick" not in master


def test_a_linked_background_is_left_empty() -> None:
    back = f'<a:blip xmlns:a="{NAMESPACES["a"]}" xmlns:r="{USUAL}" r:link="x1"/>'
    shape = (
        f'<p:sp><p:spPr><a:blipFill xmlns:a="{NAMESPACES["a"]}">{back}</a:blipFill></p:spPr></p:sp>'
    )
    file = linked(MASTER, "</p:spTree>", shape, external("x1", "image", "http://example.org/x"))
    made = saved(open_deck(file, Language.ZH).presentation)
    assert outside_targets(made) == set()
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        master = packed.read(MASTER)
    assert b"<a:blip " in master
    assert b"r:link" not in master


def test_our_own_master_has_chinese_fonts(context: Context, document: Document) -> None:
    made = Presentation(io.BytesIO(pptx_bytes(single(document.sections[0].chart, context))))
    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
    assert [layout.name for layout in made.slide_layouts] == [
        "Title Slide", "Title and Content", "Title Only",
    ]  # fmt: skip
