"""Elements of Word's markup: paragraphs, runs, fields and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from dashboard.exports.plain_text import one_line

Element = BaseOxmlElement


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element such as `w:p`; attributes are Word's own: `val` stands for `w:val`."""
    made = cast(Element, OxmlElement(tag))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def properties(paragraph: Element) -> Element:
    """Where a paragraph says how it looks."""
    return cast(Element, paragraph[0])


@dataclass(frozen=True)
class Writer:
    """Writes paragraphs for a file in one language; `styles` are ids by our own names.

    In Chinese every run says that signs which both scripts have (“”, —, …) are Chinese ones:
    otherwise Word takes them from the Latin font.
    """

    part: Part
    styles: Mapping[str, str]
    chinese: bool
    marks: Iterator[int]

    @classmethod
    def of(cls, part: Part, styles: Mapping[str, str], *, chinese: bool) -> Writer:
        """A writer into a part of a file."""
        return cls(part, styles, chinese, count(1))

    def run(self, text: str, *, style: str = "") -> Element:
        """Plain text, whatever it begins with."""
        content = element("w:t")
        content.text = one_line(text)
        content.set(qn("xml:space"), "preserve")
        return self._run(content, style=style)

    def page_break(self) -> Element:
        """What follows begins on a new page."""
        return self._run(element("w:br", type="page"))

    def _run(self, content: Element, *, style: str = "") -> Element:
        properties = element("w:rPr")
        if style:
            properties.append(element("w:rStyle", val=self.styles[style]))
        if self.chinese:
            properties.append(element("w:rFonts", hint="eastAsia"))
        return element("w:r", *([properties] if len(properties) else []), content)

    def paragraph(self, style: str, *content: Element | str) -> Element:
        """A paragraph in one of our styles, of texts and elements."""
        runs = (self.run(item) if isinstance(item, str) else item for item in content)
        return element("w:p", element("w:pPr", element("w:pStyle", val=self.styles[style])), *runs)

    def field(self, code: str, result: str) -> list[Element]:
        """A field with its result, so that it need not be updated."""
        instruction = element("w:instrText")
        instruction.text = f" {code} "
        instruction.set(qn("xml:space"), "preserve")
        return [
            self._run(element("w:fldChar", fldCharType="begin")),
            self._run(instruction),
            self._run(element("w:fldChar", fldCharType="separate")),
            *([self.run(result)] if result else []),
            self._run(element("w:fldChar", fldCharType="end")),
        ]

    def bookmarked(self, name: str, *content: Element) -> list[Element]:
        """Content to which a link can lead."""
        number = next(self.marks)
        start = element("w:bookmarkStart", id=number, name=name)
        return [start, *content, element("w:bookmarkEnd", id=number)]

    def jump(self, bookmark: str, text: str) -> Element:
        """A link within the file, looking like the text around it."""
        return element("w:hyperlink", self.run(text), anchor=bookmark, history=1)

    def link(self, text: str, url: str) -> Element:
        """A link to a web page; other addresses, and what is no address, stay text."""
        address = one_line(url)
        if not address.lower().startswith(("http://", "https://")) or " " in address:
            return self.run(text)
        made = element("w:hyperlink", self.run(text, style="link"), history=1)
        made.set(qn("r:id"), self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
        return made
