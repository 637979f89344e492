"""What makes up a total: 其中维持435件, 占44.5%."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.charts.series import Panel
from dashboard.context import Context
from dashboard.figures.change import PERCENT
from dashboard.sentences import numbers
from dashboard.sentences.levels import clause, value
from dashboard.sentences.marks import marked
from dashboard.sentences.model import Figure, Parts, Role, Sentence
from dashboard.sentences.periods import lead
from dashboard.sentences.phrases import said_unit
from dashboard.sentences.wording import fill, joined, sentence, within

Row = dict[str, Any]


def compositions(chart: Chart, context: Context) -> list[Sentence]:
    """One sentence a district, of its newest total."""
    wholes = chart.rows.filter(pl.col("role") == "whole")
    newest = wholes.sort("period_end", descending=True, maintain_order=True)
    newest = newest.unique("district_code", keep="first", maintain_order=True)
    panel = Panel(newest, chart.unit)
    return [
        _composed(whole, _parts_of(whole, chart.rows), panel, context)
        for whole in newest.iter_rows(named=True)
    ]


def _parts_of(whole: Row, rows: pl.DataFrame) -> list[Row]:
    """The parts of one total, the largest first."""
    same = [pl.col(name) == whole[name] for name in ("district_code", "period_label")]
    parts = rows.filter(pl.col("role") == "part", *same)
    return parts.sort("value", descending=True, maintain_order=True).to_dicts()


def _composed(whole: Row, parts: list[Row], panel: Panel, context: Context) -> Sentence:
    words = context.words
    said = [_part(part, whole, panel, context) for part in parts]
    rest = _unstated(whole, parts, panel, context)
    told = fill(
        words, "sentence.composed", when=lead([whole], panel, context),
        said=clause(whole, panel, context, {}),
        parts=joined(words.pick("；", "; "), [*said, rest] if rest else said),
    )  # fmt: skip
    return sentence(f"composition-{whole['district_code']}", told)


def _part(part: Row, whole: Row, panel: Panel, context: Context) -> Parts:
    """One part with its share, if both are known exactly."""
    words = context.words
    said = (value(part, panel, context), *marked(part, words))
    name = _name(part, whole, context)
    share = _share(part, whole, context)
    if share is None:
        return fill(words, "sentence.part", name=name, value=said)
    return fill(words, "sentence.part_share", name=name, value=said, share=share)


def _share(part: Row, whole: Row, context: Context) -> Figure | None:
    if not (_exact(part) and _exact(whole) and whole["value"] > 0):
        return None
    share = _decimal(part) / _decimal(whole) * 100
    text = numbers.amount(share, share, share, PERCENT, context.words)
    return Figure(text, Role.SHARE, (part["observation_id"], whole["observation_id"]))


def _unstated(whole: Row, parts: list[Row], panel: Panel, context: Context) -> Parts:
    """What the source leaves unstated; nothing if that is zero or not known."""
    rest = _decimal(whole) - sum(_decimal(part) for part in parts)
    if rest <= 0 or not all(_exact(row) for row in (whole, *parts)):
        return ()
    unit = said_unit(whole["indicator_id"], panel.unit, context)
    text = numbers.amount(rest, rest, rest, unit, context.words)
    ids = tuple(row["observation_id"] for row in (whole, *parts))
    return fill(context.words, "sentence.unstated", value=Figure(text, Role.REST, ids))


def _exact(row: Row) -> bool:
    return row["low"] is not None and row["low"] == row["high"]


def _decimal(row: Row) -> Decimal:
    return Decimal(str(row["value"]))


def _name(part: Row, whole: Row, context: Context) -> str:
    """Parts of the same indicator differ by their scope."""
    if part["indicator_id"] == whole["indicator_id"]:
        return within(context.words.pick(part["scope"], part["scope_en"]))
    return within(context.short(part["indicator_id"]))
