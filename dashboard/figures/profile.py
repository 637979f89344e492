"""One district against its peers: for each indicator its value within the range of the others."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank
from dashboard.figures.canvas import Canvas
from dashboard.figures.lines import Texts, add_bounds, add_texts, add_track, height, row_axis
from dashboard.palette import PEERS


@dataclass(frozen=True)
class Point:
    """A district's value with its bounds."""

    value: float
    low: float | None
    high: float | None
    hover: str
    observation_id: str


@dataclass(frozen=True)
class Line:
    """One indicator: the district's value, and the values of comparable districts."""

    texts: Texts
    own: Point
    peers: tuple[Point, ...]
    symbol: str


def profile(lines: list[Line]) -> go.Figure:
    """Every line has its own scale, from zero to its largest value; texts carry the numbers."""
    figure = blank(height=height(len(lines)))
    for row, line in enumerate(lines):
        points = (line.own, *line.peers)
        top = max(max(point.value, point.high or 0.0) for point in points) or 1.0
        _add_peers(figure, row, line, top)
        _add_scaled_bounds(figure, row, line.own, top, colour=line.texts.colour)
        figure.add_scatter(
            x=[line.own.value / top],
            y=[row],
            mode="markers",
            marker={
                "color": line.texts.colour,
                "symbol": line.symbol,
                "size": 13,
                "line": {"color": line.texts.colour, "width": 2},
            },
            cliponaxis=False,
            customdata=[line.own.observation_id],
            hovertext=line.own.hover,
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        add_texts(figure, row, line.texts)
    figure.update_xaxes(range=[-0.01, 1.01])
    row_axis(figure, len(lines))
    return figure.figure()


def _add_peers(figure: Canvas, row: int, line: Line, top: float) -> None:
    """The scale, the range of the peers as a band, and each of them as a grey mark."""
    scaled = [peer.value / top for peer in line.peers]
    add_track(figure, row, (0, 1))
    figure.add_scatter(
        x=[min(scaled), max(scaled)], y=[row, row], mode="lines",
        line={"color": PEERS, "width": 6}, opacity=0.35, hoverinfo="skip",
    )  # fmt: skip
    for peer in line.peers:
        _add_scaled_bounds(figure, row, peer, top, colour=PEERS)
    figure.add_scatter(
        x=scaled,
        y=[row] * len(scaled),
        mode="markers",
        marker={"color": PEERS, "size": 9},
        cliponaxis=False,
        customdata=[peer.observation_id for peer in line.peers],
        hovertext=[peer.hover for peer in line.peers],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _add_scaled_bounds(figure: Canvas, row: int, point: Point, top: float, *, colour: str) -> None:
    if point.low is not None and point.high is not None:
        add_bounds(figure, row, point.low / top, point.high / top, colour=colour)
