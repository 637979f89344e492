"""The prose of the page 口径说明: Markdown with `## title {#anchor}` and `{{block}}` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dashboard.words import TEXTS, Language

_HEADING = re.compile(r"^## (.+) \{#([a-z]+)\}$", re.MULTILINE)
_BLOCK = re.compile(r"^\{\{([a-z_]+)\}\}$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """One section: its anchor in the address, its title and its text with named blocks."""

    anchor: str
    title: str
    body: str

    def pieces(self) -> Iterator[tuple[str, str]]:
        """("text", Markdown) and ("block", name) in turn."""
        for place, piece in enumerate(_BLOCK.split(self.body)):
            if place % 2:
                yield "block", piece
            elif piece.strip():
                yield "text", piece.strip()


@cache
def sections(language: Language) -> tuple[Section, ...]:
    """The sections in one language, in their order."""
    text = (TEXTS / f"methods.{language.value}.md").read_text(encoding="utf-8")
    _, *parts = _HEADING.split(text)
    return tuple(
        Section(anchor, title, body)
        for title, anchor, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    )
