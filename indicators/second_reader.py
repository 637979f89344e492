"""A second reader beside the rules: what it proposes must stand in the text, or it is dropped.

Nothing here needs one. Set up by the settings reader_url, reader_model and reader_key, a language
model behind an OpenAI-compatible address is asked for figures that the rules left without an
indicator.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indicators.catalogue import Catalogue, Indicator, Measure, load_catalogue
from indicators.errors import RuleOfLawDataError
from indicators.numerals import read_numeral
from indicators.periods import Period
from indicators.reading.model import Figure, Guess, Reading, Unplaced
from settings.reading import current

MOST = 0.6  # confidence of what only the second reader says: always for a person to decide
FAILED, DROPPED = "reader_failed", "reader_dropped"  # warnings of a merged reading

_LONGEST = 300  # characters of a quote

_log = logging.getLogger(__name__)


class ReaderError(RuleOfLawDataError):
    """A second reader that is not set up, does not answer, or answers with something else."""


@dataclass(frozen=True)
class Hint:
    """What a reader is told besides the text."""

    title: str
    district: str
    period: str
    indicators: tuple[tuple[str, str], ...]  # id and Chinese name of what may be proposed


@dataclass(frozen=True)
class Proposal:
    """A figure as a reader proposes it: how it is printed, its indicator, the words around it."""

    printed: str
    indicator: str
    quote: str
    confidence: float = 0.5


class Reader(Protocol):
    """Anything that proposes figures of a text; raises ReaderError when it cannot."""

    @property
    def name(self) -> str:
        """Who proposes."""
        ...

    def read(self, text: str, hint: Hint) -> Sequence[Proposal]:
        """The figures that it sees in the text."""
        ...


def configured() -> Reader | None:
    """The reader that the settings describe; None where they describe none.

    Raises:
        ReaderError: The model is missing.
        SettingsError: The settings are wrong.
    """
    settings = current()
    if not settings.reader_url:
        return None
    from indicators.chat_reader import ChatReader

    key = settings.reader_key.get_secret_value()
    return ChatReader(settings.reader_url, settings.reader_model, key)


def merge(reading: Reading, reader: Reader) -> Reading:
    """The reading with what the reader adds to it.

    Where the rules left a quantity without an indicator, a proposal for it becomes a figure of
    that reader; where they placed it, one that disagrees becomes a guess that lost. A proposal
    that is not in the text, or not a quantity there, is dropped. A reader that fails changes
    nothing but the warnings.
    """
    try:
        proposals = reader.read(reading.text, _hint(reading))
    except ReaderError as error:
        _log.warning("the second reader %s failed: %s", reader.name, error)
        return replace(reading, warnings=(*reading.warnings, FAILED))
    merging = _Merging(reading, reader.name)
    dropped = sum(not merging.take(proposal) for proposal in proposals)
    if dropped:
        _log.warning("%d of %d proposals of %s dropped", dropped, len(proposals), reader.name)
    return merging.result(dropped)


def _hint(reading: Reading) -> Hint:
    return Hint(
        title=reading.title,
        district=reading.district.code,
        period=reading.period.label if reading.period else "",
        indicators=tuple((one.id, one.name_zh) for one in load_catalogue()),
    )


class _Merging:
    """A reading under change; every quantity has at most one figure."""

    def __init__(self, reading: Reading, name: str) -> None:
        self._reading, self._name = reading, name
        self._catalogue: Catalogue = load_catalogue()
        self._known = {one.id for one in self._catalogue}
        self._figures = {one.char_start: one for one in reading.figures}
        self._unplaced = {one.char_start: one for one in reading.unplaced}
        self._starts = sorted({*self._figures, *self._unplaced})

    def take(self, proposal: Proposal) -> bool:
        """Add a proposal; False where the text does not bear it out."""
        if proposal.indicator not in self._known:
            return False
        start = self._ground(proposal)
        if start is None:
            return False
        if start in self._figures:
            self._figures[start] = self._compared(self._figures[start], proposal)
            return True
        quantity = self._unplaced[start]
        figure = self._figure(quantity, proposal)
        if figure is None:
            return False
        self._figures[start] = figure
        del self._unplaced[start]
        return True

    def result(self, dropped: int) -> Reading:
        """The reading as it is now."""
        by_place = sorted(self._figures.values(), key=lambda one: one.char_start)
        warnings = self._reading.warnings + ((DROPPED,) if dropped else ())
        return replace(
            self._reading,
            figures=tuple(by_place),
            unplaced=tuple(self._unplaced.values()),
            warnings=warnings,
        )

    def _ground(self, proposal: Proposal) -> int | None:
        """The quantity that a proposal means: printed like this, at the one place of its quote."""
        numeral = read_numeral(proposal.printed)
        if numeral is None:
            return None
        meant = {
            one.char_start
            for place in places(proposal.printed, proposal.quote, self._reading.text)
            for one in self._quantities_at(*place)
            if (own := read_numeral(one.printed)) is not None and own.value == numeral.value
        }
        return meant.pop() if len(meant) == 1 else None

    def _quantities_at(self, start: int, end: int) -> Iterator[Figure | Unplaced]:
        """What the rules found to be quantities there: a date or a target is not to be proposed."""
        for number in range(bisect_left(self._starts, start) - 1, len(self._starts)):
            place = self._starts[max(number, 0)]
            if place >= end:
                return
            one = self._figures.get(place) or self._unplaced[place]
            if one.char_end > start:
                yield one

    def _compared(self, figure: Figure, proposal: Proposal) -> Figure:
        """A figure of the rules stands; a proposal that disagrees is told with it."""
        if figure.reader == self._name or figure.indicator == proposal.indicator:
            return figure
        guess = Guess(proposal.indicator, _capped(proposal.confidence), self._name)
        return replace(figure, guesses=(*figure.guesses, guess))

    def _figure(self, quantity: Unplaced, proposal: Proposal) -> Figure | None:
        indicator = self._catalogue[proposal.indicator]
        unit = self._catalogue.unit_of(indicator.id)
        period = _period(indicator, self._reading.period)
        # cases are not yuan: a measure word that does not count this indicator is no reading
        if quantity.measure not in unit.measures or period is None:
            return None
        return Figure(
            district=self._reading.district.code,
            indicator=indicator.id,
            scope="",
            period=period,
            value=quantity.value,
            bounds=quantity.bounds,
            qualifier=quantity.qualifier,
            printed=quantity.printed,
            char_start=quantity.char_start,
            sentence=quantity.sentence,
            rule=f"reader:{self._name}",
            confidence=_capped(proposal.confidence),
            guesses=quantity.guesses,
            reader=self._name,
        )


def places(printed: str, quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a printed form stands within its quote in the text, whatever the white space.

    >>> list(places("84件", "公证84件", "办理公证84 件"))
    [(4, 8)]
    """
    if not printed.strip() or max(len(printed), len(quote)) > _LONGEST:
        return
    form = _spaced(printed)
    for found in _spaced(quote if quote.strip() else printed).finditer(text):
        for place in form.finditer(text, *found.span()):
            yield place.span()


def _spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, "".join(words.split()))))


def _period(indicator: Indicator, own: Period | None) -> Period | None:
    """The report's own period, as the kind of number asks for it."""
    if own is None:
        return None
    match indicator.measure:
        case Measure.STOCK:
            return Period(own.end, own.end)
        case Measure.CUMULATIVE:
            return Period(None, own.end)
        case _:
            return own


def _capped(confidence: float) -> float:
    return round(min(MOST, max(0.0, confidence)), 2)
