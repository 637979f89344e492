"""Which indicator a figure belongs to: the catalogue's `reads`, matched to the words around it.

A rule is written as words with gaps, `#` for the figure: `受理|立案 # ` or `# 单位 督察`. `|` gives
alternatives, a trailing `?` makes a word optional. Between words up to 24 characters may stand,
before the figure up to 18 and after it up to 12, but never another figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from indicators.catalogue import Catalogue, Indicator, Measure, Reads, load_catalogue
from indicators.reading.contexts import Context, Words
from indicators.reading.topics import TopicTrail
from indicators.reading.wording import WORDING, first_letters

_EXPLICIT, _NO_TOPIC = 3.0, 1.8
_MOST_SPECIFIC = 14
ENOUGH = 2.5  # a score from which words are taken to say what a figure counts


@dataclass(frozen=True)
class Rule:
    """One compiled entry of an indicator's `reads`."""

    indicator: Indicator
    name: str
    pattern: re.Pattern[str]
    letters: frozenset[str] | None  # one of them must stand in the words
    topic: str
    without: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    measures: frozenset[str]
    reads: Reads


@dataclass(frozen=True)
class Match:
    """A rule that fits a figure; a higher score is a better fit."""

    rule: Rule
    score: float
    words: str
    penalty: float
    topic_bonus: float


def compile_words(says: str) -> re.Pattern[str]:
    """A rule's words as a pattern; group `w` numbers do not matter, the matched words do.

    >>> bool(compile_words("收到|接收 复议 #").search("共收到行政复议申请#"))
    True
    """
    before, _, after = says.partition("#")
    left = [_word(word) for word in before.split()]
    right = [_word(word) for word in after.split()]
    gap = r"[^#]{0,24}?"
    pattern = gap.join(left)
    if left:
        pattern += r"[^#]{0,18}?"
    pattern += "#"
    for word in right:
        pattern += r"[^#]{0,12}?" + word
    return re.compile(pattern)


def _word(word: str) -> str:
    optional = word.endswith("?")
    return f"({word.removesuffix('?')})" + ("?" if optional else "")


def _letters(says: str) -> frozenset[str] | None:
    """The letters with which the first word that must be there may begin."""
    required = [word for word in says.split() if word != "#" and not word.endswith("?")]
    return first_letters(required[:1]) if required else None


@dataclass(frozen=True)
class Rules:
    """All rules by measure word."""

    by_measure: dict[str, tuple[Rule, ...]]

    def of(self, measure: str) -> tuple[Rule, ...]:
        """The rules whose indicator may be counted with a measure word."""
        return self.by_measure.get(measure, ())


@cache
def load_rules() -> Rules:
    """Compile the catalogue's `reads`, once."""
    return compile_rules(load_catalogue())


def compile_rules(catalogue: Catalogue) -> Rules:
    """Rules of every indicator, by the measure words that each allows."""
    by_measure: dict[str, list[Rule]] = defaultdict(list)
    for family in catalogue.families:
        for indicator in family.indicators.values():
            for number, reads in enumerate(indicator.reads, start=1):
                rule = _compile(catalogue, indicator, reads, f"{indicator.id}:{number}")
                for measure in rule.measures:
                    by_measure[measure].append(rule)
    return Rules({measure: tuple(rules) for measure, rules in by_measure.items()})


def _compile(catalogue: Catalogue, indicator: Indicator, reads: Reads, name: str) -> Rule:
    unit = catalogue.unit_of(indicator.id)
    measures = reads.measures or unit.measures
    topic = catalogue.family(indicator.family).topic if reads.topic is None else reads.topic
    return Rule(
        indicator=indicator,
        name=name,
        pattern=compile_words(reads.says),
        letters=_letters(reads.says),
        topic=topic,
        without=re.compile(reads.without) if reads.without else None,
        needs=re.compile(reads.needs) if reads.needs else None,
        unless=re.compile(reads.unless) if reads.unless else None,
        measures=frozenset(measures),
        reads=reads,
    )


def matches(context: Context, trail: TopicTrail, rules: Sequence[Rule]) -> list[Match]:
    """The fitting rules, the best of each indicator, best first."""
    best: dict[str, Match] = {}
    explicit_near = trail.explicit(context)
    bonus: dict[str, float | None] = {}
    for words in context.readings:
        if any(match.score >= ENOUGH for match in best.values()):
            break  # nearer words have said it
        letters = set(words.text)
        for rule in rules:
            if rule.letters is not None and rule.letters.isdisjoint(letters):
                continue
            found = rule.pattern.search(words.text)
            if found is None:
                continue
            if rule.without is not None and rule.without.search(words.text):
                continue
            if rule.topic not in bonus:
                bonus[rule.topic] = _topic_bonus(rule.topic, explicit_near, trail, context)
            topic_bonus = bonus[rule.topic]
            if topic_bonus is None and WORDING.topics[rule.topic].search(words.text):
                topic_bonus = 2.0
            if topic_bonus is None:
                continue
            if rule.needs is not None and not rule.needs.search(_around(context)):
                continue
            if rule.unless is not None and rule.unless.search(_around(context)):
                continue
            match = _scored(rule, found, words, topic_bonus)
            known = best.get(rule.indicator.id)
            if known is None or match.score > known.score:
                best[rule.indicator.id] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _around(context: Context) -> str:
    return f"{context.passage}#{context.right}"


def _topic_bonus(
    topic: str, explicit: Iterable[str], trail: TopicTrail, context: Context
) -> float | None:
    """How sure it is that the words are about the topic; None when they are about another."""
    if not topic:
        return _NO_TOPIC
    if topic in explicit:
        return _EXPLICIT
    return trail.inherited(topic, context)


def _scored(rule: Rule, found: re.Match[str], words: Words, topic_bonus: float) -> Match:
    said = sum(len(group) for group in found.groups() if group)
    score = min(said, _MOST_SPECIFIC) * 0.6 + topic_bonus + rule.reads.weight - words.penalty
    return Match(rule, score, words.text, words.penalty, topic_bonus)


def is_share(indicator: Indicator) -> bool:
    """Whether the indicator is a share of a whole, which cannot exceed 100."""
    return indicator.measure is Measure.RATE
