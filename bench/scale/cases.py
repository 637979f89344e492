"""What people choose: districts, years, an indicator. Seeded, so that every run asks the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.selection import MOST_DISTRICTS
from indicators.catalogue import load_catalogue
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

DISTRICTS_CHOSEN = 6  # as the dashboard chooses by itself
YEARS_CHOSEN = 8
SEED = 5


@dataclass(frozen=True)
class Case:
    """One selection, and one figure of it."""

    chosen: Filter
    widely: Filter  # as many districts as can be chosen at once, every full year
    indicators: tuple[str, ...]  # of one family
    family: str
    indicator: str
    shape: str
    observation_id: str
    observation_ids: tuple[str, ...]

    @property
    def district(self) -> str:
        """The first of the chosen districts."""
        return self.chosen.districts[0]


def cases(warehouse: Warehouse, *, count: int, among: Sequence[str] | None = None) -> list[Case]:
    """So many selections in which there is a figure; `among` these districts only."""
    draw = random.Random(SEED)  # noqa: S311 - choices, not secrets
    districts = list(among or queries.districts(warehouse)["district_code"])
    years = queries.years(warehouse)
    found: list[Case] = []
    for _ in range(20 * count):
        if len(found) < count and (case := _case(warehouse, draw, districts, years)):
            found.append(case)
    if not found:
        raise ValueError("the warehouse holds too little to ask it anything")
    return found


def _case(
    warehouse: Warehouse, draw: random.Random, districts: Sequence[str], years: Sequence[int]
) -> Case | None:
    family = draw.choice(load_catalogue().families)
    indicators = tuple(indicator.id for indicator in family.indicators.values())
    some = tuple(sorted(draw.sample(districts, min(DISTRICTS_CHOSEN, len(districts)))))
    last = draw.choice(years[len(years) // 2 :])
    chosen = Filter(some, max(years[0], last - YEARS_CHOSEN + 1), last, tuple(Basis))
    points = queries.points(warehouse, indicators, chosen)
    if points.is_empty():
        return None
    ids = points["observation_id"].to_list()
    one = draw.choice(points.filter(pl.col("scope") == "").to_dicts() or points.to_dicts())
    return Case(
        chosen=chosen,
        widely=Filter(tuple(districts[:MOST_DISTRICTS]), years[0], years[-1], (Basis.YEAR,)),
        indicators=indicators,
        family=family.id,
        indicator=one["indicator_id"],
        shape=one["shape"],
        observation_id=draw.choice(ids),
        observation_ids=tuple(draw.sample(ids, min(50, len(ids)))),
    )
