"""Two indicators against each other: one mark a district and period, the same for both values."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.series import Panel
from dashboard.figures.base import (
    SIZE,
    blank,
    label_name,
    row_period,
    shown_text,
    symbol,
    text_width,
)
from dashboard.figures.canvas import Canvas
from dashboard.figures.scales import value_axis
from dashboard.palette import district_colour
from dashboard.words import Words

Row = dict[str, Any]
PAIR = ("district_code", "period_label")
HEIGHT = 460
# where a mark's label may stand, and the corner of its box, in parts of its width and height
POSITIONS = {
    "middle right": (0.0, -0.5),
    "middle left": (-1.0, -0.5),
    "top center": (-0.5, 0.0),
    "bottom center": (-0.5, -1.0),
}
PLOT = (420.0, 360.0)  # about how large the plot is: labels are placed for it, in pixels
SMALL = SIZE - 1


def paired(across: Panel, up: Panel) -> pl.DataFrame:
    """Rows that have a value of both indicators for the same district and period."""
    right = up.rows.select(
        *PAIR,
        up_id="observation_id",
        up_shown="shown",
        up_low="shown_low",
        up_high="shown_high",
        up_status="status",
    )
    joined = across.rows.join(right, on=PAIR, how="inner", maintain_order="left")
    return joined.filter(pl.col("shown").is_not_null() & pl.col("up_shown").is_not_null())


def scatter(across: Panel, up: Panel, names: tuple[str, str], words: Words) -> go.Figure:
    """The horizontal indicator against the vertical one; both axes start at zero."""
    figure = blank(height=HEIGHT)
    rows = paired(across, up).to_dicts()
    axes = (_axis(rows, "", across), _axis(rows, "up_", up))
    spots = [_spot(row, axes) for row in rows]
    labels = [f"{label_name(row, words)} {row_period(row, words)}" for row in rows]
    for row, label, position in zip(rows, labels, label_positions(labels, spots), strict=True):
        hover = (
            f"<b>{label}</b><br>{names[0]} {_value(row, '', across, words)}"
            f"<br>{names[1]} {_value(row, 'up_', up, words)}"
        )
        _add_mark(figure, row, label, position, hover)
    figure.update_xaxes(title={"text": _title(names[0], across)}, showline=True, **axes[0])
    figure.update_yaxes(title={"text": _title(names[1], up)}, **axes[1])
    figure.update_layout(margin={"t": 24, "r": 40})
    return figure.figure()


def _add_mark(figure: Canvas, row: Row, label: str, position: str | None, hover: str) -> None:
    """One mark, hollow when either value is derived, with the bounds of both."""
    colour = district_colour(row["district_code"])
    derived = "derived" in (row["status"], row["up_status"])
    figure.add_scatter(
        x=[row["shown"]],
        y=[row["up_shown"]],
        mode="markers+text",
        text=[f"\u2002{label}\u2002" if position else ""],  # blanks keep it off the mark
        textposition=position or "middle right",
        textfont={"color": colour, "size": SMALL},
        cliponaxis=False,
        error_x=_bounds(row["shown"], row["shown_low"], row["shown_high"], colour),
        error_y=_bounds(row["up_shown"], row["up_low"], row["up_high"], colour),
        marker={
            "color": colour,
            "opacity": 1,
            "symbol": symbol({**row, "status": "derived" if derived else row["status"]}),
            "size": 11,
            "line": {"color": colour, "width": 2},
        },
        customdata=[row["observation_id"]],
        hovertext=hover,
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _bounds(
    value: float, low: float | None, high: float | None, colour: str
) -> dict[str, Any] | None:
    """A whisker as far as the bounds are known."""
    above, below = (0 if high is None else high - value), (0 if low is None else value - low)
    if not above and not below:
        return None
    return {
        "type": "data", "symmetric": False, "array": [above], "arrayminus": [below],
        "color": colour, "thickness": 1.5, "width": 5,
    }  # fmt: skip


def _axis(rows: list[Row], prefix: str, panel: Panel) -> dict[str, Any]:
    names = (f"{prefix}shown", f"{prefix or 'shown_'}low", f"{prefix or 'shown_'}high")
    return value_axis([row[n] for row in rows for n in names if row[n] is not None], panel.unit)


def _spot(row: Row, axes: tuple[dict[str, Any], dict[str, Any]]) -> tuple[float, float]:
    """Where a mark stands, in pixels of a plot of the usual size."""
    x, y = (
        (row[name] - axis["range"][0]) / (axis["range"][1] - axis["range"][0]) * size
        for name, axis, size in zip(("shown", "up_shown"), axes, PLOT, strict=True)
    )
    return x, y


def label_positions(labels: list[str], spots: list[tuple[float, float]]) -> list[str | None]:
    """A place for each label that covers no mark and no other label; None where there is none."""
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in spots]
    found: list[str | None] = []
    for label, (x, y) in zip(labels, spots, strict=True):
        width, height = text_width(label, SMALL) + 18, SMALL + 12.0
        boxes = {
            name: _box(x + part[0] * width, y + part[1] * height, width, height)
            for name, part in POSITIONS.items()
        }
        if x > PLOT[0] / 2:  # away from the nearer edge
            boxes = {"middle left": boxes["middle left"], **boxes}
        free = [name for name, box in boxes.items() if _is_free(box, taken, own=(x, y))]
        found.append(free[0] if free else None)
        if free:
            taken.append(boxes[free[0]])
    return found


Box = tuple[float, float, float, float]


def _box(left: float, bottom: float, width: float, height: float) -> Box:
    return (left, bottom, left + width, bottom + height)


def _is_free(box: Box, taken: list[Box], *, own: tuple[float, float]) -> bool:
    """Inside the plot, and over nothing but the label's own mark."""
    if box[0] < 0 or box[2] > PLOT[0] + 30:
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
        if other != (own[0] - 7, own[1] - 7, own[0] + 7, own[1] + 7)
    )


def _value(row: Row, prefix: str, panel: Panel, words: Words) -> str:
    ends = {
        "shown": row[f"{prefix}shown"],
        "shown_low": row[f"{prefix or 'shown_'}low"],
        "shown_high": row[f"{prefix or 'shown_'}high"],
    }
    return f"{shown_text(ends, panel.unit, words)} {'' if panel.unit.percent else panel.unit.label}"


def _title(name: str, panel: Panel) -> str:
    return f"{name}（{panel.unit.label}）" if panel.unit.label else name
