"""Whether the figures fit each other: identities, and growth statements against earlier reports."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.answers import answer
from dashboard.choices import one_of, switch
from dashboard.context import Context
from dashboard.formats import period_text
from dashboard.markup import escape
from dashboard.pager import first_row
from dashboard.pages.data.check_sentences import growth_sentence, identity_sentence, number
from dashboard.row_choice import chosen_row
from indicators.periods import parse_label
from warehouse import queries

Row = dict[str, Any]

ALL = "all"
A_PAGE = 200  # rows of a table
DISTRICT, PERIOD = 116, 100  # pixels: 宽甸满族自治县, 2018年上半年
RESULTS = (ALL, "violated", "remainder", "holds")
KINDS = (ALL, "sum", "at_most", "rate", "half_year", "range")


def checks(context: Context) -> None:
    """Identities first, those that fail on top; then growth statements."""
    _identities(context)
    _growth(context)


def _identities(context: Context) -> None:
    words = context.words
    chosen = context.selection
    rows = answer(queries.identity_checks, context.warehouse, chosen.districts).filter(
        pl.col("year").is_between(chosen.first_year, chosen.last_year)
    )
    st.header(words("data_check.identities"))
    st.caption(words("data_check.identities_help"))
    if rows.is_empty():
        st.info(words("data_check.none"))
        return
    result = _result_filter(rows, context)
    kind = one_of(
        "kind", KINDS, page="data", width=320, label=words("data_check.kind"),
        show=lambda item: words(f"data_check.kind_{item}"),
    )  # fmt: skip
    for column, value in (("result", result), ("kind", kind)):
        rows = rows if value == ALL else rows.filter(pl.col(column) == value)
    if rows.is_empty():
        st.info(words("data_check.none_of_kind"))
        return
    _identity_table(rows, f"identities-{hash((chosen, result, kind))}", context)


def _result_filter(rows: pl.DataFrame, context: Context) -> str:
    """The counts, which are also the filter."""
    words = context.words
    counts = {ALL: rows.height, **dict(rows.group_by("result").len().iter_rows())}
    return switch(
        "result", RESULTS, page="data", label=words("data_check.result"),
        show=lambda item: words(f"data_check.result_{item}", count=counts.get(item, 0)),
    )  # fmt: skip


@st.fragment
def _identity_table(every: pl.DataFrame, key: str, context: Context) -> None:
    words = context.words
    first = first_row(every.height, size=A_PAGE, key=key, words=words)
    rows = every.slice(first, A_PAGE)
    figures = figures_of(rows, context)
    column = st.column_config
    columns = {
        words("data_check.result"): column.TextColumn(width=68 if words.zh else 100),
        words("data_check.sentence"): column.TextColumn(width=300),
        words("column.district"): column.TextColumn(width=DISTRICT),
        words("column.period"): column.TextColumn(width=PERIOD),
        words("data_check.identity"): column.TextColumn(width="medium"),
        words("column.scope"): column.TextColumn(width=100),
        words("column.notes"): column.TextColumn(width="large"),
    }
    table = identity_table(rows, figures, context)
    row = chosen_row(table, key=f"{key}-{first}", columns=columns, words=words)
    if row is None:
        return
    check = rows.row(row, named=True)
    ids = check["observation_ids"]
    names = {key: _figure_name(figures[key], context) for key in ids}
    chosen = st.segmented_control(
        words("data_check.figures"), ids, default=ids[0], format_func=names.__getitem__,
        key=f"figure-{ids[0]}-{check['identity_id']}", required=True,
    )  # fmt: skip
    evidence.panel(chosen or ids[0], context, key="identity-checks")


def figures_of(rows: pl.DataFrame, context: Context) -> dict[str, Row]:
    """The figures that these checks are of, by observation."""
    found = queries.check_figures(context.warehouse, rows)
    return {row["observation_id"]: row for row in found.iter_rows(named=True)}


def _figure_name(figure: Row, context: Context) -> str:
    return f"{context.short(figure['indicator_id'])} {number(figure, context.catalogue)}"


def identity_table(rows: pl.DataFrame, figures: dict[str, Row], context: Context) -> pl.DataFrame:
    """One check a row, its figures in words."""
    reasons = known_reasons(context)
    records = [_record(row, figures, reasons, context) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(records, infer_schema_length=None)


def _record(
    row: Row, figures: dict[str, Row], reasons: dict[str, str], context: Context
) -> dict[str, str]:
    words = context.words
    terms = [figures[key] for key in row["observation_ids"]]
    known = [reasons[key] for key in row["observation_ids"] if key in reasons]
    if row["result"] == "violated":
        known += _notes(terms, context)
    return {
        words("data_check.result"): words(f"data_check.{row['result']}"),
        words("data_check.sentence"): identity_sentence(
            row, terms, catalogue=context.catalogue, words=words
        ),
        words("column.district"): words.pick(row["district_zh"], row["district_en"]),
        words("column.period"): period_text(parse_label(row["period"]), words),
        words("data_check.identity"): words.pick(row["name_zh"], row["name_en"]),
        words("column.scope"): words.pick(row["scope"], row["scope_en"]) if row["scope"] else "",
        words("column.notes"): " ".join(known),
    }


def _notes(figures: list[Row], context: Context) -> list[str]:
    """The caveats of the figures, each once: they may explain why a check fails."""
    words, notes = context.words, context.data.notes
    found = {key for figure in figures for key in figure["note_keys"]}
    # remarks on single figures stand behind the general caveats, and say more here
    keys = [key for key in reversed(notes) if key in found and notes[key].crosses is None]
    return [words.pick(notes[key].zh, notes[key].en) for key in keys]


def known_reasons(context: Context) -> dict[str, str]:
    """The reasons on the register of corrections, by observation."""
    words = context.words
    return {
        row["observation_id"]: words.pick(row["reason_zh"], row["reason_en"])
        for row in answer(queries.corrections, context.warehouse).iter_rows(named=True)
        if row["observation_id"]
    }


def _growth(context: Context) -> None:
    """Only growth statements whose earlier value some source reports too."""
    words = context.words
    st.header(words("data_check.growth"))
    chosen = context.selection
    every = answer(queries.growth_checks, context.warehouse, chosen.districts)
    rows = chosen.of_years(every, "period_label")
    if rows.is_empty():
        st.info(words("data_check.none"))
        return
    counts = {
        "checked": rows.height,
        "holds": rows.filter(pl.col("result") == "holds").height,
        "independent": rows.filter("independent").height,
    }
    st.markdown(escape(words("data_check.growth_count", **counts)))
    _growth_table(rows, f"growth-{hash(chosen)}", context)


@st.fragment
def _growth_table(every: pl.DataFrame, key: str, context: Context) -> None:
    words = context.words
    first = first_row(every.height, size=A_PAGE, key=key, words=words)
    rows = every.slice(first, A_PAGE)
    column = st.column_config
    columns = {
        words("data_check.sentence"): column.TextColumn(width=370),
        words("column.district"): column.TextColumn(width=DISTRICT),
        words("column.period"): column.TextColumn(width=PERIOD),
        words("column.scope"): column.TextColumn(width=100),
    }
    table = growth_table(rows, context)
    row = chosen_row(table, key=f"{key}-{first}", columns=columns, words=words)
    if row is not None:
        evidence.panel(rows["reported_id"][row], context, key="growth-checks")


def growth_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """One comparison a row."""
    words = context.words
    return pl.DataFrame(
        [
            {
                words("data_check.sentence"): growth_sentence(row, words=words),
                words("column.district"): words.pick(row["district_zh"], row["district_en"]),
                words("column.period"): period_text(parse_label(row["period_label"]), words),
                words("column.indicator"): context.short(row["indicator_id"]),
                words("column.scope"): words.pick(row["scope"], row["scope_en"])
                if row["scope"]
                else "",
                words("data_check.independent"): words(
                    "data_check.other_document"
                    if row["independent"]
                    else "data_check.same_document"
                ),
                words("data_check.growth_source"): row["growth_source"],
                words("data_check.reported_source"): row["reported_source"],
            }
            for row in rows.iter_rows(named=True)
        ]
    )
