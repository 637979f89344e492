"""What the command line says, in Chinese and in English; the sentences stand in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]

_FILE = Path(__file__).with_name("words.toml")


class Key:
    """A text that goes into another one, in the language of that one."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the key of a sentence and what it names; an unknown key stands for itself."""
        self.key, self.values = key, values

    def text(self, language: Language) -> str:
        """The text in a language."""
        return say(language, self.key, **self.values) if known(self.key) else self.key


class CommandError(Exception):
    """Something that the person at the terminal can put right; ends in exit status 2."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the key of a sentence under `problem` and what it names."""
        super().__init__(both(f"problem.{key}", **values))


def say(language: Language, key: str, **values: object) -> str:
    """A sentence in one language.

    >>> say("en", "unplaced.in_doubt")
    'more than one indicator is possible'
    """
    text: str = _sentences()[key][language]
    inner = {
        name: value.text(language) if isinstance(value, Key) else value
        for name, value in values.items()
    }
    return text.format(**inner) if inner else text


def known(key: str) -> bool:
    """Whether there is a sentence of this key."""
    return key in _sentences()


def both(key: str, **values: object) -> str:
    """A sentence in Chinese and, on a line of its own, in English."""
    return f"{say('zh', key, **values)}\n{say('en', key, **values)}"


@cache
def _sentences() -> dict[str, dict[str, str]]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": texts for section, entries in content.items()
        for key, texts in entries.items()
    }  # fmt: skip
