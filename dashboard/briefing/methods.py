"""How to read the figures of a briefing: what each indicator means, and our conventions."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.formats import period_text
from indicators.periods import Period
from warehouse import queries


def methods(charts: Sequence[Chart], context: Context) -> tuple[str, ...]:
    """Paragraphs: the definitions of the indicators drawn, the conventions, the data version."""
    words, warehouse = context.words, context.warehouse
    day = queries.data_date(warehouse)
    conventions = [words(f"briefing_methods.{key}") for key in _conventions(charts)]
    version = words(
        "briefing_methods.version",
        version=context.data.version,
        day=period_text(Period(day, day), words),
    )
    return (*_definitions(charts, context), *conventions, version)


def _definitions(charts: Sequence[Chart], context: Context) -> list[str]:
    words = context.words
    drawn = {name for c in charts if c.observations for name in c.rows["indicator_id"]}
    used = [indicator for indicator in context.catalogue if indicator.id in drawn]
    return [
        words.pick(one.name_zh, one.name_en)
        + words.colon
        + words.pick(one.definition_zh, one.definition_en)
        for one in used
    ]


def _conventions(charts: Sequence[Chart]) -> list[str]:
    """What has to be said, of what these charts draw."""
    rows = [chart.rows for chart in charts if chart.observations]
    statuses = {status for one in rows for status in one["status"]}
    bounded = any((one["shown_low"].eq_missing(one["shown_high"])).not_().any() for one in rows)
    said = {
        "like": True,
        "missing": True,
        "derived": "derived" in statuses,
        "computed": "computed" in statuses,
        "bounds": bounded,
        "rounding": True,
    }
    return [key for key, applies in said.items() if applies]
