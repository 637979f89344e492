"""What stands for a figure on an upright value axis: lines, ranges, points; the same everywhere.

Filled = reported, hollow = derived; a bar spans known bounds, an arrow says that one is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log10
from typing import Any

from dashboard.figures.base import anchor, district_name, hover, symbol
from dashboard.figures.canvas import Canvas
from dashboard.figures.timeline import Timeline
from dashboard.formats import DisplayUnit
from dashboard.palette import district_colour
from dashboard.series import fact_of
from dashboard.words import Words
from indicators.comparability import against_one_line

Row = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
ARROW = 22  # pixels


def segments(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbouring values of one district that a line may join: alike, and no year between them."""
    for before, after in pairwise(rows):
        if against_one_line(fact_of(before), fact_of(after)):
            continue
        if after["year"] - before["year"] > 1:
            continue
        if before["shown"] is not None and after["shown"] is not None:
            yield before, after


def add_series(
    figure: Canvas,
    rows: list[Row],
    line: Timeline,
    unit: DisplayUnit,
    words: Words,
    *,
    log: bool = False,
    axes: str = "",
) -> None:
    """All of one district: `rows` in the order of time, `axes` the number of a subplot's axes."""
    _add_lines(figure, rows, line, axes=axes)
    for row in rows:
        _add_range(figure, row, line, log=log, axes=axes)
    _add_points(figure, rows, line, unit, words, axes=axes)


def _add_lines(figure: Canvas, rows: list[Row], line: Timeline, *, axes: str) -> None:
    """Full lines between reported values, dotted ones to derived values."""
    colour = district_colour(rows[0]["district_code"])
    for dash in ("solid", "dot"):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for before, after in segments(rows):
            derived = "derived" in (before["status"], after["status"])
            if derived == (dash == "dot"):
                xs += [line.place(before), line.place(after), None]
                ys += [before["shown"], after["shown"], None]
        if xs:
            figure.add_scatter(
                x=xs,
                y=ys,
                mode="lines",
                line={"color": colour, "width": 2.25, "dash": dash},
                connectgaps=False,
                hoverinfo="skip",
                xaxis=f"x{axes}",
                yaxis=f"y{axes}",
            )


def _add_range(figure: Canvas, row: Row, line: Timeline, *, log: bool, axes: str) -> None:
    """A bar from the lower to the upper bound; an arrow where only one of them is known."""
    low, high = row["shown_low"], row["shown_high"]
    colour, x = district_colour(row["district_code"]), line.place(row)
    if low is not None and high is not None and low < high:
        figure.add_scatter(
            x=[x, x],
            y=[low, high],
            mode="lines+markers",
            line={"color": colour, "width": 5},
            marker={"symbol": "line-ew", "size": 9, "line": {"color": colour, "width": 2}},
            opacity=0.55,
            hoverinfo="skip",
            xaxis=f"x{axes}",
            yaxis=f"y{axes}",
        )
    elif (low is None) != (high is None):
        known = high if low is None else low
        # an annotation's place on a logarithmic axis is the logarithm
        figure.add_annotation(
            x=x, y=log10(known) if log else known, ax=0, ay=-ARROW if high is None else ARROW,
            text="", showarrow=True, arrowside="start", arrowhead=2, arrowwidth=2,
            arrowcolor=colour, opacity=0.7, xref=f"x{axes}", yref=f"y{axes}",
        )  # fmt: skip


def _add_points(
    figure: Canvas, rows: list[Row], line: Timeline, unit: DisplayUnit, words: Words, *, axes: str
) -> None:
    """One mark a value; where only a range is known its bar shows it, and the mark is not seen."""
    colour = district_colour(rows[0]["district_code"])
    seen = [row["shown"] is not None for row in rows]
    figure.add_scatter(
        x=[line.place(row) for row in rows],
        y=[anchor(row) for row in rows],
        mode="markers",
        cliponaxis=False,
        name=district_name(rows[0], words),
        marker={
            "color": [colour if see else CLEAR for see in seen],
            "opacity": 1,
            "symbol": [symbol(row) for row in rows],
            "size": [9 if see else 14 for see in seen],
            "line": {"color": [colour if see else CLEAR for see in seen], "width": 2},
        },
        customdata=[row["observation_id"] for row in rows],
        hovertext=[hover(row, unit, words) for row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
    )
