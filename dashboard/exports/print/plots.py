"""The plots of a document as vector pictures, several drawn at the same time."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import plotly.graph_objects as go

from dashboard.charts.chart import Chart
from dashboard.exports.document import Progress
from dashboard.exports.image import PRESETS, Preset
from dashboard.exports.picture import plot_only
from dashboard.exports.print.elements import plain
from dashboard.exports.renderer import TABS, draw

# Rows of a plot move together or apart by so much, to fill its room, before its letters shrink.
SHRUNK, STRETCHED = 0.85, 1.4
KEPT = 64  # plots drawn lately: an edit of one text does not draw a briefing again


@dataclass(frozen=True)
class Box:
    """The room for a plot, in pixels; without a height it is as high as it needs."""

    width: int
    height: int | None = None


def drawn_plots(charts: Sequence[tuple[Chart, Box]], progress: Progress | None = None) -> list[str]:
    """Each chart's plot as the address of an SVG that holds it.

    Raises:
        ImageUnavailable: There is no browser, or it cannot draw one of them.
    """
    with ThreadPoolExecutor(max_workers=TABS) as threads:
        works = [threads.submit(_drawn, _fitted(chart, box)) for chart, box in charts]
        for done, work in enumerate(as_completed(works), start=1):
            if work.exception():
                threads.shutdown(cancel_futures=True)
                break
            if progress:
                progress(done, len(works))
        return [work.result() for work in works]


def natural_height(chart: Chart, width: int) -> int:
    """How high a plot of this width needs to be, in pixels."""
    return int(_laid_out(chart, width).layout.height)


def _laid_out(chart: Chart, width: int) -> go.Figure:
    return plot_only(chart, Preset(PRESETS["a4"].name, width, 0, scale=1, dpi=96))


def _fitted(chart: Chart, box: Box) -> go.Figure:
    """The plot in the proportion of its room: wider if it is too high, higher if it is too low."""
    figure = _laid_out(chart, box.width)
    if box.height is None:
        return figure
    width, height = int(figure.layout.width), int(figure.layout.height)
    if height * SHRUNK * box.width > box.height * width:
        wider = ceil(height * SHRUNK * box.width / box.height)
        figure = _laid_out(chart, wider)
        width, height = int(figure.layout.width), int(figure.layout.height)
    room = box.height * width // box.width
    fitting = min(room, int(height * STRETCHED))
    said = figure.to_dict()
    said["layout"]["height"] = fitting
    return go.Figure(said, _validate=False)


def _drawn(figure: go.Figure) -> str:
    return _svg(figure.to_json(validate=False))


@lru_cache(maxsize=KEPT)
def _svg(figure: str) -> str:
    """Fonts are the printing browser's own, so that the document holds them once."""
    said = json.loads(figure)
    size = {name: said["layout"][name] for name in ("width", "height")}
    svg = plain(draw(said, {"format": "svg", "scale": 1, **size}).decode())
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
