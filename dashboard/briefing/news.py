"""What newer data changed in a chart since it was looked through: figures, sentences, own texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.briefing.model import Drafted, Own, Passage, Seen, Value
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.formats import DisplayUnit, period_text, value_text, with_unit
from dashboard.sentences.model import Sentence
from indicators.districts import load_districts
from indicators.periods import PeriodError, parse_label

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_BETWEEN = "|"  # the parts of a fact's key
Values = dict[str, Value]


@dataclass(frozen=True)
class News:
    """Each entry is ready to be read; `lost` are drafted sentences that no longer hold.

    `renewed` are drafted sentences before and after; `doubtful` are own texts that name a figure
    which is another one now, or is gone.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return any((self.new, self.changed, self.gone, self.renewed, self.lost, self.doubtful))


def seen_now(chart: Chart | None, context: Context) -> Seen:
    """What a chart shows now, to be compared with later."""
    return Seen(data_version=context.data.version, values=_values(chart))


def news(
    seen: Seen | None,
    chart: Chart | None,
    passages: Sequence[Passage],
    proposed: Sequence[Sentence],
    context: Context,
) -> News:
    """What differs from what was seen; nothing of the figures where nothing was."""
    now = _values(chart)
    before = now if seen is None else seen.values
    changed = [key for key in before if key in now and before[key] != now[key]]
    gone = [key for key in before if key not in now]
    teller = _Teller(chart, context)
    texts = {sentence.id: sentence.text for sentence in proposed}
    drafted = [passage for passage in passages if isinstance(passage, Drafted)]
    told = [(one.text, texts[one.id]) for one in drafted if one.id in texts]
    outdated = {number for key in (*changed, *gone) for number in teller.numbers(key, before[key])}
    return News(
        new=tuple(teller.told(key, now[key]) for key in now if key not in before),
        changed=tuple(teller.moved(key, before[key], now[key]) for key in changed),
        gone=tuple(teller.told(key, before[key]) for key in gone),
        renewed=tuple(pair for pair in told if pair[0] != pair[1]),
        lost=tuple(one.text for one in drafted if one.id not in texts),
        doubtful=tuple(
            one.text
            for one in passages
            if isinstance(one, Own) and not outdated.isdisjoint(_numbers(one.text))
        ),
    )


def _values(chart: Chart | None) -> Values:
    """What is drawn of each fact, by its key; of a table of coverage, the number of facts."""
    if chart is None:
        return {}
    if not chart.observations:
        return {
            _BETWEEN.join((row["district_code"], str(row["year"]))): (row["facts"],) * 3
            + (row["state"],)
            for row in chart.rows.iter_rows(named=True)
        }
    return {
        _BETWEEN.join(
            (row["district_code"], row["indicator_id"], row["scope"], row["period_label"])
        ): (row["shown"], row["shown_low"], row["shown_high"], row["status"])
        for row in chart.rows.iter_rows(named=True)
    }


@dataclass(frozen=True)
class _Teller:
    """Puts facts, by their keys, and values into words."""

    chart: Chart | None
    context: Context

    def told(self, key: str, value: Value) -> str:
        """宝安区 2024年 收到复议申请 882 件."""
        return f"{self._fact(key)} {self._value(key, value)}"

    def moved(self, key: str, before: Value, after: Value) -> str:
        """The fact, what it was, and what it is."""
        return self.context.words(
            "briefing_news.moved",
            fact=self._fact(key),
            before=self._value(key, before),
            after=self._value(key, after),
        )

    def numbers(self, key: str, value: Value) -> set[str]:
        """How a text could write the value."""
        return _numbers(self._value(key, value))

    def _fact(self, key: str) -> str:
        code, *more = key.split(_BETWEEN)
        names = [self._district(code)]
        if len(more) == 1:  # the year of a table of coverage
            return " ".join((*names, self.context.words("period.year", year=more[0])))
        indicator, scope, label = more
        known = indicator in self.context.catalogue
        names += [self._period(label), self.context.short(indicator) if known else indicator]
        return " ".join((*names, scope) if scope else names)

    def _district(self, code: str) -> str:
        """The name of a district, of which there may be no figure any more."""
        if code not in load_districts():
            return code
        district = load_districts().by_code(code)
        return self.context.words.pick(district.label_zh, district.label_en)

    def _period(self, label: str) -> str:
        try:
            return period_text(parse_label(label), self.context.words)
        except PeriodError:  # of a file that somebody wrote by hand
            return label

    def _value(self, key: str, value: Value) -> str:
        words, unit = self.context.words, self._unit(key)
        shown, low, high, status = value
        text = with_unit(value_text(shown, low, high, unit, words=words), unit)
        return f"{text} {words('status.derived')}" if status == "derived" else text

    def _unit(self, key: str) -> DisplayUnit:
        if self.chart is None:
            return DisplayUnit("")
        _, *more = key.split(_BETWEEN)
        return (
            self.chart.units.get((more[0], more[1]), self.chart.unit)
            if len(more) > 1
            else self.chart.unit
        )


def _numbers(text: str) -> set[str]:
    """The numbers that a text names, however they are grouped."""
    return {number.replace(",", "") for number in _NUMBER.findall(text)}
