"""What stands for a figure on an upright value axis: lines, ranges, points; the same everywhere.

Filled = reported, hollow = derived; a bar spans known bounds, an arrow says that one is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import Any

from dashboard.charts.series import fact_of
from dashboard.figures.base import anchor, district_name, hover, symbol
from dashboard.figures.canvas import Canvas
from dashboard.figures.timeline import Timeline
from dashboard.formats import DisplayUnit
from dashboard.palette import district_colour
from dashboard.words import Words
from indicators.comparability import against_one_line

Row = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
ARROW = 22  # pixels
NARROW = 0.04  # of the axis: a range that its mark covers


@dataclass(frozen=True)
class Plot:
    """The axes that series are drawn on; `number` is what Plotly calls those of a subplot."""

    line: Timeline
    unit: DisplayUnit
    top: float
    log: bool = False
    number: str = ""

    @property
    def axes(self) -> dict[str, str]:
        """The axes, as a trace names them."""
        return {"xaxis": f"x{self.number}", "yaxis": f"y{self.number}"}

    def shows_mark(self, row: Row) -> bool:
        """Whether a figure has a mark; a range that is wider than one speaks for itself."""
        low, high = row["shown_low"], row["shown_high"]
        wide = low is not None and high is not None and high - low >= NARROW * self.top
        return row["shown"] is not None or not wide


def segments(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbouring values of one district that a line may join: alike, and no year between them."""
    for before, after in pairwise(rows):
        if against_one_line(fact_of(before), fact_of(after)):
            continue
        if after["year"] - before["year"] > 1:
            continue
        if before["shown"] is not None and after["shown"] is not None:
            yield before, after


def add_series(figure: Canvas, rows: list[Row], plot: Plot, words: Words) -> None:
    """All of one district, its rows in the order of time."""
    _add_lines(figure, rows, plot)
    for row in rows:
        _add_range(figure, row, plot)
    _add_points(figure, rows, plot, words)


def _add_lines(figure: Canvas, rows: list[Row], plot: Plot) -> None:
    """Full lines between reported values, dotted ones to derived values."""
    colour = district_colour(rows[0]["district_code"])
    for dash in ("solid", "dot"):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for before, after in segments(rows):
            derived = "derived" in (before["status"], after["status"])
            if derived == (dash == "dot"):
                xs += [plot.line.place(before), plot.line.place(after), None]
                ys += [before["shown"], after["shown"], None]
        if xs:
            figure.add_scatter(
                x=xs,
                y=ys,
                mode="lines",
                line={"color": colour, "width": 2.25, "dash": dash},
                connectgaps=False,
                hoverinfo="skip",
                **plot.axes,
            )


def _add_range(figure: Canvas, row: Row, plot: Plot) -> None:
    """A bar from the lower to the upper bound; an arrow where only one of them is known."""
    low, high = row["shown_low"], row["shown_high"]
    colour, x = district_colour(row["district_code"]), plot.line.place(row)
    if low is not None and high is not None and low < high:
        figure.add_scatter(
            x=[x, x],
            y=[low, high],
            mode="lines+markers",
            line={"color": colour, "width": 5},
            marker={"symbol": "line-ew", "size": 9, "line": {"color": colour, "width": 2}},
            opacity=0.55,
            hoverinfo="skip",
            **plot.axes,
        )
    elif (low is None) != (high is None):
        known = high if low is None else low
        figure.add_annotation(
            x=x,
            # an annotation's place on a logarithmic axis is the logarithm
            y=log10(known) if plot.log else known,
            xref=plot.axes["xaxis"],
            yref=plot.axes["yaxis"],
            text="",
            showarrow=True,
            ax=0,
            ay=-ARROW if high is None else ARROW,
            arrowside="start",
            arrowhead=2,
            arrowwidth=2,
            arrowcolor=colour,
            opacity=0.7,
        )


def _add_points(figure: Canvas, rows: list[Row], plot: Plot, words: Words) -> None:
    """One mark a figure; where a bar alone shows a range, its mark is there only to be clicked."""
    colour = district_colour(rows[0]["district_code"])
    seen = [colour if plot.shows_mark(row) else CLEAR for row in rows]
    figure.add_scatter(
        x=[plot.line.place(row) for row in rows],
        y=[anchor(row) for row in rows],
        mode="markers",
        cliponaxis=False,
        name=district_name(rows[0], words),
        marker={
            "color": seen,
            "opacity": 1,
            "symbol": [symbol(row) for row in rows],
            "size": [14 if shade == CLEAR else 9 for shade in seen],
            "line": {"color": seen, "width": 2},
        },
        customdata=[row["observation_id"] for row in rows],
        hovertext=[hover(row, plot.unit, words) for row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
        **plot.axes,
    )
