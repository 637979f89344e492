"""Where a number comes from: printed form, bounds, document and place, derivation, other sources."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.context import Context
from dashboard.figures.base import row_period
from dashboard.formats import bounds_text, display_unit
from dashboard.markup import css_key, link
from dashboard.words import Words
from warehouse import queries

Row = dict[str, Any]


def panel(observation_id: str, context: Context, *, key: str) -> None:
    """Draw the evidence of one observation and of every other one for the same fact."""
    words = context.words
    rows = queries.same_fact(context.warehouse, observation_id).to_dicts()
    with st.container(border=True, key=f"evidence-{css_key(key)}"):
        if not rows:
            st.warning(words("evidence.unknown"))
            return
        asked, others = rows[0], rows[1:]
        st.markdown(f"**{words('evidence.title')} · {_fact_name(asked, context)}**")
        if asked["in_conflict"]:
            st.warning(words("evidence.conflict_warning"))
        _details(asked, context)
        if others:
            st.markdown(f"**{words('evidence.other_sources')}**")
            for other in others:
                _other(other, asked, context)
        indicator = context.catalogue[asked["indicator_id"]]
        definition = words.pick(indicator.definition_zh, indicator.definition_en)
        st.caption(f"{words('evidence.definition')}{words.pick('：', ': ')}{definition}")


def _fact_name(row: Row, context: Context) -> str:
    words = context.words
    indicator = context.catalogue[row["indicator_id"]]
    parts = [
        words.pick(row["district_zh"], row["district_en"]),
        row_period(row, words),
        words.pick(indicator.name_zh, indicator.name_en),
        context.scope_name(row["scope"], row["scope_en"]),
    ]
    return " · ".join(parts)


def _details(row: Row, context: Context) -> None:
    """Label and text, line by line."""
    words = context.words
    lines = [
        (words("evidence.value"), _value(row, context)),
        (words("evidence.status"), _status(row, words)),
        (words("evidence.printed"), f"{row['qualifier']} {row['printed']}".strip()),
    ]
    if row["formula"]:
        lines.append((words("evidence.formula"), _formula(row, words)))
    lines += [
        (words("evidence.source"), _document(row, words)),
        ("", _place(row, words)),
    ]
    if row["sha256"]:
        lines.append((words("evidence.sha256"), f"`{row['sha256']}`"))
    notes = context.data.notes
    lines += [
        ("", words.pick(notes[k].zh, notes[k].en))
        for k in row["note_keys"]
        if notes[k].crosses is None
    ]
    st.markdown("\n".join(f"- {label}{words.pick('：', ': ')}{text}" if label else f"- {text}"
                          for label, text in lines))  # fmt: skip


def _value(row: Row, context: Context) -> str:
    words = context.words
    largest = max(abs(number) for k in ("value", "low", "high") if (number := row[k]) is not None)
    unit = display_unit(context.catalogue, row["indicator_id"], largest, words)
    if row["value"] is None:
        return f"{bounds_text(row['low'], row['high'], unit)} {unit.label}"
    value = unit.text(row["value"], words)
    if row["low"] == row["high"]:
        return value
    bounds = bounds_text(row["low"], row["high"], unit)
    return f"{value}（{words('evidence.bounds')} {bounds}）"


def _status(row: Row, words: Words) -> str:
    kind = words("evidence.official" if row["official"] else "evidence.reprint")
    return f"{words('status.' + row['status'])} · {kind}"


def _formula(row: Row, words: Words) -> str:
    names = words.join([words(f"convention.{name}") for name in row["conventions"]])
    return f"{row['formula']}（{words('evidence.conventions', conventions=names)}）"


def _document(row: Row, words: Words) -> str:
    published = (
        words("evidence.published", date=row["published"])
        if row["published"]
        else words("evidence.not_dated")
    )
    title = link(f"{row['issuer']}《{row['source_title']}》", row["url"])
    return f"{title} · {published}"


def _place(row: Row, words: Words) -> str:
    if row["char_start"] is None:
        return words("evidence.no_place")
    return words("evidence.place", start=row["char_start"], end=row["char_end"])


def _other(other: Row, asked: Row, context: Context) -> None:
    words = context.words
    apart = _apart(other, asked)
    verdict = words("evidence.conflicts" if apart else "evidence.agrees")
    shown = f" · {words('evidence.shown')}" if other["place"] == 1 else ""
    derived = f" · {_formula(other, words)}" if other["formula"] else ""
    st.markdown(
        f"- {_value(other, context)}（{words('status.' + other['status'])}{shown}，**{verdict}**）"
        f"{derived} · {_document(other, words)}"
    )


def _apart(a: Row, b: Row) -> bool:
    """Whether the bounds exclude each other."""

    def below(x: Row, y: Row) -> bool:
        return x["high"] is not None and y["low"] is not None and x["high"] < y["low"]

    return below(a, b) or below(b, a)

