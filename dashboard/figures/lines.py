"""Rows of one line each; texts stand above the line, so that long names fit a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.figures.canvas import Canvas

ROW = 62
SMALL = 11
TRACK = "rgba(127,127,127,0.3)"  # visible on white and on dark


@dataclass(frozen=True)
class Texts:
    """What stands above a line: two lines of text at the left, two at the right in colour."""

    name: str
    place: str
    number: str
    detail: str
    colour: str

    @property
    def spoken(self) -> str:
        """All of it in one breath."""
        return f"{self.name} {self.place} {self.number} {self.detail}"


def height(rows: int) -> int:
    """The height of a figure of so many rows."""
    return 24 + ROW * rows


def add_texts(figure: Canvas, row: int, texts: Texts) -> None:
    """What and where at the left, how much at the right."""
    small = f"<span style='font-size:{SMALL}px'>"
    where = {"xref": "paper", "y": row, "yanchor": "bottom", "yshift": 9, "showarrow": False}
    figure.add_annotation(
        x=0, xanchor="left", align="left", **where,
        text=f"{texts.name}<br>{small}{texts.place}</span>",
    )  # fmt: skip
    figure.add_annotation(
        x=1, xanchor="right", align="right", font={"color": texts.colour}, **where,
        text=f"<b>{texts.number}</b><br>{small}{texts.detail}</span>",
    )  # fmt: skip


def add_track(figure: Canvas, row: int, ends: tuple[float, float]) -> None:
    """The scale of a row, from end to end, on which its marks stand."""
    figure.add_scatter(
        x=list(ends), y=[row, row], mode="lines", line={"color": TRACK, "width": 1},
        hoverinfo="skip",
    )  # fmt: skip


def add_bounds(
    figure: Canvas, row: int, low: float | None, high: float | None, *, colour: str
) -> None:
    """A bar from bound to bound, where both are known and apart."""
    if low is None or high is None or low == high:
        return
    figure.add_scatter(
        x=[low, high], y=[row, row], mode="lines+markers", hoverinfo="skip",
        line={"color": colour, "width": 5}, opacity=0.45, cliponaxis=False,
        marker={"symbol": "line-ns", "size": 9, "line": {"color": colour, "width": 2}},
    )  # fmt: skip


def row_axis(figure: Canvas, rows: int) -> None:
    """The first row on top, with room for its texts; numbers stand there and not at an axis."""
    figure.update_xaxes(showgrid=False, showticklabels=False, showline=False)
    figure.update_yaxes(
        range=[rows - 0.7, -0.75], showgrid=False, zeroline=False, showticklabels=False
    )
