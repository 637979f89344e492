"""Small multiples: one small trend a district, all on the same scale."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts.series import Panel
from dashboard.figures.base import SIZE, blank, label_name
from dashboard.figures.canvas import Canvas
from dashboard.figures.marks import Plot, add_series
from dashboard.figures.scales import known_values, value_axis
from dashboard.figures.timeline import draw_timeline, timeline
from dashboard.figures.trend import by_district
from dashboard.palette import district_colour
from dashboard.words import Words

MANY = 6  # so many charts stand in two columns, more in three
ROW_HEIGHT, ROW_GAP = 192, 70  # pixels; a row's height holds its gap
COLUMN_GAP = 0.09  # of the width


def multiples(panel: Panel, words: Words) -> go.Figure:
    """Trends of one panel side by side; the same axes everywhere, so that heights compare."""
    every = by_district(panel)
    columns = min(2 if len(every) <= MANY else 3, len(every))
    lines = -(-len(every) // columns)
    figure = blank(height=lines * ROW_HEIGHT)
    line, known = timeline(panel.rows), known_values(panel.rows)
    up = value_axis(known, panel.unit)
    for place, rows in enumerate(every):
        axes = str(place + 1) if place else ""
        draw_timeline(figure, line, panel.rows, words, axes=axes, years_only=True)
        _place(figure, axes, cell=(place % columns, place // columns), grid=(columns, lines))
        figure.update_layout(**{f"yaxis{axes}": up})
        add_series(figure, rows, Plot(line, panel.unit, max(known), number=axes), words)
        figure.add_annotation(
            x=0, xref=f"x{axes} domain", y=1, yref=f"y{axes} domain", yshift=6, showarrow=False,
            text=f"<b>{label_name(rows[0], words)}</b>", xanchor="left", yanchor="bottom",
            font={"color": district_colour(rows[0]["district_code"]), "size": SIZE},
        )  # fmt: skip
    figure.update_layout(margin={"t": 28})
    return figure.figure()


def _place(figure: Canvas, axes: str, *, cell: tuple[int, int], grid: tuple[int, int]) -> None:
    """Give a pair of axes its part of the picture; years are named below, values on the left."""
    (column, row), (columns, lines) = cell, grid
    width = (1 - COLUMN_GAP * (columns - 1)) / columns
    left = column * (width + COLUMN_GAP)
    gap = ROW_GAP / (lines * ROW_HEIGHT)
    height = (1 - gap * (lines - 1)) / lines
    top = 1 - row * (height + gap)
    shared = {"automargin": True, "fixedrange": True}
    names = figure.layout[f"xaxis{axes}"]["ticktext"]
    ends = [text if place in (0, len(names) - 1) else "" for place, text in enumerate(names)]
    across = {"domain": [left, min(left + width, 1.0)], "ticktext": ends, "tickangle": 0}
    up = {"domain": [max(top - height, 0.0), top], "showticklabels": column == 0}
    figure.update_layout(
        **{
            f"xaxis{axes}": {**shared, **across, "anchor": f"y{axes}", "zeroline": False},
            f"yaxis{axes}": {**shared, **up, "anchor": f"x{axes}"},
        }
    )
