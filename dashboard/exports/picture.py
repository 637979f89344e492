"""A chart as a picture that can stand alone: title, notes and sources are inside it."""

from __future__ import annotations

from typing import Any, Literal

import plotly.graph_objects as go

from dashboard.chart import Chart
from dashboard.context import Context
from dashboard.exports.image import Preset, render_image
from dashboard.figures.base import SIZE, for_paper, text_width
from dashboard.palette import INK, MUTED

EDGE = 36
TITLE, SUBTITLE, SMALL = 22, 14, 11
LINE = 1.5
HEAD = 84
SOURCES_SHOWN = 6


def picture(chart: Chart, context: Context, *, format: Literal["png", "svg"], preset: Preset) -> bytes:  # noqa: A002
    """The bytes of the picture; ImageUnavailable when there is no browser to draw it."""
    figure = standing_alone(chart, context, preset)
    return render_image(
        figure,
        format=format,
        width=preset.width,
        height=int(figure.layout.height),
        scale=preset.scale,
        dpi=preset.dpi,
    )


def standing_alone(chart: Chart, context: Context, preset: Preset) -> go.Figure:
    """The figure with its title above and its notes, sources and data version below."""
    figure = for_paper(chart.figure)
    lines = _foot_lines(chart, context, width=preset.width - 2 * EDGE)
    foot = int(len(lines) * SMALL * LINE) + EDGE + 34
    height = max(preset.height, int(chart.figure.layout.height or 0) + HEAD + foot)
    left = EDGE + _axis_width(figure)
    figure.update_layout(
        width=preset.width,
        height=height,
        margin={
            "l": left,
            "r": max(int(figure.layout.margin.r or 0), EDGE) + 8,
            "t": HEAD + int(figure.layout.margin.t or 0),
            "b": foot,
            "autoexpand": False,
        },
    )
    _write_head(figure, chart, left=left)
    _write_foot(figure, lines, left=left)
    return figure


def _write_head(figure: go.Figure, chart: Chart, *, left: int) -> None:
    top = int(figure.layout.margin.t)
    for text, size, colour, shift in (
        (f"<b>{chart.title}</b>", TITLE, INK, top - 24),
        (chart.subtitle, SUBTITLE, MUTED, top - 60),
    ):
        figure.add_annotation(
            text=text, font={"size": size, "color": colour}, xref="paper", yref="paper",
            x=0, y=1, xshift=EDGE - left, yshift=shift, xanchor="left", yanchor="top",
            align="left", showarrow=False,
        )  # fmt: skip


def _write_foot(figure: go.Figure, lines: list[str], *, left: int) -> None:
    figure.add_annotation(
        text="<br>".join(lines), font={"size": SMALL, "color": MUTED}, xref="paper", yref="paper",
        x=0, y=0, xshift=EDGE - left, yshift=-44, xanchor="left", yanchor="top",
        align="left", showarrow=False,
    )  # fmt: skip


def _foot_lines(chart: Chart, context: Context, *, width: int) -> list[str]:
    words = context.words
    texts = list(chart.notes)
    if chart.sources:
        shown = words.pick("；", "; ").join(chart.sources[:SOURCES_SHOWN])
        if len(chart.sources) > SOURCES_SHOWN:
            shown = f"{shown} {words('card.more_sources', count=len(chart.sources))}"
        texts.append(words("card.sources", sources=shown))
    texts.append(f"{words('app.title')} · {words('app.data_version', version=context.data.version)}")
    return [line for text in texts for line in wrap(text, width=width, size=SMALL)]


def wrap(text: str, *, width: float, size: float) -> list[str]:
    """Break a text into lines of at most this width; Latin words stay whole where they can."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width(line + piece, size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line] if line else lines


def _pieces(text: str) -> list[str]:
    """Where a line may break: after each Chinese character and after each blank."""
    pieces: list[str] = []
    word = ""
    for character in text:
        word += character
        if character == " " or ord(character) > 0x2E80:
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def _axis_width(figure: go.Figure) -> int:
    """Room for the labels of the vertical axis."""
    labels: list[Any] = list(figure.layout.yaxis.ticktext or ())
    for trace in figure.data:
        labels += [item for item in (trace.y if trace.y is not None else ()) if isinstance(item, str)]
    widest = max((text_width(str(label), SIZE) for label in labels), default=0.0)
    title = 24 if figure.layout.yaxis.title.text else 0
    return int(max(widest + 18, 56)) + title
