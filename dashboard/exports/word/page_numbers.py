"""Page numbers at the foot, as GB/T 9704 has them: — 1 —, at the outer edge of either page."""

from __future__ import annotations

from docx.document import Document as WordDocument

from dashboard.exports.word import conventions as gb
from dashboard.exports.word.markup import Element, Writer, element, properties
from dashboard.exports.word.styles import wanted
from dashboard.words import Words


def add_page_numbers(file: WordDocument, words: Words) -> None:
    """Odd pages have their number at the right, even ones at the left, one character inside."""
    section = file.sections[0]
    ids = {style.key: style.id for style in wanted(words)}
    for footer, align, edge in (
        (section.footer, "right", "right"),
        (section.even_page_footer, "left", "left"),
    ):
        footer.is_linked_to_previous = False
        writer = Writer.of(footer.part, ids, chinese=words.zh)
        paragraph = writer.paragraph("footer", "— ", *writer.field("PAGE", "1"), " —")
        properties(paragraph).extend([_inside(edge), element("w:jc", val=align)])
        footer._element[:] = [paragraph]


def _inside(edge: str) -> Element:
    """One character away from the edge of the text."""
    return element("w:ind", **{f"{edge}Chars": 100, edge: gb.SIZE_4 * 10})
