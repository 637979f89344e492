"""The documents that made-up figures stand in: one a district and period, some a second one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from bench.national.truth import Random
from indicators.districts import District

READ_IN_FULL = 0.85
REPRINTED = 0.08
PUBLISHED = ("nothing", "month", "day"), (0.1, 0.2, 0.7)


def documents(random: Random, figures: pl.DataFrame, districts: Sequence[District]) -> pl.DataFrame:
    """The rows of sources.csv for these figures."""
    unique = figures.unique("source", maintain_order=True)
    size = unique.height
    names = [f"{one.city.short_zh}{one.name_zh}司法局（模拟）" for one in districts]
    drawn = pl.DataFrame(
        {
            "in_full": random.random(size) < READ_IN_FULL,
            "reprint": random.random(size) < REPRINTED,
            "month": random.integers(0, 3, size),
            "day": random.integers(1, 29, size),
            "known": random.choice(PUBLISHED[0], size, p=PUBLISHED[1]),
        }
    )
    rows = pl.concat([unique, drawn], how="horizontal").with_columns(
        pl.Series("issuer", names)[unique["district"]]
    )
    digests = [hashlib.sha256(f"made up: {key}".encode()).hexdigest() for key in rows["source"]]
    return rows.select(
        pl.col("source").alias("id"),
        pl.concat_str(
            "calendar_year", _either("年上半年", "年"), pl.lit("法治工作报告（模拟）")
        ).alias("title"),
        "issuer",
        _published().alias("published"),
        pl.concat_str("calendar_year", pl.lit("-01-01")).alias("period_start"),
        "period_end",
        pl.col("code").alias("district"),
        _address().alias("url"),
        _yes(~(pl.col("reprint") | pl.col("second"))).alias("official"),
        pl.lit("stated").alias("attribution"),
        pl.when(_full()).then(pl.lit("full")).otherwise(pl.lit("excerpt")).alias("read"),
        pl.when(_full()).then(pl.Series(digests)).otherwise(pl.lit("")).alias("sha256"),
    )  # fmt: skip


def _full() -> pl.Expr:
    return pl.col("in_full") & ~pl.col("second")


def _either(half: str, full: str) -> pl.Expr:
    return pl.when(pl.col("part") == 0).then(pl.lit(half)).otherwise(pl.lit(full))


def _yes(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit("yes")).otherwise(pl.lit("no"))


def _published() -> pl.Expr:
    """After the period, as far as the document says."""
    half = pl.col("part") == 0
    year = pl.col("calendar_year").cast(pl.Int64) + pl.when(half).then(0).otherwise(1)
    first = pl.when(half).then(7).otherwise(1)
    month = (first + pl.col("month") + pl.col("second").cast(pl.Int64)).cast(pl.String)
    to_month = pl.concat_str(year.cast(pl.String), pl.lit("-"), month.str.zfill(2))
    day = pl.concat_str(to_month, pl.lit("-"), pl.col("day").cast(pl.String).str.zfill(2))
    known = pl.col("known")
    return (
        pl.when(known == "day").then(day).when(known == "month").then(to_month)
        .otherwise(pl.lit(""))
    )  # fmt: skip


def _address() -> pl.Expr:
    host = pl.when("second").then(pl.lit("reprints")).otherwise(pl.lit("districts"))
    return pl.concat_str(
        pl.lit("https://"), host, pl.lit(".example/"), "code", pl.lit("/"), "source",
        pl.lit(".html"),
    )  # fmt: skip
