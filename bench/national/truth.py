"""What really happened in made-up districts: every indicator by year and half, unprinted.

Counts are drawn for both halves of a year, so what holds for each half (sums, parts) holds for the
year. Arrays are district x year x (first half, full year); stocks stand at the ends of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bench.national.sizes import Sizes
from indicators.catalogue import Catalogue, Measure

Whole: TypeAlias = npt.NDArray[np.int64]
Real: TypeAlias = npt.NDArray[np.float64]
Random: TypeAlias = np.random.Generator

MEDIAN_POPULATION = 380_000
DECIMALS = (0, 1, 2)  # with which districts print rates
SHARE_OF_DECIMALS = (0.3, 0.35, 0.35)


@dataclass(frozen=True)
class Truth:
    """Values as whole numbers of their last decimal: 3632 with 2 decimals is 36.32.

    `mantissa` is indicator x district x year x (half, full); `decimals` indicator x district;
    -1 in `mantissa` of a rate means that there was nothing to form it from.
    """

    population: Whole
    mantissa: Whole
    decimals: Whole


def populations(random: Random, count: int) -> Whole:
    """Residents of each district: log-normal, between a small county and a large city."""
    drawn = MEDIAN_POPULATION * np.exp(random.normal(0, 0.65, count))
    return np.asarray(np.clip(drawn, 12_000, 4_000_000), dtype=np.int64)


def simulate(
    random: Random, catalogue: Catalogue, sizes: Sizes, *, districts: int, years: int
) -> Truth:
    """Draw everything for some districts and years."""
    population = populations(random, districts)
    counts = _Counts(random, population, years).all(sizes)
    decimals = random.choice(DECIMALS, (len(catalogue.by_id), districts), p=SHARE_OF_DECIMALS)
    shape = (len(catalogue.by_id), districts, years, 2)
    mantissa = np.zeros(shape, dtype=np.int64)
    for place, indicator in enumerate(catalogue):
        percent = indicator.measure in (Measure.RATE, Measure.CHANGE)
        if not percent:
            decimals[place] = 0
        scale = (10 ** decimals[place])[:, None, None]
        if indicator.denominator:
            above = sum(counts[part] for part in indicator.numerators)
            below = counts[indicator.denominator]
            mantissa[place] = _quotients(random, np.asarray(above), below, scale)
        elif percent:
            mean, spread = {**sizes.rates, **sizes.changes}[indicator.id]
            share = indicator.measure is Measure.RATE
            drawn = _percents(random, (districts, years), mean, spread, share=share)
            mantissa[place] = np.round(drawn * scale).astype(np.int64)
        else:
            mantissa[place] = counts[indicator.id]
    return Truth(population, mantissa, decimals.astype(np.int64))


class _Counts:
    """Draws counts for one set of districts and years."""

    def __init__(self, random: Random, population: Whole, years: int) -> None:
        self.random = random
        self.persons = population[:, None] / 100_000
        self.shape = (len(population), years)
        self.since_middle = np.arange(years) - years / 2

    def all(self, sizes: Sizes) -> dict[str, Whole]:
        """Every count, the flows as (half, full)."""
        halves = {key: self._flow(size) for key, size in sizes.flows.items()}
        for key, (whole, share) in sizes.parts.items():
            halves[key] = self._part(halves[whole], share)
        for whole, shares in sizes.splits.items():
            halves |= self._split(halves[whole], shares)
        for key, parts in sizes.sums.items():
            halves[key] = np.sum([halves[part] for part in parts], axis=0)
        for key, (count, yuan) in sizes.money.items():
            halves[key] = self._money(halves[count], yuan)
        counts = {key: np.cumsum(values, axis=2) for key, values in halves.items()}
        counts |= {key: self._stock(size) for key, size in sizes.stocks.items()}
        for key, parts in sizes.stock_sums.items():
            counts[key] = np.sum([counts[part] for part in parts], axis=0)
        for key, (flow, share) in sizes.running_totals.items():
            part = np.floor(halves[flow] * share).astype(np.int64)
            counts[key] = part.reshape(self.shape[0], -1).cumsum(axis=1).reshape(part.shape)
        return counts

    def _level(self, size: float, *, spread: float, trend: float) -> Real:
        """Expected sizes by district and year."""
        districts = (self.shape[0], 1)
        own = np.exp(self.random.normal(0, spread, districts))
        slope = self.random.normal(trend, 0.04, districts)
        return np.asarray(size * self.persons * own * np.exp(slope * self.since_middle))

    def _flow(self, size: float) -> Whole:
        noise = np.exp(self.random.normal(0, 0.12, self.shape))
        level = self._level(size, spread=0.55, trend=0.045) * noise
        first = np.clip(self.random.normal(0.47, 0.035, self.shape), 0.3, 0.6)
        return self.random.poisson(level[..., None] * np.stack([first, 1 - first], axis=2))

    def _stock(self, size: float) -> Whole:
        level = self._level(size, spread=0.5, trend=0.025)[..., None]
        noise = np.exp(self.random.normal(0, 0.025, (*self.shape, 2)))
        return np.round(level * noise).astype(np.int64)

    def _share(self, share: float) -> Real:
        """A district's own share, the same in all its years."""
        own = share * np.exp(self.random.normal(0, 0.1, (self.shape[0], 1, 1)))
        return np.clip(own, 0, max(share, 0.98))

    def _part(self, whole: Whole, share: float) -> Whole:
        return self.random.binomial(whole, np.broadcast_to(self._share(share), whole.shape))

    def _split(self, whole: Whole, shares: dict[str, float]) -> dict[str, Whole]:
        parts, rest, left = {}, whole, 1.0
        for key, share in shares.items():
            parts[key] = self._part(rest, min(share / left, 1.0))
            rest, left = rest - parts[key], left - share
        return parts

    def _money(self, count: Whole, yuan: float) -> Whole:
        each = yuan * np.exp(self.random.normal(0, 0.5, (self.shape[0], 1, 1)))
        return np.round(count * each * np.exp(self.random.normal(0, 0.2, count.shape))).astype(
            np.int64
        )


def _quotients(random: Random, above: Whole, below: Whole, scale: Whole) -> Whole:
    """Percentages of counts as authors print them: some districts round, some cut off."""
    rounds = random.random((len(above), 1, 1)) < 0.7
    doubled = 200 * above * scale + np.where(rounds, below, 0)
    return np.where(below > 0, doubled // np.maximum(2 * below, 1), -1)


def _percents(
    random: Random, shape: tuple[int, int], mean: float, spread: float, *, share: bool
) -> Real:
    own = mean + random.normal(0, spread, (shape[0], 1, 1))
    drawn = own + random.normal(0, spread / 3, (*shape, 2))
    return np.clip(drawn, 0, 100) if share else np.clip(drawn, -80, 80)
