"""One district against its peers: for each indicator its value within the range of the others."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank, text_width
from dashboard.palette import PEERS


@dataclass(frozen=True)
class Line:
    """One indicator: the district's value, and the values of comparable districts."""

    name: str
    label: str
    value: float
    peers: list[tuple[str, float]]
    colour: str
    symbol: str
    hover: str
    observation_id: str


def profile(lines: list[Line]) -> go.Figure:
    """Every line has its own scale, from zero to its largest value; labels carry the numbers."""
    figure = blank(height=56 + 34 * len(lines))
    for line in lines:
        top = max([line.value, *(value for _, value in line.peers)]) or 1.0
        scaled = [value / top for _, value in line.peers]
        figure.add_scatter(
            x=[min(scaled), max(scaled)], y=[line.name] * 2, mode="lines",
            line={"color": PEERS, "width": 6}, opacity=0.35, hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            x=scaled, y=[line.name] * len(scaled), mode="markers",
            marker={"color": PEERS, "size": 8}, hovertext=[name for name, _ in line.peers],
            hoverinfo="text",
        )  # fmt: skip
        figure.add_scatter(
            x=[line.value / top],
            y=[line.name],
            mode="markers",
            marker={
                "color": line.colour,
                "symbol": line.symbol,
                "size": 13,
                "line": {"color": line.colour, "width": 2},
            },
            customdata=[line.observation_id],
            hovertext=line.hover,
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        figure.add_annotation(
            x=1, xref="paper", y=line.name, text=line.label, showarrow=False,
            xanchor="left", xshift=10, font={"color": line.colour},
        )  # fmt: skip
    widest = max((text_width(line.label) for line in lines), default=0.0)
    figure.update_layout(margin={"r": int(widest) + 22})
    figure.update_xaxes(range=[-0.02, 1.03], showticklabels=False, showgrid=False)
    names = [line.name for line in lines]
    figure.update_yaxes(
        showgrid=True, ticksuffix="  ", categoryorder="array", categoryarray=names[::-1]
    )
    return figure.figure()
