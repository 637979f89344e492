"""Places every quantity of a report: at an indicator, or among the unplaced with a reason."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from indicators.catalogue import Indicator, Measure, load_catalogue
from indicators.growth import Growth
from indicators.periods import Period
from indicators.quantities import HUNDRED, Bounds, stated_bounds
from indicators.reading.confidence import MARGIN, confidence
from indicators.reading.contexts import Context, contexts
from indicators.reading.figure_period import figure_period
from indicators.reading.growth import RATIOS, Change, change_of, earlier_level
from indicators.reading.linking import ENOUGH, Match, load_rules, matches
from indicators.reading.model import Figure, GrowthFigure, Guess, Rejected, Unplaced
from indicators.reading.numbers import Number, find_numbers
from indicators.reading.places import district_name, names_another
from indicators.reading.roles import find_names, role_of
from indicators.reading.scopes import scope_of
from indicators.reading.text import Outline
from indicators.reading.times import Timeline, find_times
from indicators.reading.topics import find_topics
from indicators.reading.wording import WORDING

_COUNT_OF = re.compile("数量?(?:为|是|达到?)?$")  # 受理数为217: counted in cases, mostly
_GROWN = ("件", "人次", "元", "场次", "家", "人")  # measures of what may be said to grow
_GUESSES = 3
_SHORTEST_SCOPE, _LONGEST_SCOPE = 3, 24  # of a scope made of a figure's own words
_RESTRICTED = 0.85  # how much less sure a figure is whose restriction is only supposed
_NEAR = 8  # figures of a sentence that a figure or a growth after them may speak of


class Placing:
    """Places the quantities of one report; its lists fill in the order of the text."""

    def __init__(self, places: Outline, title: str, district: str, period: Period | None) -> None:
        """Take what is known of the report as a whole; district "" and period None are unknown."""
        self.outline = places
        self.district = district
        self.period = period
        self.times: Timeline = find_times(places, period)
        self.figures: list[Figure] = []
        self.growth: list[GrowthFigure] = []
        self.unplaced: list[Unplaced] = []
        self.rejected: list[Rejected] = []
        self._catalogue = load_catalogue()
        self._rules = load_rules()
        self._trail = find_topics(places, title)
        self._levels: list[Figure] = []  # of this year's, which growth statements speak of
        self._seen: dict[tuple[object, ...], int] = {}
        self._contexts: dict[int, Context] = {}  # of the figures, by their place
        self._taken_back: set[int] = set()  # places of figures that proved to be parts

    def place_all(self) -> None:
        """Sort every number; place what is a quantity."""
        for context in contexts(self.outline, self._quantities()):
            self._place(context)
        self._settle()

    # ---------------------------------------------------------------- what is a quantity

    def _quantities(self) -> list[Number]:
        folded, quantities = self.outline.folded, []
        names = find_names(folded)
        for name in names:
            self._reject(name.start, name.end, name.reason)
        index = 0
        for number in find_numbers(folded):
            while index < len(names) and names[index].end <= number.start:
                index += 1
            if index < len(names) and names[index].start <= number.start:
                continue  # the name is rejected as a whole
            reason = role_of(folded, number)
            if reason is None and not number.measure and number.value < 10:
                reason = "enumerator"
            if reason is None:
                quantities.append(number)
            else:
                self._reject(number.start, number.end, reason)
        return quantities

    def _reject(self, start: int, end: int, reason: str) -> None:
        self.rejected.append(Rejected(self.outline.text[start:end], start, reason))

    # ---------------------------------------------------------------- levels

    def _place(self, context: Context) -> None:
        number = context.quantity.number
        if self.outline.section(number.start).plan:
            self._reject(number.start, number.end, "plan_section")
        elif self._is_target(context):
            self._reject(number.start, number.end, "target")
        else:
            self._place_stated(context)

    def _is_target(self, context: Context) -> bool:
        """Whether the words before a figure make it a target, a forecast or a norm."""
        folded, quantity = self.outline.folded, context.quantity
        before = context.sentence_before
        clause = folded[quantity.clause_start : quantity.number.before]
        if WORDING.target.search(clause) or WORDING.target_from_here.search(before):
            return True
        years = WORDING.target_year.findall(before)
        return self.period is not None and any(int(year) > self.period.year for year in years)

    def _place_stated(self, context: Context) -> None:
        found = self._matches(context)
        changes = [m for m in found if m.rule.indicator.measure is Measure.CHANGE]
        if changes and changes[0].score >= ENOUGH:  # 入企频次下降59%: an indicator of its own
            self._add_figure(context, changes)
            return
        change = change_of(context)
        if change is not None:
            self._place_change(context, change)
            return
        found = [m for m in found if m.rule.indicator.measure is not Measure.CHANGE]
        if earlier_level(context):
            self._place_earlier(context, found)
        elif (reason := self._doubt(context, found)) is not None:
            self._leave(context, reason, found)
        else:
            self._add_figure(context, found)

    def _matches(self, context: Context) -> list[Match]:
        number = context.quantity.number
        bare = not number.measure and _COUNT_OF.search(context.own) is not None
        return matches(context, self._trail, self._rules.of("件" if bare else number.measure))

    def _doubt(self, context: Context, found: list[Match]) -> str | None:
        """Why a figure cannot be placed at its best match; None where it can."""
        if not found or found[0].score < ENOUGH:
            return "no_rule"
        if len(found) > 1 and found[0].score - found[1].score < MARGIN:
            return "in_doubt"
        return "other_area" if self._is_other_area(context) else None

    def _is_other_area(self, context: Context) -> bool:
        """Whether a figure is a wider area's, or another district's."""
        itself = "全市" if district_name(self.district).endswith("市") else ""
        areas = WORDING.other_area.findall(context.own) or WORDING.other_area.findall(context.right)
        if any(area != itself for area in areas):
            return True
        quantity = context.quantity
        clause = self.outline.folded[quantity.clause_start : quantity.number.before]
        return bool(self.district) and names_another(clause, self.district)

    def _add_figure(self, context: Context, found: list[Match]) -> None:
        """Place a figure at its best match, unless it is a part of one before it."""
        best, *others = found
        indicator, number = best.rule.indicator, context.quantity.number
        period, own = figure_period(self.times, context, best.rule)
        scope = scope_of(context, indicator, district=self.district, given=best.rule.reads.scope)
        if (whole := self._whole_of(context, indicator, scope, period)) is not None:
            self._leave(context, "part", found)
            if not best.penalty:
                self._doubt_whole(whole, number)
            return
        figure = Figure(
            district=self.district,
            indicator=indicator.id,
            scope=scope,
            period=period,
            value=number.value,
            bounds=self._bounds(number, indicator),
            qualifier=number.qualifier,
            printed=self._printed(number),
            char_start=number.start,
            sentence=self.outline.sentence(number.start),
            rule=best.rule.name,
            confidence=confidence(best, others, own_period=own),
            guesses=_guesses(others, best),
        )
        self._levels.append(self._append(figure, context))

    def _place_earlier(self, context: Context, found: list[Match]) -> None:
        """Last year's figure, told beside this year's, is of the same indicator."""
        level, number = self._last_level(context), context.quantity.number
        if level is None or level.period is None or level.period.start is None:
            self._leave(context, "other_period", found)
            return
        self._append(
            replace(
                level,
                period=level.period.year_earlier(),
                value=number.value,
                bounds=self._bounds(number, self._catalogue[level.indicator]),
                qualifier=number.qualifier,
                printed=self._printed(number),
                char_start=number.start,
                confidence=round(level.confidence * 0.95, 2),
                guesses=(),
                repeats=None,
            ),
            context,
        )

    def _append(self, figure: Figure, context: Context) -> Figure:
        """Keep a figure, which may say again what was said before."""
        key = (figure.indicator, figure.scope, figure.period, figure.value, figure.qualifier)
        first = self._seen.setdefault(key, figure.char_start)
        if first != figure.char_start:
            figure = replace(figure, repeats=first)
        self.figures.append(figure)
        self._contexts[figure.char_start] = context
        return figure

    def _whole_of(
        self, context: Context, indicator: Indicator, scope: str, period: Period | None
    ) -> Figure | None:
        """The figure of the same sentence that this one is a part of.

        Either of the same fact with another value, or, after 其中, of another family's total.
        """
        number = context.quantity.number
        sentence = self.outline.sentence(number.start)
        for level in reversed(self._levels[-_NEAR:]):
            if level.sentence != sentence:
                return None
            if level.char_start in self._taken_back:
                continue
            family = self._catalogue[level.indicator].family
            if self._begins_parts(level, number) and family != indicator.family:
                return level
            if (level.indicator, level.scope, level.period) == (indicator.id, scope, period):
                return level if level.value != number.value else None
        return None

    def _begins_parts(self, level: Figure, number: Number) -> bool:
        """Whether 其中 stands between two figures."""
        between = self.outline.folded[level.char_end : number.start]
        return WORDING.subset.search(between) is not None

    def _doubt_whole(self, whole: Figure, number: Number) -> None:
        """Two values of one fact side by side (撤销5件、确认违法3件) are both parts of a whole."""
        stock = self._catalogue[whole.indicator].measure is Measure.STOCK
        bracketed = "(" in self.outline.folded[whole.char_end : number.start]
        stands = stock or bracketed or whole.repeats is not None
        if not stands and not self._begins_parts(whole, number):
            self._taken_back.add(whole.char_start)

    def _settle(self) -> None:
        """Of counts of one fact that differ, the largest is the total, of rates the first one is.

        The others are restricted to something: their own words say to what, or they are left as
        parts. Growth follows its figure.
        """
        stated: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.char_start not in self._taken_back:
                stated[figure.indicator, figure.scope, figure.period].append(figure)
        scopes: dict[int, str] = {}
        for figures in stated.values():
            rate = self._catalogue[figures[0].indicator].measure in {Measure.RATE, Measure.CHANGE}
            total = figures[0].value if rate else max(figure.value for figure in figures)
            scopes |= {f.char_start: self._own_scope(f) for f in figures if f.value != total}
        self._taken_back |= {place for place, scope in scopes.items() if not scope}
        for place in self._taken_back:
            self._leave(self._contexts[place], "part", self._matches(self._contexts[place]))
        self.figures = [
            _restricted(figure, scopes.get(figure.char_start))
            for figure in self.figures
            if figure.char_start not in self._taken_back
        ]
        self.growth = [
            replace(one, scope=scopes.get(-1 if one.level is None else one.level, one.scope))
            for one in self.growth
            if one.level not in self._taken_back
        ]

    def _own_scope(self, figure: Figure) -> str:
        """The restriction that a figure's own words name; empty where they name none."""
        words = self._contexts[figure.char_start].own.strip("、,其中共计的 ")[-_LONGEST_SCOPE:]
        return words if len(WORDING.filler.sub("", words)) >= _SHORTEST_SCOPE else ""

    # ---------------------------------------------------------------- growth

    def _place_change(self, context: Context, change: Change) -> None:
        if change.growth is None or change.reason:
            self._leave(context, change.reason or "no_rule", [])
            return
        level = self._last_level(context)
        if change.subject and context.length_of_list == 1:
            own = self._of_subject(context, change)
            if own is None:
                self._leave(context, "no_level", [])
                return
            if level is None or level.indicator != own.rule.indicator.id:
                self._grow_alone(context, change.growth, own)
                return
        if level is None:
            self._leave(context, "no_level", [])
            return
        self._grow(
            context,
            change.growth,
            indicator=level.indicator,
            scope=level.scope,
            period=level.period,
            rule=level.rule,
            sure=level.confidence * 0.97,
            level=level.char_start if level.repeats is None else level.repeats,
        )

    def _of_subject(self, context: Context, change: Change) -> Match | None:
        """The indicator that the words before a growth name by themselves."""
        as_level = replace(context, own=change.subject, right="")
        for measure in _GROWN:
            for match in matches(as_level, self._trail, self._rules.of(measure)):
                rate = match.rule.indicator.measure in {Measure.RATE, Measure.CHANGE}
                if not rate and match.score >= ENOUGH:
                    return match
        return None

    def _grow_alone(self, context: Context, growth: Growth, match: Match) -> None:
        """A growth that names its own subject, of which no figure was stated before."""
        rule = match.rule
        period, own = figure_period(self.times, context, rule)
        self._grow(
            context,
            growth,
            indicator=rule.indicator.id,
            scope=scope_of(context, rule.indicator, district=self.district, given=rule.reads.scope),
            period=period,
            rule=rule.name,
            sure=confidence(match, [], own_period=own) * 0.9,
        )

    def _grow(
        self,
        context: Context,
        growth: Growth,
        *,
        indicator: str,
        scope: str,
        period: Period | None,
        rule: str,
        sure: float,
        level: int | None = None,
    ) -> None:
        """Keep a growth, which may say again what was said before."""
        number = context.quantity.number
        key = ("growth", indicator, scope, period, growth)
        first = self._seen.setdefault(key, number.start)
        self.growth.append(
            GrowthFigure(
                district=self.district,
                indicator=indicator,
                scope=scope,
                period=period,
                growth=growth,
                printed=self._printed(number),
                char_start=number.start,
                sentence=self.outline.sentence(number.start),
                rule=f"growth:{rule}",
                confidence=round(sure, 2),
                level=level,
                repeats=None if first == number.start else first,
            )
        )

    def _last_level(self, context: Context) -> Figure | None:
        """The figure that a growth speaks of: the one before it in its sentence.

        Of a list of growths, each speaks of the figure at its place in the list before.
        """
        sentence = self.outline.sentence(context.quantity.number.start)
        levels = [
            level
            for level in self._levels[-_NEAR:]
            if level.sentence == sentence and level.char_start not in self._taken_back
        ]
        if context.length_of_list > 1 and len(levels) >= context.length_of_list:
            return levels[context.place_in_list - context.length_of_list]
        if not levels or context.place_in_list:
            return None
        last = self.unplaced[-1] if self.unplaced else None
        if last is None or last.sentence != sentence or last.char_start < levels[-1].char_start:
            return levels[-1]
        beside = last.measure in RATIOS or last.reason in {"part", "points"}
        return levels[-1] if beside else None

    # ---------------------------------------------------------------- the rest

    def _leave(self, context: Context, reason: str, found: list[Match]) -> None:
        number = context.quantity.number
        self.unplaced.append(
            Unplaced(
                value=number.value,
                measure=number.measure,
                bounds=_plain_bounds(number),
                qualifier=number.qualifier,
                printed=self._printed(number),
                char_start=number.start,
                sentence=self.outline.sentence(number.start),
                period=self.period,
                reason=reason,
                guesses=_guesses(found, found[0]) if found else (),
            )
        )

    def _printed(self, number: Number) -> str:
        return self.outline.text[number.start : number.end]

    def _bounds(self, number: Number, indicator: Indicator) -> Bounds:
        share = indicator.measure is Measure.RATE and number.value <= HUNDRED
        whole = self._catalogue.units[indicator.unit].whole
        return stated_bounds(
            number.value, number.qualifier, unit=number.unit, whole=whole, share=share
        )


def _restricted(figure: Figure, scope: str | None) -> Figure:
    """A figure with a restriction that is only supposed, and so less sure."""
    if not scope:
        return figure
    return replace(figure, scope=scope, confidence=round(figure.confidence * _RESTRICTED, 2))


def _plain_bounds(number: Number) -> Bounds:
    whole = number.measure not in RATIOS | {"个百分点", "百分点"}
    return stated_bounds(number.value, number.qualifier, unit=number.unit, whole=whole)


def _guesses(found: list[Match], best: Match) -> tuple[Guess, ...]:
    """Other indicators that were near; a guess is never surer than one half."""
    return tuple(
        Guess(
            match.rule.indicator.id,
            round(min(0.5, 0.5 * match.score / best.score), 2),
            match.rule.name,
        )
        for match in found[:_GUESSES]
        if best.score > 0
    )
