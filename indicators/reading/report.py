"""Reads a whole report: outline, times, numbers, roles, then every quantity's indicator."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from indicators.catalogue import Catalogue, Indicator, Measure, load_catalogue
from indicators.growth import GrowthError
from indicators.observations import Attribution, Fact, GrowthStatement, Observation, Status, derive
from indicators.periods import Period, full_year
from indicators.quantities import HUNDRED, Bounds, stated_bounds
from indicators.reading import growth as changes
from indicators.reading.confidence import MARGIN, confidence
from indicators.reading.contexts import Context, contexts
from indicators.reading.linking import ENOUGH, Match, Rules, load_rules, matches
from indicators.reading.model import (
    Attributed,
    Figure,
    GrowthFigure,
    Guess,
    Reading,
    Rejected,
    Unplaced,
)
from indicators.reading.numbers import Number, find_numbers
from indicators.reading.places import attribute, district_name, names_another
from indicators.reading.roles import find_names, role_of
from indicators.reading.scopes import scope_of
from indicators.reading.text import Outline, fold, outline
from indicators.reading.times import (
    Kind,
    Timeline,
    find_times,
    is_cumulative,
    period_of,
    report_period,
    since_founding,
)
from indicators.reading.topics import TopicTrail, find_topics
from indicators.reading.wording import WORDING

_NOW = ("现已", "目前已", "至今已")
_COUNT_OF = re.compile("数量?(?:为|是|达到?)?$")  # 受理数为217: counted in cases, mostly
_FEW = 3  # fewer quantities than this do not make a report


def read_report(
    text: str,
    *,
    title: str = "",
    issuer: str = "",
    published: str = "",
    district: str | None = None,
    period: Period | None = None,
) -> Reading:
    """Read all figures of a report; a given district or period is believed before the text."""
    places = outline(text)
    title = title or places.first_line
    named = _district(district, title, issuer, places.folded)
    evidence = ""
    if period is None:
        period, evidence = report_period(fold(title), places.folded, published)
    reader = _Reader(places, title, named, period)
    reader.read()
    return Reading(
        text=text,
        title=title,
        district=named,
        period=period,
        period_evidence=evidence,
        figures=tuple(reader.figures),
        growth=tuple(reader.growth),
        derived=tuple(_derived(reader)),
        unplaced=tuple(reader.unplaced),
        rejected=tuple(sorted(reader.rejected, key=lambda found: found.char_start)),
        warnings=tuple(_warnings(reader)),
    )


def _district(code: str | None, title: str, issuer: str, folded: str) -> Attributed:
    if code is not None:
        return Attributed(code, Attribution.STATED, "")
    return attribute(title, issuer, folded)


class _Reader:
    """Reads one report; its lists fill in the order of the text."""

    def __init__(
        self, places: Outline, title: str, district: Attributed, period: Period | None
    ) -> None:
        self.outline = places
        self.district = district
        self.period = period
        self.catalogue: Catalogue = load_catalogue()
        self.rules: Rules = load_rules()
        self.trail: TopicTrail = find_topics(places, fold(title))
        self.times: Timeline | None = find_times(places, period) if period else None
        self.figures: list[Figure] = []
        self.growth: list[GrowthFigure] = []
        self.unplaced: list[Unplaced] = []
        self.rejected: list[Rejected] = []
        self.levels: list[Figure] = []  # of this year's, which growth statements speak of
        self.seen: dict[tuple[object, ...], int] = {}

    def read(self) -> None:
        """Sort every number; place what is a quantity."""
        quantities = self._quantities()
        for context in contexts(self.outline, quantities):
            self._place(context)

    # ------------------------------------------------------------ what is a quantity

    def _quantities(self) -> list[Number]:
        folded, quantities = self.outline.folded, []
        names = find_names(folded)
        for name in names:
            self._reject(name.start, name.end, name.reason)
        taken = [(name.start, name.end) for name in names]
        index = 0
        for number in find_numbers(folded):
            while index < len(taken) and taken[index][1] <= number.start:
                index += 1
            if index < len(taken) and taken[index][0] <= number.start:
                continue
            reason = role_of(folded, number)
            if reason is not None:
                self._reject(number.start, number.end, reason)
            elif number.measure or number.value >= 10:
                quantities.append(number)
            else:
                self._reject(number.start, number.end, "enumerator")
        return quantities

    def _reject(self, start: int, end: int, reason: str) -> None:
        self.rejected.append(Rejected(self.outline.text[start:end], start, reason))

    # ------------------------------------------------------------ placing

    def _place(self, context: Context) -> None:
        number = context.quantity.number
        if self.outline.section(number.start).plan:
            self._reject(number.start, number.end, "plan_section")
            return
        if _is_target(context, self.period):
            self._reject(number.start, number.end, "target")
            return
        if self._as_change_indicator(context):
            return
        change = changes.change_of(context)
        if change is not None:
            self._place_change(context, change)
        else:
            self._place_level(context)

    def _as_change_indicator(self, context: Context) -> bool:
        """Place a rate of change that is an indicator of its own (入企频次下降)."""
        found = [m for m in self._matches(context) if m.rule.indicator.measure is Measure.CHANGE]
        if not found or found[0].score < ENOUGH:
            return False
        self._add_figure(context, found[0], found[1:])
        return True

    def _matches(self, context: Context) -> list[Match]:
        number = context.quantity.number
        bare = not number.measure and _COUNT_OF.search(context.own) is not None
        measure = "件" if bare else number.measure
        return matches(context, self.trail, self.rules.of(measure))

    def _place_level(self, context: Context) -> None:
        found = self._matches(context)
        found = [m for m in found if m.rule.indicator.measure is not Measure.CHANGE]
        if changes.earlier_level(context):
            self._place_earlier(context, found)
            return
        if not found or found[0].score < ENOUGH:
            self._leave(context, "no_rule", found)
        elif len(found) > 1 and found[0].score - found[1].score < MARGIN:
            self._leave(context, "in_doubt", found)
        elif _other_area(context, self.district):
            self._leave(context, "other_area", found)
        else:
            self._add_figure(context, found[0], found[1:])

    def _place_earlier(self, context: Context, found: list[Match]) -> None:
        """Last year's figure, told beside this year's: of the same indicator."""
        level = self._last_level(context)
        if level is None or level.period is None or level.period.start is None:
            self._leave(context, "other_period", found)
            return
        figure = replace(
            level,
            period=level.period.year_earlier(),
            **self._value(context, self.catalogue[level.indicator]),
            confidence=round(level.confidence * 0.95, 2),
            guesses=(),
            repeats=None,
        )
        self._append(figure)

    def _add_figure(self, context: Context, best: Match, others: list[Match]) -> None:
        indicator = best.rule.indicator
        period, own = self._period(context, best)
        scope = scope_of(
            context, indicator, district=self.district.code, given=best.rule.reads.scope
        )
        if self._is_part(context, (indicator.id, scope, period)):
            self._leave(context, "part", [best, *others])
            return
        figure = Figure(
            district=self.district.code,
            indicator=indicator.id,
            scope=scope,
            period=period,
            **self._value(context, indicator),
            sentence=self.outline.sentence(context.quantity.number.start),
            rule=best.rule.name,
            confidence=confidence(best, others, inherited_period=own),
            guesses=tuple(_guess(match, best) for match in others[:3]),
        )
        self._append(figure)
        self.levels.append(figure)

    def _is_part(self, context: Context, fact: tuple[str, str, Period | None]) -> bool:
        """Whether the sentence has stated the same fact already with another value."""
        sentence = self.outline.sentence(context.quantity.number.start)
        for level in reversed(self.levels):
            if level.sentence != sentence:
                return False
            between = self.outline.folded[level.char_end : context.quantity.number.start]
            family = self.catalogue[fact[0]].family
            if WORDING.subset.search(between) and self.catalogue[level.indicator].family != family:
                return True
            if (level.indicator, level.scope, level.period) == fact:
                return level.value != context.quantity.number.value
        return False

    def _append(self, figure: Figure) -> None:
        key = (figure.indicator, figure.scope, figure.period, figure.value, figure.qualifier)
        first = self.seen.setdefault(key, figure.char_start)
        if first != figure.char_start:
            figure = replace(figure, repeats=first)
        self.figures.append(figure)

    def _value(self, context: Context, indicator: Indicator) -> dict[str, object]:
        number = context.quantity.number
        share = indicator.measure is Measure.RATE
        bounds = stated_bounds(
            number.value,
            number.qualifier,
            unit=number.unit,
            whole=self.catalogue.units[indicator.unit].whole,
            share=share and number.value <= HUNDRED,
        )
        return {
            "value": number.value,
            "bounds": bounds,
            "qualifier": number.qualifier,
            "printed": self.outline.text[number.start : number.end],
            "char_start": number.start,
        }

    def _period(self, context: Context, match: Match) -> tuple[Period | None, bool]:
        """The period of a figure, and whether it is the report's own."""
        if self.times is None:
            return None, True
        own = self.times.own
        indicator = match.rule.indicator
        mention = period_of(
            self.times, self.outline, context.quantity.number.start, context.quantity.clause_start
        )
        words = context.sentence_before
        if indicator.measure is Measure.STOCK:
            end = (mention.period or own).end if mention.kind is not Kind.BEFORE else own.end
            if mention.kind is Kind.SINCE or mention.period is None:
                end = own.end
            return Period(end, end), end == own.end
        if match.rule.reads.annual:
            return full_year((mention.period or own).year), True
        since = mention.kind is Kind.SINCE
        counted = indicator.measure is Measure.CUMULATIVE or match.rule.reads.cumulative
        open_start = counted or is_cumulative(context.sentence_start, words, mention)
        if open_start and not since:
            return Period(None, own.end), False
        if mention.kind in {Kind.OWN, Kind.NOW} and any(word in words for word in _NOW):
            founded = since_founding(self.times, self.outline, context.quantity.number.start)
            if founded is not None:
                return founded, False
        period = mention.period or own
        if period.start is not None and period.start == period.end:
            period = own
        return period, period == own

    # ------------------------------------------------------------ growth

    def _place_change(self, context: Context, change: changes.Change) -> None:
        if change.growth is None or change.reason:
            self._leave(context, change.reason, [])
            return
        level = self._last_level(context)
        number = context.quantity.number
        if change.subject and context.length_of_list == 1:
            own = self._of_subject(context, change)
            if own is None:
                self._leave(context, "no_level", [])
                return
            if level is None or level.indicator != own.rule.indicator.id:
                self._grow_without_level(context, change, own)
                return
        if level is None:
            self._leave(context, "no_level", [])
            return
        figure = level
        self._append_growth(
            GrowthFigure(
                district=figure.district,
                indicator=figure.indicator,
                scope=figure.scope,
                period=figure.period,
                growth=change.growth,
                printed=self.outline.text[number.start : number.end],
                char_start=number.start,
                sentence=self.outline.sentence(number.start),
                rule=f"growth:{figure.rule}",
                confidence=round(figure.confidence * 0.97, 2),
                level=figure.char_start if figure.repeats is None else figure.repeats,
            )
        )

    def _of_subject(self, context: Context, change: changes.Change) -> Match | None:
        """The indicator that the words before a growth name by themselves."""
        as_level = replace(context, own=change.subject, right="")
        for measure in ("件", "人次", "元", "场次", "家", "人"):
            found = [
                match
                for match in matches(as_level, self.trail, self.rules.by_measure.get(measure, ()))
                if match.rule.indicator.measure not in {Measure.RATE, Measure.CHANGE}
            ]
            if found and found[0].score >= ENOUGH:
                return found[0]
        return None

    def _grow_without_level(self, context: Context, change: changes.Change, match: Match) -> None:
        if change.growth is None:
            return
        period, own = self._period(context, match)
        number = context.quantity.number
        self._append_growth(
            GrowthFigure(
                district=self.district.code,
                indicator=match.rule.indicator.id,
                scope=scope_of(
                    context,
                    match.rule.indicator,
                    district=self.district.code,
                    given=match.rule.reads.scope,
                ),
                period=period,
                growth=change.growth,
                printed=self.outline.text[number.start : number.end],
                char_start=number.start,
                sentence=self.outline.sentence(number.start),
                rule=f"growth:{match.rule.name}",
                confidence=round(confidence(match, [], inherited_period=own) * 0.9, 2),
            )
        )

    def _append_growth(self, found: GrowthFigure) -> None:
        key = ("growth", found.indicator, found.scope, found.period, found.growth)
        first = self.seen.setdefault(key, found.char_start)
        self.growth.append(found if first == found.char_start else replace(found, repeats=first))

    def _last_level(self, context: Context) -> Figure | None:
        """The figure that a growth speaks of: the one before it in its sentence.

        Of a list of growths, each speaks of the figure at its place in the list before.
        """
        sentence = self.outline.sentence(context.quantity.number.start)
        levels = [level for level in self.levels[-8:] if level.sentence == sentence]
        if context.length_of_list > 1 and len(levels) >= context.length_of_list:
            return levels[context.place_in_list - context.length_of_list]
        if not levels or context.place_in_list:
            return None
        unplaced = self.unplaced[-1] if self.unplaced else None
        between = unplaced is not None and unplaced.char_start > levels[-1].char_start
        if between and unplaced is not None and unplaced.sentence == sentence:
            known = unplaced.measure in {"%", "个百分点", "倍"} or unplaced.reason == "part"
            return levels[-1] if known else None
        return levels[-1]

    def _leave(self, context: Context, reason: str, found: list[Match]) -> None:
        number = context.quantity.number
        best = found[0] if found else None
        self.unplaced.append(
            Unplaced(
                value=number.value,
                measure=number.measure,
                bounds=_plain_bounds(number),
                qualifier=number.qualifier,
                printed=self.outline.text[number.start : number.end],
                char_start=number.start,
                sentence=self.outline.sentence(number.start),
                period=self.times.own if self.times else None,
                reason=reason,
                guesses=tuple(_guess(match, best) for match in found[:3] if best is not None),
            )
        )


def _is_target(context: Context, own: Period | None) -> bool:
    """Whether the words before a figure make it a target, a forecast or a norm."""
    folded, quantity = context.outline.folded, context.quantity
    if WORDING.target.search(folded[quantity.clause_start : quantity.number.before]):
        return True
    before = context.sentence_before
    if WORDING.target_from_here.search(before):
        return True
    return own is not None and any(
        int(year) > own.year for year in WORDING.target_year.findall(before)
    )


def _other_area(context: Context, district: Attributed) -> bool:
    """Whether the figure is a wider area's: 全市 is the district itself where that is a city."""
    found = WORDING.other_area.findall(context.own) or WORDING.other_area.findall(context.right)
    itself = "全市" if district_name(district.code).endswith("市") else ""
    if any(area != itself for area in found):
        return True
    quantity = context.quantity
    clause = context.outline.folded[quantity.clause_start : quantity.number.before]
    return bool(district.code) and names_another(clause, district.code)


def _plain_bounds(number: Number) -> Bounds:
    whole = number.measure not in {"%", "倍", "成", "‰", "番", "个百分点", "百分点"}
    return stated_bounds(number.value, number.qualifier, unit=number.unit, whole=whole)


def _guess(match: Match, best: Match) -> Guess:
    share = Decimal(str(match.score)) / Decimal(str(best.score + match.score or 1))
    return Guess(match.rule.indicator.id, round(float(share) * 0.8, 2), match.rule.name)


def _derived(reader: _Reader) -> list[Observation]:
    """The earlier values that growth statements imply."""
    levels = {figure.char_start: figure for figure in reader.figures}
    found: list[Observation] = []
    for growth in reader.growth:
        level = levels.get(growth.level) if growth.level is not None else None
        period = growth.period
        if level is None or growth.repeats is not None or period is None or period.start is None:
            continue
        fact = Fact(growth.district, growth.indicator, growth.scope, period)
        statement = GrowthStatement(fact, growth.growth, growth.printed, "", growth.char_start)
        whole = reader.catalogue.unit_of(growth.indicator).whole
        try:
            observation = derive(statement, _observed(level, fact), whole=whole)
        except GrowthError:
            continue
        found.append(observation)
    return found


def _observed(level: Figure, fact: Fact) -> Observation:
    return Observation(
        fact=fact,
        value=level.value,
        bounds=level.bounds,
        printed=level.printed,
        qualifier=level.qualifier,
        status=Status.REPORTED,
        source="",
        char_start=level.char_start,
    )


def _warnings(reader: _Reader) -> list[str]:
    found: list[str] = []
    if not reader.district.code:
        found.append("no_district")
    elif reader.district.attribution is Attribution.INFERRED:
        found.append("district_inferred")
    if reader.period is None:
        found.append("no_period")
    if reader.times and any(mention.inverted for mention in reader.times.mentions):
        found.append("period_inverted")
    if len(reader.figures) + len(reader.unplaced) < _FEW:
        found.append("not_a_report")
    return found
