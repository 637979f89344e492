"""What to draw, as data: enough to draw a chart again, later, elsewhere and on newer data.

A recipe is what a saved briefing holds and what the address of a chart says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.selection import SEPARATOR, BasisChoice

# 2020-2024; without the second year it follows the newest figures
_YEARS = re.compile(r"(?P<first>[0-9]{4})-(?P<last>[0-9]{4})?")
_SELECTION = {"districts", "first_year", "last_year", "bases", "kind"}

Code = Annotated[str, Field(pattern=r"^[0-9]{6}(-[a-z]{1,40})?$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Scope = Annotated[str, Field(max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class BadRecipeError(Exception):
    """An address or a file asks for a chart that does not exist; `fields` are at fault."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Keep which fields are at fault."""
        super().__init__(", ".join(fields))
        self.fields = fields


class _Recipe(BaseModel):
    """From which figures a chart is drawn; without a last year it follows the newest figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    districts: Annotated[tuple[Code, ...], Field(max_length=3000)]
    first_year: Year
    last_year: Year | None = None
    bases: Annotated[tuple[BasisChoice, ...], Field(min_length=1, max_length=len(BasisChoice))]

    @model_validator(mode="after")
    def _in_order(self) -> _Recipe:
        if self.last_year is not None and self.last_year < self.first_year:
            raise ValueError("last_year is before first_year")
        return self


class OfIndicator(_Recipe):
    """Like figures of one indicator: one scope, one kind of period, shown in one mode."""

    indicator: Name
    scope: Scope = ""
    shape: Name
    mode: Mode = Mode.LEVEL


class SeriesRecipe(OfIndicator):
    """Values over time, or bars where there is no course to show."""

    kind: Literal["series"] = "series"
    log: bool = False


class RankingRecipe(OfIndicator):
    """Bars of one period; without one, of the newest."""

    kind: Literal["ranking"] = "ranking"
    period: Name | None = None


class ChangeRecipe(OfIndicator):
    """From one period to another; without a later one, to the newest that it can be compared to."""

    kind: Literal["change"] = "change"
    earlier: Name
    later: Name | None = None


class MultiplesRecipe(OfIndicator):
    """One small trend a district."""

    kind: Literal["multiples"] = "multiples"


class ScatterRecipe(OfIndicator):
    """Against a second indicator."""

    kind: Literal["scatter"] = "scatter"
    second: Name
    second_scope: Scope = ""


class LandscapeRecipe(OfIndicator):
    """The latest figures of all districts, the chosen ones among them."""

    kind: Literal["landscape"] = "landscape"


class CompositionRecipe(_Recipe):
    """The parts of a total, by the identity that says they add up."""

    kind: Literal["composition"] = "composition"
    identity: Name
    shape: Name


class RatesRecipe(_Recipe):
    """The rates of a family with their intervals."""

    kind: Literal["rates"] = "rates"
    family: Name


class CoverageRecipe(_Recipe):
    """Which years there are figures of, district by district."""

    kind: Literal["coverage"] = "coverage"
    families: Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)]


class ProfileRecipe(_Recipe):
    """One district beside all others."""

    kind: Literal["profile"] = "profile"
    district: Code
    mode: Mode = Mode.LEVEL


class MovementsRecipe(_Recipe):
    """What changed most from one year to the next."""

    kind: Literal["movements"] = "movements"


Recipe = Annotated[
    SeriesRecipe
    | RankingRecipe
    | ChangeRecipe
    | MultiplesRecipe
    | ScatterRecipe
    | LandscapeRecipe
    | CompositionRecipe
    | RatesRecipe
    | CoverageRecipe
    | ProfileRecipe
    | MovementsRecipe,
    Field(discriminator="kind"),
]
_RECIPE: TypeAdapter[Recipe] = TypeAdapter(Recipe)


def selected(context: Context) -> dict[str, Any]:
    """The fields of a recipe that say from which figures it is drawn.

    A selection that reaches to the newest year goes on to newer ones.
    """
    selection, newest = context.selection, context.data.offer.years[-1]
    return {
        "districts": selection.districts,
        "first_year": selection.first_year,
        "last_year": None if selection.last_year == newest else selection.last_year,
        "bases": selection.bases,
    }


def of_panel(panel: Panel, context: Context) -> dict[str, Any]:
    """The fields of a recipe that say which like figures of one indicator it draws."""
    own = {"indicator": panel.indicator, "scope": panel.scope, "shape": panel.shape}
    return {**selected(context), **own, "mode": panel.mode}


def to_link(recipe: Recipe) -> dict[str, str]:
    """As parameters of an address, districts and years written as the pages write them."""
    fields = recipe.model_dump(mode="json", exclude_defaults=True, exclude=_SELECTION)
    own = {
        name: SEPARATOR.join(value)
        if isinstance(value, list)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
        for name, value in fields.items()
    }
    years = f"{recipe.first_year}-{recipe.last_year or ''}"
    return {
        "kind": recipe.kind,
        **own,
        "d": SEPARATOR.join(recipe.districts),
        "y": years,
        "b": SEPARATOR.join(recipe.bases),
    }


def from_link(parameters: Mapping[str, str]) -> Recipe:
    """The recipe of an address; raises BadRecipeError, which names the parameters at fault."""
    fields: dict[str, Any] = dict(parameters)
    years = _YEARS.fullmatch(fields.pop("y", ""))
    if years is None:
        raise BadRecipeError(("y",))
    fields["districts"] = tuple(code for code in fields.pop("d", "").split(SEPARATOR) if code)
    fields["bases"] = tuple(part for part in fields.pop("b", "").split(SEPARATOR) if part)
    fields["first_year"], fields["last_year"] = years["first"], years["last"] or None
    if "families" in fields:
        fields["families"] = tuple(fields["families"].split(SEPARATOR))
    return parse(fields)


def parse(fields: object) -> Recipe:
    """A recipe from what a file or an address holds; raises BadRecipeError."""
    try:
        return _RECIPE.validate_python(fields)
    except ValidationError as error:
        found = (".".join(map(str, problem["loc"])) or "kind" for problem in error.errors())
        raise BadRecipeError(tuple(dict.fromkeys(found))) from error
