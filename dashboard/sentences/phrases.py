"""What a district did or had, as a sentence says it: 收到行政复议申请882件."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from dashboard.context import Context
from dashboard.formats import DisplayUnit
from dashboard.sentences.model import Figure, Parts
from dashboard.sentences.wording import fill, filled, indicator_name

FILE = Path(__file__).parent / "phrases.toml"


@cache
def load_phrases() -> dict[str, dict[str, str]]:
    """Indicator → language → phrase with a place {n} for the number."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        f"{prefix}.{name}": phrase
        for prefix, phrases in content.items()
        for name, phrase in phrases.items()
    }


def phrase(indicator_id: str, figure: Figure, context: Context) -> Parts:
    """The phrase of an indicator with its figure.

    By the indicator's name where it has no phrase, and for one thing in English, which the plural
    of the phrase does not fit.
    """
    words = context.words
    known = load_phrases().get(indicator_id)
    if known is None or (figure.text == "1" and not words.zh):
        said = fill(words, "sentence.by_name", name=indicator_name(indicator_id, context), n=figure)
    else:
        said = filled(known[words.language.value], n=figure)
    return said if figure.text[0].isdecimal() else _without_copula(said)


def _without_copula(said: Parts) -> Parts:
    """率约19.2% rather than 率为约19.2%."""
    return tuple(part.removesuffix("为") if isinstance(part, str) else part for part in said)


def said_unit(indicator_id: str, unit: DisplayUnit, context: Context) -> DisplayUnit:
    """The unit as it follows a number: residents are said ahead, English nouns by the phrase."""
    label = unit.label.removesuffix(context.words("unit.per_100k", unit=""))
    money = context.catalogue.unit_of(indicator_id).id == "CNY"
    named = context.words.zh or unit.percent or money
    return replace(unit, label=label if named else "")
