"""A report's text as the reader sees it: folded characters, lines, headings, sections, sentences.

Folding replaces characters one for one, so every offset holds in the text as it was given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from indicators.reading.wording import WORDING

_WIDE = "０１２３４５６７８９％．，；：！？（）＋－～、　\xa0\u2002\u2003\u2009\t﹪＂《》"
_PLAIN = '0123456789%.,;:!?()+-~、      %"《》'
_FOLDED = str.maketrans(_WIDE, _PLAIN)

SENTENCE_END = re.compile(r"[。!?;\n]")
# level 1: 一、 · level 2: (一) · level 3: 1. or 1、 or (1) · level 4: 一是
_HAN = "[一二三四五六七八九十]"
ENUMERATORS = (
    re.compile(rf" *(?:第{_HAN}{{1,3}}部分[、:, ]?|{_HAN}{{1,3}}、)"),
    re.compile(rf" *\({_HAN}{{1,3}}\)[、.]?"),
    re.compile(r" *(?:\d{1,2}(?:[、．]|\.(?!\d))|\(\d{1,2}\)[、.]?|[①-⑳])"),
    re.compile(rf" *{_HAN}{{1,2}}(?:是|要|抓)"),
)
_HAN_YEAR = re.compile("[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ITEM = re.compile(rf"[。;:!](?={_HAN}{{1,2}}(?:是|要)|\({_HAN}{{1,2}}\)|\(\d\)|\d\.(?!\d))")
_LONGEST_HEADING = 45
_LONGEST_ROW = 24
_LONGEST_TITLE = 50
_RUNNING = re.compile(r"[。;,:]|\d[件宗起人名家个]")
_LINE = re.compile("[^\n\r]*[\n\r]|[^\n\r]+$")


@dataclass(frozen=True)
class Section:
    """A line, or a counted item of one, under the headings that hold for it.

    `plan`: it tells what is to come; `passage`: where the words begin in whose light it is read.
    """

    start: int
    end: int
    level: int
    heading: str
    plan: bool
    passage: int


@dataclass(frozen=True)
class Outline:
    """A text with its places: `folded` is as long as `text`; sentences and sections are sorted."""

    text: str
    folded: str
    sentences: tuple[tuple[int, int], ...]
    sentence_starts: tuple[int, ...]
    sections: tuple[Section, ...]
    section_starts: tuple[int, ...]

    @property
    def first_line(self) -> str:
        """The first line, where it may be a title: short, and no sentence."""
        lines = [line.strip() for line in self.folded.splitlines() if line.strip()]
        fits = len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE
        return lines[0] if fits and not _RUNNING.search(lines[0]) else ""

    def sentence(self, place: int) -> tuple[int, int]:
        """The span of the sentence around a place, without the space around it."""
        return self.sentences[bisect_right(self.sentence_starts, place) - 1]

    def section(self, place: int) -> Section:
        """The innermost section of a place."""
        return self.sections[bisect_right(self.section_starts, place) - 1]


def fold(text: str) -> str:
    """Full-width digits and marks as plain ones, Chinese years as digits; no offset changes."""
    return _HAN_YEAR.sub(lambda found: found[0].translate(_HAN_DIGITS), text.translate(_FOLDED))


def outline(text: str) -> Outline:
    """Find the places of a text."""
    folded = fold(text)
    starts = (0, *(found.end() for found in SENTENCE_END.finditer(folded)))
    sentences = tuple(
        _trimmed(text, start, end)
        for start, end in zip(starts, (*starts[1:], len(text)), strict=True)
    )
    sections = tuple(_sections(folded))
    return Outline(
        text, folded, sentences, starts, sections, tuple(section.start for section in sections)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the space at its ends."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _sections(folded: str) -> list[Section]:
    """A section for every line: headings take effect until one of their level or above."""
    found: list[Section] = []
    open_headings: dict[int, tuple[str, bool]] = {}
    start = 0
    row_of = 0  # where a table begins: rows are read in the light of those above
    for line in _LINE.findall(folded):
        row = 0 < len(line.strip()) <= _LONGEST_ROW and not line.rstrip().endswith("。")
        row_of = row_of if row else start
        for low, high in _items(line):
            piece = line[low:high]
            level, heading = _heading(piece)
            if level:
                for inner in [known for known in open_headings if known >= level]:
                    del open_headings[inner]
                open_headings[level] = heading, bool(WORDING.plan_heading.search(heading))
            elif WORDING.plan_start.match(piece.strip()):
                open_headings = {1: ("", True)}
            path = [open_headings[known] for known in sorted(open_headings)]
            found.append(
                Section(
                    start=start + low,
                    end=start + high,
                    level=level,
                    heading=" ".join(words for words, _ in path if words),
                    plan=any(plan for _, plan in path),
                    passage=row_of if row else start + low,
                )
            )
        start += len(line)
        row_of = row_of if row else start
    return found or [Section(0, 0, 0, "", plan=False, passage=0)]


def _items(line: str) -> list[tuple[int, int]]:
    """The parts of a line that are counted off: 一是, 二是."""
    starts = [0, *(found.end() for found in _ITEM.finditer(line))]
    return list(zip(starts, [*starts[1:], len(line)], strict=True))


def _heading(line: str) -> tuple[int, str]:
    """The level of a heading line and its words; level 0 for a line of running text.

    A paragraph that opens with an enumerator and a short sentence is headed by that sentence.
    """
    for level, pattern in enumerate(ENUMERATORS, start=1):
        if (found := pattern.match(line)) is not None:
            words = re.split(r"[。;:!?\n]", line[found.end() :].strip(), maxsplit=1)[0]
            return level, words[:_LONGEST_HEADING]
    words = line.strip()
    if 3 < len(words) <= _LONGEST_HEADING and words.endswith(":"):
        return 3, words
    return 0, ""
