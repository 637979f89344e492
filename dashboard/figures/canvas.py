"""Collects what a figure is made of as plain dictionaries and makes the Plotly figure in one step.

Plotly checks every property of every trace as it is added, which takes longer than all our own
work on a page; here nothing is checked, and a test builds every kind of figure with checks on.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

Properties = dict[str, Any]


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

    def figure(self) -> go.Figure:
        """The finished figure."""
        return go.Figure(data=self.traces, layout=self.layout, _validate=False)
