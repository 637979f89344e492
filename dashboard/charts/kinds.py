"""The kinds of chart that pages ask for; each builds a Chart from like rows, or none."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import polars as pl

from dashboard.charts import chart as assembly
from dashboard.charts.chart import Chart, subtitle, unit_key
from dashboard.charts.growth import growth
from dashboard.charts.recipe import (
    ChangeRecipe,
    CoverageRecipe,
    MultiplesRecipe,
    Recipe,
    ScatterRecipe,
    SeriesRecipe,
    of_panel,
    selected,
)
from dashboard.charts.series import Mode, Panel, can_be_index, can_be_per_100k, index_100, per_100k
from dashboard.context import Context
from dashboard.district_rows import coverage
from dashboard.figures.bars import bars, is_ranking, ordered
from dashboard.figures.base import row_period
from dashboard.figures.change import dumbbells, pairs
from dashboard.figures.matrix import matrix
from dashboard.figures.multiples import multiples
from dashboard.figures.scatter import paired, scatter
from dashboard.figures.timeline import timeline
from dashboard.figures.trend import can_be_log, has_course, trend
from dashboard.formats import DisplayUnit
from dashboard.words import Words
from warehouse import queries


def panel_key(panel: Panel) -> str:
    """What tells a panel from the others of a page."""
    return "-".join((panel.indicator, panel.scope, panel.shape, panel.mode))


def in_mode(panel: Panel, mode: Mode, context: Context) -> Panel | None:
    """The panel in another mode; None where that mode means nothing for it."""
    match mode:
        case Mode.LEVEL:
            return panel
        case Mode.PER_100K:
            allowed = can_be_per_100k(panel, context.catalogue)
            return per_100k(panel, context.data.populations, context.words) if allowed else None
        case Mode.INDEX:
            return index_100(panel) if can_be_index(panel, context.catalogue) else None
        case Mode.GROWTH:
            districts = panel.rows["district_code"].unique().to_list()
            stated = queries.growth_statements(context.warehouse, [panel.indicator], districts)
            return growth(panel, stated)


def panel_chart(panel: Panel, context: Context, *, log: bool = False) -> Chart:
    """A trend where it shows more than bars would, otherwise bars."""
    if has_course(panel):
        return trend_chart(panel, context, log=log)
    return bars_chart(panel, context)


def trend_chart(panel: Panel, context: Context, *, log: bool = False) -> Chart:
    """Values over time; on a logarithmic axis only if all of them have a place there."""
    words = context.words
    log = log and can_be_log(panel)
    recipe = SeriesRecipe(**of_panel(panel, context), log=log)
    extra = [words("card.log")] if log else []
    drawn = _panel_chart("trend", recipe, panel, context, trend(panel, words, log=log), *extra)
    return replace(drawn, notes=(*_left_out(panel, words), *drawn.notes))


def bars_chart(panel: Panel, context: Context, *, recipe: Recipe | None = None) -> Chart:
    """One value a district; ranked within one period. By itself it is a series without a course."""
    words = context.words
    recipe = recipe or SeriesRecipe(**of_panel(panel, context))
    shown = replace(panel, rows=pl.DataFrame(ordered(panel), schema=panel.rows.schema))
    figure = bars(panel, words)
    return _panel_chart("bars", recipe, shown, context, figure, _one_period(shown, words))


def _one_period(panel: Panel, words: Words) -> str:
    """The period of bars, that of several days within a year, or that they have different ones."""
    row = panel.rows.row(0, named=True)
    if panel.rows["period_label"].n_unique() == 1:
        return row_period(row, words)
    return words("period.year", year=row["year"]) if is_ranking(panel) else words("kind.not_ranked")


def multiples_chart(panel: Panel, context: Context) -> Chart:
    """One small trend a district."""
    recipe = MultiplesRecipe(**of_panel(panel, context))
    figure = multiples(panel, context.words)
    drawn = _panel_chart("multiples", recipe, panel, context, figure)
    return replace(drawn, notes=(*_left_out(panel, context.words), *drawn.notes))


def _left_out(panel: Panel, words: Words) -> list[str]:
    """Which years the time axis leaves out."""
    gaps = timeline(panel.rows).gaps
    years = words.join([f"{gap.first}–{gap.last}" for gap in gaps])
    return [words("axis.left_out", years=years)] if gaps else []


def change_chart(panel: Panel, recipe: ChangeRecipe, context: Context) -> Chart | None:
    """The change between the first and the last period; None when no district has both."""
    found = pairs(panel)
    if not found:
        return None
    words = context.words
    ids = [row["observation_id"] for pair in found for row in pair]
    shown = replace(panel, rows=panel.rows.filter(pl.col("observation_id").is_in(ids)))
    earlier, later = found[0]
    span = f"{row_period(earlier, words)} → {row_period(later, words)}"
    return _panel_chart("change", recipe, shown, context, dumbbells(shown, words), span)


def scatter_chart(across: Panel, up: Panel, context: Context) -> Chart | None:
    """Two indicators against each other; None when no district has both for one period."""
    words = context.words
    rows = paired(across, up)
    if rows.is_empty():
        return None
    names = (context.short(across.indicator), context.short(up.indicator))
    drawn = [
        panel.rows.filter(pl.col("observation_id").is_in(rows[column].to_list()))
        for panel, column in ((across, "observation_id"), (up, "up_id"))
    ]
    title = words("kind.scatter_title", across=names[0], up=names[1])
    units = f"{names[0]} {across.unit.label} · {names[1]} {up.unit.label}"
    return assembly.of_rows(
        f"scatter-{panel_key(across)}-{panel_key(up)}",
        "scatter",
        ScatterRecipe(**of_panel(across, context), second=up.indicator, second_scope=up.scope),
        (title, f"{units} · {words(f'basis.{across.basis}')}"),
        scatter(across, up, names, words),
        pl.concat(drawn, how="diagonal"),
        across.unit,
        context,
        extra_notes=_mode_notes(across, context),
        units={unit_key(panel): panel.unit for panel in (across, up)},
    )


def coverage_chart(context: Context, *, families: tuple[str, ...]) -> Chart | None:
    """District by year: how many facts, and why a cell is empty; None without any cell."""
    selection, words = context.selection, context.words
    if not selection.districts:
        return None
    cells = coverage(
        context.warehouse,
        districts=selection.districts,
        years=(selection.first_year, selection.last_year),
        families=families,
    )
    merged = _merge_families(cells)
    if merged.is_empty():
        return None
    filled = merged.filter(pl.col("state") == "present")
    whole = len(families) == len(context.catalogue.families)
    return Chart(
        key=f"coverage-{'-'.join(families)}",
        kind="coverage",
        recipe=CoverageRecipe(**selected(context), families=families),
        title=words("overview.coverage" if whole else "coverage.title"),
        subtitle=words("coverage.subtitle"),
        figure=matrix(merged, words),
        rows=merged,
        unit=DisplayUnit(words("coverage.unit")),
        notes=(words("coverage.legend"),),
        sources=(),
        alt=words("coverage.alt", filled=filled.height, cells=merged.height),
    )


def _merge_families(cells: pl.DataFrame) -> pl.DataFrame:
    """One cell a district and year over all families asked for."""
    return (
        cells.group_by("district_code", "district_zh", "district_en", "year", maintain_order=True)
        .agg(
            facts=pl.col("facts").sum(),
            state=pl.when((pl.col("state") == "present").any())
            .then(pl.lit("present"))
            .otherwise(pl.col("state").first()),
        )
        .sort("district_code", "year")
    )


def _panel_chart(
    kind: str, recipe: Recipe, panel: Panel, context: Context, figure: go.Figure, *extra: str
) -> Chart:
    names = (_title(panel, context), subtitle(panel, context, *extra))
    key = f"{kind}-{panel_key(panel)}"
    return assembly.of_rows(
        key, kind, recipe, names, figure, panel.rows, panel.unit, context,
        extra_notes=_mode_notes(panel, context),
    )  # fmt: skip


def _mode_notes(panel: Panel, context: Context) -> list[str]:
    """What a careful reader must know of the mode, and who is left out by it."""
    words = context.words
    match panel.mode:
        case Mode.LEVEL:
            return []
        case Mode.PER_100K:
            notes, left_out = [words("note.population")], "note.population_unknown"
        case Mode.INDEX:
            notes, left_out = [words("note.index")], "note.index_left_out"
        case Mode.GROWTH:
            notes, left_out = [words("note.growth")], "note.growth_left_out"
    if panel.left_out:
        notes.append(words(left_out, names=_names(panel.left_out, context)))
    return notes


def _names(codes: tuple[str, ...], context: Context) -> str:
    """Districts in a sentence."""
    words = context.words
    label = words.pick("label_zh", "label_en")
    known = context.data.districts.filter(pl.col("district_code").is_in(list(codes)))
    return words.join(known[label].to_list())


def _title(panel: Panel, context: Context) -> str:
    name = context.short(panel.indicator)
    if panel.mode is Mode.PER_100K:
        return context.words("kind.per_100k_title", name=name)
    if panel.mode is Mode.INDEX:
        return context.words("kind.index_title", name=name)
    if panel.mode is Mode.GROWTH:
        return context.words("kind.growth_title", name=name)
    return name
