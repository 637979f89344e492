"""A chart with everything that must never be parted from it: title, unit, notes, sources, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text
from dashboard.formats import DisplayUnit
from dashboard.series import Panel
from dashboard.words import Words
from indicators.notes import to_show


@dataclass(frozen=True)
class Chart:
    """One chart as the page shows it and as every export repeats it.

    `rows` are the figures drawn, in drawing order, with the columns `shown`, `shown_low` and
    `shown_high`; `key` is unique on a page and stable between runs.
    """

    key: str
    title: str
    subtitle: str
    figure: go.Figure
    rows: pl.DataFrame
    unit: DisplayUnit
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    alt: str


def subtitle(panel: Panel, context: Context, *extra: str) -> str:
    """Unit · kind of period · scope."""
    row = panel.rows.row(0, named=True)
    scope = context.scope_name(row["scope"], row["scope_en"])
    parts = [panel.unit.label, context.words(f"basis.{panel.basis}"), scope, *extra]
    return " · ".join(part for part in parts if part)


def notes_for(rows: pl.DataFrame, context: Context) -> tuple[str, ...]:
    """The caveats that concern these very figures, then how each derived one was derived."""
    words, notes = context.words, context.data.notes
    pairs = rows.select("note_keys", "period_end").explode("note_keys").drop_nulls()
    keys = to_show(pairs.iter_rows(), notes)
    if rows["in_conflict"].any() and "conflict" not in keys:
        keys.append("conflict")
    texts = [words.pick(notes[key].zh, notes[key].en) for key in keys if key in notes]
    return (*texts, *_derivations(rows, words))


def _derivations(rows: pl.DataFrame, words: Words) -> list[str]:
    derived = rows.filter(pl.col("status") == "derived").to_dicts()
    if not derived:
        return []
    items = [
        f"{district_name(row, words)} {row_period(row, words)} {row['formula']}" for row in derived
    ]
    return [words("note.derivations", items=words.pick("；", "; ").join(items))]


def sources_for(rows: pl.DataFrame, words: Words) -> tuple[str, ...]:
    """The documents of these figures, in the order in which they first appear."""
    documents = rows.unique("source_id", maintain_order=True)
    return tuple(
        source_text(row["issuer"], row["source_title"], official=row["official"], words=words)
        for row in documents.iter_rows(named=True)
    )


def source_text(issuer: str, title: str, *, official: bool, words: Words) -> str:
    """A document as a source line names it."""
    name = words.pick(f"{issuer}《{title}》", f"{issuer}, {title}")
    return name if official else f"{name}{words('note.reprint_mark')}"


def alt_text(kind: str, title: str, under: str, rows: pl.DataFrame, unit: DisplayUnit, words: Words) -> str:
    """What the chart shows, for those who cannot see it: kind, title, and every value."""
    items = [
        f"{district_name(row, words)} {row_period(row, words)} {shown_text(row, unit, words)}"
        for row in rows.head(60).iter_rows(named=True)
    ]
    return words(
        "note.alt", kind=words(f"kind.{kind}"), title=title, subtitle=under, items=words.join(items)
    )


def of_rows(
    key: str,
    kind: str,
    names: tuple[str, str],
    figure: go.Figure,
    rows: pl.DataFrame,
    unit: DisplayUnit,
    context: Context,
    *,
    extra_notes: Sequence[str] = (),
) -> Chart:
    """A chart of these rows; `names` are title and subtitle."""
    words = context.words
    return Chart(
        key=key,
        title=names[0],
        subtitle=names[1],
        figure=figure,
        rows=rows,
        unit=unit,
        notes=(*extra_notes, *notes_for(rows, context)),
        sources=sources_for(rows, words),
        alt=alt_text(kind, *names, rows, unit, words),
    )
