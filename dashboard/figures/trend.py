"""Values over time, one line a district: gaps stay gaps, derived values are hollow, bounds are bars."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log10
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.base import (
    Label,
    add_end_labels,
    blank,
    district_name,
    hover,
    row_period,
    shown_text,
    symbol,
)
from dashboard.figures.canvas import Canvas
from dashboard.palette import district_colour
from dashboard.series import Panel, fact_of
from dashboard.words import Words
from indicators.comparability import against_one_line
from indicators.periods import Basis

Row = dict[str, Any]


def trend(panel: Panel, words: Words, *, log: bool = False, height: int = 380) -> go.Figure:
    """A line chart of one panel; the vertical axis starts at zero unless it is logarithmic."""
    figure = blank(height=height)
    labels: list[Label] = []
    for series in panel.rows.partition_by("district_code", maintain_order=True):
        rows = series.sort("period_end").to_dicts()
        _add_lines(figure, rows, panel)
        _add_ranges(figure, rows)
        _add_points(figure, rows, panel, words)
        labels += _end_label(rows, panel, words)
    top = _axes(figure, panel, words, log=log)
    if not log:
        add_end_labels(figure, labels, low=0.0, high=top)
    else:
        _add_log_labels(figure, labels)
    return figure.figure()


def position(row: Row, basis: str) -> Any:
    """Where a point stands on the time axis: its year, or its day for points in time."""
    return row["period_end"] if basis == Basis.POINT else row["year"]


def segments(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbouring points of one district that a line may join: alike, and no period between."""
    for before, after in pairwise(rows):
        if against_one_line(fact_of(before), fact_of(after)):
            continue
        if before["basis"] != Basis.POINT and after["year"] - before["year"] != 1:
            continue
        if before["shown"] is not None and after["shown"] is not None:
            yield before, after


def _add_lines(figure: Canvas, rows: list[Row], panel: Panel) -> None:
    """Full lines between reported values, dotted ones to derived values."""
    for dash in ("solid", "dot"):
        xs: list[Any] = []
        ys: list[float | None] = []
        for before, after in segments(rows):
            derived = "derived" in (before["status"], after["status"])
            if derived == (dash == "dot"):
                xs += [position(before, panel.basis), position(after, panel.basis), None]
                ys += [before["shown"], after["shown"], None]
        if xs:
            figure.add_scatter(
                x=xs,
                y=ys,
                mode="lines",
                line={"color": district_colour(rows[0]["district_code"]), "width": 2.25, "dash": dash},
                connectgaps=False,
                hoverinfo="skip",
            )


def _add_ranges(figure: Canvas, rows: list[Row]) -> None:
    """A bar from the lower to the upper bound; an arrow where no upper bound is said."""
    basis = rows[0]["basis"]
    colour = district_colour(rows[0]["district_code"])
    for row in rows:
        low, high = row["shown_low"], row["shown_high"]
        x = position(row, basis)
        if low is not None and high is not None and low < high:
            figure.add_scatter(
                x=[x, x],
                y=[low, high],
                mode="lines+markers",
                line={"color": colour, "width": 5},
                marker={"symbol": "line-ew", "size": 9, "line": {"color": colour, "width": 2}},
                opacity=0.55,
                hoverinfo="skip",
            )
        elif (low is None) != (high is None):
            _add_open_end(figure, x=x, y=high if low is None else low, up=high is None, colour=colour)


def _add_open_end(figure: Canvas, *, x: Any, y: float, up: bool, colour: str) -> None:
    figure.add_annotation(
        x=x, y=y, ax=0, ay=-24 if up else 24, text="", showarrow=True,
        arrowside="start", arrowhead=2, arrowwidth=2, arrowcolor=colour, opacity=0.7,
    )  # fmt: skip


def _add_points(figure: Canvas, rows: list[Row], panel: Panel, words: Words) -> None:
    """One mark a value; a value that is only a range is marked at the middle of what is known."""
    colour = district_colour(rows[0]["district_code"])
    figure.add_scatter(
        x=[position(row, panel.basis) for row in rows],
        y=[anchor(row) for row in rows],
        mode="markers",
        cliponaxis=False,
        name=district_name(rows[0], words),
        marker={
            "color": colour,
            "opacity": 1,
            "symbol": [symbol(row) for row in rows],
            "size": [9 if row["shown"] is not None else 1 for row in rows],
            "line": {"color": colour, "width": 2},
        },
        customdata=[row["observation_id"] for row in rows],
        hovertext=[hover(row, panel.unit, words) for row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def anchor(row: Row) -> float | None:
    """Where a row's mark stands: its value, or the middle (or the known end) of its range."""
    if row["shown"] is not None:
        return row["shown"]
    low, high = row["shown_low"], row["shown_high"]
    if low is None or high is None:
        return high if low is None else low
    return (low + high) / 2


def _end_label(rows: list[Row], panel: Panel, words: Words) -> list[Label]:
    last = rows[-1]
    y = anchor(last)
    if y is None:
        return []
    return [
        Label(
            x=position(last, panel.basis),
            y=y,
            name=district_name(last, words),
            value=shown_text(last, panel.unit, words),
            colour=district_colour(last["district_code"]),
        )
    ]


def _axes(figure: Canvas, panel: Panel, words: Words, *, log: bool) -> float:
    """Axes that show every period and start at zero; the top of the vertical axis is returned."""
    known = [
        value
        for column in ("shown", "shown_low", "shown_high")
        for value in panel.rows[column].drop_nulls()
    ]
    top = max(known, default=1.0) * 1.1 or 1.0
    if panel.basis != Basis.POINT:
        _year_axis(figure, panel, words)
    figure.update_xaxes(showgrid=False, showline=True, ticks="outside", ticklen=4)
    if log:
        figure.update_yaxes(type="log")
    else:
        figure.update_yaxes(range=[min([0.0, *known]), top], tickformat=",", nticks=6)
    _scale_ticks(figure, panel, top=top, log=log)
    return top


def _year_axis(figure: Canvas, panel: Panel, words: Words) -> None:
    by_year = {row["year"]: row_period(row, words) for row in panel.rows.iter_rows(named=True)}
    first, last = min(by_year), max(by_year)
    short = panel.basis == Basis.YEAR
    ticks = range(first, last + 1)
    texts = [str(year) if short else _two_lines(by_year.get(year, "")) for year in ticks]
    pad = 0.3 if last - first < 3 else 0.2
    figure.update_xaxes(
        tickmode="array", tickvals=list(ticks), ticktext=texts, range=[first - pad, last + pad]
    )


def _two_lines(period: str) -> str:
    """2021年上半年 on two lines, so that neighbours do not touch."""
    return period.replace("年", "年<br>", 1)


def _scale_ticks(figure: Canvas, panel: Panel, *, top: float, log: bool) -> None:
    """Tick labels in the display unit (万元) while the data keep the catalogue's unit (元)."""
    if panel.unit.divisor == 1 or log:
        return
    step = _nice_step(top / panel.unit.divisor / 5) * panel.unit.divisor
    values = [step * place for place in range(int(top / step) + 1)]
    figure.update_yaxes(tickvals=values, ticktext=[panel.unit.number(value) for value in values])


def _nice_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least as large as a fifth of the axis asks for."""
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 0.1
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _add_log_labels(figure: Canvas, labels: list[Label]) -> None:
    """On a logarithmic axis annotations stand at the logarithm; spread is left to the reader's zoom."""
    scaled = [
        Label(item.x, log10(item.y), item.name, item.value, item.colour)
        for item in labels
        if item.y > 0
    ]
    if scaled:
        heights = [item.y for item in scaled]
        add_end_labels(figure, scaled, low=min(heights), high=max(heights))
