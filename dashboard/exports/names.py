"""Names of exported files: indicator, districts and years in Chinese, safe on every system."""

from __future__ import annotations

import re

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.context import Context
from indicators.periods import Basis

_FORBIDDEN = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]+")
NAMED_DISTRICTS = 4
LONGEST = 200  # bytes: systems allow 255, and a browser adds " (1)" to a second download
LONGEST_PART = 100


def file_name(chart: Chart, context: Context, *, suffix: str, variant: str = "") -> str:
    """收到复议申请_宝安区、光明区_2020-2024年.png; a variant (A4) stands before the suffix.

    Kind of period and scope are named where they are not the full year of the whole district.
    """
    rows = chart.rows
    districts, years = _districts(rows, context), _years(rows, context)
    parts = [chart.title, *_restrictions(rows, context), districts, years, variant]
    cleaned = [_cut(_FORBIDDEN.sub("-", part), LONGEST_PART) for part in parts if part]
    while len(cleaned) > 1 and len("_".join(cleaned).encode()) > LONGEST:
        longest = max(cleaned, key=lambda part: len(part.encode()))
        cleaned[cleaned.index(longest)] = _cut(longest, len(longest.encode()) // 2)
    return f"{'_'.join(cleaned).strip(' .')}.{suffix}"


def _cut(text: str, longest: int) -> str:
    """As many whole characters as fit into this many bytes."""
    return text.encode()[:longest].decode(errors="ignore")


def _restrictions(rows: pl.DataFrame, context: Context) -> list[str]:
    """Scope and kind of period, where all rows share one and it must be said."""
    words = context.words
    if "basis" not in rows.columns:
        return []
    bases, scopes = rows["basis"].unique(), rows.select("scope", "scope_en").unique()
    basis = "" if len(bases) > 1 or bases[0] == Basis.YEAR else words(f"basis.{bases[0]}")
    scope = words.pick(*scopes.row(0)) if scopes.height == 1 and scopes["scope"][0] else ""
    return [scope, basis]


def _districts(rows: pl.DataFrame, context: Context) -> str:
    words = context.words
    names = rows[words.pick("district_zh", "district_en")].unique(maintain_order=True).to_list()
    if len(names) <= NAMED_DISTRICTS:
        return words.join(names)
    return words("file.districts", first=words.join(names[:2]), count=len(names))


def _years(rows: pl.DataFrame, context: Context) -> str:
    first, last = min(rows["year"]), max(rows["year"])
    span = str(first) if first == last else f"{first}-{last}"
    return context.words("file.years", span=span)
