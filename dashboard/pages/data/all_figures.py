"""Every observation in one table, also those that charts do not use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.choices import one_of, search
from dashboard.context import Context
from dashboard.empty import explain_empty
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.printed import printed_text
from dashboard.row_choice import chosen_row
from dashboard.words import Words
from indicators.periods import parse_label
from warehouse import queries

Row = dict[str, Any]

ALL = "all"
SCOPES = (ALL, "whole", "part")
STATUSES = (ALL, "reported", "derived", "computed")
USES = (ALL, "shown", "not_shown", "conflict")
DECIMALS = 4  # as the warehouse keeps them


@dataclass(frozen=True)
class Wanted:
    """What the table is restricted to, beyond the filters at the side."""

    family: str = ALL
    indicator: str = ALL
    scope: str = ALL
    status: str = ALL
    use: str = ALL
    text: str = ""


def all_figures(context: Context) -> None:
    """Choose, then the table; a selected row opens its evidence."""
    rows = queries.observations(context.warehouse, context.selection.filter)
    if rows.is_empty():
        explain_empty([indicator.id for indicator in context.catalogue], context)
        return
    found = matching(rows, _choices(rows, context), context)
    st.markdown(context.words("data_figure.count", found=found.height, all=rows.height))
    if not found.is_empty():
        _table(found, context)


def matching(rows: pl.DataFrame, wanted: Wanted, context: Context) -> pl.DataFrame:
    """The rows that fit; every word of the search text must occur somewhere in a row."""
    for column, value in (
        ("family_id", wanted.family),
        ("indicator_id", wanted.indicator),
        ("status", wanted.status),
    ):
        if value != ALL:
            rows = rows.filter(pl.col(column) == value)
    if wanted.scope != ALL:
        rows = rows.filter((pl.col("scope") == "") == (wanted.scope == "whole"))
    rows = rows.filter(_use(wanted.use))
    words = wanted.text.casefold().split()
    if not words:
        return rows
    keep = [
        all(word in text for word in words)
        for text in (_searched(row, context) for row in rows.iter_rows(named=True))
    ]
    return rows.filter(pl.Series(keep, dtype=pl.Boolean))


def _use(use: str) -> pl.Expr:
    return {
        ALL: pl.lit(value=True),
        "shown": pl.col("shown"),
        "not_shown": ~pl.col("shown"),
        "conflict": pl.col("in_conflict"),
    }[use]


def _searched(row: Row, context: Context) -> str:
    """What a search looks into: names in both languages, the printed form, the document."""
    indicator = context.catalogue[row["indicator_id"]]
    parts = (
        indicator.id, indicator.name_zh, indicator.short_zh, indicator.name_en, indicator.short_en,
        row["district_zh"], row["district_en"], row["district_code"], row["scope"], row["scope_en"],
        printed_text(row["printed"], row["qualifier"]), row["source_title"], row["issuer"],
        row["source_id"],
    )  # fmt: skip
    return "\n".join(parts).casefold()


def _choices(rows: pl.DataFrame, context: Context) -> Wanted:
    words = context.words
    columns = st.columns(3)
    with columns[0]:
        text = search(
            "q", page="data", label=words("data_figure.search"),
            placeholder=words("data_figure.search_hint"),
        )  # fmt: skip
    with columns[1]:
        family = _family(context)
    with columns[2]:
        indicator = _indicator(rows, family, context)
    return Wanted(family, indicator, *_more_choices(words), text)


def _more_choices(words: Words) -> tuple[str, str, str]:
    """Scope, kind and use; folded away, for they would fill a narrow screen."""
    options = {"scope": SCOPES, "status": STATUSES, "use": USES}
    used = any(st.session_state.get(f"data-{name}", ALL) != ALL for name in options)
    asked = any(name in st.session_state["links.asked"] for name in options)
    with st.expander(words("data_figure.more"), expanded=used or asked, type="compact"):
        columns = st.columns(3)
        chosen: list[str] = []
        for column, (name, values) in zip(columns, options.items(), strict=True):
            with column:
                chosen.append(_plain(name, values, words))
    scope, status, use = chosen
    return scope, status, use


def _plain(name: str, options: tuple[str, ...], words: Words) -> str:
    return one_of(
        name, options, page="data", label=words(f"data_figure.{name}"),
        show=lambda item: words(f"data_figure.{name}_{item}"),
    )  # fmt: skip


def _family(context: Context) -> str:
    words = context.words
    names = {f.id: words.pick(f.name_zh, f.name_en) for f in context.catalogue.families}
    names = {ALL: words("data_figure.family_all"), **names}
    return one_of(
        "family", list(names), page="data", label=words("data_figure.family"),
        show=names.__getitem__,
    )  # fmt: skip


def _indicator(rows: pl.DataFrame, family: str, context: Context) -> str:
    """The indicators that have figures here, of the chosen family."""
    words = context.words
    if family != ALL:
        rows = rows.filter(pl.col("family_id") == family)
    ids = rows["indicator_id"].unique(maintain_order=True).to_list()
    names = {ALL: words("data_figure.indicator_all"), **{key: context.short(key) for key in ids}}
    return one_of(
        "indicator", list(names), page="data", label=words("column.indicator"),
        show=names.__getitem__,
    )  # fmt: skip


@st.fragment
def _table(rows: pl.DataFrame, context: Context) -> None:
    words = context.words
    table = figures_table(rows, context)
    row = chosen_row(table, key="all-figures", columns=_columns(words), words=words)
    if row is not None:
        evidence.panel(rows["observation_id"][row], context, key="all-figures")


def _columns(words: Words) -> dict[str, Any]:
    """Widths that leave district, indicator, period and value readable on a narrow screen."""
    column = st.column_config
    district, indicator = (96, 98) if words.zh else (124, 136)
    return {
        words("column.district"): column.TextColumn(width=district),
        words("column.indicator"): column.TextColumn(width=indicator),
        words("column.period"): column.TextColumn(width=92),
        words("column.value"): column.NumberColumn(width=68, format="localized"),
        words("column.unit"): column.TextColumn(width=48),
        words("table.bounds"): column.TextColumn(width=92),
        words("column.scope"): column.TextColumn(width=110),
        words("column.printed"): column.TextColumn(width=92),
        words("data_figure.used"): column.TextColumn(width=72),
        words("column.notes"): column.TextColumn(width="medium"),
        words("column.source"): column.TextColumn(width="medium"),
        words("column.url"): column.LinkColumn(width=64, display_text=words("table.open")),
    }  # fmt: skip


def figures_table(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The rows in words; values are numbers in the catalogue's unit, so that they sort."""
    records = [_record(row, context) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(records, infer_schema_length=None)


def _record(row: Row, context: Context) -> dict[str, Any]:
    words = context.words
    unit = context.catalogue.unit_of(row["indicator_id"])
    label = words.pick(unit.zh, unit.en)
    exact = row["low"] == row["high"] and row["low"] is not None
    bounds = bounds_text(row["low"], row["high"], DisplayUnit(label, decimals=DECIMALS))
    return {
        words("column.district"): words.pick(row["district_zh"], row["district_en"]),
        words("column.indicator"): context.short(row["indicator_id"]),
        words("column.period"): period_text(parse_label(row["period_label"]), words),
        words("column.value"): row["value"],
        words("column.unit"): label,
        words("table.bounds"): "" if exact else bounds,
        words("column.scope"): words.pick(row["scope"], row["scope_en"]) if row["scope"] else "",
        words("column.printed"): printed_text(row["printed"], row["qualifier"]),
        words("column.status"): words(f"status.{row['status']}"),
        words("data_figure.used"): words(
            "data_figure.used_yes" if row["shown"] else "data_figure.used_no"
        ),
        words("column.notes"): _notes(row, context),
        words("column.source"): row["source_title"],
        words("column.issuer"): row["issuer"],
        words("column.published"): row["published"],
        words("column.url"): row["url"],
        words("column.year"): str(row["year"]),
    }


def _notes(row: Row, context: Context) -> str:
    """The caveats that hold for the figure by itself, without its neighbours on a chart."""
    words, notes = context.words, context.data.notes
    texts = [
        words.pick(notes[key].zh, notes[key].en)
        for key in row["note_keys"]
        if notes[key].crosses is None
    ]
    if row["in_conflict"]:
        texts.insert(0, words("data_figure.conflict"))
    return words.pick("", " ").join(texts)
