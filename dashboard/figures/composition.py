"""Parts of a whole, where they add up: stacked bars with the remainder left open by the source."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.base import blank
from dashboard.formats import DisplayUnit
from dashboard.palette import COLOURS, PEERS
from dashboard.words import Words


@dataclass(frozen=True)
class Part:
    """One part of one bar; `observation_id` is empty for the unstated remainder."""

    bar: str
    part: str
    value: float
    observation_id: str


def stacked(parts: list[Part], *, order: list[str], unit: DisplayUnit, words: Words) -> go.Figure:
    """One bar a district and period, one colour a part; `order` is the order of the parts."""
    bars = list(dict.fromkeys(part.bar for part in parts))
    figure = blank(height=96 + 40 * len(bars))
    remainder = words("composition.remainder")
    for place, name in enumerate([*order, remainder]):
        own = {part.bar: part for part in parts if part.part == name}
        if not own:
            continue
        figure.add_bar(
            name=name,
            y=list(own),
            x=[part.value for part in own.values()],
            orientation="h",
            width=0.6,
            marker={
                "color": PEERS if name == remainder else COLOURS[place % len(COLOURS)],
                "pattern": {"shape": "/" if name == remainder else ""},
            },
            text=[unit.number(part.value) for part in own.values()],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#FFFFFF"},
            customdata=[part.observation_id for part in own.values()],
            hovertext=[
                f"<b>{bar}</b><br>{name} {unit.text(part.value, words)}"
                for bar, part in own.items()
            ],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"t": 44},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    figure.update_yaxes(
        showgrid=False, ticksuffix="  ", categoryorder="array", categoryarray=bars[::-1]
    )
    figure.update_xaxes(tickformat=",", rangemode="tozero", tickangle=0, nticks=5)
    return figure.figure()
