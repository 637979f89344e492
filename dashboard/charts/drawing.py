"""From a recipe to its chart, the same that a page shows for the same choices."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import period_names
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.recipe import (
    ChangeRecipe,
    CompositionRecipe,
    CoverageRecipe,
    LandscapeRecipe,
    MovementsRecipe,
    MultiplesRecipe,
    OfIndicator,
    ProfileRecipe,
    RankingRecipe,
    RatesRecipe,
    Recipe,
    ScatterRecipe,
    SeriesRecipe,
)
from dashboard.charts.series import Mode, Panel, panels
from dashboard.context import Context, Data
from dashboard.district_rows import points
from dashboard.selection import Offer, Selection
from dashboard.words import Words
from indicators.catalogue import Family


@dataclass(frozen=True)
class Drawn:
    """A chart, and the context with the selection that it was drawn from."""

    chart: Chart
    context: Context


def draw(recipe: Recipe, data: Data, words: Words) -> Drawn | None:
    """The chart of a recipe; None where the data have nothing to show for it."""
    context = Context(data, words, selection_of(recipe, data.offer))
    chart = _chart(recipe, context)
    return Drawn(chart, context) if chart else None


def selection_of(recipe: Recipe, offer: Offer) -> Selection:
    """What the recipe selects of what there is: without a last year up to the newest."""
    known = tuple(code for code in recipe.districts if code in offer.districts)
    last = offer.years[-1] if recipe.last_year is None else recipe.last_year
    return Selection(known, recipe.first_year, last, recipe.bases)


def _chart(recipe: Recipe, context: Context) -> Chart | None:
    match recipe:
        case CompositionRecipe() | RatesRecipe() | CoverageRecipe():
            return _of_family(recipe, context)
        case ProfileRecipe():
            found = comparisons(
                figures_of_all(context, recipe.district),
                recipe.district,
                context,
                mode=Mode(recipe.mode),
            )
            return profile_chart(found, context, mode=Mode(recipe.mode))
        case MovementsRecipe():
            return movement_chart(all_figures(context), context)
        case LandscapeRecipe():
            return _landscape(recipe, context)
        case _:
            panel = _panel(recipe, recipe.indicator, recipe.scope, context)
            return _of_panel(recipe, panel, context) if panel else None


def _of_family(
    recipe: CompositionRecipe | RatesRecipe | CoverageRecipe, context: Context
) -> Chart | None:
    match recipe:
        case CompositionRecipe():
            families = [
                family
                for family in context.catalogue.families
                if any(identity.id == recipe.identity for identity in family.identities)
            ]
            charts = [chart for one in families for chart in composition_charts(one, context)]
            return _same(recipe, charts)
        case RatesRecipe():
            family = _family(recipe.family, context)
            return rates_chart(family, context) if family else None
        case CoverageRecipe():
            known = tuple(name for name in recipe.families if _family(name, context))
            return kinds.coverage_chart(context, families=known) if known else None


def _family(family_id: str, context: Context) -> Family | None:
    return next((one for one in context.catalogue.families if one.id == family_id), None)


def _landscape(recipe: LandscapeRecipe, context: Context) -> Chart | None:
    if recipe.indicator not in context.catalogue:
        return None
    family = context.catalogue.family(context.catalogue[recipe.indicator].family)
    return _same(recipe, landscape_charts(family, context))


def _same(recipe: Recipe, charts: list[Chart]) -> Chart | None:
    """The one of these charts that the recipe is of, from whatever figures it was asked for."""
    asked = _subject(recipe)
    return next((chart for chart in charts if _subject(chart.recipe) == asked), None)


def _subject(recipe: Recipe) -> dict[str, object]:
    return recipe.model_dump(exclude={"districts", "first_year", "last_year", "bases"})


def _panel(recipe: OfIndicator, indicator: str, scope: str, context: Context) -> Panel | None:
    """The like figures that a recipe asks for, in its mode; None where there are none."""
    if indicator not in context.catalogue:
        return None
    rows = points(context.warehouse, [indicator], context.selection.filter)
    rows = rows.filter((pl.col("scope") == scope) & (pl.col("shape") == recipe.shape))
    found = panels(rows, context.catalogue, context.words)
    return kinds.in_mode(found[0], recipe.mode, context) if found else None


def _of_panel(recipe: OfIndicator, panel: Panel, context: Context) -> Chart | None:
    match recipe:
        case SeriesRecipe():
            return kinds.panel_chart(panel, context, log=recipe.log)
        case RankingRecipe():
            return _ranking(recipe, panel, context)
        case ChangeRecipe():
            return _change(recipe, panel, context)
        case MultiplesRecipe():
            return kinds.multiples_chart(panel, context)
        case ScatterRecipe():
            up = _panel(recipe, recipe.second, recipe.second_scope, context)
            return views.scatter_view(panel, up, context) if up else None
    return None


def _ranking(recipe: RankingRecipe, panel: Panel, context: Context) -> Chart | None:
    known = list(period_names(panel, context.words))
    period = recipe.period or known[0]
    return views.ranking_view(panel, period, context) if period in known else None


def _change(recipe: ChangeRecipe, panel: Panel, context: Context) -> Chart | None:
    fitting = views.later_periods(panel, recipe.earlier, context)
    later = recipe.later or next(iter(fitting), "")
    return views.change_view(panel, recipe.earlier, later, context) if later in fitting else None
