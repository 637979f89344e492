"""Figures that exclude each other, side by side, and the register of known errors."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import evidence
from dashboard.answers import answer
from dashboard.charts.chart import source_text
from dashboard.context import Context
from dashboard.formats import DisplayUnit, bounds_text, period_text
from dashboard.markup import escape, link
from dashboard.pager import first_row
from indicators.periods import parse_label
from warehouse import queries

Row = dict[str, Any]
A_PAGE = 20  # conflicts, each with two sides, or entries of the register


def disagreements(context: Context) -> None:
    """Conflicts of the chosen districts and years, then the corrections of all."""
    words = context.words
    st.header(words("data_conflict.title"))
    st.caption(words("data_conflict.help"))
    chosen = context.selection
    districts = chosen.districts
    reasons = {
        (row["shown_id"], row["other_id"]): row
        for row in answer(queries.conflict_reasons, context.warehouse, districts).to_dicts()
    }
    rows = answer(queries.conflicts, context.warehouse, districts)
    rows = chosen.of_years(rows, "period_label")
    if rows.is_empty():
        st.info(words("data_conflict.none"))
    first = first_row(
        rows.height,
        size=A_PAGE,
        key=f"conflicts-{hash(chosen)}",
        words=words,
        rows=False,
    )
    for row in rows.slice(first, A_PAGE).iter_rows(named=True):
        _conflict(row, reasons[row["shown_id"], row["other_id"]], context)
    known = answer(queries.data_summary, context.warehouse)
    st.caption(
        words(
            "data_conflict.agreeing",
            agreeing=known["facts_with_several"] - known["conflicts"],
        )
    )
    _register(context)


def _conflict(row: Row, reason: Row, context: Context) -> None:
    """The figure shown at the left, the other at the right, and the reason below."""
    key = f"conflict-{row['shown_id']}-{row['other_id']}"
    with st.container(border=True, key=f"card-{key}"):
        st.markdown(f"**{_fact(row, context)}**")
        shown, other = st.columns(2)
        with shown:
            _side("shown", row, reason, context)
        with other:
            _side("other", row, reason, context)
        st.markdown(why(reason, context))
        _evidence_switch(row["shown_id"], key, context)


def _side(side: str, row: Row, reason: Row, context: Context) -> None:
    words = context.words
    value = bounds_text(row[f"{side}_low"], row[f"{side}_high"], DisplayUnit("", decimals=4))
    unit = context.catalogue.unit_of(row["indicator_id"])
    st.caption(words(f"data_conflict.{side}"))
    st.markdown(f"### {value} {escape(words.pick(unit.zh, unit.en))}")
    issuer, title = reason[f"{side}_issuer"], row[f"{side}_source"]
    name = source_text(issuer, title, official=reason[f"{side}_official"], words=words)
    lines = [
        f"{words('evidence.printed')}{words.pick('：', ': ')}{escape(row[f'{side}_printed'])}",
        f"{words('evidence.source')}{words.pick('：', ': ')}{link(name, row[f'{side}_url'])}",
        _published(row[f"{side}_published"], context),
        words("evidence.official" if reason[f"{side}_official"] else "evidence.reprint"),
    ]
    st.markdown("  \n".join(lines))


def _published(day: str, context: Context) -> str:
    words = context.words
    return words("evidence.published", date=day) if day else words("evidence.not_dated")


def why(reason: Row, context: Context) -> str:
    """Which rule decided, with what it was decided on."""
    words = context.words
    texts = {name: str(reason[f"{name}_age"]) for name in ("shown", "other")}
    return words(f"data_conflict.why_{reason['reason']}", **texts)


def _fact(row: Row, context: Context) -> str:
    words = context.words
    indicator = context.catalogue[row["indicator_id"]]
    return " · ".join(
        (
            escape(words.pick(row["district_zh"], row["district_en"])),
            period_text(parse_label(row["period_label"]), words),
            words.pick(indicator.name_zh, indicator.name_en),
            escape(context.scope_name(row["scope"], row["scope_en"])),
        )
    )


def _register(context: Context) -> None:
    words = context.words
    st.header(words("data_correction.title"))
    st.caption(words("data_correction.help"))
    rows = answer(queries.corrections, context.warehouse)
    if rows.is_empty():
        st.info(words("data_correction.none"))
    first = first_row(rows.height, size=A_PAGE, key="corrections", words=words, rows=False)
    for row in rows.slice(first, A_PAGE).iter_rows(named=True):
        _correction(row, context)


def _correction(row: Row, context: Context) -> None:
    words = context.words
    key = f"correction-{row['correction_id']}"
    with st.container(border=True, key=f"card-{key}"):
        st.markdown(f"**{words('data_correction.' + row['action'])} · {_corrected(row, context)}**")
        st.markdown(escape(words.pick(row["reason_zh"], row["reason_en"])))
        st.caption(_guard(row, context))
        if row["observation_id"]:
            _evidence_switch(row["observation_id"], key, context)


def _corrected(row: Row, context: Context) -> str:
    """What the correction is about; a figure that was dropped is known by its printed form only."""
    words = context.words
    if not row["observation_id"]:
        return escape(row["printed"])
    indicator = context.catalogue[row["indicator_id"]]
    parts = (
        escape(words.pick(row["district_zh"], row["district_en"])),
        period_text(parse_label(row["period_label"]), words),
        words.pick(indicator.name_zh, indicator.name_en),
        escape(row["printed"]),
    )
    return " · ".join(parts)


def _guard(row: Row, context: Context) -> str:
    words = context.words
    told = row["reported_to"] or words("data_correction.not_reported")
    return words(
        "data_correction.guard",
        id=row["correction_id"], expect=escape(row["printed"]), since=row["since"],
        told=escape(told),
    )  # fmt: skip


@st.fragment
def _evidence_switch(observation_id: str, key: str, context: Context) -> None:
    """The evidence, drawn only when asked for."""
    if st.toggle(context.words("data.evidence"), key=f"evidence-{key}"):
        evidence.panel(observation_id, context, key=key)
