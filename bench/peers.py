"""The libraries that ours is measured against; each is asked as its documentation says."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from indicators.periods import Period, PeriodError
from indicators.reading import read_report
from indicators.reading.text import outline
from indicators.reading.times import find_times

Quantity = tuple[int, int, Decimal]
SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")


@dataclass(frozen=True)
class Reader:
    """A library: the quantities of a text, and the periods, seen from a day of publication.

    The second argument is the report's period, which only ours has a use for.
    """

    name: str
    quantities: Callable[[str, Period], list[Quantity]]
    periods: Callable[[str, Period, date], set[Period]]


def ours() -> Reader:
    """The reader of this project."""

    def quantities(text: str, own: Period) -> list[Quantity]:
        reading = read_report(text, district="440306", period=own)
        levels = [
            (one.char_start, one.char_end, one.value)
            for one in (*reading.figures, *reading.unplaced)
        ]
        growth = [(one.char_start, one.char_end, abs(one.growth.growth)) for one in reading.growth]
        return levels + growth

    def periods(text: str, own: Period, _published: date) -> set[Period]:
        mentions = find_times(outline(text), own).mentions
        return {mention.period for mention in mentions if mention.period is not None}

    return Reader("ours", quantities, periods)


def installed() -> Iterator[Reader]:
    """The peers that can be imported here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if importlib.util.find_spec("recognizers_number"):
            yield _recognizers()
        if importlib.util.find_spec("jionlp"):
            yield _jionlp()


def _recognizers() -> Reader:
    from recognizers_date_time import recognize_datetime  # type: ignore[import-not-found]
    from recognizers_number import (
        recognize_number,  # type: ignore[import-not-found]
        recognize_percentage,
    )

    def quantities(text: str, _own: Period) -> list[Quantity]:
        found = [*recognize_number(text, "zh-cn"), *recognize_percentage(text, "zh-cn")]
        return [
            (one.start, one.end + 1, value)
            for one in found
            if one.resolution and (value := _decimal(one.resolution.get("value"))) is not None
        ]

    def periods(text: str, _own: Period, published: date) -> set[Period]:
        base = datetime.combine(published, time())
        found: set[Period] = set()
        for sentence in SENTENCE.findall(text):  # whole texts give it less than half as many
            for one in recognize_datetime(sentence, "zh-cn", reference=base):
                found |= _resolved((one.resolution or {}).get("values") or [])
        return found

    return Reader("recognizers-text", quantities, periods)


def _resolved(values: list[dict[str, str]]) -> set[Period]:
    """The intervals of a resolution; ends are exclusive there, both conventions are accepted."""
    found = set()
    for value in values:
        with contextlib.suppress(KeyError, ValueError):
            start, end = (date.fromisoformat(value[side][:10]) for side in ("start", "end"))
            day_before = date.fromordinal(end.toordinal() - 1)
            found |= {Period(start, last) for last in (end, day_before) if start <= last}
    return found


def _jionlp() -> Reader:
    with contextlib.redirect_stdout(io.StringIO()):  # it greets
        import jionlp  # type: ignore[import-not-found]
    logging.getLogger().setLevel(logging.CRITICAL)  # it reports its own errors to everybody

    def periods(text: str, _own: Period, published: date) -> set[Period]:
        base = datetime.combine(published, time()).timestamp()
        return {
            period
            for one in jionlp.ner.extract_time(text, time_base=base, with_parsing=True)
            if (period := _of_jionlp(one["detail"])) is not None
        }

    def money(text: str, _own: Period) -> list[Quantity]:
        """It reads amounts of money, but has no function for counted quantities in a text."""
        return [
            (*one["offset"], value)
            for one in jionlp.ner.extract_money(text, with_parsing=True)
            for stated in _several(one["detail"]["num"])
            if (value := _decimal(stated)) is not None
        ]

    return Reader("jionlp (money)", money, periods)


def _several(number: str | list[str]) -> list[str]:
    """One number, or both ends of a range."""
    return number if isinstance(number, list) else [number]


def _of_jionlp(detail: dict[str, Any]) -> Period | None:
    try:
        start, end = (date.fromisoformat(str(side)[:10]) for side in detail["time"])
        return Period(start, end)
    except (KeyError, TypeError, ValueError, PeriodError):  # open, or with its ends exchanged
        return None


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").rstrip("%"))
    except InvalidOperation:
        return None
