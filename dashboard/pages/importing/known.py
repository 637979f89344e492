"""What the warehouse has already: the same report approved before, and other sources' figures."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard.context import Context
from dashboard.formats import bounds_text, period_text, with_unit
from dashboard.markup import escape
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import Desk
from dashboard.pages.importing.table import show_row
from indicators.periods import parse_label
from warehouse.imports.approval import list_imports
from warehouse.imports.comparison import (
    Conflict,
    Difference,
    Stated,
    conflicts,
    differences,
    known_sources,
    stated_in_source,
)
from warehouse.paths import user_data_folder


def same_report(desk: Desk, context: Context) -> None:
    """Say that this text is known, and what is not as it was approved."""
    words = context.words
    for known in known_sources(desk.draft.sha256, context.warehouse):
        found = differences(desk.draft, stated_in_source(known.source_id, context.warehouse))
        key = "same" if not found else "again"
        if not is_import(known.source_id):
            key = "ships" if found else "ships_same"
        st.info(words(f"import_known.{key}", title=escape(known.title), count=len(found)))
        if not found:
            continue
        with st.expander(words("import_known.differences", count=len(found)), type="compact"):
            st.dataframe(
                pl.DataFrame([_difference(item, context) for item in found]),
                key=f"import-known-{known.source_id}",
                hide_index=True,
                height="content" if len(found) < 12 else 400,
                alt=words("table.alt", count=len(found)),
            )


def is_import(source_id: str) -> bool:
    """Whether a source is a person's own import, which approving it again replaces."""
    return any(item.id == source_id for item in list_imports(user_data_folder()))


def _difference(item: Difference, context: Context) -> dict[str, Any]:
    words = context.words
    about = item.new or item.old
    return {
        words("import_known.change"): words(f"import_known.{item.change}"),
        words("column.indicator"): _name(about, context),
        words("column.period"): period_text(parse_label(about.period_label), words)
        if about
        else "",
        words("column.scope"): about.scope if about else "",
        words("import_known.before"): _printed(item.old),
        words("import_known.now"): _printed(item.new),
    }


def _name(stated: Stated | None, context: Context) -> str:
    if stated is None or stated.indicator not in context.catalogue:
        return stated.indicator if stated else ""
    name = context.short(stated.indicator)
    return context.words("import_row.growth_of", name=name) if stated.kind == "growth" else name


def _printed(stated: Stated | None) -> str:
    return "—" if stated is None else f"{stated.qualifier} {stated.printed}".strip()


def other_sources(desk: Desk, context: Context) -> None:
    """Figures of other documents for the same facts that are not the same."""
    found = conflicts(desk.draft, context.warehouse)
    apart = [item for item in found if item.excludes]
    near = [item for item in found if not item.excludes]
    words = context.words
    for key, items in (("apart", apart), ("near", near)):
        if not items:
            continue
        label = words(f"import_known.{key}", count=len(items))
        with st.expander(label, expanded=False, icon=":material/compare_arrows:", type="compact"):
            st.caption(words(f"import_known.{key}_help"))
            for number, item in enumerate(items):
                _conflict(desk, item, context, key=f"import-{key}-{number}")


def _conflict(desk: Desk, item: Conflict, context: Context, *, key: str) -> None:
    words = context.words
    row = desk.draft.row(item.row_id)
    unit = row_words.row_unit(row, context)
    low, high = (None if end is None else float(end) for end in (item.low, item.high))
    there = (
        unit.text(float(item.value), words)
        if item.value is not None
        else with_unit(bounds_text(low, high, unit), unit)
    )
    text = words(
        "import_known.conflict", name=row_words.short_name(row, context),
        period=row_words.period_name(row.period, words), here=row.printed, there=there,
        source=item.source_title, status=words(f"status.{item.status}"),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escape(text))
        st.button(
            words("import_finding.look"), key=key, type="tertiary", on_click=show_row,
            args=(desk, row.id),
        )  # fmt: skip
