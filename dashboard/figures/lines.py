"""Rows of one line each; texts stand above the line, so that long names fit a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.figures.canvas import Canvas

ROW = 62
SMALL = 11


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
    where = {"xref": "paper", "y": row, "yanchor": "bottom", "yshift": 7, "showarrow": False}
    figure.add_annotation(
        x=0, xanchor="left", align="left", **where,
        text=f"{texts.name}<br>{small}{texts.place}</span>",
    )  # fmt: skip
    figure.add_annotation(
        x=1, xanchor="right", align="right", font={"color": texts.colour}, **where,
        text=f"<b>{texts.number}</b><br>{small}{texts.detail}</span>",
    )  # fmt: skip


def row_axis(figure: Canvas, rows: int) -> None:
    """The first row on top, with room for its texts."""
    figure.update_yaxes(
        range=[rows - 0.7, -0.75], showgrid=False, zeroline=False, showticklabels=False
    )
