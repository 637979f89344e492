"""The small files of a made-up data set: restrictions, residents, corrections, notes, changes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import numpy as np
import polars as pl

from bench.national.scopes import Scopes
from bench.national.sizes import FOLDER
from bench.national.truth import Random, Whole
from indicators.districts import District

CORRECTED = 0.00002  # of the figures
ACTIONS = ("flag", "override", "drop"), (0.8, 0.12, 0.08)

NOTES = (FOLDER / "notes.toml").read_text(encoding="utf-8")
NOTE_KEYS = tuple(tomllib.loads(NOTES))

_CHANGES = """# What each data version added, revised or withdrew, in words; newest first.

[[changes]]
version = "2026.11"
date = 2026-11-21
zh = [
    "模拟数据，只用来测速度：{districts}个区县，{years}年，{figures}个观测值。",
    "没有一个数字是真的。",
]
en = [
    "Made-up data for measuring: {districts} districts, {years} years, {figures} observations.",
    "Not one of the figures is real.",
]
"""


def changes_toml(*, districts: int, years: int, figures: int) -> str:
    """The change log: one entry that says what this is."""
    return _CHANGES.format(districts=districts, years=years, figures=figures)


def scope_rows(scopes: Scopes) -> pl.DataFrame:
    """The rows of scopes.csv: all but the whole district."""
    columns = {"name_zh": scopes.names, "name_en": scopes.english, "kind": scopes.kinds}
    return pl.DataFrame({name: values[1:] for name, values in columns.items()})


def population_rows(districts: Sequence[District], population: Whole) -> pl.DataFrame:
    """The rows of population.csv."""
    return pl.DataFrame(
        {
            "district": [one.code for one in districts],
            "district_name": [one.name_zh for one in districts],
            "date": "2020-11-01",
            "population": population,
            "printed": [f"{residents}人" for residents in population],
            "basis": "第七次全国人口普查（模拟）",
            "official": "no",
            "url": [f"https://districts.example/{one.code}/census.html" for one in districts],
        }
    )


def correction_rows(random: Random, figures: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """The rows of corrections.csv: a few figures that no growth statement speaks of."""
    rows = figures.filter(pl.Series(random.random(figures.height) < CORRECTED) & pl.col("exact"))
    rows = rows.join(stated, on=["source", "indicator", "scope"], how="anti")
    action = random.choice(ACTIONS[0], rows.height, p=ACTIONS[1])
    return rows.with_columns(
        pl.concat_str(pl.lit("c-"), "source", pl.lit("-"), "indicator_id", pl.lit("-"), "scope")
        .alias("id"),
        pl.col("code").alias("district"),
        pl.col("indicator_id").alias("indicator"),
        pl.col("scope_name").alias("scope"),
        pl.Series("action", action, dtype=pl.String),
        pl.col("printed").alias("expect"),
        pl.when(pl.Series(np.asarray(action) == "override")).then("value").otherwise(pl.lit(""))
        .alias("value"),
        pl.lit("模拟数据：与同一报告的其他数字不符。").alias("reason_zh"),
        pl.lit("Made up: does not agree with other figures of the report.").alias("reason_en"),
        pl.lit("2026-11-21").alias("since"),
        pl.lit("").alias("reported_to"),
    )  # fmt: skip
