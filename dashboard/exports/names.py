"""Names of exported files: indicator, districts and years in Chinese, safe on every system."""

from __future__ import annotations

import re

import polars as pl

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.words import Words
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
    return _joined(parts, suffix)


def view_name(page: str, context: Context, *, suffix: str) -> str:
    """行政复议_宝安区、光明区_2020-2025年.xlsx: the file of a whole page."""
    words, selection = context.words, context.selection
    known = context.data.districts.filter(pl.col("district_code").is_in(list(selection.districts)))
    names = known[words.pick("label_zh", "label_en")].to_list()
    years = _span(selection.first_year, selection.last_year, words)
    return _joined([page, _some(names, words), years], suffix)


def plain_name(title: str, *, suffix: str) -> str:
    """A file named after a text of the person's own."""
    return _joined([title], suffix)


def _joined(parts: list[str], suffix: str) -> str:
    """The parts that there are, none too long, without signs that some system forbids."""
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
    names = rows[context.words.pick("district_zh", "district_en")].unique(maintain_order=True)
    return _some(names.to_list(), context.words)


def _some(names: list[str], words: Words) -> str:
    """All names if they are few, otherwise the first two and how many there are."""
    if len(names) <= NAMED_DISTRICTS:
        return words.join(names)
    return words("file.districts", first=words.join(names[:2]), count=len(names))


def _years(rows: pl.DataFrame, context: Context) -> str:
    return _span(min(rows["year"]), max(rows["year"]), context.words)


def _span(first: int, last: int, words: Words) -> str:
    return words("file.years", span=str(first) if first == last else f"{first}-{last}")
