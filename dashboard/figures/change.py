"""Change between two periods: one line a district from the earlier value to the later one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.base import blank, district_name, hover, shown_text, symbol, text_width
from dashboard.figures.trend import anchor
from dashboard.palette import district_colour
from dashboard.series import Panel, fact_of
from dashboard.words import Words
from indicators.comparability import against_one_line

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """How much a value changed, in percent (or points for rates), as far as the bounds tell."""

    low: float | None
    high: float | None
    points: bool

    def text(self, words: Words) -> str:
        """+108.2%, −4.1%, +29.5%–30.9% or 提高 2 个百分点."""
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
    return sorted(found, key=lambda pair: anchor(pair[1]) or 0.0)


def dumbbells(panel: Panel, words: Words) -> go.Figure:
    """Earlier and later value of each district, joined, with the change at the end."""
    found = pairs(panel)
    figure = blank(height=64 + 40 * len(found))
    widest = 0.0
    for earlier, later in found:
        name = district_name(later, words)
        colour = district_colour(later["district_code"])
        figure.add_scatter(
            x=[anchor(earlier), anchor(later)],
            y=[name, name],
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={
                "color": colour,
                "symbol": [symbol(earlier), symbol(later)],
                "size": [8, 12],
                "line": {"color": colour, "width": 2},
            },
            customdata=[earlier["observation_id"], later["observation_id"]],
            hovertext=[hover(row, panel.unit, words) for row in (earlier, later)],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
        text = _label(earlier, later, panel, words)
        widest = max(widest, text_width(text))
        figure.add_annotation(
            x=1, xref="paper", y=name, text=text, showarrow=False, xanchor="left", xshift=12,
            font={"color": colour},
        )  # fmt: skip
    figure.update_layout(margin={"r": int(widest) + 24})
    figure.update_xaxes(rangemode="tozero", tickformat="~,", showgrid=True)
    figure.update_yaxes(showgrid=False, ticksuffix="  ", type="category")
    return figure.figure()


def _label(earlier: Row, later: Row, panel: Panel, words: Words) -> str:
    texts = [shown_text(row, panel.unit, words) for row in (earlier, later)]
    moved = change(earlier, later, points=panel.unit.percent).text(words)
    return f"{texts[0]} → {texts[1]}  {moved}"


def _signed(number: float) -> str:
    text = f"{abs(number):,.1f}".removesuffix(".0")
    return f"{'−' if number < 0 else '+'}{text}"
