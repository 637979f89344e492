"""How reports say things, whatever the indicator: the word lists of data/reading.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_SPECIAL = frozenset("\\.^$*+?{}[]()|")
FILE = Path(__file__).resolve().parent.parent / "data" / "reading.toml"


@dataclass(frozen=True)
class Wording:
    """Patterns made from the word lists of reading.toml."""

    plan_heading: re.Pattern[str]
    plan_start: re.Pattern[str]
    target: re.Pattern[str]
    target_from_here: re.Pattern[str]
    target_year: re.Pattern[str]
    other_area: re.Pattern[str]
    cumulative: re.Pattern[str]
    subset: re.Pattern[str]
    filler: re.Pattern[str]
    before: re.Pattern[str]
    measure: re.Pattern[str]
    topics: dict[str, re.Pattern[str]]
    topic_letters: frozenset[str]
    through: dict[str, frozenset[str]]
    means: dict[str, tuple[str, tuple[str, ...]]]


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words))


def first_letters(patterns: Iterable[str]) -> frozenset[str] | None:
    """The characters with which matches of these patterns begin; None where they are not plain.

    Looking for one of a few characters is much quicker than trying every pattern everywhere.
    """
    words = [word for pattern in patterns for word in pattern.split("|")]
    plain = all(word and word[0] not in _SPECIAL for word in words)
    return frozenset(word[0] for word in words) if plain else None


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    letters = first_letters(words)
    if letters is None:
        raise ValueError("a topic's words begin with a letter, not with a pattern's sign")
    return letters


def load_wording(file: Path = FILE) -> Wording:
    """Read the word lists and make patterns of them."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    patterns, topics = content["patterns"], content["topics"]
    measures: list[str] = content["measures"]["words"]
    return Wording(
        **{name: _any(words) for name, words in patterns.items()},
        before=re.compile(rf"(?:{_longest_first(content['hedges']['before'])})\s*$"),
        measure=re.compile(_longest_first(measures)),
        topics={name: _any(topic["words"]) for name, topic in topics.items()},
        topic_letters=_beginnings(word for topic in topics.values() for word in topic["words"]),
        through={name: frozenset(topic.get("through", ())) for name, topic in topics.items()},
        means={
            name: (topic["means"], tuple(topic["unless"]))
            for name, topic in topics.items()
            if "means" in topic
        },
    )


WORDING = load_wording()
