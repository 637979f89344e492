"""White space inside a line of a report, and what stands between the cells of a table.

The only change that opening a web page, PDF or Word file makes to a line: every run of white space
becomes one space, none is left at its ends, and a break of the source between two Chinese
characters disappears. Characters of no width are dropped. From every text, text files included, go
the characters that no reader sees and that make a screen show something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CELL_GAP = " | "

# Control characters, and marks that turn the direction: 882 may show as 288 behind one.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_WIDTHLESS = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_BROKEN_HAN = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n]\s*(?=[{_HAN}])")
_RUN = re.compile(r"\s+")


def as_seen(text: str) -> str:
    r"""Leave out control characters and marks of direction.

    >>> as_seen("\u202e288\u202c件\x1b[2J")
    '288件[2J'
    """
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    r"""Make one line of a piece of text.

    >>> one_line("  受理\n案件 84　件\xa0 ")
    '受理案件 84 件'
    """
    return _RUN.sub(" ", _BROKEN_HAN.sub("", _WIDTHLESS.sub("", text))).strip()


def row_line(cells: Sequence[str]) -> str:
    """One line of a table's row; an empty string when all its cells are empty."""
    return CELL_GAP.join(cells).strip() if any(cells) else ""
