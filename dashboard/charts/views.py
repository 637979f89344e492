"""One indicator as 指标对比 shows it: of which periods, and what a view leaves out."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.panel_periods import at_periods, comparable_pairs, period_names
from dashboard.charts.recipe import ChangeRecipe, RankingRecipe, of_panel
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.figures.bars import is_ranking, places

NAMED = 8  # districts that a note names before it only counts


def ranking_view(panel: Panel, period: str, context: Context) -> Chart:
    """Bars of one period, by its key, with ranks where the bounds allow them."""
    words = context.words
    newest = next(iter(period_names(panel, words)))
    shown = at_periods(panel, period)
    notes = [_absent(shown, context)]
    if is_ranking(shown) and None in places(shown):
        notes.append(words("explore.no_rank"))
    recipe = RankingRecipe(**of_panel(panel, context), period=_unless(period, newest))
    return _with_notes(kinds.bars_chart(shown, context, recipe=recipe), *notes)


def change_view(panel: Panel, earlier: str, later: str, context: Context) -> Chart | None:
    """From one period to another, by their keys; None when no district has both."""
    newest = later_periods(panel, earlier, context)[0]
    recipe = ChangeRecipe(**of_panel(panel, context), earlier=earlier, later=_unless(later, newest))
    chart = kinds.change_chart(at_periods(panel, earlier, later), recipe, context)
    if chart is None:
        return None
    return _with_notes(chart, _absent(replace(panel, rows=chart.rows), context))


def later_periods(panel: Panel, earlier: str, context: Context) -> list[str]:
    """The keys of the periods that this one can be compared to, newest first."""
    fitting = {later for start, later in comparable_pairs(panel) if start == earlier}
    return [key for key in period_names(panel, context.words) if key in fitting]


def scatter_view(across: Panel, up: Panel, context: Context) -> Chart | None:
    """Two indicators against each other; None when no district has both for one period."""
    words = context.words
    chart = kinds.scatter_chart(across, up, context)
    if chart is None:
        return None
    notes = [words("explore.same_period"), words("explore.not_cause")]
    if Mode.LEVEL in (across.mode, up.mode):
        notes.append(words("explore.both_grow"))
    return _with_notes(chart, *notes)


def _unless(period: str, newest: str) -> str | None:
    """A period to be drawn again; the newest one is left open, so that newer figures follow."""
    return None if period == newest else period


def _absent(panel: Panel, context: Context) -> str:
    """How many of the chosen districts the chart does not show for want of a figure, and which."""
    words, chosen = context.words, context.selection.districts
    shown = set(panel.rows["district_code"]) | set(panel.left_out)
    names = context.data.labels[words.language]
    absent = [names[code] for code in chosen if code not in shown]
    if not absent:
        return ""
    text = "explore.absent" if len(absent) <= NAMED else "explore.absent_many"
    return words(text, count=len(absent), all=len(chosen), names=words.join(absent[:NAMED]))


def _with_notes(chart: Chart, *notes: str) -> Chart:
    """The chart with these notes before its own."""
    return replace(chart, notes=(*filter(None, notes), *chart.notes))
