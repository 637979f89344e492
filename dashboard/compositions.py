"""What makes up a total, wherever the catalogue says that parts add up and they do."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import chart as assembly
from dashboard.chart import Chart, subtitle
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period
from dashboard.figures.composition import Part, stacked
from dashboard.formats import display_unit
from dashboard.series import Panel
from indicators.catalogue import Family
from warehouse import queries

Row = dict[str, Any]
BARS = 8


def composition_charts(family: Family, context: Context) -> list[Chart]:
    """One chart for each sum identity and kind of period that the selection has, whole districts."""
    rows = queries.identity_parts(
        context.warehouse, family.id, context.selection.filter, kind="sum"
    )
    rows = rows.filter(pl.col("check_scope") == "")
    groups = rows.partition_by("identity_id", "shape", maintain_order=True)
    return [_chart(group, context) for group in groups]


def _chart(group: pl.DataFrame, context: Context) -> Chart:
    """A stacked bar for each district and period, the newest few."""
    words = context.words
    group = group.with_columns(shown="value", shown_low="low", shown_high="high")
    wholes = group.filter(pl.col("role") == "whole").head(BARS)
    total = wholes["indicator_id"][0]
    unit = display_unit(context.catalogue, total, float(wholes["value"].to_list()[0]), words)
    parts: list[Part] = []
    for whole in wholes.iter_rows(named=True):
        parts += _bar(whole, _parts_of(whole, group), context)
    by_term = group.filter(pl.col("role") == "part").sort("term_position", maintain_order=True)
    first = wholes.row(0, named=True)
    order = list(dict.fromkeys(_part_name(row, first, context) for row in by_term.to_dicts()))
    kept = group.join(wholes.select("district_code", "period_label"), on=["district_code", "period_label"], how="semi", maintain_order="left")  # noqa: E501
    panel = Panel(wholes, unit)
    return assembly.of_rows(
        f"composition-{group['identity_id'][0]}-{wholes['scope'][0]}-{wholes['shape'][0]}",
        "composition",
        (words("composition.title", name=context.short(total)), subtitle(panel, context)),
        stacked(parts, order=order, unit=unit, words=words),
        kept,
        unit,
        context,
        extra_notes=[words("composition.note")],
    )


def _parts_of(whole: Row, group: pl.DataFrame) -> list[Row]:
    return group.filter(
        (pl.col("role") == "part")
        & (pl.col("district_code") == whole["district_code"])
        & (pl.col("period_label") == whole["period_label"])
    ).to_dicts()


def _bar(whole: Row, rows: list[Row], context: Context) -> list[Part]:
    """The parts of one total, and what the source leaves unstated."""
    words = context.words
    name = f"{district_name(whole, words)} {row_period(whole, words)}"
    parts = [
        Part(name, _part_name(row, whole, context), row["value"], row["observation_id"])
        for row in rows
    ]
    rest = whole["value"] - sum(part.value for part in parts)
    return [*parts, Part(name, words("composition.remainder"), rest, "")] if rest > 0 else parts


def _part_name(row: Row, whole: Row, context: Context) -> str:
    """Parts of the same indicator differ by their scope."""
    if row["indicator_id"] == whole["indicator_id"]:
        return context.words.pick(row["scope"], row["scope_en"])
    return context.short(row["indicator_id"])
