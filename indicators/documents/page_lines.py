"""The lines that a web page shows, each with the part of the page it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from indicators.documents.furniture import NO_TEXT_TAGS
from indicators.documents.white_space import one_line, row_line

_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 300  # characters; larger cells, and tables in tables, lay a page out
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class PageLine:
    """A line of text, the block it stands in, and how many of its characters are links."""

    text: str
    element: etree._Element
    linked: int


@dataclass
class _Collector:
    """Puts pieces of text together to lines."""

    lines: list[PageLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links_open: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links_open:
                self.linked += len("".join(text.split()))

    def end_line(self, element: etree._Element) -> None:
        text = one_line("".join(self.pieces))
        if text:
            self.lines.append(PageLine(text, element, self.linked))
        self.pieces.clear()
        self.linked = 0

    def add_row(self, row: etree._Element, cells: list[list[PageLine]]) -> None:
        text = row_line([" ".join(line.text for line in cell) for cell in cells])
        if text:
            linked = sum(line.linked for cell in cells for line in cell)
            self.lines.append(PageLine(text, row, linked))


def page_lines(part: etree._Element, *, hidden_too: bool = False) -> list[PageLine]:
    """Every line of this part of a page; the rows of a table of figures are one line each."""
    collector = _Collector()
    # A walk, not a recursion: saved pages nest thousands deep.
    walk = etree.iterwalk(part, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            _leave(collector, element, tail=element is not part)
        elif element.tag in NO_TEXT_TAGS or (not hidden_too and _is_hidden(element)):
            walk.skip_subtree()
        elif element.tag == "tr" and (cells := _data_cells(element)):
            collector.end_line(element)
            collector.add_row(element, [page_lines(cell) for cell in cells])
            walk.skip_subtree()
        else:
            _enter(collector, element)
    collector.end_line(part)
    return collector.lines


def _enter(collector: _Collector, element: etree._Element) -> None:
    if element.tag == "a":
        collector.links_open += 1
    if element.tag not in _INLINE:
        collector.end_line(_outer(element))
    collector.add(element.text)


def _leave(collector: _Collector, element: etree._Element, *, tail: bool) -> None:
    if element.tag not in _INLINE and element.tag not in NO_TEXT_TAGS:
        collector.end_line(element if element.tag != "br" else _outer(element))
    if element.tag == "a":
        collector.links_open = max(0, collector.links_open - 1)
    if tail:
        collector.add(element.tail)


def _outer(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _is_hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None


def _data_cells(row: etree._Element) -> list[etree._Element]:
    """The cells of a row of figures; none when the row only lays the page out."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    if len(cells) < 2 or any(cell.find(".//table") is not None for cell in cells):
        return []
    longest = max(len("".join(map(str, cell.itertext()))) for cell in cells)
    return cells if longest <= _LONGEST_CELL else []
