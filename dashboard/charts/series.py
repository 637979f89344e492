"""From query rows to what a chart draws: like-with-like panels, and the values in the chosen mode.

Every chart draws the columns `shown`, `shown_low` and `shown_high` that are made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from dashboard.formats import BOUNDS, INDEX_UNIT, DisplayUnit, display_unit, per_100k_unit
from dashboard.words import Words
from indicators.catalogue import Catalogue, Measure
from indicators.comparability import against_one_axis
from indicators.observations import Fact
from indicators.periods import Basis, Period
from indicators.rates import PER_RESIDENTS

# what must be equal for figures to share an axis, as columns of the query rows
LIKE = ("indicator_id", "scope", "basis", "shape")


class Mode(StrEnum):
    """What a chart shows of a value."""

    LEVEL = "level"
    PER_100K = "per_100k"
    INDEX = "index"
    GROWTH = "growth"


@dataclass(frozen=True)
class Panel:
    """Rows that may share an axis: one indicator, scope and kind of period; never empty.

    `left_out` are the codes of districts that have figures but none that this mode can show.
    """

    rows: pl.DataFrame
    unit: DisplayUnit
    mode: Mode = Mode.LEVEL
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows that the comparability rules keep apart."""
        if self.rows.is_empty():
            raise UnlikeError("a panel needs a row")
        ensure_alike(self.rows)

    @property
    def indicator(self) -> str:
        """The one indicator."""
        return str(self.rows["indicator_id"][0])

    @property
    def scope(self) -> str:
        """The one scope; empty for the whole district."""
        return str(self.rows["scope"][0])

    @property
    def basis(self) -> str:
        """The one kind of period."""
        return str(self.rows["basis"][0])

    @property
    def shape(self) -> str:
        """What the periods have in common: a year, a first half, the same days of a year."""
        return str(self.rows["shape"][0])

    @property
    def longest(self) -> int:
        """The largest number of periods that one district has."""
        return int(max(self.rows["district_code"].value_counts()["count"]))


class UnlikeError(AssertionError):
    """Somebody tried to put figures on one axis that may not share one: a programming error."""


def fact_of(row: Mapping[str, object]) -> Fact:
    """The fact that a query row is about."""
    period = Period(row["period_start"], row["period_end"])  # type: ignore[arg-type]
    return Fact(str(row["district_code"]), str(row["indicator_id"]), str(row["scope"]), period)


def ensure_alike(rows: pl.DataFrame) -> None:
    """Raise UnlikeError unless all rows may share an axis."""
    different = rows.unique((*LIKE, "period_start", "period_end"), maintain_order=True)
    facts = [fact_of(row) for row in different.iter_rows(named=True)]
    for fact in facts[1:]:
        reasons = against_one_axis(facts[0], fact)
        if reasons:
            raise UnlikeError(f"{facts[0]} and {fact}: {sorted(reasons)}")


def panels(rows: pl.DataFrame, catalogue: Catalogue, words: Words) -> list[Panel]:
    """Split rows into panels of like figures, in the order of the rows."""
    return [
        _level_panel(part, catalogue, words)
        for part in rows.partition_by(LIKE, maintain_order=True)
    ]


def _level_panel(rows: pl.DataFrame, catalogue: Catalogue, words: Words) -> Panel:
    # lists: going through a Polars column value by value is slow
    bounds = [bound for column in BOUNDS for bound in rows[column].to_list()]
    sizes = [abs(bound) for bound in bounds if bound is not None] or [0.0]
    indicator = rows["indicator_id"][0]
    unit = display_unit(catalogue, indicator, max(sizes), words, smallest=min(sizes))
    shown = rows.with_columns(shown="value", shown_low="low", shown_high="high")
    return Panel(shown, unit)


def can_be_per_100k(panel: Panel, catalogue: Catalogue) -> bool:
    """Whether a rate per residents means something: counts and amounts of the whole district."""
    measure = catalogue[panel.indicator].measure
    return measure in (Measure.FLOW, Measure.STOCK) and not panel.scope


def per_100k(panel: Panel, populations: Mapping[str, int], words: Words) -> Panel | None:
    """The panel per 100,000 residents; districts of unknown population drop out, None if all do."""
    rows = panel.rows.filter(pl.col("district_code").is_in(list(populations)))
    if rows.is_empty():
        return None
    residents = pl.col("district_code").replace_strict(dict(populations), return_dtype=pl.Float64)
    shown = _relative(rows, int(PER_RESIDENTS), over=residents)
    unit = per_100k_unit(panel.unit, words)
    return Panel(shown, unit, Mode.PER_100K, _left_out(panel.rows, rows))


def can_be_index(panel: Panel, catalogue: Catalogue) -> bool:
    """Whether an index means something: counts and amounts of periods that follow each other."""
    measure = catalogue[panel.indicator].measure
    return measure in (Measure.FLOW, Measure.STOCK) and panel.basis != Basis.CUMULATIVE


def index_100(panel: Panel) -> Panel | None:
    """Each district relative to its first period with an exact value (= 100).

    A district without a later period has no course to show and drops out; None if all do.
    """
    exact = (pl.col("value") > 0) & (pl.col("low") == pl.col("high"))
    base = (
        panel.rows.filter(exact)
        .sort("period_end")
        .group_by("district_code", maintain_order=True)
        .agg(base=pl.col("value").first(), base_end=pl.col("period_end").first())
    )
    rows = (
        panel.rows.join(base, on="district_code", how="inner", maintain_order="left")
        .filter(pl.col("period_end") >= pl.col("base_end"))
        .filter(pl.len().over("district_code") > 1)
    )
    if rows.is_empty():
        return None
    shown = _relative(rows, 100, over=pl.col("base")).drop("base", "base_end")
    return Panel(shown, INDEX_UNIT, Mode.INDEX, _left_out(panel.rows, rows))


def _relative(rows: pl.DataFrame, times: int, *, over: pl.Expr) -> pl.DataFrame:
    """What is shown of values and bounds in relation to something of their row."""
    return rows.with_columns(
        shown=pl.col("value") * times / over,
        shown_low=pl.col("low") * times / over,
        shown_high=pl.col("high") * times / over,
    )


def _left_out(all_rows: pl.DataFrame, rows: pl.DataFrame) -> tuple[str, ...]:
    """Districts of which no row is left."""
    codes = all_rows["district_code"].unique(maintain_order=True)
    return tuple(code for code in codes if code not in set(rows["district_code"]))
