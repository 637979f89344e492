"""Values over time, one line a district: gaps stay gaps, derived values are hollow, bounds bars."""

from __future__ import annotations

from math import log10
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.series import Panel
from dashboard.figures.base import (
    FRAME,
    Label,
    add_end_labels,
    anchor,
    blank,
    label_name,
    labels_height,
    shown_text,
)
from dashboard.figures.marks import Plot, add_series, segments
from dashboard.figures.scales import known_values, value_axis
from dashboard.figures.timeline import draw_timeline, timeline
from dashboard.palette import district_colour
from dashboard.words import Words

Row = dict[str, Any]
HEIGHT = 380


def trend(panel: Panel, words: Words, *, log: bool = False) -> go.Figure:
    """A line chart of one panel; the vertical axis starts at zero unless it is logarithmic."""
    line, known = timeline(panel.rows), known_values(panel.rows)
    plot, every = Plot(line, panel.unit, max(known), log=log), by_district(panel)
    labels = [_end_label(rows[-1], plot, words) for rows in every]
    figure = blank(height=max(HEIGHT, int(FRAME + labels_height(labels))))
    for rows in every:
        add_series(figure, rows, plot, words)
    draw_timeline(figure, line, panel.rows, words)
    axis = value_axis(known, panel.unit, log=log)
    figure.update_yaxes(**axis)
    add_end_labels(figure, labels, low=axis["range"][0], high=axis["range"][1])
    return figure.figure()


def by_district(panel: Panel) -> list[list[Row]]:
    """The rows of each district in the order of time."""
    parts = panel.rows.partition_by("district_code", maintain_order=True)
    return [part.sort("period_end").to_dicts() for part in parts]


def has_course(panel: Panel) -> bool:
    """Whether a trend shows more than bars would: a line, or a district with three values."""
    return any(len(rows) > 2 or next(segments(rows), None) for rows in by_district(panel))


def can_be_log(panel: Panel) -> bool:
    """Whether a logarithmic axis can show the panel: only what lies above zero has a place."""
    return min(known_values(panel.rows)) > 0


def _end_label(row: Row, plot: Plot, words: Words) -> Label:
    """The district's name and last value, at the end of the axis; an earlier period is said."""
    y, last = anchor(row), max(plot.line.places.values())
    value = shown_text(row, plot.unit, words)
    earlier = plot.line.place(row) <= last - 1
    return Label(
        x=last,
        y=log10(y) if plot.log else y,
        name=label_name(row, words),
        value=words("axis.earlier", value=value, year=row["year"]) if earlier else value,
        colour=district_colour(row["district_code"]),
    )
