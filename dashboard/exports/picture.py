"""A chart as a picture that can stand alone: title, notes and sources are inside it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from math import ceil, gcd
from typing import Literal

import plotly.graph_objects as go

from dashboard.chart import Chart, source_line
from dashboard.context import Context
from dashboard.exports.image import Preset, render_image
from dashboard.figures.base import SIZE, for_paper, text_width
from dashboard.palette import INK, MUTED

PictureFormat = Literal["png", "svg"]

EDGE = 36
TITLE, SUBTITLE, SMALL = 22, 14, 11
LINE = 1.5  # height of a line, in parts of the font size
BOLD = 1.06  # bold Latin letters are wider
SOURCES_SHOWN = 6
LEGEND_ENTRY = 46  # pixels of a legend's entry besides its text
LABELS_AT_MOST = 0.4  # of the width for names at the axis
# Beyond this height a picture is laid out wider and drawn smaller: a slide, and the page of A4.
TALLEST = {"16x9": 720, "a4": 1028}


@dataclass(frozen=True)
class Block:
    """Lines of one kind in the head or the foot of a picture; `top` in pixels from the edge."""

    lines: list[str]
    size: int
    colour: str
    top: float

    @property
    def height(self) -> float:
        """In pixels."""
        return len(self.lines) * self.size * LINE


def picture(chart: Chart, context: Context, *, format: PictureFormat, preset: Preset) -> bytes:
    """The bytes of the picture; ImageUnavailable when there is no browser to draw it."""
    figure = standing_alone(chart, context, preset)
    width = int(figure.layout.width)
    return render_image(
        figure,
        format=format,
        width=width,
        height=int(figure.layout.height),
        scale=preset.scale * preset.width / width,
        dpi=preset.dpi,
    )


def standing_alone(chart: Chart, context: Context, preset: Preset) -> go.Figure:
    """The figure with its title above and its notes, sources and data version below."""
    width, tallest = preset.width, TALLEST[preset.name]
    step = width // gcd(width, preset.height)  # keeps the proportion in whole pixels
    figure = _laid_out(chart, context, preset, width)
    while figure.layout.height * preset.width > tallest * width:
        wider = figure.layout.height * preset.width / tallest
        width = step * ceil(wider / step)
        figure = _laid_out(chart, context, preset, width)
    return figure


def _laid_out(chart: Chart, context: Context, preset: Preset, width: int) -> go.Figure:
    """The picture at a width, at least as high as the preset's proportion asks for."""
    figure = for_paper(chart.figure)
    head = _head(chart, width - 2 * EDGE)
    foot = _foot(chart, context, width - 2 * EDGE)
    taller = _wrap_names(figure, LABELS_AT_MOST * width)
    left = EDGE + _left_of_plot(figure)
    right = max(int(figure.layout.margin.r or 0), EDGE) + 8
    above = head[-1].top + head[-1].height + 12 + _above_plot(figure, width - left - right)
    below = _below_plot(figure) + foot.height + EDGE
    least = ceil(preset.height * width / preset.width)
    height = max(least, ceil(int(chart.figure.layout.height or 0) + taller + above + below))
    figure.update_layout(
        width=width,
        height=height,
        margin={"l": left, "r": right, "t": ceil(above), "b": ceil(below), "autoexpand": False},
    )
    _thin_names_on_top(figure, width - left - right)
    for block in head:
        _write(figure, block, x=EDGE - left, at_top=True, shift=ceil(above) - block.top)
    _write(figure, foot, x=EDGE - left, at_top=False, shift=-_below_plot(figure))
    return figure


def _head(chart: Chart, width: float) -> list[Block]:
    """Title and subtitle."""
    title = Block(wrap(chart.title, width=width / BOLD, size=TITLE), TITLE, INK, 22)
    lines = wrap(chart.subtitle, width=width, size=SUBTITLE)
    return [title, Block(lines, SUBTITLE, MUTED, title.top + title.height + 2)]


def _foot(chart: Chart, context: Context, width: float) -> Block:
    """Every note, the sources, and which data it was."""
    words = context.words
    texts = list(chart.notes)
    if chart.sources:
        texts.append(source_line(chart.sources, words, most=SOURCES_SHOWN))
    version = words("app.data_version", version=context.data.version)
    texts.append(f"{words('app.title')} · {version}")
    lines = [line for text in texts for line in wrap(text, width=width, size=SMALL)]
    return Block(lines, SMALL, MUTED, 0)


def _write(figure: go.Figure, block: Block, *, x: int, at_top: bool, shift: float) -> None:
    """Write a block; `shift` is how far above the plot's edge it begins."""
    text = "<br>".join(html.escape(line, quote=False) for line in block.lines)
    figure.add_annotation(
        text=f"<b>{text}</b>" if block.size == TITLE else text,
        font={"size": block.size, "color": block.colour}, xref="paper", yref="paper", x=0,
        y=1 if at_top else 0, xshift=x, yshift=shift, xanchor="left", yanchor="top",
        align="left", showarrow=False, borderpad=0,
    )  # fmt: skip


def wrap(text: str, *, width: float, size: float) -> list[str]:
    """Break a text into lines of at most this width; Latin words stay whole where they can."""
    lines, line = [], ""
    for piece in _pieces(text, width=width, size=size):
        if line and text_width((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, *, width: float, size: float) -> list[str]:
    """Where a line may break: around a Chinese character, after a blank, within too long a word.

    No line begins with a closing sign.
    """
    pieces = [""]
    for character in text:
        last = pieces[-1]
        breaks = last and (_wide(character) or _wide(last[-1]) or last[-1] == " ")
        too_long = text_width(last + character, size) > width
        if too_long or (breaks and character not in _CLOSING):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


_CLOSING = "，。；：、！？）》”’%…）,.;:)"


def _wide(character: str) -> bool:
    return ord(character) > 0x2E80


def _wrap_names(figure: go.Figure, width: float) -> float:
    """Break names at the vertical axis that are too wide; how much higher the rows must get."""
    names = _categories(figure)
    broken = {name: wrap(name, width=width, size=SIZE) for name in names}
    most = max((len(lines) for lines in broken.values()), default=1)
    if most == 1:
        return 0
    figure.update_yaxes(
        tickmode="array", tickvals=names, ticktext=["<br>".join(broken[name]) for name in names]
    )
    return len(names) * max(0, most - 2) * SIZE * LINE


def _thin_names_on_top(figure: go.Figure, width: float) -> None:
    """Name only every second, third … column where the names would run into each other."""
    if figure.layout.xaxis.side != "top":
        return
    names = list(dict.fromkeys(name for trace in figure.data for name in trace.x))
    widest = max(text_width(str(name), SMALL) for name in names) + 6
    every = ceil(widest * len(names) / width)
    figure.update_xaxes(tickmode="array", tickvals=names[::-every], ticktext=names[::-every])


def _categories(figure: go.Figure) -> list[str]:
    """The names at the vertical axis; none for an axis of numbers."""
    names = (item for trace in figure.data for item in (trace.y if trace.y is not None else ()))
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))


def _left_of_plot(figure: go.Figure) -> int:
    """Room for the labels and the title of the vertical axis."""
    texts = figure.layout.yaxis.ticktext or _categories(figure)
    lines = [line for text in texts for line in str(text).split("<br>")]
    widest = max((text_width(line) for line in lines), default=0.0)
    return int(max(widest + 18, 56)) + (24 if figure.layout.yaxis.title.text else 0)


def _above_plot(figure: go.Figure, width: int) -> float:
    """Room for what stands above the plot: the figure's own margin, a legend, names on top."""
    own = float(figure.layout.margin.t or 0)
    if figure.layout.xaxis.side == "top":
        own += 16
    if not figure.layout.showlegend:
        return own
    names = list(dict.fromkeys(trace.name for trace in figure.data if trace.name))
    widths = [text_width(name) + LEGEND_ENTRY for name in names]
    in_a_row = len(names) if sum(widths) < width else max(1, int(width / max(widths)))
    return max(own, ceil(len(names) / in_a_row) * 20 + 16)


def _below_plot(figure: go.Figure) -> int:
    """Room for the labels and the title of the horizontal axis, down to the foot."""
    axis = figure.layout.xaxis
    named = axis.showticklabels is not False and axis.side != "top"
    lines = max((str(text).count("<br>") + 1 for text in axis.ticktext or ("",)), default=1)
    return 14 + (6 + round(lines * SIZE * LINE) if named else 0) + (24 if axis.title.text else 0)
