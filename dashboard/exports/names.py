"""Names of exported files: indicator, districts and years in Chinese, safe on every system."""

from __future__ import annotations

import re

import polars as pl

from dashboard.chart import Chart
from dashboard.context import Context

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
NAMED_DISTRICTS = 4
LONGEST = 120


def file_name(chart: Chart, context: Context, *, suffix: str, variant: str = "") -> str:
    """收到复议申请_宝安区、光明区_2020-2024年.png; a variant (A4) stands before the suffix."""
    rows = chart.rows
    parts = [chart.title, _districts(rows, context), _years(rows, context), variant]
    stem = _FORBIDDEN.sub("-", "_".join(part for part in parts if part))
    return f"{stem[:LONGEST].strip(' .')}.{suffix}"


def _districts(rows: pl.DataFrame, context: Context) -> str:
    words = context.words
    names = rows[words.pick("district_zh", "district_en")].unique(maintain_order=True).to_list()
    if len(names) <= NAMED_DISTRICTS:
        return words.join(names)
    return words("file.districts", first=words.join(names[:2]), count=len(names))


def _years(rows: pl.DataFrame, context: Context) -> str:
    years = rows["year"].to_list()
    first, last = min(years), max(years)
    span = str(first) if first == last else f"{first}-{last}"
    return context.words("file.years", span=span)
