"""A chart of every kind, as tests of exports need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import comparable_pairs
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from tests.dashboard.conftest import PanelsOf

RECEIVED, ACCEPTED = "reconsideration.received", "reconsideration.accepted"
LOSSES = "legal_aid.losses_recovered"
CHOSEN = ("440306", "310107")  # few enough that a landscape has others, too


def like(context: Context, panels_of: PanelsOf, indicator: str, basis: str = "year") -> Panel:
    """The figures of whole districts of one kind of period."""
    (found,) = (p for p in panels_of(context, indicator) if p.basis == basis and not p.scope)
    return found


def charts_of_figures(context: Context, panels_of: PanelsOf) -> Iterator[Chart]:
    """A chart of every kind and mode that is made of figures."""
    received = like(context, panels_of, RECEIVED)
    for mode in Mode:
        shown = kinds.in_mode(received, mode, context)
        assert shown is not None
        yield kinds.panel_chart(shown, context)
    family = context.catalogue.families[0]
    few = replace(context, selection=replace(context.selection, districts=CHOSEN))
    found = [
        kinds.bars_chart(received, context),
        kinds.multiples_chart(received, context),
        views.change_view(received, *comparable_pairs(received)[-1], context),
        views.scatter_view(received, like(context, panels_of, ACCEPTED), context),
        rates_chart(family, context),
        kinds.panel_chart(like(context, panels_of, LOSSES, "first_half"), context),
        movement_chart(all_figures(context), context),
        profile_chart(
            comparisons(figures_of_all(context), "440311", context, mode=Mode.LEVEL),
            context,
            mode=Mode.LEVEL,
        ),
        *composition_charts(family, context)[:2],
        landscape_charts(family, few)[0],
    ]
    for chart in found:
        assert chart is not None
        yield chart


def coverage(context: Context) -> Chart:
    """The chart that shows no figures but which there are."""
    few = replace(context, selection=replace(context.selection, districts=CHOSEN))
    chart = kinds.coverage_chart(few, families=("mediation",))
    assert chart is not None
    return chart
