"""A chart as a picture that can stand alone, or as its plot alone for a file that says the rest."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, gcd
from typing import Any, Literal

import plotly.graph_objects as go

from dashboard.charts.chart import Chart, source_line
from dashboard.context import Context
from dashboard.exports.image import ImageFormat, Preset, render_once
from dashboard.exports.line_breaks import wrap
from dashboard.figures.base import FONT, SIZE, text_width
from dashboard.palette import GRID, INK, MUTED, PAPER

PictureFormat = Literal["png", "svg"]
Properties = dict[str, Any]  # of a figure, as Plotly names them

EDGE = 36
TITLE, SUBTITLE, SMALL = 22, 14, 11
LINE = 1.5  # height of a line, in parts of the font size
BOLD = 1.06  # bold Latin letters are wider
SOURCES_SHOWN = 6
LEGEND_ENTRY = 46  # pixels of a legend's entry besides its text
LABELS_AT_MOST = 0.4  # of the width for names at the axis
# Beyond this height a picture is laid out wider and drawn smaller: a slide, and the page of A4.
TALLEST = {"16x9": 720, "a4": 1028}
# A plot leaves room on the page: for its title on a slide, for its caption on A4.
TALLEST_PLOT = {"16x9": 600, "a4": 860}
PLOT_EDGE = 8


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


@dataclass(frozen=True)
class Frame:
    """What stands around a plot, and how far from the picture's edge, in pixels."""

    head: list[Block]
    foot: list[Block]
    edge: int

    @property
    def above(self) -> float:
        """The room that the head takes."""
        return self.head[-1].top + self.head[-1].height + 12 if self.head else self.edge

    @property
    def below(self) -> float:
        """The room that the foot takes."""
        return sum(block.height for block in self.foot) + self.edge


def picture(chart: Chart, context: Context, *, format: PictureFormat, preset: Preset) -> bytes:
    """The bytes of the picture; ImageUnavailable when there is no browser to draw it."""
    return drawn(standing_alone(chart, context, preset), format=format, preset=preset)


def drawn(figure: go.Figure, *, format: ImageFormat, preset: Preset) -> bytes:
    """A figure that was laid out for a preset, as wide as the preset prints it."""
    width = int(figure.layout.width)
    return render_once(
        figure,
        format=format,
        width=width,
        height=int(figure.layout.height),
        scale=preset.scale * preset.width / width,
        dpi=preset.dpi,
    )


def standing_alone(chart: Chart, context: Context, preset: Preset) -> go.Figure:
    """The figure with its title above and its notes, sources and data version below."""
    step = preset.width // gcd(preset.width, preset.height)  # keeps the proportion in whole pixels

    def laid_out(width: int) -> Properties:
        inner = width - 2 * EDGE
        frame = Frame(_head(chart, inner), [_foot(chart, context, inner)], EDGE)
        return _laid_out(chart, frame, width, ceil(preset.height * width / preset.width))

    return _not_too_tall(laid_out, preset, TALLEST[preset.name], step)


def plot_only(chart: Chart, preset: Preset) -> go.Figure:
    """The figure by itself, as high as it needs: the file says title, notes and sources in text."""

    def laid_out(width: int) -> Properties:
        return _laid_out(chart, Frame([], [], PLOT_EDGE), width, 0)

    return _not_too_tall(laid_out, preset, TALLEST_PLOT[preset.name], 1)


def _not_too_tall(
    laid_out: Callable[[int], Properties], preset: Preset, tallest: int, step: int
) -> go.Figure:
    """A figure at the preset's width, or as many steps wider as bring its height down."""
    width = preset.width
    figure = laid_out(width)
    while figure["layout"]["height"] * preset.width > tallest * width:
        wider = figure["layout"]["height"] * preset.width / tallest
        width = step * ceil(wider / step)
        figure = laid_out(width)
    # made of a figure that was checked; checking it again takes longer than all of this
    return go.Figure(figure, _validate=False)


def _laid_out(chart: Chart, frame: Frame, width: int, least: int) -> Properties:
    """The picture at a width, at least so high."""
    figure: Properties = chart.figure.to_dict()
    layout, names = figure["layout"], _categories(figure)
    own_height = layout.get("height", 0) + _wrap_names(layout, names, LABELS_AT_MOST * width)
    left = frame.edge + _left_of_plot(layout, names)
    right = max(int(layout["margin"].get("r", 0)), frame.edge) + 8
    above = ceil(frame.above + _above_plot(figure, width - left - right))
    below = ceil(_below_plot(layout) + frame.below)
    _on_paper(layout)
    _thin_names_on_top(figure, width - left - right)
    layout |= {
        "width": width,
        "height": max(least, ceil(own_height + above + below)),
        "margin": {"l": left, "r": right, "t": above, "b": below, "pad": 0, "autoexpand": False},
    }
    layout["annotations"] = [
        *layout.get("annotations", ()),
        *(_text(b, x=frame.edge - left, y=1, shift=above - b.top) for b in frame.head),
        *(_text(b, x=frame.edge - left, y=0, shift=-_below_plot(layout)) for b in frame.foot),
    ]
    return figure


def _on_paper(layout: Properties) -> None:
    """Colours of its own, which on the page are the theme's."""
    layout |= {
        "template": {},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {**layout.get("font", {}), "family": FONT, "color": INK},
    }
    for name in [name for name in layout if name.startswith(("xaxis", "yaxis"))]:
        axis = layout[name]
        colours = {"gridcolor": GRID, "linecolor": MUTED}
        layout[name] = {**axis, **colours, "tickfont": {**axis.get("tickfont", {}), "color": MUTED}}
        if name.startswith("yaxis"):
            layout[name]["showline"] = False


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


def _text(block: Block, *, x: float, y: float, shift: float) -> Properties:
    """A block as an annotation; `shift` is how far above the plot's edge `y` it begins."""
    text = "<br>".join(html.escape(line, quote=False) for line in block.lines)
    return {
        "text": f"<b>{text}</b>" if block.size == TITLE else text,
        "font": {"size": block.size, "color": block.colour},
        "xref": "paper", "x": 0, "xshift": x, "xanchor": "left", "align": "left",
        "yref": "paper", "y": y, "yshift": shift, "yanchor": "top",
        "showarrow": False, "borderpad": 0,
    }  # fmt: skip


def _categories(figure: Properties) -> list[str]:
    """The names at the vertical axis; none for an axis of numbers."""
    values = (value for trace in figure["data"] for value in trace.get("y", ()))
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))


def _wrap_names(layout: Properties, names: list[str], width: float) -> float:
    """Break names at the vertical axis that are too wide; how much higher the rows must get."""
    broken = [wrap(name, width=width, size=SIZE) for name in names]
    most = max((len(lines) for lines in broken), default=1)
    if most > 1:
        texts = ["<br>".join(lines) for lines in broken]
        layout["yaxis"] |= {"tickmode": "array", "tickvals": names, "ticktext": texts}
    return len(names) * max(0, most - 2) * SIZE * LINE


def _thin_names_on_top(figure: Properties, width: float) -> None:
    """Name only every second, third … column where the names would run into each other."""
    axis = figure["layout"]["xaxis"]
    if axis.get("side") != "top":
        return
    names = list(dict.fromkeys(name for trace in figure["data"] for name in trace["x"]))
    widest = max(text_width(str(name), SMALL) for name in names) + 6
    shown = names[:: -ceil(widest * len(names) / width)]
    axis |= {"tickmode": "array", "tickvals": shown, "ticktext": shown}


def _left_of_plot(layout: Properties, names: list[str]) -> int:
    """Room for the labels and the title of the vertical axis."""
    axis = layout["yaxis"]
    lines = [line for text in axis.get("ticktext", names) for line in str(text).split("<br>")]
    widest = max((text_width(line) for line in lines), default=0.0)
    return int(max(widest + 18, 56)) + (24 if _has_title(axis) else 0)


def _above_plot(figure: Properties, width: int) -> float:
    """Room for what stands above the plot: the figure's own margin, a legend, names on top."""
    layout = figure["layout"]
    own = float(layout["margin"].get("t", 0))
    if layout["xaxis"].get("side") == "top":
        own += 16
    if not layout.get("showlegend"):
        return own
    names = list(dict.fromkeys(trace["name"] for trace in figure["data"] if trace.get("name")))
    widths = [text_width(name) + LEGEND_ENTRY for name in names]
    in_a_row = len(names) if sum(widths) < width else max(1, int(width / max(widths)))
    return max(own, ceil(len(names) / in_a_row) * 20 + 16)


def _below_plot(layout: Properties) -> int:
    """Room for the labels and the title of the horizontal axis, down to the foot."""
    axis = layout["xaxis"]
    named = axis.get("showticklabels", True) and axis.get("side") != "top"
    lines = max((str(text).count("<br>") + 1 for text in axis.get("ticktext") or ("",)), default=1)
    room = 14 + (6 + round(lines * SIZE * LINE) if named else 0)
    return room + (24 if _has_title(axis) else 0)


def _has_title(axis: Properties) -> bool:
    return bool(axis.get("title", {}).get("text"))
