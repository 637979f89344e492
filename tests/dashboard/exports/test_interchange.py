"""Parquet, SDMX-CSV and data package are read by their own libraries and hold the figures drawn."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import polars as pl
import pytest
from pysdmx.io.csv.sdmx20.reader import read as read_sdmx
from pysdmx.model.dataset import ActionType

from dashboard.charts.kinds import panel_chart
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.exports.interchange.figures import DRAWN, Charts, facts, figures
from dashboard.exports.interchange.package import column_meaning, datapackage_zip
from dashboard.exports.interchange.parquet import parquet_bytes
from dashboard.exports.interchange.sdmx import (
    COLUMNS,
    DIMENSIONS,
    codes,
    frequency,
    indicator_code,
    message,
    scope_code,
    sdmx_csv_bytes,
    status_code,
    time_period,
)
from indicators.periods import parse_label
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.exports.every_kind import charts_of_figures, coverage
from warehouse.export import all_observations

CODE = re.compile(r"[A-Za-z0-9_@$\-]+")  # what SDMX allows as an id
FORMULAS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x")


@pytest.fixture(scope="module")
def view(zh: Context, panels_of: PanelsOf) -> Charts:
    charts = [*charts_of_figures(zh, panels_of), coverage(zh)]
    return [(chart, zh) for chart in charts]


@pytest.fixture(scope="module")
def everything(zh: Context, panels_of: PanelsOf) -> Charts:
    """A chart of every panel of every indicator."""
    return [(panel_chart(panel, zh), zh) for panel in panels_of(zh)]


# ---------------------------------------------------------------- the figures


def test_a_figure_stays_what_its_source_says_whatever_is_drawn(view: Charts, zh: Context) -> None:
    """A growth or a rate may be drawn; value, printed form and status are those of the source."""
    known = {
        row["observation_id"]: row for row in pl.concat(all_observations(zh.warehouse)).to_dicts()
    }
    table = figures(view, zh)
    assert table.height == sum(chart.rows.height for chart, _ in view if chart.observations)
    different = 0
    for row in table.iter_rows(named=True):
        source = known[row["observation_id"]]
        if row["indicator_id"] == source["indicator_id"]:
            assert {name: row[name] for name in source} == source
        different += row["drawn_printed"] != row["printed"]
    assert different


def test_a_computed_rate_is_a_rate_and_not_the_count_it_stands_on(
    view: Charts, zh: Context
) -> None:
    table = figures(view, zh)
    rates = table.filter((pl.col("status") == "computed") & (pl.col("chart_title") != ""))
    assert rates.height
    assert set(rates["measure"]) == {"rate"}
    assert set(rates["unit_en"]) == {"percent"} or set(rates["unit_zh"]) == {"%"}
    assert (rates["value"].cast(pl.Float64) == rates["drawn_value"]).all()
    assert rates["formula"].str.contains("÷").all()


def test_what_is_drawn_is_what_the_chart_shows(view: Charts, zh: Context) -> None:
    table = figures(view, zh)
    for number, (chart, _) in enumerate(view, start=1):
        if not chart.observations:
            continue
        drawn = table.filter(chart=number).sort("position")
        units = [chart.unit_of(row) for row in chart.rows.iter_rows(named=True)]
        for name, shown in (("value", "shown"), ("low", "shown_low"), ("high", "shown_high")):
            expected = [
                unit.plain(value) for unit, value in zip(units, chart.rows[shown], strict=True)
            ]
            assert drawn[f"drawn_{name}"].to_list() == expected


def test_a_fact_stands_once(view: Charts, zh: Context) -> None:
    known = facts(view, zh)
    assert known.height < figures(view, zh).height
    assert known.select("district_code", "indicator_id", "scope", "period_label").is_unique().all()
    assert not set(DRAWN) & set(known.columns)


# ---------------------------------------------------------------- Parquet


def test_parquet_is_typed_and_names_its_data_version(view: Charts, zh: Context) -> None:
    content = parquet_bytes(view, zh)
    table = pl.read_parquet(io.BytesIO(content))
    assert table.equals(figures(view, zh))
    kinds = ("value", "drawn_value", "period_end", "official", "note_keys")
    assert [table.schema[name] for name in kinds] == [
        pl.Decimal(18, 4), pl.Float64(), pl.Date(), pl.Boolean(), pl.List(pl.String()),
    ]  # fmt: skip
    assert set(table["data_version"]) == {zh.data.version}
    metadata = pl.read_parquet_metadata(io.BytesIO(content))
    assert metadata["data_version"] == zh.data.version
    assert metadata["title"].split("\n") == [chart.title for chart, _ in view]


def test_a_chart_without_figures_gives_its_cells(zh: Context) -> None:
    chart = coverage(zh)
    table = pl.read_parquet(io.BytesIO(parquet_bytes([(chart, zh)], zh)))
    assert table.select("district_code", "year", "facts", "state").rows() == chart.rows.select(
        "district_code", "year", "facts", "state"
    ).rows()  # fmt: skip


# ---------------------------------------------------------------- SDMX-CSV


def test_sdmx_is_read_by_its_library_and_values_survive(everything: Charts, zh: Context) -> None:
    (dataset,) = read_sdmx(sdmx_csv_bytes(everything, zh).decode())
    assert dataset.structure == f"Dataflow={codes()['structure']}"
    assert dataset.action is ActionType.Information
    known = facts(everything, zh).to_dicts()
    rows = dataset.data.to_dict("records")
    assert len(rows) == len(known) > 400
    for row, fact in zip(rows, known, strict=True):
        assert row["REF_AREA"] == fact["district_code"]
        assert row["INDICATOR"] == indicator_code(fact["indicator_id"])
        assert row["ORIGIN"] == fact["status"].upper()
        assert row["DATA_VERSION"] == zh.data.version
        for column, name in (("OBS_VALUE", "value"), ("OBS_LOW", "low"), ("OBS_HIGH", "high")):
            assert (Decimal(row[column]) if row[column] else None) == fact[name]


def test_sdmx_keys_are_unique_and_made_of_codes(everything: Charts, zh: Context) -> None:
    header, *rows = csv.reader(io.StringIO(sdmx_csv_bytes(everything, zh).decode(), newline=""))
    assert tuple(header) == COLUMNS
    records = [dict(zip(header, row, strict=True)) for row in rows]
    keys = [tuple(record[name] for name in DIMENSIONS) for record in records]
    assert len(set(keys)) == len(keys)
    for record in records:
        coded = (*DIMENSIONS[:-1], "OBS_STATUS", "ORIGIN", "UNIT_MEASURE")
        assert all(CODE.fullmatch(record[name]) for name in coded), record
        assert record["UNIT_MULT"] == "0"


def test_ids_of_the_catalogue_stay_distinct_as_codes(zh: Context) -> None:
    ids = [indicator.id for indicator in zh.catalogue]
    assert len({indicator_code(name) for name in ids}) == len(ids)
    scopes = [
        scope for scope in pl.concat(all_observations(zh.warehouse))["scope"].unique() if scope
    ]
    assert len({scope_code(scope) for scope in scopes}) == len(scopes) > 50


@pytest.mark.parametrize(
    ("label", "freq", "period"),
    [
        ("2024", "A", "2024"),
        ("2025-S1", "S", "2025-S1"),
        ("2024-S2", "S", "2024-S2"),
        ("2024-Q3", "Q", "2024-Q3"),
        ("2024-05-01/2024-05-31", "M", "2024-05"),
        ("2024-01-01/2024-05-31", "_O", "2024-01-01/P5M"),
        ("2021-08-01/2022-07-31", "_O", "2021-08-01/P12M"),
        ("2021-01-01/2021-12-22", "_O", "2021-01-01/P356D"),
        ("2024-12-31", "_Z", "2024-12-31"),
        ("../2024-12-31", "_Z", "2024-12-31"),
    ],
)
def test_periods_are_written_as_sdmx_writes_them(label: str, freq: str, period: str) -> None:
    assert (frequency(parse_label(label)), time_period(parse_label(label))) == (freq, period)


FACT = {"value": 5, "low": 5, "high": 5, "status": "reported", "in_conflict": False}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "A"),
        ({"status": "computed"}, "A"),
        ({"low": 4}, "E"),
        ({"high": None}, "E"),
        ({"low": None, "high": None}, "E"),
        ({"status": "derived"}, "E"),
        ({"in_conflict": True}, "U"),
        ({"in_conflict": True, "status": "derived"}, "E"),
        ({"value": None, "low": 4, "status": "derived"}, "O"),
    ],
)
def test_the_observation_status_follows_its_rules(change: dict[str, object], code: str) -> None:
    assert status_code(FACT | change) == code


def test_a_share_is_in_percent_and_money_in_yuan(everything: Charts, zh: Context) -> None:
    (dataset,) = read_sdmx(sdmx_csv_bytes(everything, zh).decode())
    units = dict(zip(dataset.data["INDICATOR"], dataset.data["UNIT_MEASURE"], strict=True))
    assert units["legal_aid-losses_recovered"] == "CNY"
    assert units["reconsideration-received"] == "case"
    assert "PT" in units.values()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_sdmx_is_a_formula(text: str, view: Charts, zh: Context) -> None:
    names = ("district_zh", "indicator_zh", "scope", "printed", "issuer", "formula", "notes_zh")
    known = facts(view, zh).head(3)
    hostile = known.with_columns(pl.lit(text).alias(name) for name in names)
    content = message(hostile, zh.catalogue, zh.words).decode()
    for record in csv.DictReader(io.StringIO(content, newline="")):
        assert record["REF_AREA_TITLE"] == record["PRINTED"] == f"'{text}"
        assert not any(cell.startswith(FORMULAS[:4]) for cell in record.values())


def test_a_view_without_figures_is_a_header(zh: Context) -> None:
    content = sdmx_csv_bytes([(coverage(zh), zh)], zh).decode()
    assert content.strip().split(",") == list(COLUMNS)


# ---------------------------------------------------------------- the data package


@pytest.fixture(scope="module")
def package(view: Charts, zh: Context, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "view.zip"
    path.write_bytes(datapackage_zip(view, zh))
    return path


def test_frictionless_finds_nothing_wrong(package: Path) -> None:
    report = frictionless.validate(str(package))
    assert report.flatten(["name", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == ["charts", "figures", "sources", "coverage"]


def test_the_package_holds_the_figures(package: Path, view: Charts, zh: Context) -> None:
    rows = frictionless.Package(str(package)).get_resource("figures").read_rows()
    expected = figures(view, zh).to_dicts()
    assert len(rows) == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        told = row.to_dict()
        assert {name: _told(wanted[name]) for name in told} == told


def _told(value: object) -> object:
    """As frictionless reads it: exact numbers, and nothing for empty texts and lists."""
    if isinstance(value, float):
        return Decimal(str(value))
    return None if value in ("", []) else value


def test_the_package_says_what_it_holds(package: Path, view: Charts, zh: Context) -> None:
    with zipfile.ZipFile(package) as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
        readme = archive.read("README.txt").decode()
    assert descriptor["version"] == zh.data.version
    assert descriptor["licenses"][0]["name"] == "MIT"
    sources = {row["source_id"] for row in figures(view, zh).to_dicts()}
    assert len(descriptor["sources"]) == len(sources)
    (table,) = (found for found in descriptor["resources"] if found["name"] == "figures")
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    assert fields["value"]["type"] == "number"
    assert fields["period_end"]["type"] == "date"
    assert re.search("[\u4e00-\u9fff]", fields["drawn_value"]["title"])
    assert "value in the chart" in fields["drawn_value"]["description"]
    assert readme.count(zh.data.version) == 2
    assert all(chart.title in readme for chart, _ in view)
    assert all(f"\n{name} " in readme for name in DRAWN)


def test_every_column_is_explained_in_both_languages(view: Charts, zh: Context) -> None:
    for name in figures(view, zh).columns:
        chinese, english = column_meaning(name)
        assert re.search("[\u4e00-\u9fff]", chinese) or "URL" in chinese
        assert english.isascii() or "%" in english


def test_no_text_of_a_package_is_a_formula(view: Charts, zh: Context) -> None:
    """A chart may have a title of the person's own."""
    chart, context = view[0]
    # a number by itself is harmless
    texts = [text for text in FORMULAS if text not in ("+1", "-1")]
    named = [(replace(chart, title=title, notes=(title,)), context) for title in texts]
    with zipfile.ZipFile(io.BytesIO(datapackage_zip(named, zh))) as package:
        tables = [name for name in package.namelist() if name.endswith(".csv")]
        texts = [package.read(name).decode() for name in tables]
    for text in texts:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            assert not [cell for cell in (row.get("title", ""), row.get("notes", ""),
                        row.get("chart_title", "")) if cell.startswith(FORMULAS)]  # fmt: skip


def test_the_same_view_gives_the_same_bytes(package: Path, view: Charts, zh: Context) -> None:
    assert datapackage_zip(view, zh) == package.read_bytes()
    assert parquet_bytes(view, zh) == parquet_bytes(view, zh)


def test_charts_of_other_selections_keep_their_own_figures(
    zh: Context, panels_of: PanelsOf
) -> None:
    """Each chart is exported with the figures of its own selection, not with those of the page."""
    narrow = replace(zh, selection=replace(zh.selection, districts=("440306",)))
    panels: list[Panel] = [panels_of(context)[0] for context in (zh, narrow)]
    both = [(panel_chart(panels[0], zh), zh), (panel_chart(panels[1], narrow), narrow)]
    table = figures(both, zh)
    assert set(table.filter(chart=2)["district_code"]) == {"440306"}
    assert len(set(table.filter(chart=1)["district_code"])) > 1
