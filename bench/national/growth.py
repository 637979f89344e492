"""Growth as made-up authors state it: from the real earlier value, rounded or cut off.

A few contradict the earlier report; every one is possible for some earlier whole number.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.national.printing import decimal_text
from bench.national.truth import Random, Whole

STATED = 0.075  # of the figures that have an earlier value, so about 5 % of all
CONTRADICTS = 0.03
MULTIPLES_FROM = 2.5  # growth beyond this is rather called so many times
HEDGED = 0.05
DECIMALS, SHARE_OF_DECIMALS = (0, 1, 2), (0.1, 0.5, 0.4)

# columns of growth.csv that differ from those of the level
COLUMNS = {
    "kind": "growth_kind", "growth": "growth_value", "qualifier": "growth_qualifier",
    "printed": "growth_printed", "char_start": "growth_start",
}  # fmt: skip


def stated(random: Random, figures: pl.DataFrame) -> pl.DataFrame:
    """Rows of `figures` that also state growth, with `kind`, `growth` and so on as text."""
    chosen = random.random(figures.height) < STATED
    rows = figures.filter(
        pl.Series(chosen) & (pl.col("before") > 0) & (pl.col("mantissa") > 0)
        & pl.col("can_grow") & (pl.col("scope") == 0) & ~pl.col("second")
    )  # fmt: skip
    now, before = rows["mantissa"].to_numpy(), _earlier(random, rows["before"].to_numpy())
    decimals = random.choice(DECIMALS, rows.height, p=SHARE_OF_DECIMALS)
    multiple = now >= MULTIPLES_FROM * before
    places = np.where(multiple, 2, decimals)
    scale = 10**places * np.where(multiple, 1, 100)
    rise = np.where(multiple, now, np.abs(now - before))
    rounds = random.random(rows.height) < 0.6
    digits = (2 * rise * scale + np.where(rounds, before, 0)) // (2 * before)
    about = (random.random(rows.height) < HEDGED) & ~multiple & (decimals < 2)
    numbers = pl.DataFrame(
        {
            "digits": digits, "places": places, "multiple": multiple, "about": about,
            "falls": (now < before) & ~multiple,
        }
    )  # fmt: skip
    start = pl.col("char_start") + pl.col("printed").str.len_chars().cast(pl.Int64) + 5
    stated = pl.concat([rows, _texts(numbers)], how="horizontal")
    return stated.with_columns(start.alias("growth_start")).filter(pl.Series(digits > 0))


def _earlier(random: Random, before: Whole) -> Whole:
    other = np.floor(before * random.uniform(0.6, 1.5, len(before))).astype(np.int64)
    contradicts = random.random(len(before)) < CONTRADICTS
    return np.where(contradicts, np.maximum(other, 1), before)


def _texts(numbers: pl.DataFrame) -> pl.DataFrame:
    size = decimal_text("digits", "places")
    sign = pl.when("falls").then(pl.lit("-")).otherwise(pl.lit(""))
    sort = pl.when("multiple").then(pl.lit("multiple")).otherwise(pl.lit("pct_change"))
    unit = pl.when("multiple").then(pl.lit("倍")).otherwise(pl.lit("%"))
    hedge = pl.when("about").then(pl.lit("约")).otherwise(pl.lit(""))
    return numbers.select(
        sort.alias("growth_kind"),
        pl.concat_str(sign, size).alias("growth_value"),
        hedge.alias("growth_qualifier"),
        pl.concat_str(size, unit).alias("growth_printed"),
    )
