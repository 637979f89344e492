"""Bars of one value a district: ranked within one period, otherwise listed with their periods."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.base import blank, district_name, hover, row_period, shown_text, text_width
from dashboard.figures.canvas import Canvas
from dashboard.figures.trend import anchor
from dashboard.palette import district_colour
from dashboard.series import Panel, fact_of
from dashboard.words import Words
from indicators.comparability import against_one_ranking, ranks
from indicators.quantities import Bounds

Row = dict[str, Any]


def bars(panel: Panel, words: Words) -> go.Figure:
    """One bar a row; ranked, with the rank, when all rows are of one period."""
    rows = ordered(panel)
    rankable = is_ranking(panel)
    places = _ranks(rows) if rankable else [None] * len(rows)
    names = [
        _name(row, place, words, with_period=not rankable)
        for row, place in zip(rows, places, strict=True)
    ]
    figure = blank(height=56 + 34 * len(rows))
    for row, name in zip(rows, names, strict=True):
        _add_bar(figure, row, name, panel, words)
    _axes(figure, rows, names, panel, words)
    return figure.figure()


def is_ranking(panel: Panel) -> bool:
    """Whether the rows may be ranked: two or more, every one of the same period."""
    facts = [fact_of(row) for row in panel.rows.iter_rows(named=True)]
    return len(facts) > 1 and not any(against_one_ranking(facts[0], fact) for fact in facts[1:])


def ordered(panel: Panel) -> list[Row]:
    """Largest first within one period; otherwise by period, then by size."""
    by_size = panel.rows.with_columns(
        size=pl.coalesce("shown", "shown_low", "shown_high")
    )
    keys = ["size"] if is_ranking(panel) else ["period_end", "size"]
    return by_size.sort(keys, descending=True, maintain_order=True).to_dicts()


def latest_period(panel: Panel) -> Panel:
    """Only the latest period that any row has."""
    latest = panel.rows.filter(pl.col("year") == pl.col("year").max())
    return Panel(latest, panel.unit, panel.mode)


def _ranks(rows: list[Row]) -> list[int | None]:
    return ranks([Bounds(row["shown_low"], row["shown_high"]) for row in rows])


def _name(row: Row, rank: int | None, words: Words, *, with_period: bool) -> str:
    name = district_name(row, words)
    if with_period:
        return f"{name} {row_period(row, words)}"
    return name if rank is None else f"{rank}. {name}"


def _add_bar(figure: Canvas, row: Row, name: str, panel: Panel, words: Words) -> None:
    colour = district_colour(row["district_code"])
    derived = row["status"] == "derived"
    low, high, value = row["shown_low"], row["shown_high"], row["shown"]
    span = value is None and low is not None and high is not None
    figure.add_bar(
        y=[name],
        x=[high - low if span else anchor(row)],
        base=[low if span else 0],
        orientation="h",
        width=0.62,
        marker={
            "color": "rgba(0,0,0,0)" if derived else colour,
            "line": {"color": colour, "width": 2 if derived else 0},
        },
        error_x=_error(row, colour),
        text=_text(row, panel, words),
        textposition="outside",
        cliponaxis=False,
        customdata=[row["observation_id"]],
        hovertext=hover(row, panel.unit, words),
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _error(row: Row, colour: str) -> dict[str, Any] | None:
    """A bar from bound to bound where both are known and the value is one of them or between."""
    low, high, value = row["shown_low"], row["shown_high"], row["shown"]
    if value is None or low is None or high is None or low == high:
        return None
    return {
        "type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low],
        "color": colour, "thickness": 2, "width": 5,
    }  # fmt: skip


def _text(row: Row, panel: Panel, words: Words) -> str:
    text = shown_text(row, panel.unit, words)
    return f"{text} {words('status.derived')}" if row["status"] == "derived" else text


def _axes(figure: Canvas, rows: list[Row], names: list[str], panel: Panel, words: Words) -> None:
    right = max((text_width(_text(row, panel, words)) for row in rows), default=0.0)
    figure.update_layout(barmode="overlay", margin={"l": 8, "r": int(right) + 28, "t": 8, "b": 8})
    figure.update_yaxes(
        categoryorder="array", categoryarray=list(reversed(names)), showgrid=False, ticksuffix="  "
    )
    # the values stand at the bars, so the axis itself says nothing new
    figure.update_xaxes(showticklabels=False, showgrid=False, rangemode="tozero")
