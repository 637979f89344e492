"""What a passage is about: the last topic named before a figure, and whether it still holds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from indicators.reading.contexts import Context
from indicators.reading.text import Outline
from indicators.reading.wording import WORDING

_NAMES = tuple(WORDING.topics)
_WORDS = tuple(pattern.pattern for pattern in WORDING.topics.values())
_BEGINNINGS = "".join(sorted(WORDING.topic_letters))
_ANY = re.compile(
    rf"(?=[{_BEGINNINGS}])(?:"
    + "|".join(f"(?P<t{number}>{words})" for number, words in enumerate(_WORDS))
    + ")"
)
_SENTENCE, _LINE, _HEADING, _DOCUMENT = 2.0, 1.6, 1.3, 1.3
_FAR = 40  # mentions of topics that a reader looks back over
_FEW, _MOST = 3, 0.6  # mentions, and their share, that make a document's topic


@dataclass(frozen=True)
class TopicTrail:
    """All mentions of topics in a text, in order."""

    outline: Outline
    title: str
    places: tuple[int, ...]
    names: tuple[str, ...]

    def explicit(self, context: Context) -> frozenset[str]:
        """The topics that the figure's own words name, and what those words mean here."""
        named = topics_in(f"{context.own}#{context.right}")
        meant = {
            means
            for name, (means, unless) in WORDING.means.items()
            if name in named and not any(self._last(topic, context, named) for topic in unless)
        }
        return named | meant

    def inherited(self, topic: str, context: Context) -> float | None:
        """A bonus when the topic is the last one named before the figure's own words.

        Topics through which it works (reconsideration by mediation) may be named in between.
        """
        return self._last(topic, context, self.explicit(context))

    def _last(self, topic: str, context: Context, named: frozenset[str]) -> float | None:
        through = WORDING.through[topic]
        if not named <= through:
            return None
        section = self.outline.section(context.quantity.number.start)
        index = bisect_left(self.places, context.quantity.number.before)
        for place in range(index - 1, max(-1, index - _FAR), -1):
            if self.places[place] < section.passage:
                break
            name = self.names[place]
            if name == topic:
                return _SENTENCE if self.places[place] >= context.sentence_start else _LINE
            if name not in through:
                return None
        headed = topics_in(section.heading)
        if topic in headed:
            return _HEADING
        return _DOCUMENT if topic in {self.document, *topics_in(self.title)} else None

    @cached_property
    def document(self) -> str:
        """The topic of a document that is about little else; empty for others."""
        counts = Counter(self.names)
        for name, count in counts.most_common(1):
            if count >= _FEW and count >= _MOST * len(self.names):
                return name
        return ""


def topics_in(words: str) -> frozenset[str]:
    """The topics that some words name."""
    return frozenset(_NAMES[int(str(found.lastgroup)[1:])] for found in _ANY.finditer(words))


def find_topics(outline: Outline, title: str) -> TopicTrail:
    """Find every mention of a topic."""
    found = [(m.start(), _NAMES[int(str(m.lastgroup)[1:])]) for m in _ANY.finditer(outline.folded)]
    return TopicTrail(outline, title, tuple(p for p, _ in found), tuple(n for _, n in found))
