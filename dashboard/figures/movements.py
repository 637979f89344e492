"""Changes of different figures in percent: from the earlier value (0) to the later one, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.base import blank
from dashboard.figures.canvas import Canvas
from dashboard.palette import MUTED

ROW = 62
SMALL = 11


@dataclass(frozen=True)
class Movement:
    """One change: its names and labels, its size with bounds, and the marks of both ends."""

    name: str
    place: str
    values: str
    change: str
    percent: float
    low: float | None
    high: float | None
    colour: str
    symbols: tuple[str, str]
    hovers: tuple[str, str]
    observation_ids: tuple[str, str]


def movements(items: list[Movement]) -> go.Figure:
    """Given order from the top; both ends can be clicked, bounds are a bar at the later end.

    Names and numbers stand above each line, so that long names fit a narrow screen.
    """
    figure = blank(height=24 + ROW * len(items))
    for row, item in enumerate(items):
        _add_bounds(figure, row, item)
        figure.add_scatter(
            x=[0, item.percent],
            y=[row, row],
            mode="lines+markers",
            line={"color": item.colour, "width": 2},
            marker={
                "color": item.colour,
                "symbol": list(item.symbols),
                "size": [8, 12],
                "opacity": 1,  # marks of several sizes are see-through otherwise
                "line": {"color": item.colour, "width": 2},
            },
            cliponaxis=False,
            customdata=list(item.observation_ids),
            hovertext=list(item.hovers),
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        _add_texts(figure, row, item)
    _axes(figure, items)
    return figure.figure()


def _add_bounds(figure: Canvas, row: int, item: Movement) -> None:
    if item.low is not None and item.high is not None and item.low < item.high:
        figure.add_scatter(
            x=[item.low, item.high], y=[row, row], mode="lines+markers", hoverinfo="skip",
            line={"color": item.colour, "width": 5}, opacity=0.45, cliponaxis=False,
            marker={"symbol": "line-ns", "size": 9, "line": {"color": item.colour, "width": 2}},
        )  # fmt: skip


def _add_texts(figure: Canvas, row: int, item: Movement) -> None:
    """What and where at the left, how much at the right, both above the line."""
    small = f"<span style='font-size:{SMALL}px'>"
    sides: tuple[tuple[str, dict[str, Any]], ...] = (
        (f"{item.name}<br>{small}{item.place}</span>", {"x": 0, "xanchor": "left", "align": "left"}),
        (
            f"<b>{item.change}</b><br>{small}{item.values}</span>",
            {"x": 1, "xanchor": "right", "align": "right", "font": {"color": item.colour}},
        ),
    )
    for text, place in sides:
        figure.add_annotation(
            text=text, xref="paper", y=row, yanchor="bottom", yshift=4, showarrow=False, **place
        )


def _axes(figure: Canvas, items: list[Movement]) -> None:
    ends = [0.0, *(end for item in items for end in (item.percent, item.low, item.high) if end)]
    pad = (max(ends) - min(ends)) * 0.02
    # the changes stand at the right, so the axis itself says nothing new
    figure.update_xaxes(
        range=[min(ends) - pad, max(ends) + pad], showgrid=False, showticklabels=False,
        zeroline=True, zerolinecolor=MUTED, zerolinewidth=1,
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(items) - 0.7, -0.75], showgrid=False, zeroline=False, showticklabels=False
    )
