"""Where a number comes from: printed form, bounds, document, place, derivation, other sources."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.charts.chart import document_name, row_notes
from dashboard.context import Context
from dashboard.figures.base import row_period
from dashboard.formats import bounds_text, row_unit, with_unit
from dashboard.markup import css_key, escape, link
from dashboard.words import Words
from warehouse import queries
from warehouse.imports.evidence import report_text, sentence_at
from warehouse.paths import user_data_folder

Row = dict[str, Any]


def panel(observation_id: str, context: Context, *, key: str) -> None:
    """Draw the evidence of one observation and of every other one for the same fact."""
    words, near = context.words, context.selection.districts
    rows = queries.same_fact(context.warehouse, observation_id, districts=near).to_dicts()
    with st.container(border=True, key=f"evidence-{css_key(key)}"):
        if not rows:
            st.warning(words("evidence.unknown"))
            return
        asked, others = rows[0], rows[1:]
        st.markdown(f"**{words('evidence.title')} · {escape(_fact_name(asked, context))}**")
        if asked["in_conflict"]:
            st.warning(words("evidence.conflict_warning"))
        st.markdown("\n".join(_details(asked, context, alone=not others)))
        if others:
            st.markdown(f"**{words('evidence.other_sources')}**")
            st.markdown("\n".join(_other(other, asked, context) for other in others))
        indicator = context.catalogue[asked["indicator_id"]]
        definition = words.pick(indicator.definition_zh, indicator.definition_en)
        st.caption(escape(f"{words('evidence.definition')}{words.colon}{definition}"))


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


def _details(row: Row, context: Context, *, alone: bool) -> list[str]:
    """A list in Markdown: label and text, then the caveats."""
    words = context.words
    labelled = [
        ("value", escape(_value(row, context))),
        ("status", escape(_status(row, words, alone=alone))),
        ("printed", escape(f"{row['qualifier']} {row['printed']}".strip())),
        ("sentence", _sentence(row)),
        ("formula", escape(_formula(row, words))),
        ("source", _document(row, words)),
        ("position", escape(_place(row, words))),
        ("sha256", escape(row["sha256"])),
    ]
    lines = [f"- {words(f'evidence.{name}')}{words.colon}{text}" for name, text in labelled if text]
    return lines + [f"- {escape(note)}" for note in row_notes(row, context)]


def _value(row: Row, context: Context) -> str:
    """The value with its unit, and what it may be where it is not exact."""
    unit = row_unit(context.catalogue, row, context.words)
    bounds = bounds_text(row["low"], row["high"], unit)
    if row["value"] is None:
        return with_unit(bounds, unit)
    value = unit.text(row["value"], context.words)
    if row["low"] is not None and row["low"] == row["high"]:
        return value
    return context.words("evidence.bounded", value=value, bounds=with_unit(bounds, unit))


def _status(row: Row, words: Words, *, alone: bool) -> str:
    """How it is known and from whose page; with other sources, whether charts show this one."""
    kind = words("evidence.official" if row["official"] else "evidence.reprint")
    parts = [words(f"status.{row['status']}"), kind]
    if row["place"] == 1 and not alone:
        parts.append(words("evidence.shown"))
    return " · ".join(parts)


def _formula(row: Row, words: Words) -> str:
    """The derivation, and which ways of rounding allow it; empty for what is printed."""
    if not row["formula"]:
        return ""
    names = words.join([words(f"convention.{name}") for name in row["conventions"] or ()])
    allowed = words("evidence.conventions", conventions=names) if names else ""
    return f"{row['formula']}{allowed}"


def _document(row: Row, words: Words) -> str:
    """The document as a link, with its date."""
    date = row["published"]
    published = words("evidence.published", date=date) if date else words("evidence.not_dated")
    title = link(document_name(row["issuer"], row["source_title"], words), row["url"])
    return f"{title} · {escape(published)}"


def _sentence(row: Row) -> str:
    """The sentence of an imported report, its figure in bold; the texts of others are not ours."""
    text = report_text(row["source_id"], user_data_folder())
    if text is None or row["char_start"] is None:
        return ""
    before, printed, after = sentence_at(text, row["char_start"], row["char_end"])
    return f"{escape(before)}**{escape(printed)}**{escape(after)}"


def _place(row: Row, words: Words) -> str:
    if row["char_start"] is None:
        return words("evidence.no_place")
    return words("evidence.place", start=row["char_start"] + 1, end=row["char_end"])


def _other(other: Row, asked: Row, context: Context) -> str:
    """A line of Markdown: value, how it is known, whether it agrees, derivation, document."""
    words = context.words
    marks = [words(f"status.{other['status']}")]
    if other["place"] == 1:
        marks.append(words("evidence.shown"))
    verdict = words("evidence.conflicts" if _apart(other, asked) else "evidence.agrees")
    texts = [escape(_value(other, context)), *map(escape, marks), f"**{escape(verdict)}**"]
    formula = escape(_formula(other, words))
    return f"- {' · '.join(text for text in (*texts, formula, _document(other, words)) if text)}"


def _apart(a: Row, b: Row) -> bool:
    """Whether the bounds exclude each other."""

    def below(x: Row, y: Row) -> bool:
        return x["high"] is not None and y["low"] is not None and x["high"] < y["low"]

    return below(a, b) or below(b, a)
