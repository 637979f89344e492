"""Changes of several figures in percent, a line each: from the earlier value (0) to the later."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank
from dashboard.figures.lines import Texts, add_bounds, add_texts, add_track, height, row_axis


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
    ends = _ends(items)
    for row, item in enumerate(items):
        colour = item.texts.colour
        add_track(figure, row, ends)
        add_bounds(figure, row, item.low, item.high, colour=colour)
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
    figure.update_xaxes(range=list(ends))
    row_axis(figure, len(items))
    return figure.figure()


def _ends(items: list[Movement]) -> tuple[float, float]:
    """The smallest and the largest change; no change lies between them or is one of them."""
    known = [0.0, *(end for item in items for end in (item.percent, item.low, item.high))]
    return min(known), max(known)
