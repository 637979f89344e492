"""A chart in two or three sentences, for those who cannot see it; its table has every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period, shown_text
from dashboard.formats import with_unit

Row = Mapping[str, Any]

SERIES = ("district_code", "indicator_id", "scope")
NAMED = 8  # series whose newest value is said
# drawings of changes and of places among others: their own text says what they show
OWN_WORDS = ("movements", "profile")


def summary(chart: Chart, context: Context) -> str:
    """What is drawn, from when to when, the newest values, and how many are doubtful."""
    words = context.words
    if not chart.observations:
        return chart.alt
    rows = chart.rows.to_dicts()
    head = [chart.alt] if chart.kind in OWN_WORDS else _head(rows, chart, context)
    return words.pick("", " ").join(
        [*head, *_doubts(rows, context), words("accessible.table_after")]
    )


def _head(rows: Sequence[Row], chart: Chart, context: Context) -> list[str]:
    words = context.words
    dated = sorted(rows, key=lambda row: row["period_end"])
    newest = {tuple(row[name] for name in SERIES): row for row in dated}
    named = sorted(newest.values(), key=_shown, reverse=True)[:NAMED]
    several = [name for name in SERIES[1:] if len({row[name] for row in rows}) > 1]
    items = words.join([_value(row, several, chart, context) for row in named])
    parts = [
        words(
            "accessible.what",
            kind=words(f"kind.{chart.kind}"),
            title=chart.title,
            subtitle=chart.subtitle,
            series=len(newest),
            values=len(rows),
        ),
        _span(dated, context),
        words("accessible.newest", items=items),
    ]
    if len(newest) > NAMED:
        parts.append(words("accessible.more", count=len(newest) - NAMED))
    return parts


def _shown(row: Row) -> float:
    """By size; what is known within bounds only comes last."""
    return float("-inf") if row["shown"] is None else float(row["shown"])


def _span(dated: Sequence[Row], context: Context) -> str:
    """From when to when."""
    first, last = (row_period(dated[place], context.words) for place in (0, -1))
    if first == last:
        return context.words("accessible.one_period", period=first)
    return context.words("accessible.span", first=first, last=last)


def series_name(row: Row, several: Sequence[str], context: Context) -> str:
    """The district, and indicator and scope where the chart has several of them."""
    parts = [district_name(row, context.words)]
    if "indicator_id" in several:
        parts.append(context.short(row["indicator_id"]))
    if "scope" in several and row["scope"]:
        parts.append(context.words.pick(row["scope"], row["scope_en"]))
    return " ".join(parts)


def _value(row: Row, several: Sequence[str], chart: Chart, context: Context) -> str:
    """Who, when, how much."""
    unit = chart.unit_of(row)
    value = shown_text(row, unit, context.words)
    if not unit.percent:
        value = with_unit(value, unit)
    return f"{series_name(row, several, context)} {row_period(row, context.words)} {value}"


def _doubts(rows: Sequence[Row], context: Context) -> list[str]:
    """How many of the values are not plainly printed ones."""
    words = context.words
    counts = {
        "derived": sum(row["status"] == "derived" for row in rows),
        "computed": sum(row["status"] == "computed" for row in rows),
        "inexact": sum(
            row["shown_low"] is None or row["shown_low"] != row["shown_high"] for row in rows
        ),
        "conflict": sum(bool(row["in_conflict"]) for row in rows),
    }
    items = [words(f"accessible.{name}", count=count) for name, count in counts.items() if count]
    return [words("accessible.doubts", items=words.join(items))] if items else []
