"""What pages ask about a few districts, kept in memory district by district.

A question to the database takes as long for ten rows as for a thousand, and a page asks many
about the same few districts. So everything that a district has is asked for once, and pages
choose from it. A published version never changes, so what is kept stays true. Who gets rows
shares them with others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

import polars as pl

from dashboard.kept import Kept
from indicators.catalogue import load_catalogue
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

MANY = 40  # about more districts than these the database is asked for just what is wanted ...
PAIRS = 1000  # ... but for all years, as long as there are few enough pairs with indicators
MOST_BYTES = 128 * 2**20

_ALL_BASES = tuple(Basis)
_ORDER_OF_BASES = [basis.value for basis in (
    Basis.YEAR, Basis.FIRST_HALF, Basis.POINT, Basis.OTHER_SPAN, Basis.CUMULATIVE,
)]  # fmt: skip
_BASIS = pl.col("basis").replace_strict(_ORDER_OF_BASES, range(len(_ORDER_OF_BASES)))
_POINTS_ORDER = (
    "indicator_position", "scope", _BASIS, "shape", "district_code", "period_end", "period_label",
)  # fmt: skip

Ask = Callable[[tuple[str, ...]], pl.DataFrame]

_kept: Kept[pl.DataFrame] = Kept(
    most=lambda: MOST_BYTES, size=lambda rows: int(rows.estimated_size())
)


def points(warehouse: Warehouse, indicators: Sequence[str], chosen: Filter) -> pl.DataFrame:
    """What `queries.points` returns."""
    districts = chosen.districts
    if 0 < len(districts) <= MANY:
        ask = partial(_points, warehouse, None)
        rows = _of_districts(warehouse, "points", ask, districts)
    elif 0 < len(districts) * len(indicators) <= PAIRS:
        ask = partial(_points, warehouse, indicators)
        rows = _kept.once((warehouse, "points", *indicators, *districts), partial(ask, districts))
    else:
        return queries.points(warehouse, indicators, chosen)
    rows = rows.filter(pl.col("indicator_id").is_in(list(indicators)))
    return _chosen(rows, chosen).sort(*_POINTS_ORDER)


def _points(
    warehouse: Warehouse, indicators: Sequence[str] | None, districts: tuple[str, ...]
) -> pl.DataFrame:
    return queries.points(warehouse, indicators, _everything(districts))


def coverage(
    warehouse: Warehouse,
    *,
    districts: Sequence[str],
    years: tuple[int, int],
    families: Sequence[str],
) -> pl.DataFrame:
    """What `queries.coverage` returns."""
    if not 0 < len(districts) <= MANY:
        return queries.coverage(warehouse, districts=districts, years=years, families=families)
    every = [family.id for family in load_catalogue().families]

    def ask(missing: tuple[str, ...]) -> pl.DataFrame:
        return queries.coverage(warehouse, districts=missing, years=years, families=every)

    rows = _of_districts(warehouse, ("coverage", years), ask, districts)
    place = pl.col("family_id").replace_strict(every, range(len(every)))
    chosen = rows.filter(pl.col("family_id").is_in(list(families)))
    return chosen.sort(place, "district_code", "year")


def forget() -> None:
    """Ask for everything anew; for tests and measurements."""
    _kept.clear()


def _everything(districts: tuple[str, ...]) -> Filter:
    return Filter(districts, 0, 9999, _ALL_BASES)


def _chosen(rows: pl.DataFrame, chosen: Filter) -> pl.DataFrame:
    return rows.filter(
        pl.col("year").is_between(chosen.first_year, chosen.last_year),
        pl.col("basis").is_in([basis.value for basis in chosen.bases]),
    )


def _of_districts(
    warehouse: Warehouse, name: Hashable, ask: Ask, districts: Sequence[str]
) -> pl.DataFrame:
    """The rows of these districts; those that are not known are asked for in one question."""
    known = {code: _kept.get((warehouse, name, code)) for code in districts}
    missing = tuple(code for code, rows in known.items() if rows is None)
    if missing:
        found = ask(missing)
        for code in missing:
            make = partial(found.filter, pl.col("district_code") == code)
            known[code] = _kept.once((warehouse, name, code), make)
    return pl.concat([rows for rows in known.values() if rows is not None])
