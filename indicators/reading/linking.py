"""Which indicator a figure belongs to: the catalogue's `reads`, matched to the words around it.

A rule is written as words with gaps, `#` for the figure: `受理|立案 # ` or `# 单位 督察`. `|` gives
alternatives, a trailing `?` makes a word optional. Between words up to 24 characters may stand,
before the figure up to 18 and after it up to 12, but never another figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indicators.catalogue import Catalogue, Indicator, Reads, load_catalogue
from indicators.errors import Problem, raise_if_any
from indicators.reading.contexts import Context, Words
from indicators.reading.topics import TopicTrail
from indicators.reading.wording import WORDING, first_letters

_EXPLICIT, _CARRIED, _NO_TOPIC = 3.0, 2.0, 1.8
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
    """Rules of every indicator, by the measure words that each allows.

    Raises DataFileError for topics that reading.toml does not have.
    """
    by_measure: dict[str, list[Rule]] = defaultdict(list)
    raise_if_any(list(_unknown_topics(catalogue)))
    for family in catalogue.families:
        for indicator in family.indicators.values():
            for number, reads in enumerate(indicator.reads, start=1):
                rule = _compile(catalogue, indicator, reads, f"{indicator.id}:{number}")
                for measure in rule.measures:
                    by_measure[measure].append(rule)
    return Rules({measure: tuple(rules) for measure, rules in by_measure.items()})


def _unknown_topics(catalogue: Catalogue) -> Iterator[Problem]:
    for family in catalogue.families:
        named = [("", "topic", family.topic)]
        for key, indicator in family.indicators.items():
            named += [(key, "reads", reads.topic or "") for reads in indicator.reads]
        for entry, field, topic in named:
            if topic and topic not in WORDING.topics:
                known = ", ".join(WORDING.topics)
                yield Problem(family.id, entry, field, f"unknown topic {topic!r}; known: {known}")


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
    about = _About(context, trail)
    for words in context.readings:
        if any(match.score >= ENOUGH for match in best.values()):
            break  # nearer words have said it
        letters = set(words.text)
        for rule in rules:
            if rule.letters is not None and rule.letters.isdisjoint(letters):
                continue
            match = _match(rule, words, about)
            known = best.get(rule.indicator.id)
            if match is not None and (known is None or match.score > known.score):
                best[rule.indicator.id] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _match(rule: Rule, words: Words, about: _About) -> Match | None:
    """A rule's match with the words around a figure, if it fits them and what they are about."""
    found = rule.pattern.search(words.text)
    if found is None or (rule.without is not None and rule.without.search(words.text)):
        return None
    bonus = about.bonus(rule.topic, words)
    if bonus is None:
        return None
    if rule.needs is not None and not rule.needs.search(about.passage):
        return None
    if rule.unless is not None and rule.unless.search(about.passage):
        return None
    said = sum(len(group) for group in found.groups() if group)
    score = min(said, _MOST_SPECIFIC) * 0.6 + bonus + rule.reads.weight - words.penalty
    return Match(rule, score, words.text, words.penalty, bonus)


class _About:
    """What a figure's surroundings are about, worked out once for all rules."""

    def __init__(self, context: Context, trail: TopicTrail) -> None:
        self.passage = f"{context.passage}#{context.right}"
        self._context = context
        self._trail = trail
        self._explicit = trail.explicit(context)
        self._bonus: dict[str, float | None] = {}

    def bonus(self, topic: str, words: Words) -> float | None:
        """How sure it is that the words are about a topic; None when they are about another."""
        if topic not in self._bonus:
            self._bonus[topic] = self._bonus_of(topic)
        known = self._bonus[topic]
        if known is None and WORDING.topics[topic].search(words.text):
            return _CARRIED
        return known

    def _bonus_of(self, topic: str) -> float | None:
        if not topic:
            return _NO_TOPIC
        if topic in self._explicit:
            return _EXPLICIT
        return self._trail.inherited(topic, self._context)
