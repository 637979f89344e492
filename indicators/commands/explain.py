"""`explain`: how the number at a place of a report was read, in plain words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from indicators.catalogue import Measure, load_catalogue
from indicators.commands.extract import add_given, given, open_or_say
from indicators.commands.reports import read
from indicators.commands.rows import district_name
from indicators.commands.words import CommandError, Key, Language, say
from indicators.observations import Attribution
from indicators.periods import Period
from indicators.quantities import Bounds
from indicators.reading import Figure, GrowthFigure, Guess, Reading, Rejected, Unplaced
from indicators.reading.model import RULES
from indicators.reading.text import outline
from indicators.reading.times import find_times

Item: TypeAlias = Figure | GrowthFigure | Unplaced | Rejected


def add_explain(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    parser.add_argument("path", type=Path, metavar="FILE", help="报告 · the report")
    parser.add_argument("offset", type=int, metavar="OFFSET", help="字符位置 · character offset")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    add_given(parser)
    parser.set_defaults(run=explain)


def explain(options: argparse.Namespace) -> int:
    """Print the explanation; status 1 when there is no number at the place."""
    said = given(options)
    reading = read(open_or_say(options.path), said)
    if not 0 <= options.offset < len(reading.text):
        length = len(reading.text)
        raise CommandError("outside", offset=options.offset, length=length, last=length - 1)
    item = item_at(reading, options.offset)
    teller = Teller(reading, options.lang)
    if item is None:
        _show(teller.nothing(options.offset))
        return 1
    _show(teller.lines(item))
    return 0


def _show(lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.flush()


def item_at(reading: Reading, offset: int) -> Item | None:
    """What stands at an offset; a figure before a numeral that is none."""
    for item in _items(reading):
        if item.char_start <= offset < item.char_end:
            return item
    return None


def _items(reading: Reading) -> tuple[Item, ...]:
    return (*reading.figures, *reading.growth, *reading.unplaced, *reading.rejected)


@dataclass(frozen=True)
class Teller:
    """Puts a reading into words of one language."""

    reading: Reading
    language: Language

    def nothing(self, offset: int) -> Iterator[str]:
        """That there is no number, and where the nearest is."""
        yield self._say("nothing", offset=offset)
        items = _items(self.reading)
        if items:
            near = min(
                items, key=lambda item: max(item.char_start - offset, offset - item.char_end + 1)
            )
            yield self._say(
                "nearest", printed=near.printed, start=near.char_start, end=near.char_end
            )

    def lines(self, item: Item) -> Iterator[str]:
        """Everything about an item."""
        yield self._say("printed", printed=item.printed, start=item.char_start, end=item.char_end)
        match item:
            case Figure():
                yield from self._figure(item)
            case GrowthFigure():
                yield from self._growth(item)
            case Unplaced():
                yield from self._unplaced(item)
            case Rejected():
                start, end = outline(self.reading.text).sentence(item.char_start)
                yield self._say("sentence", sentence=self.reading.text[start:end])
                yield self._say("rejected", why=Key(f"rejected.{item.reason}"))

    # ------------------------------------------------------------ the four kinds

    def _figure(self, item: Figure) -> Iterator[str]:
        yield self._sentence(item)
        yield self._say("figure", name=self._name(item.indicator), id=item.indicator)
        yield from self._about(item)
        unit = self._unit(item.indicator)
        bounds = self._hedged(item.bounds, item.qualifier)
        yield self._say("value", value=_plain(item.value), unit=unit, bounds=bounds)
        yield self._period(item)
        yield from self._origin(item)
        if item.repeats is not None:
            yield self._say("repeats", start=item.repeats)
        yield from self._guesses(item.guesses)

    def _growth(self, item: GrowthFigure) -> Iterator[str]:
        yield self._sentence(item)
        yield self._say("growth", name=self._name(item.indicator), id=item.indicator)
        fall = "_fall" if item.growth.growth < 0 else ""
        size = _plain(abs(item.growth.growth))
        yield say(self.language, f"kind.{item.growth.kind}{fall}", growth=size)
        levels = [one for one in self.reading.figures if one.char_start == item.level]
        for level in levels:
            yield self._say("level", start=level.char_start, printed=level.printed)
        yield from self._about(item)
        yield self._period(item)
        yield from self._base(item)
        yield from self._origin(item)

    def _unplaced(self, item: Unplaced) -> Iterator[str]:
        yield self._sentence(item)
        yield self._say("unplaced", why=Key(f"unplaced.{item.reason}"))
        bounds = self._hedged(item.bounds, item.qualifier)
        yield self._say("quantity", value=_plain(item.value), unit=item.measure, bounds=bounds)
        yield from self._guesses(item.guesses)

    # ------------------------------------------------------------ their parts

    def _sentence(self, item: Figure | GrowthFigure | Unplaced) -> str:
        return self._say("sentence", sentence=self.reading.text[slice(*item.sentence)])

    def _about(self, item: Figure | GrowthFigure) -> Iterator[str]:
        how = self.reading.district
        if not item.district:
            yield self._say("district_unknown")
        else:
            key = how.attribution.value if how.evidence else "given"
            if how.attribution is Attribution.INFERRED:
                key = "inferred"
            known = Key(f"explain.{key}", evidence=how.evidence)
            name = district_name(item.district)
            yield self._say("district", name=name, code=item.district, how=known)
        if item.scope:
            yield self._say("scope", scope=item.scope)

    def _period(self, item: Figure | GrowthFigure) -> str:
        if item.period is None:
            return self._say("period_unknown")
        return self._say("period", period=item.period.label, why=self._why(item, item.period))

    def _why(self, item: Figure | GrowthFigure, period: Period) -> Key:
        """Why a figure has its period."""
        own, evidence = self.reading.period, self.reading.period_evidence
        if period == own:
            return Key("explain.own_period" if evidence else "explain.own_period_given",
                       evidence=evidence)  # fmt: skip
        words = self._mention(item, period)
        if words:
            return Key("explain.mentioned", words=words)
        stock = load_catalogue()[item.indicator].measure is Measure.STOCK
        if stock and own is not None and period.end == own.end:
            return Key("explain.stock")
        return Key("explain.other_period", own=own.label if own else "?")

    def _mention(self, item: Figure | GrowthFigure, period: Period) -> str:
        """The words of the sentence that name the period, or its last day; the nearest before."""
        if self.reading.period is None:
            return ""
        start, end = item.sentence
        named = [
            self.reading.text[mention.start : mention.end]
            for mention in find_times(outline(self.reading.text), self.reading.period).mentions
            if start <= mention.start < min(item.char_start, end)
            and mention.period is not None
            and mention.period.end == period.end
        ]
        return named[-1] if named else ""

    def _base(self, item: GrowthFigure) -> Iterator[str]:
        found = [
            one for one in self.reading.derived
            if one.char_start == item.char_start and one.fact.indicator == item.indicator
        ]  # fmt: skip
        for one in found:
            value = _plain(one.value) if one.value is not None else self._range(one.bounds)
            yield self._say("base", period=one.fact.period.label, value=value, formula=one.formula)
        if not found:
            yield self._say("no_base")

    def _origin(self, item: Figure | GrowthFigure) -> Iterator[str]:
        if item.reader != RULES:
            yield self._say("reader", reader=item.reader)
        words = _rule_words(item.rule)
        key = "rule_words" if words else "rule"
        yield self._say(key, rule=item.rule, words=words)
        yield self._say("confidence", share=f"{item.confidence:.0%}")

    def _guesses(self, guesses: tuple[Guess, ...]) -> Iterator[str]:
        for guess in guesses:
            yield self._say(
                "guess",
                name=self._name(guess.indicator),
                id=guess.indicator,
                share=f"{guess.confidence:.0%}",
            )

    def _hedged(self, bounds: Bounds, qualifier: str) -> str:
        if not qualifier:
            return self._say("exact")
        return self._say("hedged", qualifier=qualifier, bounds=self._range(bounds))

    def _range(self, bounds: Bounds) -> str:
        low, high = bounds.low, bounds.high
        if low is not None and high is not None:
            return self._say("between", low=_plain(low), high=_plain(high))
        if low is not None:
            return self._say("at_least", low=_plain(low))
        return (
            self._say("at_most", high=_plain(high)) if high is not None else self._say("anything")
        )

    def _name(self, indicator: str) -> str:
        entry = load_catalogue()[indicator]
        return entry.name_zh if self.language == "zh" else entry.name_en

    def _unit(self, indicator: str) -> str:
        unit = load_catalogue().unit_of(indicator)
        return str(unit.zh if self.language == "zh" else unit.en)

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, f"explain.{key}", **values)


def _rule_words(rule: str) -> str:
    """The catalogue's words of a rule such as `reconsideration.received:2`; empty for others."""
    indicator, _, number = rule.removeprefix("growth:").rpartition(":")
    catalogue = load_catalogue()
    if indicator not in {one.id for one in catalogue} or not number.isdecimal():
        return ""
    reads = catalogue[indicator].reads
    return reads[int(number) - 1].says if 0 < int(number) <= len(reads) else ""


def _plain(value: Decimal) -> str:
    return f"{value:,f}"
