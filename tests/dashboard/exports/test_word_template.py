"""A person's Word file lends page, headers and styles; one that cannot says why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from dashboard.charts import kinds
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.exports.document import Cover, Document, Section, numbered_sources
from dashboard.exports.templates import TemplateError
from dashboard.exports.word import docx_bytes, pictures
from dashboard.words import load_texts
from tests.dashboard.exports import packages
from tests.dashboard.exports.packages import RELATIONS, external, outside_targets, parts_of

PanelsOf = Callable[..., list[Panel]]

EARLIER = "an earlier text"
DOTX = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def png(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(buffer, "PNG", dpi=(300, 300))
    return buffer.getvalue()


LOGO, OLD_PICTURE, DRAWN = png("red"), png("green"), png("blue")


def template_file(*, margin: float = 20, chinese: bool = False) -> WordDocument:
    """A template: logo in the header of its first section, own fonts, an earlier text."""
    file = docx.Document()
    first = file.sections[0]
    first.page_width, first.page_height = Mm(176), Mm(250)
    first.left_margin = first.right_margin = Mm(margin)
    first.header.paragraphs[0].add_run("区司法局").add_picture(io.BytesIO(LOGO))
    first.footer.paragraphs[0].text = "内部资料"
    file.add_paragraph(EARLIER)
    file.add_picture(io.BytesIO(OLD_PICTURE))
    file.add_section()
    file.add_table(2, 2)
    file.styles["Normal"].font.size = Pt(13)
    file.styles["Heading 1"].font.name = "Georgia"
    if chinese:  # as WPS names it
        heading = file.styles["Heading 1"].element
        heading.set(qn("w:styleId"), "2")
        heading.find(qn("w:name")).set(qn("w:val"), "标题 1")
    return file


def saved(file: WordDocument) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def rewritten(content: bytes, part: str, old: str, new: str) -> bytes:
    return packages.rewritten(content, {part: (old, new)})


@pytest.fixture(scope="module", autouse=True)
def _quick_pictures() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "drawn", lambda *_, **__: DRAWN)
        yield


@pytest.fixture(scope="module")
def document(make_context: Callable[..., Context], panels_of: PanelsOf) -> Document:
    zh = make_context()
    chart = kinds.panel_chart(panels_of(zh, "reconsideration.received")[0], zh)
    section = Section(chart, zh, "小节标题", ("一句话。",), (1,))
    sources = numbered_sources([chart], zh)
    return Document(zh, (section,), sources, ("方法",), Cover("简报", "某区", None))


def written(document: Document, content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(docx_bytes(document, template=content)))


def test_page_header_footer_and_logo_are_the_templates(document: Document) -> None:
    file = written(document, saved(template_file()))
    section = file.sections[-1]
    assert len(file.sections) == 1
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [176, 250]
    assert section.header.paragraphs[0].text == "区司法局"
    assert section.footer.paragraphs[0].text == "内部资料"
    images = {p.blob for p in file.part.package.iter_parts() if p.partname.endswith(".png")}
    assert images == {LOGO, DRAWN}


def test_the_templates_text_is_gone(document: Document) -> None:
    content = docx_bytes(document, template=saved(template_file()))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        everything = b"".join(map(package.read, package.namelist()))
    assert EARLIER.encode() not in everything
    assert OLD_PICTURE not in everything
    assert len(docx.Document(io.BytesIO(content)).tables) == 1


def test_the_templates_styles_are_used_and_stay_as_they_are(document: Document) -> None:
    file = written(document, saved(template_file()))
    by_text = {p.text: p.style for p in file.paragraphs}
    assert by_text["小节标题"].name == "Heading 1"
    assert by_text["小节标题"].font.name == "Georgia"
    assert by_text["一句话。"].name == "Normal"
    assert by_text["一句话。"].font.size == Pt(13)
    assert by_text["简报"].name == "Title"
    assert next(s for t, s in by_text.items() if t.startswith("图1")).name == "Caption"


def test_styles_that_it_lacks_are_added_without_fonts_of_their_own(document: Document) -> None:
    file = written(document, saved(template_file()))
    added = next(s for s in file.styles if s.style_id == "TableText")
    assert added.base_style.name == "Normal"
    assert added.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is None
    assert added.element.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:eastAsia")) == "zh-CN"
    known = {style.style_id for style in file.styles}
    used = {found.get(qn("w:val")) for found in file.element.body.iter(qn("w:pStyle"))}
    assert used <= known


def test_a_style_is_found_by_its_chinese_name(document: Document) -> None:
    file = written(document, saved(template_file(chinese=True)))
    heading = [p for p in file.paragraphs if p.text == "小节标题"][-1]
    assert heading._p.pPr.pStyle.val == "2"


def test_a_style_of_another_kind_is_not_taken(document: Document) -> None:
    made = template_file()
    made.styles["Caption"].delete()
    made.styles.add_style("caption", WD_STYLE_TYPE.TABLE)
    file = written(document, saved(made))
    caption = next(p for p in file.paragraphs if p.text.startswith("图1"))
    assert caption.style.type == WD_STYLE_TYPE.PARAGRAPH


def test_figures_and_tables_are_as_wide_as_its_text(document: Document) -> None:
    file = written(document, saved(template_file(margin=30)))
    assert file.inline_shapes[0].width == pytest.approx(Mm(116), abs=700)
    widths = [int(c.get(qn("w:w"))) for c in file.element.body.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(Mm(116) / 635, abs=len(widths))


def test_a_dotx_is_a_template_too(document: Document) -> None:
    content = rewritten(saved(template_file()), "[Content_Types].xml", DOCX, DOTX)
    made = docx_bytes(document, template=content)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        types = package.read("[Content_Types].xml").decode()
    assert DOCX in types
    assert DOTX not in types


def refused() -> Iterator[tuple[str, bytes]]:
    content = saved(template_file())
    yield "no_word", b"hello"
    yield "no_word", b""
    yield "no_word", rewritten(content, "[Content_Types].xml", DOCX, "application/x-other")
    yield "no_word", content[: len(content) // 2]
    yield "old", b"\xd0\xcf\x11\xe0" + b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"
    yield "encrypted", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    yield "macros", rewritten(content, "[Content_Types].xml", DOCX, DOCM)
    yield "strict", rewritten(content, "_rels/.rels", USUAL, STRICT)
    yield "broken", rewritten(content, "word/document.xml", "<w:body>", "<w:body")
    yield "broken", rewritten(content, "word/document.xml", "w:sectPr", "w:nothing")
    yield "narrow", saved(template_file(margin=60))


@pytest.mark.parametrize(("reason", "content"), [pytest.param(*c, id=c[0]) for c in refused()])
def test_what_cannot_be_used_says_why(document: Document, reason: str, content: bytes) -> None:
    with pytest.raises(TemplateError) as raised:
        docx_bytes(document, template=content)
    assert raised.value.reason == f"word_template.{reason}"
    for text in load_texts()[raised.value.reason].values():
        assert "{" not in text.format(**raised.value.values)


SPACES = (
    f'xmlns:r="{RELATIONS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
IN_HEADER = (
    f"<w:p {SPACES}><w:r><w:t>页眉</w:t></w:r>"
    "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
    '<a:blip r:link="x1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
    '<w:r><w:pict><v:shape><v:imagedata r:id="x2" r:href="x2"/></v:shape></w:pict></w:r>'
    '<w:hyperlink r:id="x3"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
    '<w:hyperlink r:id="x4"><w:r><w:t>共享</w:t></w:r></w:hyperlink></w:p></w:hdr>'
)


def linking() -> bytes:
    """A template with links in its header, and one to the template that it was made from."""
    content = saved(template_file())
    header = next(n for n in parts_of(content) if n.startswith("word/header"))
    relations = f"word/_rels/{header.removeprefix('word/')}.rels"
    ended, settings = "</Relationships>", "word/_rels/settings.xml.rels"
    links = (
        external("x1", "image", "http://example.org/logo.png")
        + external("x2", "image", "file://server/share/logo.png")
        + external("x3", "hyperlink", "https://example.org/")
        + external("x4", "hyperlink", "file://server/share/")
    )
    to_template = external("x1", "attachedTemplate", "http://example.org/x.dotm")
    whole = f'<Relationships xmlns="{PACKAGE}">{to_template}</Relationships>'
    attached = f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="x1"/></w:settings>'
    return packages.rewritten(
        content,
        {
            header: ("</w:hdr>", IN_HEADER),
            relations: (ended, links + ended),
            "word/settings.xml": ("</w:settings>", attached),
        },
        added={settings: whole.encode()},
    )


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def test_links_to_outside_files_do_not_reach_the_text(document: Document) -> None:
    made = docx_bytes(document, template=linking())
    before = {
        "http://example.org/logo.png", "file://server/share/logo.png", "https://example.org/",
        "file://server/share/", "http://example.org/x.dotm",
    }  # fmt: skip
    assert outside_targets(linking()) == before
    assert outside_targets(made) & before == {"https://example.org/"}
    parts = parts_of(made)
    assert b"attachedTemplate" not in parts["word/settings.xml"]
    (header,) = (p.decode() for n, p in parts.items() if n.startswith("word/header"))
    assert [text in header for text in ("页眉", "网站", "共享", "区司法局")] == [True] * 4
    assert "imagedata" not in header
    assert header.count("<w:drawing>") == 1  # the logo, which is inside
    assert LOGO in parts.values()
