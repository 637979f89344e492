"""Breaks texts into lines of a given width, Chinese between characters, Latin between words."""

from __future__ import annotations

from dashboard.figures.base import text_width

_CLOSING = "，。；：、！？）》”’%…,.;:)"  # never first in a line
_OPENING = "（《“‘("  # never last


def wrap(text: str, *, width: float, size: float) -> list[str]:
    """Break a text into lines of at most this width; Latin words stay whole where they can."""
    lines, line = [], ""
    for piece in _pieces(text, width=width, size=size):
        if line and text_width((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, *, width: float, size: float) -> list[str]:
    """Where a line may break: around a Chinese character, after a blank, within too long a word.

    No line begins with a closing sign or ends with an opening one.
    """
    pieces = [""]
    for character in text:
        last = pieces[-1]
        breaks = last and (_wide(character) or _wide(last[-1]) or last[-1] == " ")
        too_long = text_width(last + character, size) > width
        together = character in _CLOSING or last[-1:] in _OPENING
        if too_long or (breaks and not together):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _wide(character: str) -> bool:
    return ord(character) > 0x2E80
