"""Rates as dots with their intervals: what is printed, and what the counts allow to say."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank, text_width


@dataclass(frozen=True)
class Dot:
    """One rate: its name at the axis, its label, and the interval where the counts are known."""

    name: str
    label: str
    value: float
    low: float | None
    high: float | None
    colour: str
    symbol: str
    hover: str
    observation_id: str


def dots(rates: list[Dot]) -> go.Figure:
    """One dot a row, from 0 to 100 percent unless a rate lies outside."""
    figure = blank(height=64 + 34 * len(rates))
    for dot in rates:
        if dot.low is not None and dot.high is not None:
            figure.add_scatter(
                x=[dot.low, dot.high],
                y=[dot.name, dot.name],
                mode="lines+markers",
                line={"color": dot.colour, "width": 4},
                marker={"symbol": "line-ns", "size": 9, "line": {"color": dot.colour, "width": 2}},
                opacity=0.45,
                hoverinfo="skip",
            )
        figure.add_scatter(
            x=[dot.value],
            y=[dot.name],
            mode="markers",
            marker={
                "color": dot.colour,
                "symbol": dot.symbol,
                "size": 11,
                "line": {"color": dot.colour, "width": 2},
            },
            customdata=[dot.observation_id],
            hovertext=dot.hover,
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        figure.add_annotation(
            x=1, xref="paper", y=dot.name, text=dot.label, showarrow=False,
            xanchor="left", xshift=10, font={"color": dot.colour},
        )  # fmt: skip
    widest = max((text_width(dot.label) for dot in rates), default=0.0)
    figure.update_layout(margin={"r": int(widest) + 22})
    highest = max((dot.value for dot in rates), default=100.0)
    right = max(102.0, highest * 1.05)
    figure.update_xaxes(range=[0, right], ticksuffix="%", dtick=25, tickangle=0)
    names = [dot.name for dot in rates]
    figure.update_yaxes(
        showgrid=False, ticksuffix="  ", categoryorder="array", categoryarray=names[::-1]
    )
    return figure.figure()
