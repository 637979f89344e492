"""A person's own Word file as the frame of ours: its page, headers and styles, not its text."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.exports.templates import TemplateError
from dashboard.exports.word import conventions as gb
from dashboard.exports.word.markup import Element
from dashboard.exports.word.styles import Style, style_element, table_style, wanted
from dashboard.words import Words

MOST_MEGABYTES = 20
MOST_UNPACKED = 200 * 2**20
MOST_PARTS = 4000
NARROWEST_TEXT = gb.twips(80)
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT, _TEMPLATE = f"{_MAIN_TYPE}document.main+xml", f"{_MAIN_TYPE}template.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_OLE = b"\xd0\xcf\x11\xe0"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
# parts that only the template's own text refers to
_OF_THE_TEXT = {
    "image", "hyperlink", "chart", "oleObject", "package", "comments", "commentsExtended",
    "commentsIds", "commentsExtensible", "footnotes", "endnotes", "diagramData", "diagramLayout",
    "diagramQuickStyle", "diagramColors", "diagramDrawing", "aFChunk", "subDocument", "control",
}  # fmt: skip


def opened(content: bytes) -> WordDocument:
    """The template without its text; its last section stays, with headers and footers.

    Raises:
        TemplateError: It cannot be used; `reason` says why.
    """
    file = _read(_as_document(content))
    _clear(file)
    if _text_width(file) < NARROWEST_TEXT:
        raise TemplateError("word_template.narrow", least=80)
    return file


def text_width(file: WordDocument) -> int:
    """The width of the text area of its last section, in twips."""
    return _text_width(file)


def _text_width(file: WordDocument) -> int:
    section = file.sections[-1]
    page = section.page_width or gb.PAGE_WIDTH * 635
    sides = (section.left_margin or 0) + (section.right_margin or 0) + (section.gutter or 0)
    return int((page - sides) // 635)


def _as_document(content: bytes) -> bytes:
    """The file's bytes once they are known to be a Word file without macros; DOTX as DOCX."""
    if len(content) > MOST_MEGABYTES * 2**20:
        raise TemplateError("word_template.large", most=MOST_MEGABYTES)
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise TemplateError(f"word_template.{'encrypted' if encrypted else 'old'}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _checked(package, content)
    except TemplateError:
        raise
    except Exception as error:  # whatever a broken archive causes
        raise TemplateError("word_template.no_word") from error


def _checked(package: zipfile.ZipFile, content: bytes) -> bytes:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TemplateError("word_template.large", most=MOST_MEGABYTES)
    if any(part.flag_bits & 1 for part in parts):
        raise TemplateError("word_template.encrypted")
    types = package.read(_TYPES).decode()
    if "macroEnabled" in types:
        raise TemplateError("word_template.macros")
    if _STRICT in package.read(_RELATIONS):
        raise TemplateError("word_template.strict")
    if _TEMPLATE in types:
        return _with_types(package, types.replace(_TEMPLATE, _DOCUMENT))
    if _DOCUMENT not in types:
        raise TemplateError("word_template.no_word")
    return content


def _with_types(package: zipfile.ZipFile, types: str) -> bytes:
    """The package with other types of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in package.namelist():
            made.writestr(name, types if name == _TYPES else package.read(name))
    return target.getvalue()


def _read(content: bytes) -> WordDocument:
    try:
        file = docx.Document(io.BytesIO(content))
        complete = bool(file.sections) and file.styles.element is not None
        file.settings  # noqa: B018 - a part that we need must be readable
    except Exception as error:  # parts that are missing, or are no markup
        raise TemplateError("word_template.broken") from error
    if not complete:
        raise TemplateError("word_template.broken")
    return file


def _clear(file: WordDocument) -> None:
    """Take the text out, and what only it refers to."""
    body = file.element.body
    sections = list(body.iter(qn("w:sectPr")))
    last = sections[-1]
    _inherit(last, sections[:-1])
    for child in list(body):
        body.remove(child)
    for kind in last.findall(qn("w:type")):  # the text begins where it begins
        last.remove(kind)
    body.append(last)
    used = set(re.findall(r"\brId\w+", last.xml))
    for key, relation in list(file.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in _OF_THE_TEXT and key not in used:
            del file.part.rels[key]


def _inherit(last: Element, earlier: list[Element]) -> None:
    """A section without a header of its own shows that of the one before it."""
    tags = (qn("w:headerReference"), qn("w:footerReference"))
    for section in reversed(earlier):
        own = {(found.tag, found.get(qn("w:type"))) for tag in tags for found in last.findall(tag)}
        for tag in tags:
            for found in section.findall(tag):
                if (found.tag, found.get(qn("w:type"))) not in own:
                    last.insert(0, deepcopy(found))


# ---------------------------------------------------------------- styles


def fitted_styles(file: WordDocument, words: Words) -> dict[str, str]:
    """The id of the style to use for each of ours: the template's where it has one, else added."""
    sheet = file.styles.element
    known = _known(sheet)
    ids: dict[str, str] = {}
    for style in wanted(words):
        found = next((known[name] for name in _names(style) if name in known), None)
        if found is None:
            base = ids.get("body", style.id)
            sheet.append(style_element(style, words, own_fonts=False, base=base))
            found = style.id
        ids[style.key] = found
    if "FigureTable" not in known.values():
        sheet.append(_table_style(sheet, words))
    return ids


def _names(style: Style) -> list[str]:
    """By what a template may know a style, best first; ours of the same id are ours."""
    return [style.name.lower(), *(alias.lower() for alias in style.aliases), f"#{style.id}"]


def _known(sheet: Element) -> dict[str, str]:
    """Ids of paragraph and character styles by name, in lower case, and by themselves."""
    known = {}
    for found in sheet.findall(qn("w:style")):
        key, name = found.get(qn("w:styleId")), found.find(qn("w:name"))
        if key is None or name is None:
            continue
        known[f"#{key}"] = key
        if found.get(qn("w:type")) != "table":
            known[str(name.get(qn("w:val"))).lower()] = key
    return known


def _table_style(sheet: Element, words: Words) -> Element:
    """Our table style, in the template's font and on its basis."""
    made = table_style(words)
    basis = next(
        (
            found.get(qn("w:styleId"))
            for found in sheet.findall(qn("w:style"))
            if found.get(qn("w:type")) == "table" and found.get(qn("w:default")) in ("1", "true")
        ),
        None,
    )
    for found in made.findall(qn("w:basedOn")):
        if basis is None:
            made.remove(found)
        else:
            found.set(qn("w:val"), basis)
    for found in made.findall(qn("w:rPr")):
        made.remove(found)
    return made
