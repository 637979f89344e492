"""What speaks against and for the figures of one district: conflicts, corrections, checks."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.answers import answer
from dashboard.context import Context
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.markup import escape, link
from dashboard.pages.data.check_sentences import MARKS
from dashboard.pages.data.checks import figures_of, growth_table, identity_table
from dashboard.row_choice import chosen_row
from indicators.periods import parse_label
from warehouse import queries

Row = dict[str, Any]
PLAIN = DisplayUnit("", decimals=4)  # as the warehouse keeps them


def district_checks(district: str, context: Context) -> None:
    """Conflicts and corrections first, then the checks, those that fail on top."""
    words = context.words
    st.subheader(words("district_check.title"))
    told = [*conflict_sentences(district, context), *correction_sentences(district, context)]
    if told:
        st.markdown("\n".join(f"- {text}" for text in told))
    else:
        st.caption(words("district_check.no_conflict"))
    _identities(district, context)
    _growth(district, context)


def conflict_sentences(district: str, context: Context) -> list[str]:
    """Where two documents exclude each other: which figure is shown, and what the other says."""
    rows = answer(queries.conflicts, context.warehouse, (district,))
    rows = context.selection.of_years(rows, "period_label")
    return [_conflict(row, context) for row in rows.iter_rows(named=True)]


def _conflict(row: Row, context: Context) -> str:
    words = context.words
    unit = context.catalogue.unit_of(row["indicator_id"])
    return words(
        "district_check.conflict",
        fact=_fact(row, context),
        shown=bounds_text(row["shown_low"], row["shown_high"], PLAIN),
        other=bounds_text(row["other_low"], row["other_high"], PLAIN),
        unit=escape(words.pick(unit.zh, unit.en)),
        shown_source=link(row["shown_source"], row["shown_url"]),
        other_source=link(row["other_source"], row["other_url"]),
    )


def correction_sentences(district: str, context: Context) -> list[str]:
    """What the register of known errors says about figures of this district."""
    words = context.words
    label = context.data.districts.filter(pl.col("district_code") == district)["label_zh"].item()
    rows = answer(queries.corrections, context.warehouse).filter(pl.col("district_zh") == label)
    rows = context.selection.of_years(rows, "period_label")
    return [
        words(
            "district_check.correction",
            fact=_fact({"scope": "", **row}, context),
            printed=escape(row["printed"]),
            reason=escape(words.pick(row["reason_zh"], row["reason_en"])),
        )
        for row in rows.iter_rows(named=True)
    ]


def _fact(row: Row, context: Context) -> str:
    words = context.words
    indicator = context.catalogue[row["indicator_id"]]
    parts = [
        words.pick(indicator.name_zh, indicator.name_en),
        period_text(parse_label(row["period_label"]), words),
    ]
    if row["scope"]:
        parts.append(escape(words.pick(row["scope"], row["scope_en"])))
    return words.pick("，", ", ").join(parts)


def _identities(district: str, context: Context) -> None:
    """How many identities were checked, and how; each of them in a table."""
    words = context.words
    rows = answer(queries.identity_checks, context.warehouse, (district,))
    rows = context.selection.of_years(rows, "period")
    if rows.is_empty():
        st.caption(words("district_check.no_identity"))
        return
    counts = dict(rows.group_by("result").len().iter_rows())
    numbers = {result: counts.get(result, 0) for result in MARKS}
    label = words("district_check.identities", count=rows.height, **numbers)
    folded = st.expander(label, key="district-identities-open", on_change="rerun")
    if folded.open:
        with folded:
            _identity_table(rows, context)


@st.fragment
def _identity_table(rows: pl.DataFrame, context: Context) -> None:
    words, column = context.words, st.column_config
    table = identity_table(rows, figures_of(rows, context), context).drop(words("column.district"))
    columns = {
        words("data_check.result"): column.TextColumn(width=68),
        words("data_check.sentence"): column.TextColumn(width=260),
        words("column.period"): column.TextColumn(width=92),
    }
    row = chosen_row(table, key="district-identities", columns=columns, words=words)
    if row is not None:
        evidence.panel(rows["observation_ids"][row][0], context, key="district-identities")


def _growth(district: str, context: Context) -> None:
    """Growth statements against the report of the year before."""
    words = context.words
    rows = answer(queries.growth_checks, context.warehouse, (district,))
    rows = context.selection.of_years(rows, "period_label")
    if rows.is_empty():
        return
    holds = rows.filter(pl.col("result") == "holds").height
    label = words("district_check.growth", count=rows.height, holds=holds)
    folded = st.expander(label, key="district-growth-open", on_change="rerun")
    if folded.open:
        with folded:
            _growth_table(rows, context)


@st.fragment
def _growth_table(rows: pl.DataFrame, context: Context) -> None:
    words, column = context.words, st.column_config
    table = growth_table(rows, context).drop(words("column.district"))
    columns = {words("data_check.sentence"): column.TextColumn(width=370)}
    row = chosen_row(table, key="district-growth", columns=columns, words=words)
    if row is not None:
        evidence.panel(rows["reported_id"][row], context, key="district-growth")
