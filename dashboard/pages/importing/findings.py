"""What stands in the way of a draft, and what is hardly right in it, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.context import Context
from dashboard.markup import escape
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import Desk
from dashboard.pages.importing.report_facts import district_name
from dashboard.pages.importing.table import show_row
from indicators.review import Draft, Finding, Row, warnings

SHOWN = 4
SAID_ABOVE = ("no_district", "district_inferred", "no_period")  # where they are mended


def warnings_above(desk: Desk, context: Context) -> None:
    """What the reading and the figures themselves give reason to look at again."""
    words = context.words
    for key in desk.draft.warnings:
        if key not in SAID_ABOVE:
            st.warning(row_words.say("import_warning", key, words))
    findings(desk, warnings(desk.draft), context, key="warnings")


def findings(desk: Desk, found: Sequence[Finding], context: Context, *, key: str) -> None:
    """Sentences, each with a way to the figures that it is about."""
    if not found:
        return
    with st.container(border=True, key=f"import-{key}", gap="xsmall"):
        _lines(desk, found[:SHOWN], context, key=key)
        if len(found) > SHOWN:
            more = context.words("import_finding.more", count=len(found) - SHOWN)
            with st.expander(more, type="compact"):
                _lines(desk, found[SHOWN:], context, key=f"{key}-more")


def _lines(desk: Desk, found: Sequence[Finding], context: Context, *, key: str) -> None:
    for number, finding in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/warning: {escape(sentence(finding, desk.draft, context))}")
            if finding.rows:
                st.button(
                    context.words("import_finding.look"),
                    key=f"import-look-{key}-{number}",
                    type="tertiary",
                    on_click=show_row,
                    args=(desk, finding.rows[0]),
                )


def sentence(finding: Finding, draft: Draft, context: Context) -> str:
    """A finding in words, with the printed figures that it is about."""
    words = context.words
    known = {row.id: row for row in draft.rows}
    rows = [known[row_id] for row_id in finding.rows if row_id in known]
    figures = [_figure(row, context) for row in rows]
    values = {name: _named(name, value, context) for name, value in finding.names}
    values |= {"figures": words.join(figures), "figure": figures[0] if figures else ""}
    return row_words.say("import_problem", finding.key, words, **values)


def _figure(row: Row, context: Context) -> str:
    """What is printed, and for what indicator if there is one."""
    return f"{row_words.short_name(row, context)} {row.printed}" if row.indicator else row.printed


def _named(name: str, value: str, context: Context) -> str:
    """An id in a finding as a reader knows it."""
    if name == "indicator" and value in context.catalogue:
        return context.short(value)
    if name == "district":
        return district_name(value, context)
    if name == "identity":
        identities = (i for family in context.catalogue.families for i in family.identities)
        return next(
            (context.words.pick(i.name_zh, i.name_en) for i in identities if i.id == value), value
        )
    return value
