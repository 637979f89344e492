"""Puts words and figures together; knows no indicator and no number."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from dashboard.context import Context
from dashboard.sentences.model import Figure, Part, Parts, Sentence
from dashboard.words import Words


def fill(words: Words, key: str, **values: Part | Parts) -> Parts:
    """The text of a key with words and figures in its places."""
    return filled(words(key), **values)


def filled(template: str, **values: Part | Parts) -> Parts:
    """A template with words and figures in its places."""
    parts: list[Part] = []
    for before, name, _, _ in Formatter().parse(template):
        parts.append(before)
        if name is not None:
            value = values[name]
            parts += value if isinstance(value, tuple) else (value,)
    return tuple(parts)


def joined(separator: str, items: Sequence[Parts]) -> Parts:
    """Several runs of parts with a separator between them."""
    parts: list[Part] = []
    for item in items:
        parts += (separator, *item) if parts else item
    return tuple(parts)


def sentence(name: str, parts: Parts) -> Sentence:
    """A sentence whose neighbouring words are one part."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, str) and isinstance(last, str):
            merged[-1] = last + part
        elif isinstance(part, Figure) or part:
            merged.append(part)
    return Sentence(name, tuple(merged))


def indicator_name(indicator_id: str, context: Context) -> str:
    """An indicator's full name within a sentence."""
    indicator = context.catalogue[indicator_id]
    return within(context.words.pick(indicator.name_zh, indicator.name_en))


def within(name: str) -> str:
    """A name within a sentence: without its capital, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
