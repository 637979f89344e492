"""A chart of every kind, of many indicators: what files are tested with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import comparable_pairs, period_names
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode
from dashboard.context import Context
from dashboard.figures.trend import can_be_log, has_course
from tests.dashboard.conftest import MakeContext, PanelsOf

FAMILIES = 3


def chosen(make_context: MakeContext, language: str = "zh") -> Context:
    """The default districts and years."""
    made = make_context(language)
    districts = made.data.offer.default_districts
    return replace(made, selection=replace(made.selection, districts=districts))


def native_charts(context: Context, panels_of: PanelsOf) -> Iterator[Chart]:
    """Charts of all kinds that have a native form."""
    panels = panels_of(context)
    for panel in panels:
        if has_course(panel):
            yield kinds.trend_chart(panel, context, log=can_be_log(panel))
            yield kinds.multiples_chart(panel, context)
    (received,) = (
        panel
        for panel in panels
        if panel.indicator == "reconsideration.received" and panel.basis == "year"
        and not panel.scope
    )  # fmt: skip
    for mode in Mode:
        if shown := kinds.in_mode(received, mode, context):
            yield kinds.panel_chart(shown, context)
            yield kinds.bars_chart(shown, context)
    for period in period_names(received, context.words):
        yield views.ranking_view(received, period, context)
    earlier, later = comparable_pairs(received)[0]
    yield from filter(None, [views.change_view(received, earlier, later, context)])
    (accepted,) = (
        panel
        for panel in panels
        if panel.indicator == "reconsideration.accepted" and panel.basis == "year"
        and not panel.scope
    )  # fmt: skip
    yield from filter(None, [views.scatter_view(received, accepted, context)])
    for family in context.catalogue.families[:FAMILIES]:
        yield from filter(None, [rates_chart(family, context)])
        yield from composition_charts(family, context)
        yield from landscape_charts(family, context)
    yield from filter(None, [movement_chart(all_figures(context), context)])


def pictured_charts(context: Context) -> list[Chart]:
    """Charts that have no native form."""
    district = context.selection.districts[0]
    compared = comparisons(figures_of_all(context), district, context, mode=Mode.LEVEL)
    found = [
        kinds.coverage_chart(context, families=("mediation",)),
        profile_chart(compared, context, mode=Mode.LEVEL),
    ]
    return [chart for chart in found if chart]
