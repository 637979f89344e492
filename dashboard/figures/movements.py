"""Changes of several figures in percent, a line each: from the earlier value (0) to the later."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank
from dashboard.figures.canvas import Canvas
from dashboard.figures.lines import Texts, add_texts, height, row_axis
from dashboard.palette import MUTED


@dataclass(frozen=True)
class Movement:
    """One change: its texts, its size with bounds, and the marks of both ends."""

    texts: Texts
    percent: float
    low: float
    high: float
    symbols: tuple[str, str]
    hovers: tuple[str, str]
    observation_ids: tuple[str, str]


def movements(items: list[Movement]) -> go.Figure:
    """Given order from the top; both ends can be clicked, bounds are a bar at the later end."""
    figure = blank(height=height(len(items)))
    for row, item in enumerate(items):
        colour = item.texts.colour
        _add_bounds(figure, row, item)
        figure.add_scatter(
            x=[0, item.percent],
            y=[row, row],
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={
                "color": colour,
                "symbol": list(item.symbols),
                "size": [8, 12],
                "opacity": 1,  # marks of several sizes are see-through otherwise
                "line": {"color": colour, "width": 2},
            },
            cliponaxis=False,
            customdata=list(item.observation_ids),
            hovertext=list(item.hovers),
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        add_texts(figure, row, item.texts)
    _axes(figure, items)
    return figure.figure()


def _add_bounds(figure: Canvas, row: int, item: Movement) -> None:
    if item.low < item.high:
        colour = item.texts.colour
        figure.add_scatter(
            x=[item.low, item.high], y=[row, row], mode="lines+markers", hoverinfo="skip",
            line={"color": colour, "width": 5}, opacity=0.45, cliponaxis=False,
            marker={"symbol": "line-ns", "size": 9, "line": {"color": colour, "width": 2}},
        )  # fmt: skip


def _axes(figure: Canvas, items: list[Movement]) -> None:
    ends = [0.0, *(end for item in items for end in (item.percent, item.low, item.high))]
    pad = (max(ends) - min(ends)) * 0.02
    # the changes stand at the right, so the axis itself says nothing new
    figure.update_xaxes(
        range=[min(ends) - pad, max(ends) + pad], showgrid=False, showticklabels=False,
        zeroline=True, zerolinecolor=MUTED, zerolinewidth=1,
    )  # fmt: skip
    row_axis(figure, len(items))
