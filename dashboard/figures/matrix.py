"""Coverage: district by year, how many facts are known, and why a cell is empty."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.base import blank
from dashboard.words import Words

STATES = ("no_report", "not_read", "silent", "present")
FILLS = {
    "no_report": "rgba(127,127,127,0.06)",
    "not_read": "#F3E3B5",
    "silent": "#D5DAE1",
    "present": "#7FB2DC",
}
MARKS = {"no_report": "", "not_read": "…", "silent": "—"}


def matrix(cells: pl.DataFrame, words: Words) -> go.Figure:
    """One cell a district and year; numbers are facts, marks say why there are none."""
    name = words.pick("district_zh", "district_en")
    districts = cells[name].unique(maintain_order=True).to_list()
    years = sorted(cells["year"].unique().to_list())
    found = {(row[name], row["year"]): row for row in cells.iter_rows(named=True)}
    grid = [[found[district, year] for year in years] for district in districts]
    figure = blank(height=70 + 26 * len(districts))
    figure.add_heatmap(
        x=[str(year) for year in years],
        y=districts,
        z=[[STATES.index(cell["state"]) for cell in line] for line in grid],
        zmin=-0.5,
        zmax=len(STATES) - 0.5,
        colorscale=_steps([FILLS[state] for state in STATES]),
        showscale=False,
        text=[[_mark(cell) for cell in line] for line in grid],
        texttemplate="%{text}",
        textfont={"color": "#17202E"},
        hovertext=[[_hover(cell, name, words) for cell in line] for line in grid],
        hoverinfo="text",
        xgap=2,
        ygap=2,
    )
    figure.update_xaxes(side="top", showgrid=False, type="category", ticks="")
    figure.update_xaxes(tickangle=0, tickfont={"size": 11})
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", ticksuffix="  ")
    return figure.figure()


def _mark(cell: dict[str, object]) -> str:
    state = str(cell["state"])
    return str(cell["facts"]) if state == "present" else MARKS[state]


def _hover(cell: dict[str, object], name: str, words: Words) -> str:
    reason = words(f"coverage.{cell['state']}", count=cell["facts"])
    return f"<b>{cell[name]}</b> {cell['year']}<br>{reason}"


def _steps(colours: list[str]) -> list[list[object]]:
    """A colour scale without transitions."""
    width = 1 / len(colours)
    return [
        [edge, colour]
        for place, colour in enumerate(colours)
        for edge in (place * width, (place + 1) * width)
    ]
