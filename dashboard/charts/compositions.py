"""What makes up a total, wherever the catalogue says that parts add up and they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts import chart as assembly
from dashboard.charts.chart import Chart, subtitle
from dashboard.charts.recipe import CompositionRecipe, selected
from dashboard.charts.series import Panel, panels
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.base import district_name, row_period
from dashboard.figures.composition import Part, stacked
from indicators.catalogue import Family, SumIdentity, split_term

Row = dict[str, Any]
BARS = 8
BAR = ("district_code", "period_label")
WHOLE, PART = pl.col("role") == "whole", pl.col("role") == "part"
DECIMALS = 4  # of the values as they are stored: their sums are not exact as binary fractions


def composition_charts(family: Family, context: Context) -> list[Chart]:
    """One chart for each sum identity and kind of period in the selection, whole districts only."""
    sums = [one for one in family.identities if isinstance(one, SumIdentity)]
    if not sums:
        return []
    groups = summed(sums, context).partition_by("identity_id", "shape", maintain_order=True)
    return [_chart(group, context) for group in groups]


def summed(sums: Sequence[SumIdentity], context: Context) -> pl.DataFrame:
    """The figures of each sum of a whole district that does not contradict itself, newest first.

    As the view `identity_check` has it: parts that are two or more, and not certainly more than
    their total. Only reported figures count; of a derived one maybe no more than bounds are known.
    """
    terms = pl.DataFrame([term for one in sums for term in _terms(one)])
    indicators = terms["indicator_id"].unique().sort().to_list()
    rows = points(context.warehouse, indicators, context.selection.filter)
    rows = rows.filter(pl.col("status") == "reported").join(terms, on=("indicator_id", "scope"))
    one = ("identity_id", *BAR)
    least = pl.col("low").filter(PART).sum().round(DECIMALS)
    most = pl.col("high").filter(WHOLE).max()  # none where the wording leaves it open
    rows = rows.filter(
        (PART.sum() >= 2).over(one),
        WHOLE.any().over(one),
        (least > most).fill_null(value=False).not_().over(one),
    )
    order = ("identity_id", "shape", "district_code", "period_end", "term_position")
    return rows.sort(order, descending=[name == "period_end" for name in order])


def _terms(identity: SumIdentity) -> Iterator[Row]:
    """Which figures of whole districts are the terms: the total, then its parts."""
    for position, term in enumerate(identity.terms):
        indicator, scope = split_term(term)
        yield {
            "identity_id": identity.id,
            "role": "part" if position else "whole",
            "term_position": position,
            "indicator_id": indicator,
            "scope": scope or "",
        }


def _chart(group: pl.DataFrame, context: Context) -> Chart:
    """A stacked bar for each district and period, the newest few."""
    words = context.words
    every = group.filter(WHOLE)
    wholes = every.sort("period_end", descending=True, maintain_order=True).head(BARS)
    panel = _total(wholes.sort("district_code", maintain_order=True), context)
    kept = group.join(wholes, on=BAR, how="semi", maintain_order="left")
    notes = [words("composition.note")]
    if every.height > BARS:
        notes.append(words("note.newest_only", count=BARS))
    return assembly.of_rows(
        f"composition-{group['identity_id'][0]}-{panel.scope}-{wholes['shape'][0]}",
        "composition",
        CompositionRecipe(
            **selected(context), identity=group["identity_id"][0], shape=wholes["shape"][0]
        ),
        (words("composition.title", name=context.short(panel.indicator)), subtitle(panel, context)),
        _figure(panel, kept, context),
        kept.with_columns(shown="value", shown_low="low", shown_high="high"),
        panel.unit,
        context,
        extra_notes=notes,
    )


def _total(wholes: pl.DataFrame, context: Context) -> Panel:
    """The totals, which share an axis and a unit; their parts are shown in the same."""
    (panel,) = panels(wholes, context.catalogue, context.words)
    return panel


def _figure(panel: Panel, kept: pl.DataFrame, context: Context) -> go.Figure:
    parts, order = stacked_parts(kept, context)
    return stacked(parts, order=order, unit=panel.unit, words=context.words)


def stacked_parts(kept: pl.DataFrame, context: Context) -> tuple[list[Part], list[str]]:
    """The parts of all bars, bar by bar from the top, and the order in which parts are stacked."""
    parts_of = kept.filter(PART).sort("term_position", maintain_order=True)
    wholes = kept.filter(WHOLE).sort(
        "district_code", "period_end", descending=[False, True], maintain_order=True
    )
    names = [_part_name(row, wholes["indicator_id"][0], context) for row in parts_of.to_dicts()]
    parts: list[Part] = []
    for whole in wholes.iter_rows(named=True):
        same = [pl.col(column) == whole[column] for column in BAR]
        parts += _bar(whole, parts_of.filter(*same).to_dicts(), context)
    return parts, list(dict.fromkeys(names))


def _bar(whole: Row, rows: list[Row], context: Context) -> list[Part]:
    """The parts of one total, and what the source leaves unstated."""
    words = context.words
    name = f"{district_name(whole, words)} {row_period(whole, words)}"
    parts = [
        Part(
            name,
            _part_name(row, whole["indicator_id"], context),
            row["value"],
            row["observation_id"],
        )
        for row in rows
    ]
    # in decimals: what is left over must not be a rounding error of binary fractions
    rest = Decimal(str(whole["value"])) - sum(Decimal(str(part.value)) for part in parts)
    unstated = Part(name, words("composition.remainder"), float(rest), "")
    return [*parts, unstated] if rest > 0 else parts


def _part_name(row: Row, total: str, context: Context) -> str:
    """Parts of the same indicator differ by their scope."""
    if row["indicator_id"] == total:
        return context.words.pick(row["scope"], row["scope_en"])
    return context.short(row["indicator_id"])
