"""What newer data changed in a chart since it was looked through: figures, sentences, own texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.briefing.doubts import NONE, Doubts, Numbers, doubted, figures_in
from dashboard.briefing.model import Drafted, Item, Own, Seen, Value, fact_key, fact_parts
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.formats import DisplayUnit, period_text, value_text, with_unit
from dashboard.sentences.model import Sentence
from indicators.districts import load_districts
from indicators.periods import PeriodError, parse_label

Values = dict[str, Value]


@dataclass(frozen=True)
class News:
    """Each entry is ready to be read; `lost` are drafted sentences that no longer hold.

    `renewed` are drafted sentences before and after; `doubtful` are own texts whose
    figures may be others now, and `doubts` say why, for texts that stand elsewhere.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    doubts: Doubts = NONE

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return any((self.new, self.changed, self.gone, self.renewed, self.lost, self.doubtful))


def seen_now(chart: Chart, context: Context) -> Seen:
    """What a chart shows now, to be compared with later."""
    return Seen(data_version=context.data.version, values=_values(chart))


def news(item: Item, chart: Chart | None, proposed: Sequence[Sentence], context: Context) -> News:
    """What differs from what was seen; nothing of the figures where nothing was."""
    now = _values(chart)
    before = now if item.seen is None else item.seen.values
    changed = [key for key in before if key in now and before[key] != now[key]]
    gone = [key for key in before if key not in now]
    teller = _Teller(chart, context)
    texts = {sentence.id: sentence.text for sentence in proposed}
    drafted = [passage for passage in item.passages if isinstance(passage, Drafted)]
    told = [(one.text, texts[one.id]) for one in drafted if one.id in texts]
    figures = [teller.figures(key, before[key]) for key in (*changed, *gone)]
    doubts = Doubts(bool(figures), frozenset().union(*figures, *_outdated(item, texts)))
    return News(
        new=tuple(teller.told(key, now[key]) for key in now if key not in before),
        changed=tuple(teller.moved(key, before[key], now[key]) for key in changed),
        gone=tuple(teller.told(key, before[key]) for key in gone),
        renewed=tuple(pair for pair in told if pair[0] != pair[1]),
        lost=tuple(one.text for one in drafted if one.id not in texts),
        doubtful=doubted(_own_texts(item), doubts),
        doubts=doubts,
    )


def _own_texts(item: Item) -> tuple[str, ...]:
    return (item.title, *(one.text for one in item.passages if isinstance(one, Own)))


def _outdated(item: Item, texts: Mapping[str, str]) -> Iterator[Numbers]:
    """Growth, ranks and shares that stood in a sentence and no longer do."""
    for one in item.passages:
        was = one.was if isinstance(one, Own) else one
        if was is not None:
            yield figures_in(was.text) - figures_in(texts.get(was.id, ""))


def _values(chart: Chart | None) -> Values:
    """What is drawn of each fact, by its key; of a table of coverage, the number of facts."""
    if chart is None:
        return {}
    if not chart.observations:
        return {
            fact_key(row["district_code"], str(row["year"])): (row["facts"],) * 3 + (row["state"],)
            for row in chart.rows.iter_rows(named=True)
        }
    return {
        _key(row): (row["shown"], row["shown_low"], row["shown_high"], row["status"])
        for row in chart.rows.iter_rows(named=True)
    }


def _key(row: Mapping[str, Any]) -> str:
    return fact_key(row["district_code"], row["indicator_id"], row["scope"], row["period_label"])


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

    def figures(self, key: str, value: Value) -> Numbers:
        """The value as a text could write it: in full, or as the chart shows it."""
        plain = figures_in(" ".join(f"{number:,}" for number in value[:3] if number is not None))
        return plain | figures_in(self._value(key, value))

    def _fact(self, key: str) -> str:
        code, *more = fact_parts(key)
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
        _, *more = fact_parts(key)
        return (
            self.chart.units.get((more[0], more[1]), self.chart.unit)
            if len(more) > 1
            else self.chart.unit
        )
