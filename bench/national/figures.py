"""Which figures the made-up districts report: gaps, restrictions, second sources, misprints.

One row a figure, by district, year, half or full, indicator, scope and source, in this order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.national.scopes import Scopes
from bench.national.sizes import Sizes
from bench.national.truth import Random, Truth, Whole
from indicators.catalogue import Catalogue, Measure

HALF, FULL = 0, 1
SCOPED = 0.11  # of a district's indicators
SECOND_SOURCE = 0.06  # of reports
CONTRADICTS = 0.06  # of what a second source gives again
MISPRINTED = 0.001
RUNNING = 0.003  # flows given as a total since an unknown day
KEPT_ZEROS = 0.15  # nobody writes that nothing happened


@dataclass(frozen=True)
class Country:
    """What all districts have in common: the catalogue, how often each indicator is reported."""

    catalogue: Catalogue
    sizes: Sizes
    scopes: Scopes
    interest: npt.NDArray[np.float64]
    first_year: int
    years: int


def reported(random: Random, country: Country, truth: Truth) -> pl.DataFrame:
    """All figures of some districts."""
    told = _told(random, country, truth)
    plain = _plain(truth, told)
    frames = [
        plain,
        _scoped(random, country, truth, told),
        *_identity_scopes(random, country, truth, told),
    ]
    figures = _without_zeros(random, pl.concat(frames))
    figures = _misprints(random, country, figures)
    return pl.concat([figures, _second_sources(random, country, figures)]).sort(
        "district", "year", "part", "indicator", "scope", "second"
    )


def _told(random: Random, country: Country, truth: Truth) -> npt.NDArray[np.bool_]:
    """Where a report states an indicator: indicator x district x year x (half, full)."""
    indicators, districts, years, _ = truth.mantissa.shape
    early = np.linspace(0.84, 0.99, years)
    chance = (
        (random.random((indicators, districts)) < country.interest[:, None])[..., None, None]
        * random.uniform(0.88, 1, (districts, 1, 1))
        * early[:, None]
        * np.array([0.94, 1.0])
    )
    there = random.random((districts, years, 2)) < 0.97
    said = random.random(truth.mantissa.shape) < chance
    return np.asarray(said & there & (truth.mantissa >= 0))


def _plain(truth: Truth, told: npt.NDArray[np.bool_]) -> pl.DataFrame:
    indicator, district, year, part = np.nonzero(told)
    before = np.where(year > 0, truth.mantissa[indicator, district, year - 1, part], -1)
    return _frame(truth, (indicator, district, year, part), before=before)


def _frame(truth: Truth, place: tuple[Whole, ...], *, before: Whole | None = None) -> pl.DataFrame:
    indicator, district, year, part = place
    size = len(indicator)
    return pl.DataFrame(
        {
            "district": district.astype(np.int32),
            "year": year.astype(np.int16),
            "part": part.astype(np.int8),
            "indicator": indicator.astype(np.int16),
            "scope": np.zeros(size, dtype=np.int16),
            "second": np.zeros(size, dtype=np.bool_),
            "mantissa": truth.mantissa[place],
            "decimals": truth.decimals[indicator, district].astype(np.int8),
            "before": np.full(size, -1) if before is None else before,
            "running": np.zeros(size, dtype=np.bool_),
        }
    )


def _scoped(
    random: Random, country: Country, truth: Truth, told: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """Figures restricted to projects and places of a district, the same ones in most years."""
    indicators, districts = truth.decimals.shape
    suits = np.array([_may_be_restricted(i.measure) for i in country.catalogue])
    chosen = (random.random((indicators, districts)) < SCOPED) & suits[:, None]
    scope = random.choice(country.scopes.free, (indicators, districts))
    share = random.uniform(0.05, 0.5, (indicators, districts))
    place = np.nonzero(told & chosen[..., None, None] & (random.random(told.shape) < 0.78))
    pair = place[:2]
    frame = _frame(truth, place)
    value = frame["mantissa"].to_numpy()
    scale = 10 ** truth.decimals[pair]
    rate = np.array([i.measure is Measure.RATE for i in country.catalogue])[pair[0]]
    moved = np.clip(value + random.integers(-6, 7, len(value)) * scale, 0, 100 * scale)
    part = np.floor(value * share[pair]).astype(np.int64)
    return frame.with_columns(
        pl.Series("mantissa", np.where(rate, moved, part)),
        pl.Series("scope", scope[pair].astype(np.int16)),
    )


def _may_be_restricted(measure: Measure) -> bool:
    return measure in (Measure.FLOW, Measure.STOCK, Measure.RATE)


def _identity_scopes(
    random: Random, country: Country, truth: Truth, told: npt.NDArray[np.bool_]
) -> list[pl.DataFrame]:
    """The restrictions that the catalogue's identities speak of, in some districts."""
    places = {i.id: place for place, i in enumerate(country.catalogue)}
    districts = truth.decimals.shape[1]
    frames = []
    for indicator, shares in country.sizes.scoped_parts.items():
        place = places[indicator]
        chosen = told[place] & (random.random((districts, 1, 1)) < 0.12)
        district, year, part = np.nonzero(chosen)
        frame = _frame(truth, (np.full(len(district), place), district, year, part))
        value = frame["mantissa"].to_numpy()
        frames += [
            frame.with_columns(
                pl.Series("mantissa", np.floor(value * share).astype(np.int64)),
                pl.lit(country.scopes.place(name), dtype=pl.Int16).alias("scope"),
            )
            for name, share in shares.items()
        ]
    return frames


def _without_zeros(random: Random, figures: pl.DataFrame) -> pl.DataFrame:
    kept = random.random(figures.height) < KEPT_ZEROS
    return figures.filter((pl.col("mantissa") != 0) | pl.Series(kept))


def _misprints(random: Random, country: Country, figures: pl.DataFrame) -> pl.DataFrame:
    """Some counts are wrong, and some flows are running totals."""
    flow = np.array([i.measure is Measure.FLOW for i in country.catalogue])
    flows = flow[figures["indicator"].to_numpy()]
    drawn = random.random(figures.height)
    value = figures["mantissa"].to_numpy()
    wrong, running = flows & (drawn < MISPRINTED), flows & (drawn > 1 - RUNNING)
    factor = random.uniform(1.5, 6, figures.height)
    value = np.where(wrong, value + value // 9 + 1, value)
    value = np.where(running, np.floor(value * factor).astype(np.int64), value)
    return figures.with_columns(
        pl.Series("mantissa", value),
        pl.Series("running", running),
        pl.when(pl.Series(running)).then(-1).otherwise("before").alias("before"),
    )


def _second_sources(random: Random, country: Country, figures: pl.DataFrame) -> pl.DataFrame:
    """What other documents give again: part of a report, some of it otherwise."""
    districts = int(figures["district"].to_numpy().max()) + 1
    again = random.random((districts, country.years, 2)) < SECOND_SOURCE
    of_report = again[tuple(figures[name].to_numpy() for name in ("district", "year", "part"))]
    copies = figures.filter(pl.Series(of_report & (random.random(figures.height) < 0.45)))
    counts = copies["decimals"].to_numpy() == 0
    percent = np.array([i.measure in (Measure.RATE, Measure.CHANGE) for i in country.catalogue])[
        copies["indicator"].to_numpy()
    ]
    differs = counts & ~percent & (random.random(copies.height) < CONTRADICTS)
    value = copies["mantissa"].to_numpy()
    other = np.floor(value * random.uniform(0.8, 1.3, copies.height)).astype(np.int64) + 1
    return copies.with_columns(
        pl.Series("mantissa", np.where(differs, other, value)),
        pl.lit(-1, dtype=pl.Int64).alias("before"),
        pl.lit(True).alias("second"),
    )
