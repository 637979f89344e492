"""A chart as JSON for programs: names that stay the same in every language, numbers as numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from dashboard.api.addresses import page_address
from dashboard.api.orders import Order
from dashboard.charts.chart import Chart, row_notes
from dashboard.charts.drawing import Drawn
from dashboard.charts.recipe import to_link
from dashboard.context import Context
from dashboard.figures.base import district_name, row_period

Row = dict[str, Any]

LAYOUT = 1  # of the JSON; a higher one when a name goes or changes its meaning


def json_bytes(drawn: Drawn, order: Order, site: str) -> bytes:
    """Everything that the picture of the chart says, and its figures in full."""
    said = json.dumps(content(drawn, order, site), ensure_ascii=False, allow_nan=False, indent=1)
    return f"{said}\n".encode()


def content(drawn: Drawn, order: Order, site: str) -> dict[str, Any]:
    """What the JSON holds; `site` is the address at which the pages are served."""
    chart, context = drawn.chart, drawn.context
    records = [_record(row, chart, context) for row in chart.rows.iter_rows(named=True)]
    known = context.selection.districts
    return {
        "layout": LAYOUT,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "kind": chart.kind,
        "unit": _unit(chart),
        "alt": chart.alt,
        "notes": list(chart.notes),
        "sources": list(chart.sources),
        "data_version": context.data.version,
        "language": context.words.language.value,
        "recipe": to_link(order.recipe),
        "unknown_districts": [code for code in order.recipe.districts if code not in known],
        "page": page_address(order.recipe, context, version=order.version, site=site),
        "rows": records,
    }


def _unit(chart: Chart) -> str | None:
    """The unit of all figures; none where they have several, which the figures name."""
    labels = {unit.label for unit in chart.units.values()} or {chart.unit.label}
    return labels.pop() if len(labels) == 1 else None


def _record(row: Row, chart: Chart, context: Context) -> dict[str, Any]:
    if not chart.observations:
        return _holding(row, context)
    return {name: _plain(cell) for name, cell in _figure(row, chart, context).items()}


def _holding(row: Row, context: Context) -> dict[str, Any]:
    """One cell of a chart that shows what figures there are."""
    words, facts = context.words, row["facts"]
    return {
        "district_code": row["district_code"],
        "district": district_name(row, words),
        "year": row["year"],
        "facts": facts,
        "state": row["state"],
        "state_text": words(f"coverage.{row['state']}", count=facts),
    }


def _figure(row: Row, chart: Chart, context: Context) -> dict[str, Any]:
    """One figure: what it is, what is drawn, what is known, who says so."""
    words, indicator = context.words, context.catalogue[row["indicator_id"]]
    shown, own = chart.unit_of(row), context.catalogue.unit_of(row["indicator_id"])
    return {
        "observation_id": row["observation_id"],
        "district_code": row["district_code"],
        "district": district_name(row, words),
        "indicator_id": row["indicator_id"],
        "indicator": words.pick(indicator.name_zh, indicator.name_en),
        "scope": words.pick(row["scope"], row["scope_en"]) or "",
        "period": row["period_label"],
        "period_text": row_period(row, words),
        "period_start": row["period_start"],
        "period_end": row["period_end"],
        "basis": row["basis"],
        "shown_value": shown.plain(row["shown"]),
        "shown_low": shown.plain(row["shown_low"]),
        "shown_high": shown.plain(row["shown_high"]),
        "interval_low": row.get("interval_low"),
        "interval_high": row.get("interval_high"),
        "shown_unit": shown.label,
        **{name: row[name] for name in ("value", "low", "high")},
        "unit": words.pick(own.zh, own.en),
        **{name: row[name] for name in _AS_THEY_ARE},
        "source": row["source_title"],
        "conflict": row["in_conflict"],
        "notes": row_notes(row, context),
    }


_AS_THEY_ARE = (
    "printed", "qualifier", "status", "formula", "source_id", "issuer", "published", "official",
    "url",
)  # fmt: skip


def _plain(cell: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    """Whole floats without a decimal point, dates as ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
