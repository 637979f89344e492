"""Reads a sentence again and finds each of its numbers in the rows it is about, independently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from dashboard.charts.chart import Chart
from dashboard.charts.series import fact_of
from dashboard.context import Context
from dashboard.formats import DisplayUnit
from dashboard.sentences.model import Figure, Role, Sentence
from dashboard.sentences.phrases import load_phrases
from indicators.comparability import against_one_line, against_one_ranking
from indicators.observations import Fact
from indicators.rates import wilson
from warehouse import queries

Row = dict[str, Any]
Ends = tuple[Fraction, Fraction]

NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?")
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
UP = re.compile(r"增长|提高|增至|升至|上升|\bup\b(?! to)|\brose\b")
DOWN = re.compile(r"下降|减少|降至|\bdown\b|\bfell\b")
HEDGED = re.compile(
    r"约|余|近|超过|不足|至少|至多|以上|～"
    r"|about|more than|or more|nearly|over|under|at least|at most| to "
)
UNITS = ("每10万常住人口", "per 100,000 residents", "首期为100", "first period as 100", "95%")
GROUPED = re.compile(r"[+−]?(?:\d{1,3}(?:,\d{3})*)(?:\.\d*[1-9])?")
ORDINALS = ["第一位", "第二位", "第三位", "第四位", "第五位", "第六位", "第七位", "第八位",
            "第九位", "第十位", "第十一位", "第十二位"]  # fmt: skip


@dataclass(frozen=True)
class Library:
    """What the warehouse holds, to look observations up."""

    rows: dict[str, Row]
    growth: dict[str, list[Row]]
    facts: dict[Fact, Row]


def library(context: Context) -> Library:
    indicators = [indicator.id for indicator in context.catalogue]
    rows = queries.points(context.warehouse, indicators, context.selection.filter).to_dicts()
    growth: dict[str, list[Row]] = {}
    for row in queries.growth_statements(
        context.warehouse, indicators, context.data.offer.districts
    ).iter_rows(named=True):
        growth.setdefault(row["level_id"], []).append(row)
    by_name = {row["observation_id"]: row for row in rows}
    return Library(by_name, growth, {fact_of(row): row for row in rows})


def gb8170(number: Fraction, decimals: int) -> Decimal:
    """Half to even on the exact number; what is not zero keeps its first digit."""
    while number and decimals < 8 and abs(number) < Fraction(1, 10**decimals):
        decimals += 1
    scaled = number * 10**decimals
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    return Decimal(whole + up).scaleb(-decimals)


def exact(number: float | Decimal) -> Fraction:
    return Fraction(str(number))


def numbers(text: str) -> list[Decimal]:
    found = NUMBER.findall(text)
    assert all(GROUPED.fullmatch(number) for number in found), text
    return [Decimal(n.replace(",", "").replace("−", "-")) for n in found]


class Checker:
    """Checks the sentences of one chart."""

    def __init__(self, chart: Chart, context: Context, known: Library) -> None:
        self.chart, self.context, self.known = chart, context, known
        rows = chart.rows.to_dicts() if chart.observations else []
        self.rows: dict[str, list[Row]] = {}
        for row in rows:
            self.rows.setdefault(row["observation_id"], []).append(row)

    def check(self, sentence: Sentence) -> None:
        for figure in sentence.figures:
            getattr(self, f"check_{figure.role}")(figure)
        self.check_stated(sentence)
        if sentence.id != "change":
            self.check_year_before(sentence)
        self.check_digits(sentence)
        self.check_directions(sentence)
        self.check_marks(sentence)
        if not self.context.words.zh:
            assert not HAN.search(sentence.text), sentence.text

    # ------------------------------------------------------------ figures

    def row(self, name: str) -> Row:
        return self.rows[name][0] if name in self.rows else self.known.rows[name]

    def shown(self, name: str) -> Iterator[tuple[Row, DisplayUnit]]:
        """What the chart shows of an observation; of a count behind a rate, its value."""
        for row in self.rows.get(name, ()):
            yield row, self.chart.unit_of(row)
        if row := self.known.rows.get(name):
            as_published = {f"shown{end}": row[key] for end, key in
                            (("", "value"), ("_low", "low"), ("_high", "high"))}  # fmt: skip
            rate = self.context.catalogue.unit_of(row["indicator_id"]).id == "percent"
            counts = self.chart.unit.percent and not rate
            yield row | as_published, DisplayUnit("") if counts else self.chart.unit

    def check_value(self, figure: Figure) -> None:
        (name,) = figure.observation_ids
        assert any(self.says(figure.text, *shown) for shown in self.shown(name)), figure

    def says(self, text: str, row: Row, unit: DisplayUnit) -> bool:
        value, low, high = (row[key] for key in ("shown", "shown_low", "shown_high"))
        hedged = low is None or low != high
        known = [value] if value is not None else [end for end in (low, high) if end is not None]
        said = [written(number, unit) for number in known]
        if bool(HEDGED.search(text)) is not hedged and len(set(said)) == len(known):
            return False
        if self.context.words.zh and unit.percent and not text.rstrip("以上").endswith("%"):
            return False
        return numbers(text) in (said, list(dict.fromkeys(said)))

    def check_change(self, figure: Figure) -> None:
        if len(figure.observation_ids) == 2:
            ends, points = self.ends(figure)
            size = [written_change(end, points) for end in ends]
        else:
            size = self.single(figure)
        said = numbers(figure.text)
        if size[0] <= 0 <= size[-1] and size[0] != size[-1]:
            assert said == size, figure
        else:
            assert said == list(dict.fromkeys(sorted(map(abs, size)))), figure

    def check_year_before(self, sentence: Sentence) -> None:
        """Outside a course every change is one within a year."""
        for figure in sentence.figures:
            if figure.role in (Role.CHANGE, Role.MULTIPLE) and len(figure.observation_ids) == 2:
                before, after = (fact_of(self.row(name)) for name in figure.observation_ids)
                assert after.period.year_earlier() == before.period, sentence.text

    def check_stated(self, sentence: Sentence) -> None:
        """No growth that a source states goes where the two figures surely do not."""
        for figure in sentence.figures:
            if figure.role not in (Role.CHANGE, Role.MULTIPLE) or len(figure.observation_ids) > 1:
                continue
            later = self.row(figure.observation_ids[0])
            fact = fact_of(later)
            before = replace(fact, period=fact.period.year_earlier())
            earlier = self.of_fact(before)
            if earlier is None or against_one_line(before, fact):
                continue
            risen = None not in (earlier["high"], later["low"]) and later["low"] > earlier["high"]
            fallen = None not in (earlier["low"], later["high"]) and later["high"] < earlier["low"]
            assert not (risen and self.sign(figure) < 0), sentence.text
            assert not (fallen and self.sign(figure) > 0), sentence.text

    def of_fact(self, fact: Fact) -> Row | None:
        rows = (row for same in self.rows.values() for row in same)
        return next((row for row in rows if fact_of(row) == fact), self.known.facts.get(fact))

    def check_multiple(self, figure: Figure) -> None:
        said = numbers(figure.text)
        if len(figure.observation_ids) == 2:
            (low, high), points = self.ends(figure)
            assert not points
            assert low >= 100
            ratios = [gb8170(1 + end / 100, 2) for end in (low, high)]
            assert said == list(dict.fromkeys(ratios)), figure
        else:
            stated = self.known.growth[figure.observation_ids[0]]
            assert [Decimal(str(row["growth"])) for row in stated[-1:]] == said

    def ends(self, figure: Figure) -> tuple[Ends, bool]:
        """The smallest and the largest change that the bounds of two like figures allow."""
        before, after = (self.row(name) for name in figure.observation_ids)
        assert not against_one_line(fact_of(before), fact_of(after)), figure
        assert before["period_end"] < after["period_end"]
        a, b = ([exact(row[end]) for end in ("low", "high")] for row in (before, after))
        if self.context.catalogue.unit_of(after["indicator_id"]).id == "percent":
            return (b[0] - a[1], b[1] - a[0]), True
        return ((b[0] / a[1] - 1) * 100, (b[1] / a[0] - 1) * 100), False

    def single(self, figure: Figure) -> list[Decimal]:
        """Growth as stated by the source, or as a chart of growth shows it."""
        (name,) = figure.observation_ids
        for row in self.rows.get(name, ()):
            if self.chart.unit_of(row).decimals == 2 and self.chart.unit_of(row).percent:
                ends = ("shown_low", "shown_high") if row["shown"] is None else ("shown",)
                return [gb8170(exact(row[end]), 2) for end in ends]
        stated = self.known.growth[name][-1]
        times = 100 if stated["kind"] == "added_multiple" else 1
        return [Decimal(str(stated["growth"])) * times]

    def check_rank(self, figure: Figure) -> None:
        own, *others = (self.row(name) for name in figure.observation_ids)
        assert len(others) >= 2
        above = tied = 0
        for other in others:
            assert not against_one_ranking(fact_of(own), fact_of(other)), figure
            low, high = other["shown_low"], other["shown_high"]
            same = own["shown_low"] == own["shown_high"] == low == high
            apart = below(other, own) or below(own, other)
            assert apart or same, figure
            assert self.surely_apart(own, other), figure
            above, tied = above + below(own, other), tied + same
        place = ORDINALS[above] if self.context.words.zh else str(above + 1)
        assert place == re.sub(r"并列|joint |(?<=\d)(st|nd|rd|th)$", "", figure.text)
        assert bool(tied) is bool(re.match("并列|joint", figure.text)), figure

    def surely_apart(self, one: Row, other: Row) -> bool:
        """Two rates whose counts are known: their intervals do not meet."""
        ends = [self.interval(one), self.interval(other)]
        if None in ends:
            return True
        (low, high), (from_, to) = (end for end in ends if end)
        return high < from_ or to < low

    def interval(self, rate: Row) -> tuple[Decimal, Decimal] | None:
        indicator = self.context.catalogue[rate["indicator_id"]]
        terms = [*indicator.numerators, indicator.denominator]
        rows = [self.known.facts.get(replace(fact_of(rate), indicator=term)) for term in terms]
        if not indicator.denominator or None in rows:
            return None
        found = [row for row in rows if row]
        numbers = [int(row["value"] or 0) for row in found]
        usable = len({row["source_id"] for row in found}) == 1 and all(
            row["low"] == row["high"] is not None and row["status"] == "reported" for row in found
        )
        if not usable or not 0 < numbers[-1] >= sum(numbers[:-1]):
            return None
        interval = wilson(sum(numbers[:-1]), numbers[-1]).interval
        return interval.low or Decimal(0), interval.high or Decimal(0)

    def check_count(self, figure: Figure) -> None:
        if self.chart.kind != "coverage":
            ids = set(figure.observation_ids)
            districts = {self.row(name)["district_code"] for name in ids}
            assert numbers(figure.text) == [len(districts)]
            return
        rows = self.chart.rows
        counts = [rows.height, rows["district_code"].n_unique(), rows["facts"].sum()]
        counts += [*rows["state"].value_counts()["count"], (rows["state"] == "present").sum()]
        assert numbers(figure.text)[0] in counts

    def check_share(self, figure: Figure) -> None:
        part, whole = (self.row(name)["value"] for name in figure.observation_ids)
        assert numbers(figure.text) == [gb8170(exact(part) / exact(whole) * 100, 1)]

    def check_rest(self, figure: Figure) -> None:
        whole, *parts = (exact(self.row(name)["value"]) for name in figure.observation_ids)
        rest = (whole - sum(parts)) / self.chart.unit.divisor
        assert [exact(number) for number in numbers(figure.text)] == [rest]

    def check_interval(self, figure: Figure) -> None:
        *parts, whole = figure.observation_ids
        if not parts:
            (row,) = self.rows[whole]
            ends = [row["interval_low"], row["interval_high"]]
        else:
            counts = [int(self.known.rows[name]["value"]) for name in (*parts, whole)]
            interval = wilson(sum(counts[:-1]), counts[-1]).interval
            ends = [round(float(end or 0), 1) for end in (interval.low, interval.high)]
        assert [float(number) for number in numbers(figure.text)] == ends

    # ------------------------------------------------------------ words

    def check_digits(self, sentence: Sentence) -> None:
        """Outside figures digits stand in names, units and periods of the rows only."""
        said = " ".join(part for part in sentence.parts if isinstance(part, str))
        for name in sorted(self.names(sentence), key=len, reverse=True):
            said = said.replace(name, " ")
        assert set(re.findall(r"\d+", said)) <= self.dates(sentence), said

    def about(self, sentence: Sentence) -> list[Row]:
        ids = {name for figure in sentence.figures for name in figure.observation_ids}
        return [self.row(name) for name in ids] or self.chart.rows.to_dicts()

    def names(self, sentence: Sentence) -> set[str]:
        names = set(UNITS)
        for row in self.about(sentence):
            names |= {row["district_zh"], row["district_en"]}
            if "scope" in row:
                names |= {row["scope"], row["scope_en"]} - {""}
                entry = self.context.catalogue[row["indicator_id"]]
                texts = [entry.name_zh, entry.name_en, entry.short_zh, entry.short_en]
                names |= {form for text in texts for form in (text, text[:1].lower() + text[1:])}
                phrase = load_phrases().get(row["indicator_id"], {})
                pieces = (piece for text in phrase.values() for piece in text.split("{n}"))
                names |= {
                    piece for piece in pieces if re.search(r"\d|增长|下降|down|growth", piece)
                }
        return names

    def dates(self, sentence: Sentence) -> set[str]:
        found: set[str] = set()
        for row in self.about(sentence):
            if "period_end" not in row:
                found.add(str(row["year"]))
                continue
            for day in (row["period_start"], row["period_end"]):
                if day is not None:
                    found |= {str(day.year), str(day.month), str(day.day)}
            found |= {"1"} if row["basis"] == "first_half" else set()  # H1 2021
            found |= {row["period_label"][-1]} if "-Q" in row["period_label"] else set()
        return found

    def check_directions(self, sentence: Sentence) -> None:
        """A word of rise or fall stands only beside a change that is one for all its bounds."""
        if self.chart.kind == "coverage":
            return
        names = sorted(self.names(sentence), key=len, reverse=True)
        for clause in clauses(sentence):
            said = " ".join(part for part in clause if isinstance(part, str))
            for name in names:
                said = said.replace(name, " ")
            up, down = bool(UP.search(said)), bool(DOWN.search(said))
            assert not (up and down), said
            moved = [part for part in clause if isinstance(part, Figure)
                     and part.role in (Role.CHANGE, Role.MULTIPLE)]  # fmt: skip
            if up or down:
                assert [self.sign(figure) for figure in moved] == [1 if up else -1], said
            elif any(figure.role is Role.CHANGE for figure in moved):
                assert [self.sign(figure) for figure in moved] == [0], said

    def sign(self, figure: Figure) -> int:
        """1 where every allowed change is a rise, −1 where it is a fall, else 0."""
        if len(figure.observation_ids) == 2:
            (low, high), _ = self.ends(figure)
        elif figure.role is Role.MULTIPLE:
            low = high = exact(numbers(figure.text)[0]) - 1
        else:
            size = [exact(number) for number in self.single(figure)]
            low, high = size[0], size[-1]
        return 1 if low > 0 else -1 if high < 0 else 0

    def check_marks(self, sentence: Sentence) -> None:
        """What is derived says so, before the next figure."""
        for at, part in enumerate(sentence.parts):
            if not isinstance(part, Figure) or part.role is not Role.VALUE:
                continue
            behind = sentence.parts[at + 1] if at + 1 < len(sentence.parts) else ""
            mark = self.context.words.pick("（推算", " (derived")
            derived = self.row(part.observation_ids[0])["status"] == "derived"
            says = isinstance(behind, str) and mark in re.split("[；。,;]", behind)[0]
            assert says is derived, sentence.text


def clauses(sentence: Sentence) -> Iterator[list[str | Figure]]:
    """The parts of a sentence between semicolons."""
    clause: list[str | Figure] = []
    for part in sentence.parts:
        if isinstance(part, Figure):
            clause.append(part)
            continue
        first, *rest = re.split("；|; ", part)
        clause.append(first)
        for piece in rest:
            yield clause
            clause = [piece]
    yield clause


def written(number: float, unit: DisplayUnit) -> Decimal:
    """A value in its unit: published ones keep every digit."""
    scaled = exact(number) / unit.divisor
    if unit.decimals is not None:
        return gb8170(scaled, unit.decimals)
    with localcontext() as precise:
        precise.prec = 60
        return Decimal(scaled.numerator) / Decimal(scaled.denominator)


def written_change(change: Fraction, points: bool) -> Decimal:
    """Percent to one decimal; points are a difference of published numbers and stay exact."""
    return written(change, DisplayUnit("", decimals=None if points else 1))


def below(one: Row, other: Row) -> bool:
    high, low = one["shown_high"], other["shown_low"]
    return high is not None and low is not None and high < low
