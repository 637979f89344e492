from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from bench.national.country import chosen_districts, write_country
from bench.national.printing import ABOUT, EXACT, NEARLY, ODD, OVER, _counts, _scaled
from bench.national.reading import score_reports, stated_rows
from bench.national.reports import report_writer
from bench.national.sizes import load_sizes
from indicators.catalogue import load_catalogue
from indicators.numerals import read_numeral
from indicators.quantities import HEDGES, Hedge, stated_bounds
from warehouse import queries
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse

DISTRICTS, YEARS, REPORTS = 6, 3, 3


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    districts = chosen_districts(DISTRICTS)
    reports = report_writer(folder / "reports", reports=REPORTS, districts=DISTRICTS, seed=1)
    write_country(folder, districts=districts, years=YEARS, seed=1, on_batch=reports)
    return folder


@pytest.fixture(scope="module")
def built(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("built")
    build(seed=country, folder=folder)
    return open_warehouse(folder=folder)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_same_seed_gives_the_same_bytes(country: Path, tmp_path: Path) -> None:
    write_country(tmp_path / "same", districts=chosen_districts(DISTRICTS), years=YEARS, seed=1)
    write_country(tmp_path / "other", districts=chosen_districts(DISTRICTS), years=YEARS, seed=2)

    for name in ("observations.csv", "growth.csv", "sources.csv", "population.csv"):
        bytes_here = (country / name).read_bytes()
        assert (tmp_path / "same" / name).read_bytes() == bytes_here
        assert (tmp_path / "other" / name).read_bytes() != bytes_here


def test_a_build_takes_it_and_finds_few_faults(country: Path, built: Warehouse) -> None:
    found = queries.data_summary(built)

    assert found["reported"] == len(rows(country, "observations.csv")) > 4000
    assert found["derived"] > 100
    assert found["districts"] == DISTRICTS
    assert 0 < found["growth_violated"] < found["growth_checks"] / 10
    assert found["identities_violated"] < found["identity_checks"] / 50 > 10
    assert 0 < found["conflicts"] < found["facts"] / 50


def test_figures_are_hedged_and_restricted_as_often_as_in_real_reports(country: Path) -> None:
    found = rows(country, "observations.csv")
    share = {
        "hedged": sum(bool(row["qualifier"]) for row in found) / len(found),
        "scoped": sum(bool(row["scope"]) for row in found) / len(found),
        "running": sum(not row["period_start"] for row in found) / len(found),
    }

    assert 0.025 < share["hedged"] < 0.055
    assert 0.06 < share["scoped"] < 0.1
    assert 0.002 < share["running"] < 0.02
    assert {row["indicator"] for row in found} == set(load_catalogue().by_id)
    assert any(re.search("[0-9]万", row["printed"]) for row in found)
    assert any("亿" in row["printed"] for row in found)


def test_rows_stand_by_district_period_and_indicator(country: Path) -> None:
    place = {indicator: number for number, indicator in enumerate(load_catalogue().by_id)}
    keys = [
        (row["district"], row["period_end"], place[row["indicator"]])
        for row in rows(country, "observations.csv")
    ]

    assert keys == sorted(keys)


def test_each_district_and_period_has_one_source_and_some_a_second(country: Path) -> None:
    sources = rows(country, "sources.csv")
    periods = Counter((row["district"], row["period_end"]) for row in sources)

    assert set(periods.values()) == {1, 2}
    assert len({row["id"] for row in sources}) == len(sources)


@pytest.mark.parametrize("hedge", [EXACT, ODD, ABOUT, NEARLY, OVER])
def test_a_hedge_always_allows_the_truth(hedge: int) -> None:
    random = np.random.default_rng(1)
    size = np.unique(np.geomspace(30, 3e9, 2000).astype(np.int64))
    kinds = np.full(len(size), hedge)
    shown, said = _counts(random, size, kinds, np.zeros(len(size), dtype=bool))
    word = {EXACT: "", ODD: "余", ABOUT: "约", NEARLY: "近", OVER: "超"}

    for truth, value, kind in zip(size.tolist(), shown.tolist(), said.tolist(), strict=True):
        assert stated_bounds(Decimal(value), word[kind], whole=True).contains(truth)
    assert (said == hedge).mean() > 0.5


def test_numbers_are_written_as_short_as_can_be() -> None:
    shown = np.array([5_300_0000, 1_0200_0000, 12_3400, 12_3456, 999])
    digits, places, scale = _scaled(shown, np.zeros(5, dtype=np.int64), np.ones(5, dtype=bool))

    assert digits.tolist() == [5300, 102, 1234, 123456, 999]
    assert places.tolist() == [0, 2, 2, 0, 0]
    assert scale.tolist() == [10**4, 10**8, 10**4, 1, 1]


def test_printed_forms_read_to_their_values_and_hedges_are_known(country: Path) -> None:
    for row in rows(country, "observations.csv")[::7]:
        numeral = read_numeral(row["printed"])
        assert numeral is not None
        assert numeral.value == abs(Decimal(row["value"]))
        assert HEDGES[row["qualifier"]] in Hedge


def test_our_reader_reads_the_reports(country: Path) -> None:
    stated = stated_rows(country / "reports")
    figures, growth = score_reports(country / "reports", stated)

    assert len({row["doc"] for row in stated}) == REPORTS
    assert min(figures.precision, figures.recall) > 0.95
    assert growth.precision == 1.0
    for row in stated:
        text = (country / "reports" / row["doc"]).read_bytes().decode("utf-8")
        assert text[int(row["char_start"]) :].startswith(row["printed"])


def test_sizes_are_there_for_what_is_not_a_quotient_of_counts() -> None:
    quotients = {one.id for one in load_catalogue() if one.denominator}

    assert load_sizes().ids >= set(load_catalogue().by_id) - quotients
    assert not load_sizes().ids & quotients
