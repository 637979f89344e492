"""A family's lead indicators in every district with figures: the chosen ones among all others."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dashboard.charts import chart as assembly
from dashboard.charts.chart import Chart, subtitle
from dashboard.charts.kinds import panel_key
from dashboard.charts.recipe import LandscapeRecipe, of_panel
from dashboard.charts.series import Panel, panels
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.bars import bars, ordered
from indicators.catalogue import Family
from indicators.periods import Basis

BARS = 16
MOST = 100  # districts that are asked for; of a whole country, those nearest to the chosen ones
NOT_ALIKE_OVER_TIME = (Basis.CUMULATIVE, Basis.OTHER_SPAN)


def landscape_charts(family: Family, context: Context) -> list[Chart]:
    """One chart a lead indicator, scope and kind of period that other districts report too."""
    around = context.data.around(context.selection.districts, most=MOST)
    everywhere = replace(context.selection.filter, districts=around)
    rows = points(context.warehouse, family.lead, everywhere)
    found = panels(rows, context.catalogue, context.words)
    return [chart for panel in found if (chart := _chart(panel, context))]


def _chart(panel: Panel, context: Context) -> Chart | None:
    """None unless two districts or more that are not chosen have a figure."""
    if panel.basis in NOT_ALIKE_OVER_TIME:
        return None
    latest = panel.rows.sort("period_end").unique("district_code", keep="last", maintain_order=True)
    chosen = set(context.selection.districts)
    others = [code for code in latest["district_code"] if code not in chosen]
    if len(others) < 2:
        return None
    listed = replace(panel, rows=latest)
    kept = replace(panel, rows=pl.DataFrame(ordered(listed)[:BARS], schema=latest.schema))
    words = context.words
    notes = [words("note.landscape")]
    if context.data.districts.height > MOST:
        notes.append(words("note.nearest", count=MOST))
    if latest.height > BARS:
        notes.append(words("note.landscape_more", shown=BARS, rest=latest.height - BARS))
    title = words("kind.landscape_title", name=context.short(panel.indicator))
    return assembly.of_rows(
        f"landscape-{panel_key(panel)}",
        "landscape",
        LandscapeRecipe(**of_panel(panel, context)),
        (title, subtitle(panel, context)),
        bars(kept, words, background=others),
        kept.rows,
        panel.unit,
        context,
        extra_notes=notes,
    )
