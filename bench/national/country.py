"""Writes a made-up national data set: the files of `seed_data`, province by province."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar

import numpy as np
import polars as pl

from bench.national import growth
from bench.national.dimensions import (
    NOTE_KEYS,
    NOTES,
    changes_toml,
    correction_rows,
    population_rows,
    scope_rows,
)
from bench.national.documents import documents
from bench.national.figures import Country, reported
from bench.national.printing import Printer
from bench.national.scopes import load_scopes
from bench.national.sizes import load_sizes
from bench.national.truth import Random, simulate
from indicators.catalogue import Measure, load_catalogue
from indicators.districts import District, load_districts
from warehouse.inputs import CORRECTIONS, GROWTH, OBSERVATIONS, POPULATION, SCOPES, SOURCES

LAST_YEAR = 2025
NOTED = 0.015

OnBatch = Callable[[pl.DataFrame, pl.DataFrame], None]


def chosen_districts(count: int | None) -> list[District]:
    """So many districts, spread evenly over the codes; all without a count."""
    everywhere = list(load_districts())
    if count is None or count >= len(everywhere):
        return everywhere
    places = np.linspace(0, len(everywhere) - 1, count).astype(int)
    return [everywhere[place] for place in places]


def write_country(
    folder: Path,
    *,
    districts: Sequence[District],
    years: int,
    seed: int,
    on_batch: OnBatch | None = None,
) -> dict[str, int]:
    """Write all files and count their rows; the same arguments give the same bytes.

    `on_batch` is given the figures and the growth statements of each province.
    """
    catalogue = load_catalogue()
    country = Country(
        catalogue=catalogue,
        sizes=load_sizes(),
        scopes=load_scopes(),
        interest=np.random.default_rng(seed).uniform(0.9, 0.99, len(catalogue.by_id)),
        first_year=LAST_YEAR - years + 1,
        years=years,
    )
    with _Files(folder) as files:
        files.append("scopes.csv", scope_rows(country.scopes))
        for batch in _provinces(districts):
            random = np.random.default_rng([seed, int(batch[0].province.code)])
            rows = province(random, country, batch)
            for name in files.COLUMNS.keys() & rows.keys():
                files.append(name, rows[name])
            if on_batch:
                on_batch(rows["figures"], rows["stated"])
        counted = files.counted
    changes = changes_toml(
        districts=len(districts), years=years, figures=counted["observations.csv"]
    )
    for name, text in (("notes.toml", NOTES), ("changes.toml", changes)):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return counted


def _provinces(districts: Sequence[District]) -> Iterator[list[District]]:
    for _, group in groupby(districts, key=lambda one: one.province.code):
        yield list(group)


class _Files:
    """The CSV files of a folder, which take one frame after the other."""

    COLUMNS: ClassVar = {
        "observations.csv": OBSERVATIONS, "growth.csv": GROWTH, "sources.csv": SOURCES,
        "scopes.csv": SCOPES, "population.csv": POPULATION, "corrections.csv": CORRECTIONS,
    }  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, IO[bytes]] = {}
        self.counted = dict.fromkeys(self.COLUMNS, 0)

    def __enter__(self) -> _Files:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, columns in self.COLUMNS.items():
            self.files[name] = (self.folder / name).open("wb")
            self.files[name].write(",".join(columns).encode() + b"\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self.files.values():
            file.close()

    def append(self, name: str, frame: pl.DataFrame) -> None:
        """Write rows below those that are there."""
        rows = frame.select(self.COLUMNS[name]).with_columns(pl.col(pl.String).replace("", None))
        rows.write_csv(self.files[name], include_header=False)
        self.counted[name] += frame.height


def province(
    random: Random, country: Country, districts: Sequence[District]
) -> dict[str, pl.DataFrame]:
    """The rows of some districts by file; `figures` and `stated` hold what they were made from."""
    truth = simulate(
        random, country.catalogue, country.sizes, districts=len(districts), years=country.years
    )
    figures = _labelled(country, reported(random, country, truth), districts)
    printed = Printer(country.catalogue).printed(random, figures)
    figures = pl.concat([figures, printed], how="horizontal")
    sources = documents(random, figures, districts)
    figures = _placed(random, figures, sources)
    stated = growth.stated(random, figures)
    return {
        "figures": figures,
        "stated": stated,
        "observations.csv": _facts(figures),
        "growth.csv": _facts(stated, growth.COLUMNS).with_columns(pl.lit("").alias("notes")),
        "sources.csv": sources,
        "population.csv": population_rows(districts, truth.population),
        "corrections.csv": correction_rows(random, figures, stated),
    }


def _labelled(
    country: Country, figures: pl.DataFrame, districts: Sequence[District]
) -> pl.DataFrame:
    """Codes and names beside places, and the days of the period."""
    measures = [i.measure for i in country.catalogue]
    whole_year = pl.col("part") == 1
    year = (pl.col("year") + country.first_year).cast(pl.String)
    of_indicator: dict[str, list[str] | list[bool]] = {
        "indicator_id": list(country.catalogue.by_id),
        "on_a_day": [measure is Measure.STOCK for measure in measures],
        "running_total": [measure is Measure.CUMULATIVE for measure in measures],
        "can_grow": [measure in (Measure.FLOW, Measure.STOCK) for measure in measures],
    }
    return figures.with_columns(
        pl.Series("code", [one.code for one in districts])[figures["district"]],
        pl.Series("district_name", [one.name_zh for one in districts])[figures["district"]],
        pl.Series("scope_name", country.scopes.names)[figures["scope"]],
        *(pl.Series(name, values)[figures["indicator"]] for name, values in of_indicator.items()),
        year.alias("calendar_year"),
    ).with_columns(
        pl.concat_str(
            pl.when("second").then(pl.lit("s")).otherwise(pl.lit("r")), "code", pl.lit("-"),
            "calendar_year", pl.when(whole_year).then(pl.lit("")).otherwise(pl.lit("S1")),
        ).alias("source"),
        pl.concat_str(
            "calendar_year",
            pl.when(whole_year).then(pl.lit("-12-31")).otherwise(pl.lit("-06-30")),
        ).alias("period_end"),
    ).with_columns(
        pl.when(pl.col("running") | pl.col("running_total")).then(pl.lit(""))
        .when("on_a_day").then("period_end")
        .otherwise(pl.concat_str("calendar_year", pl.lit("-01-01"))).alias("period_start"),
    )  # fmt: skip


def _placed(random: Random, figures: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Where each figure stands in a text that was read in full, and what is noted of it."""
    gap = pl.Series("gap", random.integers(12, 60, figures.height))
    noted = random.random(figures.height) < NOTED
    note = pl.Series(NOTE_KEYS)[random.integers(0, len(NOTE_KEYS), figures.height)]
    in_full = sources.filter(pl.col("read") == "full")["id"].implode()
    length = pl.col("printed").str.len_chars().cast(pl.Int64)
    start = (pl.col("gap") + length).cum_sum().over("source") - length
    return figures.with_columns(gap).with_columns(
        pl.when(pl.col("source").is_in(in_full)).then(start).alias("char_start"),
        pl.when(pl.Series(noted)).then(note).otherwise(pl.lit("")).alias("notes"),
    )


def _facts(figures: pl.DataFrame, columns: dict[str, str] | None = None) -> pl.DataFrame:
    """Under the names of the CSV files; `columns` take the place of others."""
    renamed = {"district": "code", "indicator": "indicator_id", "scope": "scope_name"}
    wanted = {**renamed, **(columns or {})}
    return figures.with_columns(pl.col(mine).alias(name) for name, mine in wanted.items())
