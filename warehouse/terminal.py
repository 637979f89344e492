"""Lays out rows of text for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with their columns aligned as a terminal shows them: a Chinese character takes two."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    padded = [_padded(column) for column in columns]
    return ["  " + "  ".join(cells).rstrip() for cells in zip(*padded, strict=True)]


def _padded(column: Sequence[str]) -> list[str]:
    width = max(map(_width, column))
    return [text + " " * (width - _width(text)) for text in column]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
