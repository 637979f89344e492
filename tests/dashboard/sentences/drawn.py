"""Charts to make sentences of, without their pictures: of a panel, and all of the real figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.charts import compositions, kinds, landscape, movements, profiles, rates
from dashboard.charts.chart import Chart
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import at_periods, comparable_pairs
from dashboard.charts.profiles import comparisons, profile_chart
from dashboard.charts.recipe import MovementsRecipe
from dashboard.charts.series import Mode, Panel, panels
from dashboard.context import Context
from dashboard.selection import BasisChoice
from indicators.catalogue import Family

RECIPE = MovementsRecipe(districts=(), first_year=2000, bases=(BasisChoice.YEAR,))
FIGURE = go.Figure()
# what draws pictures: by far the most of a chart's time, and no sentence looks at it
PICTURES = ((compositions, "stacked"), (landscape, "bars"), (rates, "dots"), (kinds, "matrix"),
            (movements, "movements"), (profiles, "profile"), (kinds, "scatter"))  # fmt: skip


def without_pictures(patch: pytest.MonkeyPatch) -> None:
    def no_picture(*_: object, **__: object) -> go.Figure:
        return FIGURE

    for module, name in PICTURES:
        patch.setattr(module, name, no_picture)


def chart(kind: str, *panels_of_it: Panel) -> Chart:
    """A chart of these panels as far as sentences are concerned."""
    units = {(p.indicator, p.scope): p.unit for p in panels_of_it}
    return Chart(
        key=kind, kind=kind, recipe=RECIPE, title="", subtitle="", figure=FIGURE,
        rows=pl.concat([p.rows for p in panels_of_it], how="diagonal_relaxed"),
        unit=panels_of_it[0].unit, notes=(), sources=(), alt="", units=units,
    )  # fmt: skip


def of_panel(level: Panel, context: Context, *modes: Mode) -> Iterator[Chart]:
    """What a page can draw of one panel."""
    for mode in modes:
        shown = kinds.in_mode(level, mode, context)
        if shown:
            yield chart("trend" if shown.longest > 1 else "bars", shown)
    for earlier, later in comparable_pairs(level)[:1]:
        yield chart("change", at_periods(level, earlier, later))


def of_family(family: Family, context: Context) -> Iterator[Chart]:
    yield from compositions.composition_charts(family, context)
    yield from landscape.landscape_charts(family, context)
    for found in (rates.rates_chart(family, context),
                  kinds.coverage_chart(context, families=(family.id,))):  # fmt: skip
        if found:
            yield found


def of_everything(context: Context, *modes: Mode) -> Iterator[Chart]:
    """The charts of every second panel of all figures, and all others; of pairs but a few."""
    every = all_figures(context)
    found = panels(every, context.catalogue, context.words)
    for panel in found[::2]:
        yield from of_panel(panel, context, *modes)
    for family in context.catalogue.families:
        yield from of_family(family, context)
    yield from _of_districts(every, context)
    if movement := movement_chart(every, context):
        yield movement
    whole = [panel for panel in found if not panel.scope and panel.basis == "year"]
    yield from (chart("scatter", *pair) for pair in pairwise(whole[:12]))


def _of_districts(every: pl.DataFrame, context: Context) -> Iterator[Chart]:
    for district in context.selection.districts[::6]:
        compared: Any = comparisons(every, district, context, mode=Mode.LEVEL)
        if drawn := profile_chart(compared, context, mode=Mode.LEVEL):
            yield drawn
