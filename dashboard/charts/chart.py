"""A chart with everything that must never be parted from it: title, unit, notes, sources, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.recipe import Recipe
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text
from dashboard.formats import DisplayUnit
from dashboard.words import Words
from indicators.notes import to_show

Row = Mapping[str, Any]
SPOKEN = 60  # values that a text alternative reads out


@dataclass(frozen=True)
class Chart:
    """One chart as the page shows it and as every export repeats it.

    `rows` are the figures drawn, in drawing order, with the columns `shown`, `shown_low` and
    `shown_high`; `key` is unique on a page and stable between runs; `kind` is how it is drawn and
    `recipe` draws it again. `units` are given where a chart draws several indicators, by
    `unit_key`.
    """

    key: str
    kind: str
    recipe: Recipe
    title: str
    subtitle: str
    figure: go.Figure
    rows: pl.DataFrame
    unit: DisplayUnit
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    alt: str
    units: Mapping[tuple[str, str], DisplayUnit] = field(default_factory=dict)

    def unit_of(self, row: Row) -> DisplayUnit:
        """The unit in which a row is shown."""
        return self.units.get((row["indicator_id"], row["scope"]), self.unit)

    @property
    def observations(self) -> frozenset[str]:
        """The observations that it shows; none for a chart of something else."""
        if "observation_id" not in self.rows.columns:
            return frozenset()
        return frozenset(self.rows["observation_id"])


def unit_key(panel: Panel) -> tuple[str, str]:
    """What tells the units of a chart apart: indicator and scope."""
    return panel.indicator, panel.scope


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


def row_notes(row: Row, context: Context) -> list[str]:
    """The caveats of one figure by itself; those about a change between two need two."""
    known = [context.data.notes[key] for key in row["note_keys"] if key in context.data.notes]
    return [context.words.pick(note.zh, note.en) for note in known if note.crosses is None]


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
    name = document_name(issuer, title, words)
    return name if official else f"{name}{words('note.reprint_mark')}"


def document_name(issuer: str, title: str, words: Words) -> str:
    """Issuer and title: 宝安区司法局《工作总结》."""
    return words.pick(f"{issuer}《{title}》", f"{issuer}, {title}")


def source_line(sources: Sequence[str], words: Words, *, most: int) -> str:
    """The source line of a card or a picture: the first few documents, and how many there are."""
    shown = words.pick("；", "; ").join(sources[:most])
    if len(sources) > most:
        shown = f"{shown} {words('card.more_sources', count=len(sources))}"
    return words("card.sources", sources=shown)


def of_rows(
    key: str,
    kind: str,
    recipe: Recipe,
    names: tuple[str, str],
    figure: go.Figure,
    rows: pl.DataFrame,
    unit: DisplayUnit,
    context: Context,
    *,
    extra_notes: Sequence[str] = (),
    units: Mapping[tuple[str, str], DisplayUnit] | None = None,
) -> Chart:
    """A chart of these rows; `names` are title and subtitle."""
    chart = Chart(
        key=key,
        kind=kind,
        recipe=recipe,
        title=names[0],
        subtitle=names[1],
        figure=figure,
        rows=rows,
        unit=unit,
        notes=(*extra_notes, *notes_for(rows, context)),
        sources=sources_for(rows, context.words),
        alt="",
        units=units or {},
    )
    return replace(chart, alt=_alt_text(chart, context))


def _alt_text(chart: Chart, context: Context) -> str:
    """What the chart shows, for those who cannot see it: kind, title, and the values."""
    words = context.words
    several = chart.rows.select("indicator_id", "scope").n_unique() > 1
    items = [
        f"{_what(row, context)} {_spoken(row, chart, words)}" if several
        else _spoken(row, chart, words)
        for row in chart.rows.head(SPOKEN).iter_rows(named=True)
    ]  # fmt: skip
    if chart.rows.height > SPOKEN:
        items.append("……")
    return words(
        "note.alt", kind=words(f"kind.{chart.kind}"), title=chart.title, subtitle=chart.subtitle,
        items=words.join(items),
    )  # fmt: skip


def _what(row: Row, context: Context) -> str:
    """The indicator of a row, with its scope if it has one."""
    scope = context.words.pick(row["scope"], row["scope_en"]) if row["scope"] else ""
    return f"{context.short(row['indicator_id'])} {scope}".rstrip()


def _spoken(row: Row, chart: Chart, words: Words) -> str:
    value = shown_text(row, chart.unit_of(row), words)
    return f"{district_name(row, words)} {row_period(row, words)} {value}"
