"""Writes made-up reports as text, and what they say as a table: figures of the made-up data set.

The sentences are ours (`sentences.toml`); `truth.csv` has one row a figure with its place in the
text and, where the report states one, its growth.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.national.sizes import FOLDER
from bench.national.truth import Random
from indicators.districts import District, load_districts

FEWEST, MOST = 10, 60
TRUTH = "truth.csv"
COLUMNS = (
    "doc", "district", "indicator", "period_start", "period_end", "value", "qualifier", "printed",
    "char_start", "growth_kind", "growth", "growth_qualifier", "growth_printed", "growth_start",
)  # fmt: skip
BEFORE = {"约", "近", "超", "逾"}  # hedges that stand before the figure
TOGETHER = 4  # clauses in one sentence at the most

Row = dict[str, Any]
OnBatch = Callable[[pl.DataFrame, pl.DataFrame], None]


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))


def report_writer(folder: Path, *, reports: int, districts: int, seed: int) -> OnBatch:
    """What writes the reports of one province after the other, so many for all districts."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / TRUTH
    truth.write_text(",".join(COLUMNS) + "\n", encoding="utf-8", newline="\n")
    share = reports / districts
    seen = 0

    def write(figures: pl.DataFrame, stated: pl.DataFrame) -> None:
        nonlocal seen
        here = figures["code"].n_unique()
        wanted = round(share * (seen + here)) - round(share * seen)
        seen += here
        if wanted:
            random = np.random.default_rng([seed, seen])
            _write_some(random, folder, _told(random, figures, stated, wanted))

    return write


def _told(random: Random, figures: pl.DataFrame, stated: pl.DataFrame, wanted: int) -> pl.DataFrame:
    """The figures that some of the documents can say in our sentences, with their growth."""
    known = [key for section in _sentences()["section"] for key in section["clauses"]]
    plain = figures.filter(
        ~pl.col("second") & ~pl.col("running") & (pl.col("scope") == 0)
        & pl.col("indicator_id").is_in(known)
    )  # fmt: skip
    sources = plain["source"].unique(maintain_order=True)
    chosen = random.choice(len(sources), min(wanted, len(sources)), replace=False)
    keys = ["source", "indicator_id"]
    growth = stated.select(
        *keys, "growth_kind", "growth_value", "growth_qualifier", "growth_printed"
    )
    return plain.filter(pl.col("source").is_in(sources[np.sort(chosen)].implode())).join(
        growth, on=keys, how="left", maintain_order="left"
    )


def _write_some(random: Random, folder: Path, told: pl.DataFrame) -> None:
    with (folder / TRUTH).open("a", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, extrasaction="ignore", lineterminator="\n")
        for (source,), frame in told.group_by("source", maintain_order=True):
            rows = {row["indicator_id"]: row for row in frame.to_dicts()}
            draft = _Draft(random, load_districts().by_code(frame["code"][0]), rows)
            draft.write()
            text = draft.text.encode("utf-8")
            (folder / f"{source}.txt").write_bytes(text)
            writer.writerows({"doc": f"{source}.txt", **row} for row in draft.said)


@dataclass
class _Draft:
    """A report in the making: its text so far and what it has said."""

    random: Random
    district: District
    rows: Mapping[str, Row]
    text: str = ""
    said: list[Row] = field(default_factory=list)

    def write(self) -> None:
        """The whole report."""
        some = next(iter(self.rows.values()))
        half = "上半年" if some["part"] == 0 else ""
        place = f"{_place(self.district)}{self.district.name_zh}"
        period = f"{some['calendar_year']}年{half}"
        self.text = f"{place}{period}法治工作报告（模拟）\n\n"
        self.text += self._one("opening").format(district=place, period=period) + "\n"
        wanted = int(self.random.integers(FEWEST, MOST + 1))
        share = min(1.0, wanted / max(len(self.rows), 1))
        numbers = iter("一二三四五六七八九十")
        for section in _sentences()["section"]:
            keys = [key for key in section["clauses"] if key in self.rows]
            keys = [key for key in keys if self.random.random() < share]
            number = next(numbers, "") if keys else ""
            if number:
                self.text += f"{number}、{section['heading']}\n"
                self._section(section["clauses"], keys)
        self.text += f"{self._one('plans')}\n"

    def _section(self, wordings: Mapping[str, Sequence[str]], keys: Sequence[str]) -> None:
        while keys:
            count = int(self.random.integers(1, TOGETHER + 1))
            for key in keys[:count]:
                self._clause(self._choose(wordings[key]), self.rows[key])
                self.text += "，"
            self.text = self.text.removesuffix("，") + "。"
            if self.random.random() < 0.3:
                self.text += self._one("between")
            keys = keys[count:]
        self.text += "\n"

    def _clause(self, wording: str, row: Row) -> None:
        said = {
            **{name: row[name] for name in ("period_start", "period_end", "value", "qualifier")},
            "district": row["code"], "indicator": row["indicator_id"], "printed": row["printed"],
            "char_start": self._figure(wording, row["printed"], row["qualifier"]),
        }  # fmt: skip
        if row["growth_printed"]:
            self.text += "，"
            said |= {
                "growth_kind": row["growth_kind"], "growth": row["growth_value"],
                "growth_qualifier": row["growth_qualifier"],
                "growth_printed": row["growth_printed"],
                "growth_start": self._figure(
                    self._one(_direction(row)), row["growth_printed"], row["growth_qualifier"]
                ),
            }  # fmt: skip
        self.said.append(said)

    def _figure(self, wording: str, printed: str, hedge: str) -> int:
        """Add a wording with its figure; where the figure stands."""
        before, after = wording.split("#")
        self.text += before + (hedge if hedge in BEFORE else "")
        place = len(self.text)
        self.text += printed + ("左右" if hedge == "左右" else "") + after
        return place

    def _one(self, key: str) -> str:
        return self._choose(_sentences()[key])

    def _choose(self, texts: Sequence[str]) -> str:
        return texts[int(self.random.integers(len(texts)))]


def _direction(row: Row) -> str:
    if row["growth_kind"] == "multiple":
        return "multiples"
    return "falls" if row["growth_value"].startswith("-") else "rises"


def _place(district: District) -> str:
    """The city before a district's name; the province where it governs the district itself."""
    city = district.city.name_zh
    if "直辖" in city or city == district.name_zh:
        return district.province.name_zh
    return city
