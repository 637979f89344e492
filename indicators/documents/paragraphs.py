"""Printed lines with their places on the page → paragraphs, without page numbers and running heads.

A paragraph goes on where the line before reaches the right edge and the next one is not indented;
where paragraphs are indented at all, also where the line before stops in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indicators.documents.white_space import CELL_GAP

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d+\s*页(?:[,，/\s]*共\s*\d+\s*页)?|\d+\s*/\s*\d+(?:\s*页)?"
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十]+[章节部]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|\d{1,2}[、.．](?!\d)"
)
_SENTENCE_ENDS = "。！？；…”’）)：:"
_FULL_STOPS = "。！？；"
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%+\-/]*")

# Measures in widths of a Chinese character.
_SHORT_OF_EDGE = 1.6  # a line may end this early when the next character cannot begin a line
_NARROW = 0.6  # a digit or Latin letter
_INDENT = 1.0
_OTHER_SIZE = 0.15  # share by which a heading's letters are larger
_LONG_LINE = 15  # characters: such lines tell where the edges are

_BROKEN_OFF = 0.6  # of the column's width: a shorter line is a heading or an end
_NEARLY_ALL = 0.9  # of the long lines
_SOME = 0.1  # of the long lines: so many at least begin a paragraph

_RUNNING_HEAD_PAGES = 3


@dataclass(frozen=True)
class Line:
    """A printed line: its text, its box in the page's measure, the width of a Chinese character."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    em: float


@dataclass(frozen=True)
class _Edges:
    left: float
    right: float
    paragraphs_indented: bool


def join_lines(lines: Sequence[Line]) -> list[str]:
    """Put the lines of a document together to paragraphs, page furniture left out."""
    kept = _without_page_furniture(lines)
    if not kept or _is_unwrapped(kept):
        return [line.text for line in kept]
    edges = _edges(kept)
    paragraphs = [kept[0].text]
    for before, line in pairwise(kept):
        if _goes_on(before, line, edges):
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return paragraphs


def _is_unwrapped(lines: Sequence[Line]) -> bool:
    """Whether nearly every long line is a whole sentence: then the page is wider than them all."""
    long = [line for line in lines if len(line.text) >= _LONG_LINE]
    whole = sum(line.text[-1] in _FULL_STOPS for line in long)
    return whole >= _NEARLY_ALL * len(long)


def _goes_on(before: Line, line: Line, edges: _Edges) -> bool:
    if CELL_GAP in before.text or CELL_GAP in line.text:
        return False  # rows of a table
    if abs(before.em - line.em) > _OTHER_SIZE * max(before.em, line.em):
        return False
    if _is_indented(line, edges.left):
        return False
    if _HEADING.match(line.text) and before.text[-1] in _SENTENCE_ENDS:
        return False
    return _is_full(before, line, edges) or _is_broken_off(before, edges)


def _is_full(before: Line, line: Line, edges: _Edges) -> bool:
    unbroken = _UNBROKEN.match(line.text)
    word = len(unbroken[0]) * _NARROW if unbroken else 0.0
    return edges.right - before.right <= (_SHORT_OF_EDGE + word) * line.em


def _is_broken_off(before: Line, edges: _Edges) -> bool:
    if not edges.paragraphs_indented or before.text[-1] in _SENTENCE_ENDS:
        return False
    return before.right - edges.left >= _BROKEN_OFF * (edges.right - edges.left)


def _joined(before: str, after: str) -> str:
    both_latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii()
    return f"{before} {after}" if both_latin and after[0].isalpha() else before + after


def _edges(lines: Sequence[Line]) -> _Edges:
    long = [line for line in lines if len(line.text) >= _LONG_LINE] or list(lines)
    lefts, rights = sorted(line.left for line in long), sorted(line.right for line in long)
    outliers = len(long) // 20
    left = lefts[outliers]
    indented = sum(_is_indented(line, left) for line in long)
    return _Edges(left, rights[-1 - outliers], paragraphs_indented=indented >= _SOME * len(long))


def _is_indented(line: Line, left: float) -> bool:
    return line.left - left > _INDENT * line.em


def _without_page_furniture(lines: Sequence[Line]) -> list[Line]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    outer = {page: tuple(_outermost(on_page)) for page, on_page in pages.items()}
    shapes = Counter(_shape(line) for on_page in outer.values() for line in set(on_page))
    often = max(_RUNNING_HEAD_PAGES, len(pages) // 2)

    def is_furniture(line: Line) -> bool:
        if line not in outer[line.page]:
            return False
        return _PAGE_NUMBER.fullmatch(line.text) is not None or shapes[_shape(line)] >= often

    return [line for line in lines if not is_furniture(line)]


def _outermost(lines: Sequence[Line]) -> Iterator[Line]:
    yield max(lines, key=lambda line: line.top)
    yield min(lines, key=lambda line: line.bottom)


def _shape(line: Line) -> tuple[str, int]:
    """A running head says the same at the same height; page numbers within it differ."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 5)
