"""How made-up authors print a figure: hedges, 万 and 亿, measure words.

Whole columns at once: numbers in NumPy, texts in Polars.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.national.truth import Random, Whole
from indicators.catalogue import Catalogue, Measure

Truths: TypeAlias = npt.NDArray[np.bool_]

HEDGED = 0.06  # of those large enough: about 4 % of all
EXACT, ODD, ABOUT, NEARLY, OVER = range(5)
WORDS = {ODD: ("余", "余", "多"), ABOUT: ("约", "约", "左右"), NEARLY: ("近",), OVER: ("超", "逾")}
WAN, YI = 10**4, 10**8
COUNTED_IN_WAN = {"person-time", "consultation", "time"}  # what is rounded without a word


class Printer:
    """Prints the figures of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Note of each indicator how it is counted."""
        self.percent = np.array([i.measure in (Measure.RATE, Measure.CHANGE) for i in catalogue])
        self.money = np.array([i.unit == "CNY" for i in catalogue])
        self.in_wan = np.array([i.unit in COUNTED_IN_WAN for i in catalogue])
        self.measures = pl.Series(
            [measure for i in catalogue for measure in _measures(catalogue, i.unit)]
        )

    def printed(self, random: Random, figures: pl.DataFrame) -> pl.DataFrame:
        """The columns `value`, `qualifier` and `printed` as text, `exact` as truth values."""
        indicator = figures["indicator"].to_numpy()
        percent, money = self.percent[indicator], self.money[indicator]
        mantissa = figures["mantissa"].to_numpy()
        size, decimals = np.abs(mantissa), figures["decimals"].to_numpy().astype(np.int64)
        hedge = _hedges(random, size, percent)
        shown, hedge = _counts(random, size, hedge, money)
        in_wan = self.in_wan[indicator] & (hedge == EXACT) & (random.random(len(size)) < 0.5)
        shown = np.where(in_wan & (shown >= WAN), (shown + 50) // 100 * 100, shown)
        rates, places = _rates(size, decimals, hedge)
        shown, decimals = np.where(percent, rates, shown), np.where(percent, places, decimals)
        scaled = ~percent & (money | (hedge != EXACT) | in_wan)
        digits, places, scale = _scaled(shown, decimals, scaled)
        measure = pl.Series(indicator.astype(np.int64) * 2) + figures["district"] % 2
        numbers = {
            "shown": shown, "decimals": decimals, "digits": digits, "places": places,
            "scale": scale, "odd": hedge == ODD, "money": money, "negative": mantissa < 0,
            "exact": hedge == EXACT,
        }  # fmt: skip
        return _texts(
            pl.DataFrame(numbers).with_columns(
                _words(random, hedge).alias("qualifier"),
                self.measures.gather(measure).alias("measure"),
            )
        )


def _measures(catalogue: Catalogue, unit: str) -> tuple[str, str]:
    """Two measure words that authors choose between."""
    words = [word for word in catalogue.units[unit].measures if word and word[0] not in "余‰"]
    return words[0], words[1] if len(words) > 1 and unit in ("case", "person") else words[0]


def _hedges(random: Random, size: Whole, percent: Truths) -> Whole:
    """Which figures are hedged, and how; rates are only called about or over so much."""
    kinds = random.choice([ODD, ABOUT, NEARLY, OVER], len(size), p=[0.55, 0.25, 0.1, 0.1])
    kinds = np.where(percent, np.where(kinds == OVER, OVER, ABOUT), kinds)
    hedged = (random.random(len(size)) < HEDGED) & (size >= 30)
    return np.where(hedged, kinds, EXACT)


def _leading(size: Whole, digits: int, way: str) -> Whole:
    """Only the leading digits: down, up, or to the nearest."""
    exponent = np.floor(np.log10(np.maximum(size, 1))).astype(np.int64) - (digits - 1)
    unit = 10 ** np.maximum(exponent, 1 if digits == 1 else 0)
    add = {"down": 0, "up": unit - 1, "round": unit // 2}[way]
    return np.asarray((size + np.asarray(add)) // unit * unit)


def _counts(random: Random, size: Whole, hedge: Whole, money: Truths) -> tuple[Whole, Whole]:
    """Counts and amounts as they are shown, and their hedges: the words must hold for the truth."""
    two = (random.random(len(size)) < 0.7) & (size >= 1000)
    down = np.where(two, _leading(size, 2, "down"), _leading(size, 1, "down"))
    shown = np.where((hedge == ODD) | (hedge == OVER), down, size)
    shown = np.where(hedge == NEARLY, _leading(size, 2, "up"), shown)
    fine = np.where((size >= YI) & (random.random(len(size)) < 0.6), YI // 100, WAN // 100)
    exact_money = money & (hedge == EXACT) & (size >= WAN)
    shown = np.where(exact_money, (size + fine // 2) // fine * fine, shown)
    far = (hedge == NEARLY) & (shown * 95 > size * 100)
    hedge = np.where(far, ABOUT, hedge)
    return np.where(hedge == ABOUT, _leading(size, 1, "round"), shown), hedge


def _rates(size: Whole, decimals: Whole, hedge: Whole) -> tuple[Whole, Whole]:
    """Rates as they are shown, with their decimals: hedged ones are whole percentages."""
    scale = 10**decimals
    whole = np.where(hedge == OVER, size // scale, (2 * size + scale) // (2 * scale))
    return np.where(hedge == EXACT, size, whole), np.where(hedge == EXACT, decimals, 0)


def _scaled(shown: Whole, decimals: Whole, wanted: Truths) -> tuple[Whole, Whole, Whole]:
    """Digits, decimal places and scale in which a number is written, as short as can be."""
    yi = wanted & (shown >= YI) & (shown % (YI // 100) == 0)
    wan = wanted & ~yi & (shown >= WAN) & (shown % (WAN // 100) == 0)
    scale = np.where(yi, YI, np.where(wan, WAN, 1))
    digits = np.where(scale > 1, shown // (scale // 100 + (scale == 1)), shown)
    places = np.where(scale > 1, 2, decimals)
    for _ in range(2):
        shorter = (scale > 1) & (places > 0) & (digits % 10 == 0)
        digits, places = np.where(shorter, digits // 10, digits), places - shorter
    return digits, places, scale


def _words(random: Random, hedge: Whole) -> pl.Series:
    """The hedging word of each figure, empty for exact ones."""
    words = ["", *(word for choices in WORDS.values() for word in choices)]
    start = {kind: words.index(choices[0]) for kind, choices in WORDS.items()}
    starts = np.array([0, *(start[kind] for kind in (ODD, ABOUT, NEARLY, OVER))])
    counts = np.array([1, *(len(WORDS[kind]) for kind in (ODD, ABOUT, NEARLY, OVER))])
    chosen = starts[hedge] + (random.random(len(hedge)) * counts[hedge]).astype(np.int64)
    return pl.Series(words).gather(chosen)


def decimal_text(digits: str, places: str) -> pl.Expr:
    """Digits with a decimal point: 3632 and 2 → 36.32."""
    number, point = pl.col(digits), pl.col(places)
    text = number.cast(pl.String)
    one = pl.concat_str((number // 10).cast(pl.String), pl.lit("."), (number % 10).cast(pl.String))
    rest = (number % 100).cast(pl.String).str.zfill(2)
    two = pl.concat_str((number // 100).cast(pl.String), pl.lit("."), rest)
    return pl.when(point == 0).then(text).when(point == 1).then(one).otherwise(two)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    inside = pl.col("odd") & pl.col("money") & (pl.col("places") == 0)
    odd = pl.when("odd").then("qualifier").otherwise(pl.lit(""))
    scale = pl.col("scale").replace_strict({1: "", WAN: "万", YI: "亿"}, return_dtype=pl.String)
    sign = pl.when("negative").then(pl.lit("-")).otherwise(pl.lit(""))
    return frame.select(
        pl.concat_str(sign, decimal_text("shown", "decimals")).alias("value"),
        "qualifier",
        pl.concat_str(
            decimal_text("digits", "places"),
            pl.when(inside).then(odd).otherwise(pl.lit("")),
            scale,
            pl.when(inside).then(pl.lit("")).otherwise(odd),
            "measure",
        ).alias("printed"),
        "exact",
    )
