"""Every observation in one table, also those that charts do not use, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.choices import one_of, search
from dashboard.context import Context
from dashboard.empty import explain_empty
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.pager import first_row
from dashboard.printed import printed_text
from dashboard.row_choice import chosen_row
from dashboard.words import Words
from indicators.catalogue import Catalogue
from indicators.periods import parse_label
from warehouse import searching
from warehouse.searching import Order, Wanted

Row = dict[str, Any]

ALL = "all"
SCOPES = (ALL, "whole", "part")
STATUSES = (ALL, "reported", "derived", "computed")
USES = (ALL, "shown", "not_shown", "conflict")
DECIMALS = 4  # as the warehouse keeps them
A_PAGE = 500  # rows


def all_figures(context: Context) -> None:
    """Choose, then the table, a page at a time; a selected row opens its evidence."""
    chosen, warehouse = context.selection.filter, context.warehouse
    every = searching.count(warehouse, chosen)
    if not every:
        explain_empty([indicator.id for indicator in context.catalogue], context)
        return
    wanted, order = _choices(context)
    found = every if wanted == searching.ANY else searching.count(warehouse, chosen, wanted)
    st.markdown(context.words("data_figure.count", found=found, all=every))
    if found:
        _table(found, wanted, order, context)


def named(text: str, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The words of a search text, each with the indicators whose names hold it."""
    names = {
        one.id: "\n".join((one.name_zh, one.short_zh, one.name_en, one.short_en)).lower()
        for one in catalogue
    }
    words = text.lower().split()
    return tuple((word, key) for word in words for key, own in names.items() if word in own)


def _choices(context: Context) -> tuple[Wanted, Order]:
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
        indicator = _indicator(family, context)
    *more, order = _more_choices(words, one_indicator=indicator != ALL)
    family, indicator, scope, status, use = (
        "" if choice == ALL else choice for choice in (family, indicator, *more)
    )
    wanted = Wanted(
        family, indicator, scope, status, use, tuple(text.split()), named(text, context.catalogue)
    )
    return wanted, Order(order)


def _more_choices(words: Words, *, one_indicator: bool) -> list[str]:
    """Scope, kind, use and order; folded away, for they would fill a narrow screen.

    Values of different indicators have no order.
    """
    orders = tuple(Order) if one_indicator else (Order.SUBJECT, Order.NEWEST)
    options = {"scope": SCOPES, "status": STATUSES, "use": USES, "order": orders}
    used = any(
        st.session_state.get(f"data-{name}", values[0]) != values[0]
        for name, values in options.items()
    )
    asked = any(name in st.session_state["links.asked"] for name in options)
    with st.expander(words("data_figure.more"), expanded=used or asked, type="compact"):
        columns = st.columns(len(options))
        chosen: list[str] = []
        for column, (name, values) in zip(columns, options.items(), strict=True):
            with column:
                chosen.append(_plain(name, values, words))
    return chosen


def _plain(name: str, options: Sequence[str], words: Words) -> str:
    return one_of(
        name, options, page="data", label=words(f"data_figure.{name}"),
        show=lambda item: words(f"data_figure.{name}_{item}"),
        known=tuple(Order) if name == "order" else (),
    )  # fmt: skip


def _family(context: Context) -> str:
    words = context.words
    names = {f.id: words.pick(f.name_zh, f.name_en) for f in context.catalogue.families}
    names = {ALL: words("data_figure.family_all"), **names}
    return one_of(
        "family", list(names), page="data", label=words("data_figure.family"),
        show=names.__getitem__,
    )  # fmt: skip


def _indicator(family: str, context: Context) -> str:
    """The indicators that have figures here, of the chosen family."""
    words = context.words
    ids = searching.indicators(
        context.warehouse, context.selection.filter, family="" if family == ALL else family
    )
    names = {ALL: words("data_figure.indicator_all"), **{key: context.short(key) for key in ids}}
    return one_of(
        "indicator", list(names), page="data", label=words("column.indicator"),
        show=names.__getitem__,
    )  # fmt: skip


@st.fragment
def _table(found: int, wanted: Wanted, order: Order, context: Context) -> None:
    words, chosen = context.words, context.selection.filter
    # another search begins at its first page
    key = f"figures-{hash((chosen, wanted, order))}"
    first = first_row(found, size=A_PAGE, key=key, words=words)
    rows = searching.page(context.warehouse, chosen, wanted, order=order, first=first, most=A_PAGE)
    table = figures_table(rows, context)
    # a row chosen on one page is not the one in its place on another
    with st.container(key="all-figures"):
        row = chosen_row(table, key=f"{key}-{first}", columns=_columns(words), words=words)
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
