"""The words around a figure that say what it counts: its own clause, and what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.reading.numbers import Number
from indicators.reading.text import Outline
from indicators.reading.wording import WORDING

_BOUNDARIES = frozenset(",。;:!?\n()[]【】|")
_CONNECTIVE = re.compile(r"、|和(?!解)|以及|及(?!时|其)|\+")
_RIGHT_END = re.compile(r"[,。;:!?\n()、\[\]【】|+]")
_LONGEST = 60
_PASSAGE = 300  # how far a reader looks back for what a figure is about
_AND = re.compile("和(?!解|谐)|以及|(?<!涉)及(?!时|其)")
_CHANGED_TO = re.compile("(?:大幅)?(?:下降|降低|降|提升|提高|上升|增长|减少|增加)(?:至|到|为)")
_BETWEEN_NAMES = re.compile("、|和(?!解)|与|以及|及|/")
_NAMES_END = re.compile("(?:数量?|总数|件数|人数)?(?:分别|各)?(?:为|是|达到?|有)?$")
_QUOTES = str.maketrans("", "", '“”"‘’ ')


@dataclass(frozen=True)
class Quantity:
    """A number that counts or measures something, with the span of its clause before it."""

    number: Number
    clause_start: int
    previous: Quantity | None  # the one before it in the same sentence
    next_start: int  # where the next number of the text begins


@dataclass(frozen=True)
class Words:
    """One reading of the words around a figure: `text` has # where the figure stands."""

    text: str
    penalty: float


@dataclass(frozen=True)
class Context:
    """What surrounds one figure."""

    outline: Outline
    quantity: Quantity
    own: str
    right: str
    sentence_start: int
    place_in_list: int = 0
    first: Context | None = None  # of a list of bare figures: A、B分别为1件和2件
    length_of_list: int = 1

    @cached_property
    def readings(self) -> tuple[Words, ...]:
        """The words to match rules against, nearest first."""
        if self.item:
            return (Words(f"{self.item}#{self.right}", 0.0),)
        found = [Words(f"{self.own}#{self.right}", 0.0)]
        before = self.quantity.previous
        bare = _CHANGED_TO.fullmatch(self.own) or len(WORDING.filler.sub("", self.own)) <= 1
        if before is not None and bare and self._listed(before):
            head = _own_words(self.outline.folded, before)
            found.append(Words(f"{head}{self.own}#{self.right}", 0.7 if self.own else 0.3))
            if before.previous is not None and not head:
                head = _own_words(self.outline.folded, before.previous)
                found.append(Words(f"{head}{self.own}#{self.right}", 1.0))
        if len(self.right) > 2 and bare:
            found.append(Words(f"{self.right}{self.own}#", 0.4))
        if self.weak:
            earlier = self.earlier_clause
            if earlier:
                found.append(Words(f"{earlier},{self.own}#{self.right}", 0.5))
        return tuple(found)

    @cached_property
    def item(self) -> str:
        """The item of a list of names that a figure of a list of as many figures belongs to."""
        head = self.own if self.first is None else self.first.own
        names = _NAMES_END.sub("", head)
        items = _BETWEEN_NAMES.split(names)
        if self.length_of_list < 2 or len(items) != self.length_of_list:
            return ""
        return items[self.place_in_list]

    @cached_property
    def weak(self) -> bool:
        """Whether the own words name nothing that could be counted."""
        return len(WORDING.filler.sub("", self.own + self.right)) <= 1

    @cached_property
    def earlier_clause(self) -> str:
        """The clause before the own one, in the same sentence, after its last figure."""
        folded, start = self.outline.folded, self.quantity.clause_start
        low = max(self.sentence_start, start - _LONGEST)
        before = self.quantity.previous
        if before is not None and low < before.number.end < start:
            between = folded[before.number.after : start].strip(",:;() ")
            if not between:  # 受理量增长14%,达到909件
                return _own_words(folded, before)
            low = before.number.end
        return folded[low:start].rstrip(",:( ").translate(_QUOTES)[-_LONGEST:]

    @cached_property
    def passage(self) -> str:
        """The heading, and the words of the paragraph or counted item up to the figure."""
        section = self.outline.section(self.quantity.number.start)
        low = max(section.passage, self.quantity.number.before - _PASSAGE)
        return f"{section.heading} {self.outline.folded[low : self.quantity.number.before]}"

    @cached_property
    def sentence_before(self) -> str:
        """The sentence up to the figure, as far as a reader looks back."""
        low = max(self.sentence_start, self.quantity.number.before - _PASSAGE)
        return self.outline.folded[low : self.quantity.number.before]

    def _listed(self, before: Quantity) -> bool:
        """Whether the figure goes on a list that the one before it is part of."""
        if before.clause_start != self.quantity.clause_start:
            return False
        between = self.outline.folded[before.number.after : self.quantity.number.before]
        if not between.strip("共计 ") or _CHANGED_TO.fullmatch(between):
            return True
        return _CONNECTIVE.search(between) is not None


def _own_words(folded: str, quantity: Quantity) -> str:
    """The words between the clause's start, or its figure before, and this figure.

    What stands between two figures before an 和 or 、 was counted by the first one.
    """
    start = quantity.clause_start
    before = quantity.previous
    if before is not None and before.number.after > start:
        start = before.number.after
        between = folded[start : quantity.number.before]
        start = quantity.number.before - len(_CONNECTIVE.split(between)[-1])
    words = folded[max(start, quantity.number.before - _LONGEST) : quantity.number.before]
    return words.translate(_QUOTES)


def contexts(outline: Outline, numbers: list[Number]) -> list[Context]:
    """The contexts of all quantities, in order."""
    found: list[Context] = []
    previous: Quantity | None = None
    previous_sentence = -1
    for index, number in enumerate(numbers):
        sentence_start, _ = outline.sentence(number.start)
        clause_start = _clause_start(outline.folded, sentence_start, number.before)
        following = numbers[index + 1].before if index + 1 < len(numbers) else len(outline.folded)
        quantity = Quantity(
            number=number,
            clause_start=clause_start,
            previous=previous if previous_sentence == sentence_start else None,
            next_start=following,
        )
        found.append(
            Context(
                outline=outline,
                quantity=quantity,
                own=_own_words(outline.folded, quantity),
                right=_right_words(outline.folded, quantity),
                sentence_start=sentence_start,
            )
        )
        previous, previous_sentence = quantity, sentence_start
    return _with_lists(found)


def _with_lists(found: list[Context]) -> list[Context]:
    """Figures that follow one another with nothing but a 、 or 和 between are a list."""
    lists: list[list[Context]] = []
    for context in found:
        before = context.quantity.previous
        goes_on = (
            bool(lists)
            and before is lists[-1][-1].quantity
            and before.clause_start == context.quantity.clause_start
            and not context.own
            and not lists[-1][-1].right
        )
        if goes_on:
            lists[-1].append(context)
        else:
            lists.append([context])
    return [
        replace(
            context,
            place_in_list=place,
            first=members[0] if place else None,
            length_of_list=len(members),
        )
        for members in lists
        for place, context in enumerate(members)
    ]


def _clause_start(folded: str, low: int, place: int) -> int:
    """After the last mark before a figure; a remark in brackets is passed over."""
    low = max(low, place - 2 * _LONGEST)
    while place > low and folded[place - 1] in ": ":  # of a table: 案件受理:783件
        place -= 1
    depth = 0
    for index in range(place - 1, low - 1, -1):
        character = folded[index]
        if character == ")":
            depth += 1
        elif character == "(" and depth:
            depth -= 1
        elif not depth and character in _BOUNDARIES:
            return index + 1
    return low


def _right_words(folded: str, quantity: Quantity) -> str:
    start = quantity.number.after
    end = min(quantity.next_start, start + 30, len(folded))
    stop = _RIGHT_END.search(folded, start, end)
    words = folded[start : stop.start() if stop else end].translate(_QUOTES)
    another_follows = stop is None and end == quantity.next_start
    return _AND.split(words)[0] if another_follows else words
