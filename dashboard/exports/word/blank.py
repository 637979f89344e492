"""An empty Word file of ours: styles, fonts, theme, numbering and settings, and nothing else."""

from __future__ import annotations

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from dashboard.exports.word import conventions as gb
from dashboard.exports.word.markup import Element, element
from dashboard.exports.word.styles import NO_INDENT, TWO_CHARACTERS, style_sheet
from dashboard.words import Words

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_KEPT = {"styles", "settings", "fontTable", "theme", "numbering"}
_SETTINGS_LEFT_OUT = ("w:zoom", "w:proofState", "w:savePreviewPicture", "w:rsids")


def blank(words: Words) -> WordDocument:
    """A file without content in the layout of official documents."""
    file = docx.Document()
    related = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in file.part.rels.values()}
    for kind, relation in related.items():
        if kind not in _KEPT:
            file.part.drop_rel(relation.rId)
    package = file.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    _replace(file.styles.element, style_sheet(words))
    _replace(file.part.numbering_part.element, _numbering(words))
    related["fontTable"].target_part._blob = etree.tostring(
        _font_table(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    theme = related["theme"].target_part
    theme._blob = _with_our_fonts(theme.blob)
    _settings(file.settings.element, words)
    _page(file)
    return file


def _replace(old: Element, new: Element) -> None:
    old[:] = list(new)


def _font_table() -> Element:
    """Every font with those that may stand in for it."""
    fonts = (
        element(
            "w:font",
            element("w:altName", val=",".join(font.others)),
            element("w:panose1", val=font.panose),
            element("w:charset", val=font.charset),
            element("w:family", val=font.family),
            element("w:pitch", val="variable"),
            name=font.name,
        )
        for font in gb.FONTS
    )
    return element("w:fonts", *fonts)


def _with_our_fonts(theme: bytes) -> bytes:
    """The theme with our fonts for headings and text, in both scripts."""
    root = parse_xml(theme)
    for scheme, chinese in (("majorFont", gb.HEI), ("minorFont", gb.FANG_SONG)):
        names = {"latin": gb.LATIN, "ea": chinese, "cs": gb.LATIN}
        for group in root.iter(f"{{{_MAIN}}}{scheme}"):
            for tag, name in names.items():
                for font in group.iterfind(f"{{{_MAIN}}}{tag}"):
                    font.set("typeface", name)
            for font in group.iterfind(f"{{{_MAIN}}}font[@script='Hans']"):
                font.set("typeface", chinese)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _numbering(words: Words) -> Element:
    """一、 and （一） before headings; in English 1 and 1.1."""
    forms = words.pick("chineseCountingThousand", "decimal")
    texts = ("%1、", "（%2）") if words.zh else ("%1", "%1.%2")
    levels = (
        element(
            "w:lvl",
            element("w:start", val=1),
            element("w:numFmt", val=forms),
            element("w:pStyle", val=f"Heading{level + 1}"),
            element("w:suff", val=words.pick("nothing", "space")),
            element("w:lvlText", val=text),
            element("w:lvlJc", val="left"),
            element("w:pPr", element("w:ind", **(TWO_CHARACTERS if words.zh else NO_INDENT))),
            ilvl=level,
        )
        for level, text in enumerate(texts)
    )
    scheme = element(
        "w:abstractNum", element("w:multiLevelType", val="multilevel"), *levels, abstractNumId=0
    )
    return element(
        "w:numbering", scheme, element("w:num", element("w:abstractNumId", val=0), numId=1)
    )


def _settings(settings: Element, words: Words) -> None:
    """Chinese punctuation compressed as in print, different pages left and right."""
    for tag in _SETTINGS_LEFT_OUT:
        for found in settings.findall(qn(tag)):
            settings.remove(found)
    for name in settings.iter(qn("w:characterSpacingControl")):
        name.set(qn("w:val"), "compressPunctuation")
        name.addprevious(element("w:evenAndOddHeaders"))
    for name in settings.iter(qn("w:themeFontLang")):
        name.set(qn("w:val"), words.pick("en-US", "en-GB"))
        name.set(qn("w:eastAsia"), "zh-CN")
    for name in settings.iter(qn("w:compatSetting")):
        if name.get(qn("w:name")) == "compatibilityMode":
            name.set(qn("w:val"), "15")  # otherwise Word opens the file in compatibility mode


def _page(file: WordDocument) -> None:
    """The page and its text area."""
    section = file.element.body.sectPr
    section[:] = [
        element("w:pgSz", w=gb.PAGE_WIDTH, h=gb.PAGE_HEIGHT),
        element(
            "w:pgMar", top=gb.TOP, right=gb.RIGHT, bottom=gb.BOTTOM, left=gb.LEFT,
            header=gb.HEADER, footer=gb.FOOTER, gutter=0,
        ),
        element("w:cols", space=720),
        element("w:docGrid", type="lines", linePitch=gb.LINE),
    ]  # fmt: skip
