"""Whether a chart goes on to newer figures, and how that is changed."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.recipe import ChangeRecipe, RankingRecipe, Recipe
from dashboard.selection import Offer
from indicators.periods import Basis


def follows(recipe: Recipe) -> bool:
    """Whether newer figures are drawn as soon as there are some."""
    return recipe.last_year is None and _open_period(recipe) is None


def following(recipe: Recipe) -> Recipe:
    """The recipe, drawn up to the newest figures from now on."""
    changes: dict[str, object] = {"last_year": None}
    if isinstance(recipe, RankingRecipe):
        changes["period"] = None
    if isinstance(recipe, ChangeRecipe):
        changes["later"] = None
    return recipe.model_copy(update=changes)


def fixed(recipe: Recipe, chart: Chart, offer: Offer) -> Recipe:
    """The recipe, staying with the periods that are drawn now."""
    changes: dict[str, object] = {"last_year": recipe.last_year or offer.years[-1]}
    if isinstance(recipe, RankingRecipe):
        changes["period"] = recipe.period or _newest(chart)
    if isinstance(recipe, ChangeRecipe):
        changes["later"] = recipe.later or _newest(chart)
    return recipe.model_copy(update=changes)


def _open_period(recipe: Recipe) -> str | None:
    match recipe:
        case RankingRecipe():
            return recipe.period
        case ChangeRecipe():
            return recipe.later
    return None


def _newest(chart: Chart) -> str:
    """The newest period drawn, as recipes call it: of points in time, their year."""
    row = chart.rows.sort("period_end").row(-1, named=True)
    return str(row["year"] if row["basis"] == Basis.POINT else row["period_label"])
