"""What the questions answer: one row each, the promised columns, always in the same order."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from indicators.catalogue import load_catalogue
from indicators.periods import Basis
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.queries import Filter

BAOAN, GUANGMING, TONGZHOU = "440306", "440311", "110112"
EVERYTHING = tuple(Basis)
FACT = ["district_code", "indicator_id", "scope", "period_label"]
BASES = ["year", "first_half", "point", "other_span", "cumulative"]
ONE_ROW = {"FACT", "INDICATOR_KEY", "DATA_SUMMARY"}
FRAGMENTS = {"SELECTED"}
SQL = {
    name: text
    for name, text in vars(queries).items()
    if name.isupper() and not name.startswith("_") and isinstance(text, str)
}


@pytest.fixture
def everywhere(warehouse: Warehouse) -> Filter:
    codes = tuple(queries.districts(warehouse)["district_code"])
    return Filter(codes, 1900, 2100, EVERYTHING)


@pytest.mark.parametrize("name", sorted(SQL.keys() - ONE_ROW - FRAGMENTS))
def test_every_answer_of_several_rows_is_ordered(name: str) -> None:
    assert "ORDER BY" in SQL[name]


def test_points_are_one_row_a_fact_and_what_a_chart_needs(
    warehouse: Warehouse, everywhere: Filter
) -> None:
    every_indicator = [indicator.id for indicator in load_catalogue()]
    points = queries.points(warehouse, every_indicator, everywhere)
    facts = warehouse.query("SELECT count(*) AS n FROM shown_observation")["n"].item()
    assert points.height == points.select(FACT).n_unique() == facts
    needed = {
        "observation_id": pl.String, "district_zh": pl.String, "district_en": pl.String,
        "scope_en": pl.String, "period_start": pl.Date, "period_end": pl.Date,
        "basis": pl.String, "shape": pl.String, "year": pl.Int32, "status": pl.String,
        "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "printed": pl.String,
        "qualifier": pl.String, "formula": pl.String, "note_keys": pl.List(pl.String),
        "source_id": pl.String, "source_title": pl.String, "url": pl.String,
        "official": pl.Boolean, "attribution": pl.String, "sources": pl.Int64,
        "in_conflict": pl.Boolean,
    }  # fmt: skip
    assert needed.items() <= dict(points.schema).items()


def test_points_come_in_the_order_of_the_catalogue(
    warehouse: Warehouse, everywhere: Filter
) -> None:
    wanted = ["mediation.success_rate", "reconsideration.received"]
    points = queries.points(warehouse, wanted, everywhere)
    places = {basis: place for place, basis in enumerate(BASES)}
    keys = ["indicator_position", "scope", "basis", "shape", "district_code", "period_end"]
    rows = [(i, s, places[b], *rest) for i, s, b, *rest in points.select(keys).iter_rows()]
    assert rows == sorted(rows)
    assert points["indicator_id"].unique(maintain_order=True).to_list() == wanted[::-1]


def test_points_obey_district_year_and_basis(warehouse: Warehouse) -> None:
    chosen = Filter((TONGZHOU,), 2020, 2022, (Basis.YEAR,))
    points = queries.points(warehouse, ["reconsideration.received"], chosen).filter(scope="")
    assert points.select("year", "value").rows() == [(2020, 172), (2021, 281), (2022, 558)]
    assert set(points["basis"]) == {"year"}


def test_nothing_chosen_gives_no_rows_but_all_columns(warehouse: Warehouse) -> None:
    nothing = Filter((), 2000, 2030, EVERYTHING)
    empty = queries.points(warehouse, ["reconsideration.received"], nothing)
    assert empty.height == 0
    assert "value" in empty.columns


def test_evidence_lists_all_figures_for_the_fact_the_asked_one_first(warehouse: Warehouse) -> None:
    (conflict,) = queries.conflicts(warehouse).iter_rows(named=True)
    for first, second in (("shown_id", "other_id"), ("other_id", "shown_id")):
        same = queries.same_fact(warehouse, conflict[first])
        assert same["observation_id"].to_list() == [conflict[first], conflict[second]]
        assert same["in_conflict"].to_list() == [True, True]
    assert queries.same_fact(warehouse, "no such id").height == 0


def test_evidence_says_where_in_the_text_a_figure_stands(warehouse: Warehouse) -> None:
    placed = warehouse.query(
        "SELECT observation_id FROM observation WHERE char_start IS NOT NULL ORDER BY 1 LIMIT 1"
    )
    row = queries.same_fact(warehouse, placed["observation_id"].item()).row(0, named=True)
    assert row["char_end"] == row["char_start"] + len(row["printed"])
    assert len(row["sha256"]) == 64


def test_growth_is_given_with_the_value_that_it_implies(warehouse: Warehouse) -> None:
    growth = queries.growth_statements(warehouse, ["reconsideration.received"], [GUANGMING])
    (row,) = growth.iter_rows(named=True)
    assert (row["kind"], row["growth"], row["printed"]) == ("multiple", 3.38, "3.38倍")
    implied = queries.same_fact(warehouse, row["implied_id"]).row(0, named=True)
    assert (implied["value"], implied["status"]) == (172, "derived")


def test_coverage_has_every_cell_that_is_asked_for(warehouse: Warehouse) -> None:
    frame = queries.coverage(
        warehouse,
        districts=[BAOAN, GUANGMING],
        years=(2023, 2025),
        families=["mediation", "reconsideration"],
    )
    assert frame.height == 2 * 3 * 2
    first = frame.row(0, named=True)
    assert (first["family_id"], first["district_code"], first["year"]) == (
        "reconsideration", BAOAN, 2023,
    )  # fmt: skip
    present = frame.filter(pl.col("facts") > 0)
    assert set(present["state"]) == {"present"}
    assert "present" not in frame.filter(facts=0)["state"].to_list()


def test_violations_come_first(warehouse: Warehouse) -> None:
    rank = {"violated": 0, "remainder": 1, "holds": 2}
    results = [rank[result] for result in queries.identity_checks(warehouse)["result"]]
    assert results == sorted(results)
    assert set(results) == {0, 1, 2}


def test_districts_have_figures_and_where_known_a_population(warehouse: Warehouse) -> None:
    frame = queries.districts(warehouse)
    assert frame["district_code"].is_sorted()
    assert frame["label_zh"].is_unique().all()
    assert frame["observations"].min() > 0
    known = frame.filter(pl.col("population").is_not_null())
    assert known["census_date"].unique().to_list() == [date(2020, 11, 1)]


def test_sources_count_their_figures_and_name_their_districts(warehouse: Warehouse) -> None:
    frame = queries.sources(warehouse)
    reported = warehouse.query("SELECT count(*) AS n FROM observation WHERE status = 'reported'")
    assert frame["observations"].sum() == reported["n"].item()
    zhenhai = frame.filter(source_id="r005").row(0, named=True)
    assert (zhenhai["districts_zh"], zhenhai["district_code"]) == (["镇海区"], "330211")


def test_years_and_the_day_of_the_data(warehouse: Warehouse) -> None:
    years = queries.years(warehouse)
    assert years == sorted(set(years))
    assert {2021, 2024, 2025} <= set(years)
    assert warehouse.version.startswith(f"{queries.data_date(warehouse):%Y.%m}")


def test_notes_are_those_that_observations_name(warehouse: Warehouse) -> None:
    named = warehouse.query("SELECT DISTINCT note_key FROM observation_note")
    notes = queries.notes(warehouse)
    assert set(named["note_key"]) <= set(notes)
    assert all(note.zh and note.en for note in notes.values())


def test_documents_are_found_in_other_districts_too(warehouse: Warehouse) -> None:
    known = warehouse.query(
        """
        SELECT observation_id, source_id FROM flat_observation
        WHERE district_code IN ('440306', '110112') ORDER BY observation_id DESC
        """
    )
    asked = [*known["observation_id"], "000000000000000"]
    for districts in ((BAOAN, TONGZHOU), (BAOAN,), ()):
        found = queries.documents(warehouse, asked, districts=districts)
        assert found.select("observation_id", "source_id").equals(known)
        assert found["source_title"].null_count() == 0
    assert queries.documents(warehouse, [], districts=()).is_empty()


def test_the_fullest_kind_of_an_indicator_counts(warehouse: Warehouse, everywhere: Filter) -> None:
    here = queries.alike(warehouse, everywhere)
    facts = queries.facts_by_indicator(warehouse)
    assert here["indicator_id"].to_list() == facts["indicator_id"].to_list()
    for indicator, figures in here.rows()[:20]:
        assert queries.holdings(warehouse, indicator, everywhere)["figures"].max() == figures


def test_what_there_is_names_kinds_beyond_the_selection(warehouse: Warehouse) -> None:
    indicator = "reconsideration.received"
    nothing = Filter((BAOAN,), 1990, 1990, EVERYTHING)
    held = queries.holdings(warehouse, indicator, nothing)
    assert held.height > 2
    assert held["figures"].to_list() == [0] * held.height
    assert queries.alike(warehouse, nothing).is_empty()
