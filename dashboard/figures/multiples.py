"""Small multiples: one small trend a district, all on the same scale."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.figures.base import FONT, SIZE, blank, district_name
from dashboard.figures.trend import trend
from dashboard.series import Panel
from dashboard.words import Words

COLUMNS = 3
ROW_HEIGHT = 170


def multiples(panel: Panel, words: Words) -> go.Figure:
    """Trends of one panel side by side; the same axes everywhere, so that heights compare."""
    parts = panel.rows.partition_by("district_code", maintain_order=True)
    lines = -(-len(parts) // COLUMNS)
    figure = make_subplots(
        rows=lines,
        cols=min(COLUMNS, len(parts)),
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=[district_name(part.row(0, named=True), words) for part in parts],
        vertical_spacing=0.28 / lines if lines > 1 else 0.1,
        horizontal_spacing=0.05,
    )
    for place, part in enumerate(parts):
        small = trend(Panel(part, panel.unit, panel.mode), words)
        row, column = place // COLUMNS + 1, place % COLUMNS + 1
        for trace in small.data:
            figure.add_trace(trace, row=row, col=column)
    _style(figure, panel, words, height=60 + ROW_HEIGHT * lines)
    return figure


def _style(figure: go.Figure, panel: Panel, words: Words, *, height: int) -> None:
    """The axes of the whole panel on every small chart."""
    whole = trend(panel, words)
    house = blank(height=height).figure().layout
    figure.update_layout(
        height=height, font={"family": FONT, "size": SIZE}, margin=house.margin, showlegend=False,
        dragmode=False, paper_bgcolor=house.paper_bgcolor, plot_bgcolor=house.plot_bgcolor,
        margin_t=32,
    )  # fmt: skip
    across, up = whole.layout.xaxis, whole.layout.yaxis
    if across.tickvals:
        ends = [0, -1] if len(across.tickvals) > 3 else slice(None)
        vals, texts = list(across.tickvals), list(across.ticktext)
        chosen = [vals[i] for i in ends] if isinstance(ends, list) else vals
        labels = [texts[i] for i in ends] if isinstance(ends, list) else texts
        figure.update_xaxes(tickvals=chosen, ticktext=labels, range=across.range)
    figure.update_xaxes(fixedrange=True, showgrid=False, showline=True, showticklabels=True)
    figure.update_yaxes(
        fixedrange=True, range=up.range, tickvals=up.tickvals, ticktext=up.ticktext,
        tickformat=",", nticks=4, zeroline=False,
    )  # fmt: skip
    figure.update_annotations(font_size=SIZE)
