"""Two indicators against each other: one mark a district and period, both values of the same period."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.base import blank, district_name, row_period, shown_text, symbol
from dashboard.palette import district_colour
from dashboard.series import Panel
from dashboard.words import Words

PAIR = ("district_code", "period_label")


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
    figure = blank(height=460)
    for row in paired(across, up).iter_rows(named=True):
        colour = district_colour(row["district_code"])
        label = f"{district_name(row, words)} {row_period(row, words)}"
        derived = "derived" in (row["status"], row["up_status"])
        other = {"shown": row["up_shown"], "shown_low": row["up_low"], "shown_high": row["up_high"]}
        figure.add_scatter(
            x=[row["shown"]],
            y=[row["up_shown"]],
            mode="markers+text",
            text=[label],
            textposition="top center",
            textfont={"color": colour, "size": 12},
            cliponaxis=False,
            marker={
                "color": colour,
                "symbol": symbol({**row, "status": "derived" if derived else row["status"]}),
                "size": 11,
                "line": {"color": colour, "width": 2},
            },
            customdata=[row["observation_id"]],
            hovertext=(
                f"<b>{label}</b><br>{names[0]} {shown_text(row, across.unit, words)}"
                f"<br>{names[1]} {shown_text(other, up.unit, words)}"
            ),
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    figure.update_xaxes(title={"text": _axis(names[0], across)}, rangemode="tozero", tickformat="~,")
    figure.update_yaxes(title={"text": _axis(names[1], up)}, rangemode="tozero", tickformat="~,")
    figure.update_layout(margin={"t": 28, "r": 60})
    return figure.figure()


def _axis(name: str, panel: Panel) -> str:
    return f"{name}（{panel.unit.label}）" if panel.unit.divisor == 1 else name
