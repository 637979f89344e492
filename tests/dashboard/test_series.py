"""Panels hold like with like; a mode is arithmetic on them, and who drops out is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import kinds
from dashboard.charts.series import (
    Mode,
    Panel,
    UnlikeError,
    can_be_index,
    can_be_per_100k,
    fact_of,
    index_100,
    panels,
    per_100k,
)
from dashboard.context import Context
from dashboard.formats import DisplayUnit
from dashboard.words import Language, Words
from indicators.comparability import against_one_axis, shape
from indicators.periods import parse_label
from warehouse import queries

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=40)
PanelsOf = Callable[..., list[Panel]]

RECEIVED = "reconsideration.received"
ZH = Words(Language.ZH)


def row(district: str, label: str, value: float | None = 100.0, **more: str) -> dict[str, Any]:
    period = parse_label(label)
    return {
        "district_code": district, "indicator_id": RECEIVED, "scope": "",
        "basis": period.basis.value, "shape": shape(period), "year": period.year,
        "period_start": period.start, "period_end": period.end,
        "value": value, "low": value, "high": value, **more,
    }  # fmt: skip


def panel(*rows: dict[str, Any]) -> Panel:
    frame = pl.DataFrame(list(rows), infer_schema_length=None).with_columns(
        pl.col("value", "low", "high").cast(pl.Float64)
    )
    return Panel(
        frame.with_columns(shown="value", shown_low="low", shown_high="high"), DisplayUnit("件")
    )


# ---------------------------------------------------------------- like with like


@pytest.mark.parametrize(
    "other",
    [
        row("440311", "2024", indicator_id="reconsideration.accepted"),
        row("440311", "2024", scope="一审"),
        row("440311", "2024-S1"),
        row("440311", "2024-12-31"),
    ],
    ids=["indicator", "scope", "basis", "point"],
)
def test_a_panel_refuses_what_may_not_share_its_axis(other: dict[str, Any]) -> None:
    with pytest.raises(UnlikeError):
        panel(row("440306", "2024"), other)


def test_a_panel_refuses_spans_of_other_months() -> None:
    with pytest.raises(UnlikeError):
        panel(row("440306", "2023-01-01/2023-05-31"), row("440306", "2024-01-01/2024-04-30"))


def test_a_panel_looks_at_the_periods_and_not_only_at_what_their_row_says() -> None:
    wrong = row("440306", "2024") | {"period_end": date(2024, 6, 30)}
    with pytest.raises(UnlikeError):
        panel(row("440306", "2024"), wrong)


def test_a_panel_has_a_row() -> None:
    empty = panel(row("440306", "2024")).rows.clear()
    with pytest.raises(UnlikeError):
        Panel(empty, DisplayUnit("件"))


@REPEATABLE
@given(st.data())
def test_no_selection_mixes_what_is_unlike(zh: Context, draw: st.DataObject) -> None:
    """Over random selections of the real figures, and no row is lost."""
    offer, ids = zh.data.offer, [indicator.id for indicator in zh.catalogue]
    first, last = sorted(draw.draw(st.tuples(*[st.sampled_from(offer.years)] * 2)))
    chosen = replace(
        zh.selection,
        districts=tuple(draw.draw(st.lists(st.sampled_from(offer.districts), unique=True))),
        first_year=first,
        last_year=last,
    )
    wanted = draw.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True, max_size=30))
    rows = queries.points(zh.warehouse, wanted, chosen.filter)
    found = panels(rows, zh.catalogue, zh.words)
    assert sum(item.rows.height for item in found) == rows.height
    for item in found:
        facts = [fact_of(each) for each in item.rows.iter_rows(named=True)]
        assert not any(against_one_axis(facts[0], fact) for fact in facts)
        assert item.rows.select("district_code", "period_label").is_unique().all()


# ---------------------------------------------------------------- modes


def test_per_residents_and_who_drops_out() -> None:
    level = panel(row("a", "2024", 50.0), row("b", "2024", 30.0), row("c", "2024", 7.0))
    shown = per_100k(level, {"a": 200_000, "c": 1_000_000, "z": 5}, words=ZH)
    assert shown is not None
    assert shown.rows["shown"].to_list() == [25.0, 0.7]
    assert shown.left_out == ("b",)
    assert shown.mode is Mode.PER_100K
    assert shown.unit.label == "件/10万常住人口"
    assert per_100k(level, {}, words=ZH) is None


def test_bounds_follow_their_value_per_residents() -> None:
    hedged = row("a", "2024", 100.0) | {"low": 100.0, "high": 109.0}
    shown = per_100k(panel(hedged, row("a", "2023", None) | {"high": 9.0}), {"a": 1_000_000}, ZH)
    assert shown is not None
    ends = shown.rows.select("shown", "shown_low", "shown_high").rows()
    assert ends == [(10.0, 10.0, pytest.approx(10.9)), (None, None, pytest.approx(0.9))]


def test_an_index_begins_at_the_first_exact_value() -> None:
    hedged = row("a", "2020", 90.0) | {"high": 99.0}
    level = panel(hedged, row("a", "2021", 647.0), row("a", "2022", 882.0), row("a", "2023", 0.0))
    shown = index_100(level)
    assert shown is not None
    assert shown.rows["year"].to_list() == [2021, 2022, 2023]
    assert shown.rows["shown"].to_list() == [100.0, pytest.approx(136.32, abs=0.005), 0.0]


def test_an_index_needs_a_later_period_and_names_who_has_none() -> None:
    level = panel(
        row("a", "2023", 10.0), row("a", "2024", 20.0), row("b", "2024", 5.0),
        row("c", "2023", 0.0), row("c", "2024", 0.0),
    )  # fmt: skip
    shown = index_100(level)
    assert shown is not None
    assert shown.rows["district_code"].unique().to_list() == ["a"]
    assert shown.left_out == ("b", "c")
    assert index_100(panel(row("a", "2024"), row("b", "2024"))) is None


def test_modes_are_for_counts_only(zh: Context, panels_of: PanelsOf) -> None:
    """No index of a rate, nothing per resident of a part, no course of totals of unknown start."""
    for item in panels_of(zh):
        measure = zh.catalogue[item.indicator].measure
        counted = measure in ("flow", "stock")
        assert can_be_per_100k(item, zh.catalogue) is (counted and not item.scope)
        assert can_be_index(item, zh.catalogue) is (counted and item.basis != "cumulative")
        for mode in (Mode.PER_100K, Mode.INDEX):
            shown = kinds.in_mode(item, mode, zh)
            assert shown is None or (counted and shown.mode is mode)


def test_every_chart_in_a_mode_names_the_districts_that_are_left_out(
    zh: Context, panels_of: PanelsOf
) -> None:
    labels = dict(zh.data.districts.select("district_code", "label_zh").iter_rows())
    seen = 0
    for item in panels_of(zh):
        for mode in (Mode.PER_100K, Mode.INDEX):
            shown = kinds.in_mode(item, mode, zh)
            if shown is None:
                continue
            notes = "".join(kinds.panel_chart(shown, zh).notes)
            gone = set(item.rows["district_code"]) - set(shown.rows["district_code"])
            assert set(shown.left_out) == gone
            assert all(labels[code] in notes for code in gone)
            seen += bool(gone)
    assert seen > 10


def test_a_district_without_figures_is_not_said_to_lack_a_population(
    zh: Context, panels_of: PanelsOf
) -> None:
    """Only those that have figures here and cannot be shown."""
    (level,) = (p for p in panels_of(zh, RECEIVED) if p.basis == "first_half" and not p.scope)
    shown = kinds.in_mode(level, Mode.PER_100K, zh)
    assert shown is not None
    chart = kinds.panel_chart(shown, zh)
    assert "襄垣县" not in "".join(chart.notes)
    assert "襄垣县" in set(zh.data.districts.filter(pl.col("population").is_null())["label_zh"])
