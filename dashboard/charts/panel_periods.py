"""The periods that a panel has figures for, and the parts of it that belong to some of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import polars as pl

from dashboard.charts.series import Panel, fact_of
from dashboard.figures.base import row_period
from dashboard.words import Words
from indicators.comparability import against_one_line
from indicators.periods import Basis

KEY = "period_key"


def period_names(panel: Panel, words: Words) -> dict[str, str]:
    """The periods of a panel, newest first: what a link calls each, and its name.

    Points in time are of one period within a calendar year, as in a ranking.
    """
    rows = _keyed(panel).sort("period_end", descending=True, maintain_order=True)
    names: dict[str, str] = {}
    for part in rows.partition_by(KEY, maintain_order=True):
        row = part.row(0, named=True)
        same = part["period_label"].n_unique() == 1
        names[row[KEY]] = row_period(row, words) if same else words("period.year", year=row["year"])
    return names


def at_periods(panel: Panel, *keys: str) -> Panel:
    """Only these periods; of several points in time within one of them, the last."""
    rows = (
        _keyed(panel)
        .filter(pl.col(KEY).is_in(list(keys)))
        .sort("period_end", maintain_order=True)
        .unique(("district_code", KEY), keep="last", maintain_order=True)
        .sort("district_code", "period_end", maintain_order=True)
    )
    return replace(panel, rows=rows.drop(KEY))


def comparable_pairs(panel: Panel) -> list[tuple[str, str]]:
    """Pairs of periods, earlier first, for which some district has two figures that may be joined.

    The pair that most districts have comes first; among equals the widest, then the latest.
    """
    years: dict[tuple[str, str], tuple[int, int]] = {}
    shared: Counter[tuple[str, str]] = Counter()
    for part in _keyed(panel).sort("period_end").partition_by("district_code"):
        for earlier, later in combinations(part.to_dicts(), 2):
            pair = (earlier[KEY], later[KEY])
            if pair[0] != pair[1] and not against_one_line(fact_of(earlier), fact_of(later)):
                years[pair] = (earlier["year"], later["year"])
                shared[pair] += 1
    return sorted(
        years, key=lambda pair: (shared[pair], years[pair][1] - years[pair][0], years[pair]),
        reverse=True,
    )  # fmt: skip


def _keyed(panel: Panel) -> pl.DataFrame:
    by_year = pl.col("basis") == Basis.POINT.value
    key = pl.when(by_year).then(pl.col("year").cast(pl.String)).otherwise(pl.col("period_label"))
    return panel.rows.with_columns(key.alias(KEY))
