"""The time axis of a trend: years in scale, except that a long run of empty years is broken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor
from typing import Any

import polars as pl

from dashboard.figures.base import row_period
from dashboard.figures.canvas import Canvas
from dashboard.formats import period_text
from dashboard.palette import MUTED
from dashboard.words import Words
from indicators.periods import Basis, first_half

MOST_EMPTY = 3  # so many empty years in a row are drawn in scale
BREAK = 1.5  # the room, in years, that a longer run takes instead
DAYS = (Basis.POINT, Basis.CUMULATIVE)  # told by the day of their end, not by their year
MARK = 5  # half the height of a break mark, in pixels


@dataclass(frozen=True)
class Gap:
    """Years that the axis leaves out, and where it does."""

    first: int
    last: int
    place: float


@dataclass(frozen=True)
class Timeline:
    """Where each year stands; a year's tick means the year, or its end for points in time."""

    places: Mapping[int, float]
    gaps: tuple[Gap, ...]
    by_day: bool

    def place(self, row: Mapping[str, Any]) -> float:
        """Where a figure stands."""
        if not self.by_day:
            return self.places[row["year"]]
        when = _year_part(row["period_end"])
        before = self.places[floor(when)]
        return before + (self.places[ceil(when)] - before) * (when % 1)

    @property
    def ends(self) -> list[float]:
        """The range of the axis, with room for the first and the last mark."""
        places = list(self.places.values())
        room = 0.2 if places[-1] - places[0] > 2 else 0.3
        return [places[0] - room, places[-1] + room]


def timeline(rows: pl.DataFrame) -> Timeline:
    """The axis that these rows of one kind of period need."""
    by_day = rows["basis"][0] in DAYS
    if by_day:
        parts = [_year_part(day) for day in rows["period_end"]]
        needed = sorted({edge for part in parts for edge in (floor(part), ceil(part))})
    else:
        needed = sorted(set(rows["year"]))
    places, gaps = {needed[0]: float(needed[0])}, []
    for before, after in pairwise(needed):
        start = places[before]
        if after - before - 1 > MOST_EMPTY:
            gaps.append(Gap(before + 1, after - 1, start + BREAK / 2))
            places[after] = start + BREAK
        else:
            places |= {year: start + year - before for year in range(before + 1, after + 1)}
    return Timeline(places, tuple(gaps), by_day)


def draw_timeline(
    figure: Canvas,
    line: Timeline,
    rows: pl.DataFrame,
    words: Words,
    *,
    axes: str = "",
    years_only: bool = False,
) -> None:
    """Ticks, and two strokes across the axis where years are left out.

    `axes` is the number that Plotly gives the axes of a subplot.
    """
    names = {} if years_only and not line.by_day else _names(line, rows, words)
    axis = {
        "tickmode": "array",
        "tickvals": list(line.places.values()),
        "ticktext": [names.get(year, str(year)) for year in line.places],
        "range": line.ends,
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
    }
    figure.update_layout(**{f"xaxis{axes}": axis})
    for gap in line.gaps:
        for shift in (-3, 3):
            figure.add_shape(
                type="line", xref=f"x{axes}", yref=f"y{axes} domain", layer="above",
                xsizemode="pixel", xanchor=gap.place, x0=shift - 3, x1=shift + 3,
                ysizemode="pixel", yanchor=0, y0=-MARK, y1=MARK,
                line={"color": MUTED, "width": 1.5},
            )  # fmt: skip


def _names(line: Timeline, rows: pl.DataFrame, words: Words) -> dict[int, str]:
    """What the ticks say besides the year: half, months, or that the year's end is meant."""
    if line.by_day:
        return {year: words("axis.year_end", year=year) for year in line.places}
    basis = rows["basis"][0]
    if basis == Basis.YEAR:
        return {}
    if basis == Basis.FIRST_HALF:  # also years without a figure are halves on this axis
        periods = {year: period_text(first_half(year), words) for year in line.places}
    else:
        periods = {row["year"]: row_period(row, words) for row in rows.iter_rows(named=True)}
    return {year: _two_lines(period, year) for year, period in periods.items()}


def _two_lines(period: str, year: int) -> str:
    """2021年上半年 and H1 2021 with the year on a line of its own."""
    return period.replace(f"{year}年", f"{year}年<br>", 1).replace(f" {year}", f"<br>{year}")


def _year_part(day: date) -> float:
    """The time of a day, at which the end of 2024 is 2024 exactly."""
    days = date(day.year, 12, 31).timetuple().tm_yday
    return day.year - 1 + day.timetuple().tm_yday / days
