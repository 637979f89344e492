"""Cuts a report's text into paragraphs and pieces, so that the browser marks figures in it.

The text comes from outside and stays plain text all the way: no piece is ever read as markup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NONE = -1
LONGEST = 200_000  # characters: of a longer text only lines with figures and their neighbours
GAP = "……"


@dataclass(frozen=True)
class Mark:
    """A marked place of the text; `state` is a style, `label` what a screen reader says."""

    id: str
    start: int
    end: int
    sentence: tuple[int, int]
    state: str
    label: str


Piece = tuple[str, int, int]  # text, number of its mark, number of its sentence


def paragraphs(text: str, marks: Sequence[Mark]) -> list[list[Piece]]:
    """The text line by line, cut where a mark or a sentence with marks begins or ends."""
    numbers = {mark.id: number for number, mark in enumerate(marks)}
    spans = [(mark.start, mark.end, numbers[mark.id]) for mark in apart(marks)]
    sentences = [(start, end, start) for start, end in sorted({mark.sentence for mark in marks})]
    cuts = {0, len(text)} | {cut for start, end, _ in (*spans, *sentences) for cut in (start, end)}
    found: list[list[Piece]] = [[]]
    for start, end in pairwise(sorted(cut for cut in cuts if 0 <= cut <= len(text))):
        mark, sentence = _at(spans, start), _at(sentences, start)
        first, *more = text[start:end].split("\n")
        found[-1].append((first, mark, sentence))
        found += [[(line, mark, sentence)] for line in more]
    lines = [line for line in found if any(piece.strip() for piece, *_ in line)]
    return lines if len(text) <= LONGEST else _with_marks(lines)


def _with_marks(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The lines that hold marks, those beside them, and a sign for what is left out."""
    marked = {n for n, line in enumerate(lines) if any(mark != NONE for _, mark, _ in line)}
    kept = sorted({near for n in marked for near in (n - 1, n, n + 1) if 0 <= near < len(lines)})
    shown: list[list[Piece]] = []
    for n in kept:
        if n and n - 1 not in kept:
            shown.append([(GAP, NONE, NONE)])
        shown.append(lines[n])
    return shown


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that can be drawn: of two on the same characters, the first."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _at(spans: Sequence[tuple[int, int, int]], place: int) -> int:
    """The number of the span that holds this place; spans are sorted and lie apart."""
    found = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[found][2] if found >= 0 and place < spans[found][1] else NONE
