"""The address of a chart's files, and of the page that shows the chart.

A site may be served below a prefix; every page lies directly below it, and so does `api`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from dashboard.api.orders import LANGUAGE, SIZE, VERSION
from dashboard.api.places import API, PAGES
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
    to_link,
)
from dashboard.context import Context
from dashboard.words import Language

WHOLE = "whole"  # the scope of an unrestricted figure, as the page names it


def chart_address(
    recipe: Recipe,
    *,
    suffix: str,
    language: Language,
    base: str,
    version: str | None = None,
    size: str | None = None,
) -> str:
    """Where a chart's file is; `base` is the address of any page of the site.

    With a data version it never changes, without one it follows the data.
    """
    own = {LANGUAGE: language.value, VERSION: version, SIZE: size}
    asked = {**to_link(recipe), **{name: value for name, value in own.items() if value}}
    return f"{site_of(base)}{API}/chart.{suffix}?{urlencode(asked)}"


def site_of(page: str) -> str:
    """The address of the site, from that of one of its pages.

    >>> site_of("https://example.org/figures/explore?lang=zh")
    'https://example.org/figures'
    >>> site_of("http://localhost:8501/")
    'http://localhost:8501'
    """
    parts = urlsplit(page)
    path = parts.path.rstrip("/")
    before, _, last = path.rpartition("/")
    return urlunsplit((parts.scheme, parts.netloc, before if last in PAGES else path, "", ""))


def page_address(recipe: Recipe, context: Context, *, version: str | None, site: str) -> str:
    """The page that shows this chart, with its choices; `context` is that of its drawing."""
    page, choices = _page(recipe, context)
    asked = {LANGUAGE: context.words.language.value, **context.selection.to_link(), **choices}
    if version:
        asked[VERSION] = version
    return f"{site}/{page}?{urlencode(asked)}"


def _page(recipe: Recipe, context: Context) -> tuple[str, dict[str, str]]:
    """The page's name, empty for the start page, and what to choose on it."""
    match recipe:
        case LandscapeRecipe():
            return context.catalogue[recipe.indicator].family, {}
        case OfIndicator():
            return "explore", _explored(recipe)
        case CompositionRecipe():
            return _family_of_identity(recipe.identity, context), {}
        case RatesRecipe():
            return recipe.family, {}
        case CoverageRecipe():
            return recipe.families[0] if len(recipe.families) == 1 else "", {}
        case ProfileRecipe():
            return "district", {"one": recipe.district, "compare": recipe.mode}
        case MovementsRecipe():
            return "", {}


def _family_of_identity(identity_id: str, context: Context) -> str:
    return next(
        family.id
        for family in context.catalogue.families
        if any(identity.id == identity_id for identity in family.identities)
    )


def _explored(recipe: OfIndicator) -> dict[str, str]:
    """The choices on the page 指标对比."""
    own: dict[str, Any] = {}
    match recipe:
        case SeriesRecipe():
            own = {"view": "trend", "scale": "log" if recipe.log else "linear"}
        case RankingRecipe():
            own = {"view": "ranking", "p": recipe.period}
        case ChangeRecipe():
            own = {"view": "change", "from": recipe.earlier, "to": recipe.later}
        case MultiplesRecipe():
            own = {"view": "multiples"}
        case ScatterRecipe():
            own = {"view": "scatter", "with": f"{recipe.second}@{recipe.second_scope}"}
    found = {"i": recipe.indicator, "s": recipe.scope or WHOLE, "k": recipe.shape, **own}
    return {name: value for name, value in found.items() if value} | {"show": recipe.mode}
