"""A person's own Word file as the frame of ours: its page, headers and styles, not its text."""

from __future__ import annotations

import io
import re
from copy import deepcopy

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.exports.templates import Kind, TemplateError, checked
from dashboard.exports.word import conventions as gb
from dashboard.exports.word.markup import Element
from dashboard.exports.word.styles import Style, style_element, table_style, wanted
from dashboard.words import Words

NARROWEST_TEXT = gb.twips(80)
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# parts that only the template's own text refers to
_OF_THE_TEXT = {
    "image", "hyperlink", "chart", "oleObject", "package", "comments", "commentsExtended",
    "commentsIds", "commentsExtensible", "footnotes", "endnotes", "diagramData", "diagramLayout",
    "diagramQuickStyle", "diagramColors", "diagramDrawing", "aFChunk", "subDocument", "control",
}  # fmt: skip


def _refused(reason: str, **values: object) -> TemplateError:
    return TemplateError(f"word_template.{reason}", **values)


DOCX = Kind(f"{_MAIN_TYPE}document.main+xml", f"{_MAIN_TYPE}template.main+xml", "no_word", _refused)


def opened(content: bytes) -> WordDocument:
    """The template without its text; its last section stays, with headers and footers.

    Raises:
        TemplateError: It cannot be used; `reason` says why.
    """
    file = _read(checked(content, DOCX))
    _clear(file)
    if _text_width(file) < NARROWEST_TEXT:
        raise _refused("narrow", least=80)
    return file


def text_width(file: WordDocument) -> int:
    """The width of the text area of its last section, in twips."""
    return _text_width(file)


def _text_width(file: WordDocument) -> int:
    section = file.sections[-1]
    page = section.page_width or gb.PAGE_WIDTH * 635
    sides = (section.left_margin or 0) + (section.right_margin or 0) + (section.gutter or 0)
    return int((page - sides) // 635)


def _read(content: bytes) -> WordDocument:
    try:
        file = docx.Document(io.BytesIO(content))
        complete = bool(file.sections) and file.styles.element is not None
        file.settings  # noqa: B018 - a part that we need must be readable
    except Exception as error:  # parts that are missing, or are no markup
        raise _refused("broken") from error
    if not complete:
        raise _refused("broken")
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
