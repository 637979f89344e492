"""What tests of figures share: rows and panels made by hand, and the marks that a figure has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import settings

from dashboard.charts.series import Panel
from dashboard.formats import DisplayUnit
from dashboard.words import Language, Words
from indicators.periods import parse_label

Row = dict[str, Any]

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=16)
ZH, EN = Words(Language.ZH), Words(Language.EN)
CASES = DisplayUnit("件")
WAN = DisplayUnit("万元", divisor=10_000)
PERCENT = DisplayUnit("%", percent=True)


def row(district: str, label: str, value: float | None, **more: Any) -> Row:  # noqa: ANN401
    """A figure; `low` and `high` are its bounds, as far as they differ from the value."""
    period = parse_label(label)
    bounds = {"low": more.pop("low", value), "high": more.pop("high", value)}
    return {
        "observation_id": f"{district}-{label}",
        "district_code": district, "district_zh": district, "district_en": f"{district} District",
        "indicator_id": "reconsideration.received", "scope": "", "scope_en": "",
        "period_label": label, "period_start": period.start, "period_end": period.end,
        "basis": period.basis.value, "shape": period.basis.value, "year": period.year,
        "status": "reported", "printed": "若干", "formula": "",
        "shown": value, "shown_low": bounds["low"], "shown_high": bounds["high"], **more,
    }  # fmt: skip


def panel(*rows: Row, unit: DisplayUnit = CASES) -> Panel:
    numbers = pl.col("shown", "shown_low", "shown_high").cast(pl.Float64)
    return Panel(pl.DataFrame(list(rows), infer_schema_length=None).with_columns(numbers), unit)


def marks(figure: go.Figure) -> Iterator[tuple[Any, int, str]]:
    """Every mark that stands for a figure: its trace, its place there, its observation."""
    for trace in figure.data:
        for place, observation in enumerate(() if trace.customdata is None else trace.customdata):
            yield trace, place, str(observation)


def arrows(figure: go.Figure) -> list[Any]:
    return [note for note in figure.layout.annotations if note.showarrow]


def labels(figure: go.Figure) -> list[Any]:
    return [note for note in figure.layout.annotations if not note.showarrow]


def check_ticks(axis: Any, unit: DisplayUnit) -> None:  # noqa: ANN401
    for value, text in zip(axis.tickvals, axis.ticktext, strict=True):
        number = float(text.removesuffix("%").replace(",", "").replace("−", "-"))
        assert number * unit.divisor == pytest.approx(value)
        assert text.endswith("%") == unit.percent
