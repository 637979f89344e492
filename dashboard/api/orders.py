"""What an address asks for: a chart, a format, a language, a data version and a size."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.api.refusals import Refusal
from dashboard.charts.recipe import BadRecipeError, Recipe, from_link, to_link
from dashboard.exports.image import PRESETS, Preset
from dashboard.words import Language, Words

LONGEST = 30_000  # characters: three thousand districts
LANGUAGE, VERSION, SIZE = "lang", "v", "size"
# the fields of a recipe that have other names in an address
_NAMES = {"districts": "d", "first_year": "y", "last_year": "y", "bases": "b"}


@dataclass(frozen=True)
class Order:
    """One request for a chart; without a version it lives with the data."""

    recipe: Recipe
    suffix: str
    language: Language
    version: str | None
    preset: Preset

    @property
    def words(self) -> Words:
        """The texts of its language."""
        return Words(self.language)

    def tag(self, *made_of: str) -> str:
        """What changes with everything that the answer is made of, as a header names it.

        Weak, because compression on the way leaves it as it is.
        """
        said = [*made_of, self.suffix, self.language, self.preset.name, to_link(self.recipe)]
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        return f'W/"{digest[:32]}"'


def read_order(suffix: str, parameters: Sequence[tuple[str, str]]) -> Order:
    """The order of an address; raises Refusal, which names the parameters at fault."""
    length = sum(len(name) + len(value) for name, value in parameters)
    if length > LONGEST:
        raise Refusal("too_long", length=length, most=LONGEST)
    if twice := [name for name, count in Counter(n for n, _ in parameters).items() if count > 1]:
        raise Refusal("bad_parameters", parameters=twice)
    given = dict(parameters)
    language = given.pop(LANGUAGE, Language.ZH)
    version = given.pop(VERSION, None)
    size = given.pop(SIZE, next(iter(PRESETS)))
    bad = [
        name
        for name, value, known in ((LANGUAGE, language, list(Language)), (SIZE, size, PRESETS))
        if value not in known
    ]
    bad += [name for name in given if name in _NAMES]
    if bad:
        raise Refusal("bad_parameters", parameters=bad)
    return Order(_recipe(given), suffix, Language(language), version or None, PRESETS[size])


def _recipe(given: dict[str, str]) -> Recipe:
    try:
        return from_link(given)
    except BadRecipeError as error:
        kind = given.get("kind", "")
        names = [_name_in_address(field, kind) for field in error.fields]
        raise Refusal("bad_parameters", parameters=list(dict.fromkeys(names))) from error


def _name_in_address(field: str, kind: str) -> str:
    """The parameter that holds a field of a recipe: series.districts.0 is d.

    What is wrong with the recipe as a whole is the order of its years.
    """
    parts = field.split(".")
    own = parts[1:] if parts[0] == kind and kind else parts
    return _NAMES.get(own[0], own[0]) if own else "y"
