"""Collects what a figure is made of as plain dictionaries and makes the Plotly figure in one step.

Plotly checks every property of every trace as it is added, which takes longer than all our own
work on a page; here nothing is checked, and a test builds every kind of figure with checks on.
"""

from __future__ import annotations

import importlib
from copy import deepcopy
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

Properties = dict[str, Any]

# The template that Plotly would give a figure; the page puts its theme in its place.
_TEMPLATE: Properties = pio.templates[pio.templates.default].to_plotly_json()


class Canvas:
    """A figure in the making; the methods are named as Plotly names them."""

    def __init__(self, **layout: object) -> None:
        """Begin with a layout."""
        self.traces: list[Properties] = []
        self.layout: Properties = {
            "annotations": [],
            "shapes": [],
            "xaxis": {},
            "yaxis": {},
        }
        self.update_layout(**layout)

    def add_scatter(self, **properties: object) -> None:
        """Add lines or marks."""
        self.traces.append({"type": "scatter", **properties})

    def add_bar(self, **properties: object) -> None:
        """Add bars."""
        self.traces.append({"type": "bar", **properties})

    def add_heatmap(self, **properties: object) -> None:
        """Add a grid of coloured cells."""
        self.traces.append({"type": "heatmap", **properties})

    def add_annotation(self, **properties: object) -> None:
        """Add a text or an arrow."""
        self.layout["annotations"].append(properties)

    def add_shape(self, **properties: object) -> None:
        """Add a line or an area that belongs to no trace."""
        self.layout["shapes"].append(properties)

    def update_layout(self, **properties: object) -> None:
        """Set properties of the layout; dictionaries are merged into those that are there."""
        for name, value in properties.items():
            known = self.layout.get(name)
            if isinstance(value, dict) and isinstance(known, dict):
                self.layout[name] = {**known, **value}
            else:
                self.layout[name] = value

    def update_xaxes(self, **properties: object) -> None:
        """Set properties of the horizontal axis."""
        self.update_layout(xaxis=properties)

    def update_yaxes(self, **properties: object) -> None:
        """Set properties of the vertical axis."""
        self.update_layout(yaxis=properties)

    def figure(self) -> Drawing:
        """The finished figure."""
        return Drawing(self.traces, {"template": _TEMPLATE, **self.layout})


class Drawing(go.Figure):  # type: ignore[misc]  # plotly ships no types
    """A Plotly figure that copies what it is made of only once somebody asks for its parts.

    A page needs no more than the text of a figure, and copying takes longer than writing it.
    """

    _made_of: Properties

    def __init__(self, traces: list[Properties], layout: Properties) -> None:
        """Keep what it is made of."""
        self.__dict__["_made_of"] = {"data": traces, "layout": layout}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever Plotly has
        """Called for what is not there yet: become a complete Plotly figure first."""
        if self._is_complete or name.startswith("__"):
            raise AttributeError(name)
        # Plotly uses what is loaded of pandas, and fails while another thread is just loading it;
        # a page that only shows figures gets by without
        importlib.import_module("pandas")
        super().__init__(**self._made_of, _validate=False)
        return getattr(self, name)

    @property
    def _is_complete(self) -> bool:
        return "_data" in self.__dict__

    @property
    def height(self) -> int:
        """The height in pixels."""
        height: int = self._made_of["layout"]["height"]
        return height

    def to_dict(self) -> Properties:
        """A copy of the figure as plain dictionaries."""
        if self._is_complete:  # its parts may have been changed since
            known: Properties = super().to_dict()
            return known
        return deepcopy(self._made_of)

    def __reduce__(self) -> tuple[object, ...]:
        """Copied and pickled as what it is made of."""
        made_of = self.to_dict()
        return Drawing, (made_of["data"], made_of["layout"])


class Shown(Drawing):
    """A figure on its way to the page, which only reads it: not copied again."""

    def __init__(self, figure: go.Figure) -> None:
        """Share what the figure is made of."""
        made_of = figure.to_dict() if "_data" in figure.__dict__ else figure._made_of
        self.__dict__["_made_of"] = made_of

    def to_dict(self) -> Properties:
        """What it is made of; do not change it."""
        return self._made_of
