"""Bars of one value a district: ranked within one period, otherwise listed with their periods."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.series import Panel, fact_of
from dashboard.figures.base import (
    anchor,
    blank,
    hover,
    label_name,
    row_period,
    shown_text,
    text_width,
)
from dashboard.figures.canvas import Canvas
from dashboard.figures.scales import HEADROOM, known_values
from dashboard.formats import DisplayUnit
from dashboard.palette import PEERS, district_colour
from dashboard.words import Words
from indicators.comparability import against_one_ranking, ranks
from indicators.quantities import Bounds

Row = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
ARROW = 16  # pixels


def bars(panel: Panel, words: Words, *, background: Container[str] = ()) -> go.Figure:
    """One bar a row; ranked, with the rank, when all rows are of one period.

    Districts in the `background` are grey.
    """
    rows = ordered(panel)
    names = bar_names(panel, words)
    figure = blank(height=28 + 34 * len(rows))
    for row, name in zip(rows, names, strict=True):
        grey = row["district_code"] in background
        colour = PEERS if grey else district_colour(row["district_code"])
        _add_bar(figure, row, name, colour, panel, words)
        _add_end(figure, row, name, colour, panel, words)
    _axes(figure, rows, names, panel, words)
    return figure.figure()


def is_ranking(panel: Panel) -> bool:
    """Whether the rows may be ranked: two or more, every one of the same period."""
    facts = [fact_of(row) for row in panel.rows.iter_rows(named=True)]
    return len(facts) > 1 and not any(against_one_ranking(facts[0], fact) for fact in facts[1:])


def ordered(panel: Panel) -> list[Row]:
    """Largest first within one period; otherwise the newest period first, then by size."""
    by_size = panel.rows.with_columns(size=pl.coalesce("shown", "shown_low", "shown_high"))
    keys = ["size"] if is_ranking(panel) else ["period_end", "size"]
    return by_size.sort(keys, descending=True, maintain_order=True).to_dicts()


def places(panel: Panel) -> list[int | None]:
    """The rank of each row in their order; None where bounds overlap or nothing may be ranked."""
    rows = ordered(panel)
    if not is_ranking(panel):
        return [None] * len(rows)
    return ranks([Bounds(row["shown_low"], row["shown_high"]) for row in rows])


def bar_names(panel: Panel, words: Words) -> list[str]:
    """What stands beside each bar: the district, with its period or its rank where it has one."""
    with_period = panel.rows["period_label"].n_unique() > 1
    return [
        _name(row, rank, words, with_period=with_period)
        for row, rank in zip(ordered(panel), places(panel), strict=True)
    ]


def _name(row: Row, rank: int | None, words: Words, *, with_period: bool) -> str:
    name = label_name(row, words)
    if with_period:
        return f"{name} {row_period(row, words)}"
    return name if rank is None else f"{rank}. {name}"


def _add_bar(figure: Canvas, row: Row, name: str, colour: str, panel: Panel, words: Words) -> None:
    """A bar from zero to the value; from bound to bound where only these are known."""
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
            "color": CLEAR if derived else colour,
            "line": {"color": colour, "width": 2 if derived else 0},
        },
        error_x=_error(row),
        cliponaxis=False,
        customdata=[row["observation_id"]],
        hovertext=hover(row, panel.unit, words),
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _error(row: Row) -> dict[str, Any] | None:
    """A whisker from bound to bound where value and both bounds are known."""
    low, high, value = row["shown_low"], row["shown_high"], row["shown"]
    if value is None or low is None or high is None or low == high:
        return None
    # ink, not the bar's colour: the lower half lies on the bar
    return {
        "type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low],
        "color": "#5F6B7A", "thickness": 2, "width": 6,
    }  # fmt: skip


def _add_end(figure: Canvas, row: Row, name: str, colour: str, panel: Panel, words: Words) -> None:
    """The value behind the bar and its whisker; an arrow where no upper bound is known."""
    known = [v for v in (row["shown"], row["shown_low"], row["shown_high"], 0.0) if v is not None]
    open_above = row["shown_high"] is None
    if open_above:
        figure.add_annotation(
            x=max(known), y=name, ax=ARROW, ay=0, text="", showarrow=True, arrowside="start",
            arrowhead=2, arrowwidth=2, arrowcolor=colour,
        )  # fmt: skip
    figure.add_annotation(
        x=max(known), y=name, text=bar_text(row, panel.unit, words), showarrow=False,
        xanchor="left", xshift=8 + (ARROW if open_above else 0),
    )  # fmt: skip


def bar_text(row: Row, unit: DisplayUnit, words: Words) -> str:
    """What stands behind a bar: the value, and that it is derived."""
    text = shown_text(row, unit, words)
    return f"{text} {words('status.derived')}" if row["status"] == "derived" else text


def _axes(figure: Canvas, rows: list[Row], names: list[str], panel: Panel, words: Words) -> None:
    right = max((text_width(bar_text(row, panel.unit, words)) for row in rows), default=0.0)
    if any(row["shown_high"] is None for row in rows):
        right += ARROW
    figure.update_layout(barmode="overlay", margin={"l": 8, "r": int(right) + 20, "t": 8, "b": 8})
    figure.update_yaxes(
        categoryorder="array", categoryarray=list(reversed(names)), showgrid=False, ticksuffix="  "
    )
    known = known_values(panel.rows)
    # the values stand at the bars, so the axis itself says nothing new
    figure.update_xaxes(
        showticklabels=False,
        showgrid=False,
        range=[min([0.0, *known]) * HEADROOM, max([0.0, *known]) or 1.0],
    )
