"""Change between two periods: one line a district from the earlier value to the later one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.series import Panel, fact_of
from dashboard.figures.base import (
    anchor,
    blank,
    hover,
    label_name,
    shown_text,
    symbol,
    text_width,
)
from dashboard.figures.canvas import Canvas
from dashboard.figures.scales import known_values, value_axis
from dashboard.formats import DisplayUnit
from dashboard.palette import district_colour
from dashboard.words import Words
from indicators.comparability import against_one_line

Row = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
ROW_HEIGHT = 46
ARROW = 18  # pixels
PERCENT = DisplayUnit("%", decimals=1, percent=True)


@dataclass(frozen=True)
class Change:
    """How much a value changed, in percent (or points for rates), as far as the bounds tell."""

    low: float | None
    high: float | None
    points: bool

    def text(self, words: Words) -> str:
        """+108.2%, −4.1%, +29.5 ~ +30.9% or +2 个百分点."""
        if self.low is None or self.high is None:
            return words("change.unknown")
        first, last = _signed(self.low), _signed(self.high)
        number = first if first == last else f"{first} ~ {last}"
        return words("change.points", number=number) if self.points else f"{number}%"


def change(earlier: Row, later: Row, *, points: bool) -> Change:
    """The change between two rows, bounds included; unknown where a bound is open or zero."""
    a_low, a_high = earlier["shown_low"], earlier["shown_high"]
    b_low, b_high = later["shown_low"], later["shown_high"]
    if None in (a_low, a_high, b_low, b_high):
        return Change(None, None, points)
    if points:
        return Change(b_low - a_high, b_high - a_low, points)
    if a_low <= 0:
        return Change(None, None, points)
    return Change((b_low / a_high - 1) * 100, (b_high / a_low - 1) * 100, points)


def pairs(panel: Panel) -> list[tuple[Row, Row]]:
    """The earlier and the later row of each district that has both ends and may be joined."""
    first, last = panel.rows["year"].min(), panel.rows["year"].max()
    ends = panel.rows.filter(pl.col("year").is_in([first, last]))
    found: list[tuple[Row, Row]] = []
    for part in ends.sort("period_end").partition_by("district_code", maintain_order=True):
        rows = part.to_dicts()
        if len(rows) == 2 and not against_one_line(fact_of(rows[0]), fact_of(rows[1])):
            found.append((rows[0], rows[1]))
    return sorted(found, key=lambda pair: anchor(pair[1]))


def dumbbells(panel: Panel, words: Words) -> go.Figure:
    """Earlier and later value of each district, joined, with values and change at the end."""
    found = pairs(panel)
    figure = blank(height=48 + ROW_HEIGHT * len(found))
    for pair in found:
        name = label_name(pair[1], words)
        _add_line(figure, pair, name, panel, words)
        for row in pair:
            _add_range(figure, row, name)
        figure.add_annotation(
            x=1, xref="paper", y=name, text="<br>".join(_label(pair, panel, words)), align="left",
            showarrow=False, xanchor="left", xshift=14,
            font={"color": district_colour(pair[1]["district_code"])},
        )  # fmt: skip
    lines = [line for pair in found for line in _label(pair, panel, words)]
    widest = max(map(text_width, lines), default=0.0)
    figure.update_layout(margin={"r": int(widest) + 24})
    # the values stand beside the lines, so the axis itself says nothing new
    axis = value_axis(known_values(panel.rows), panel.unit)
    figure.update_xaxes(**axis, showgrid=True, showticklabels=False)
    figure.update_yaxes(showgrid=False, ticksuffix="  ", type="category")
    return figure.figure()


def _add_line(figure: Canvas, pair: tuple[Row, Row], name: str, panel: Panel, words: Words) -> None:
    """Both marks, the later one larger, and the line between them; dotted when one is derived."""
    colour = district_colour(pair[1]["district_code"])
    seen = [colour if row["shown"] is not None else CLEAR for row in pair]
    derived = any(row["status"] == "derived" for row in pair)
    figure.add_scatter(
        x=[anchor(row) for row in pair],
        y=[name, name],
        mode="lines+markers",
        cliponaxis=False,
        line={"color": colour, "width": 2, "dash": "dot" if derived else "solid"},
        marker={
            "color": seen,
            "opacity": 1,
            "symbol": [symbol(row) for row in pair],
            "size": [8, 13],
            "line": {"color": seen, "width": 2},
        },
        customdata=[row["observation_id"] for row in pair],
        hovertext=[hover(row, panel.unit, words) for row in pair],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _add_range(figure: Canvas, row: Row, name: str) -> None:
    """A bar from bound to bound; an arrow where only one bound is known."""
    low, high = row["shown_low"], row["shown_high"]
    colour = district_colour(row["district_code"])
    if low is not None and high is not None and low < high:
        figure.add_scatter(
            x=[low, high],
            y=[name, name],
            mode="lines+markers",
            line={"color": colour, "width": 6},
            marker={"symbol": "line-ns", "size": 10, "line": {"color": colour, "width": 2}},
            opacity=0.5,
            hoverinfo="skip",
        )
    elif (low is None) != (high is None):
        figure.add_annotation(
            x=high if low is None else low, y=name, ax=ARROW if high is None else -ARROW, ay=0,
            text="", showarrow=True, arrowside="start", arrowhead=2, arrowwidth=2,
            arrowcolor=colour,
        )  # fmt: skip


def _label(pair: tuple[Row, Row], panel: Panel, words: Words) -> list[str]:
    """Two lines: from which value to which, and by how much."""
    texts = [shown_text(row, panel.unit, words) for row in pair]
    moved = change(*pair, points=panel.unit.percent).text(words)
    return [" → ".join(texts), f"<b>{moved}</b>"]


def _signed(number: float) -> str:
    text = PERCENT.number(abs(number))
    if text == "0":
        return text
    return f"{'−' if number < 0 else '+'}{text}"
