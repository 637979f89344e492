"""The kinds of chart that pages ask for; each builds a Chart from like rows, or says there is none."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import chart as assembly
from dashboard.chart import Chart, subtitle
from dashboard.context import Context
from dashboard.figures.bars import bars, is_ranking, ordered
from dashboard.figures.base import district_name, row_period
from dashboard.figures.change import dumbbells, pairs
from dashboard.figures.matrix import matrix
from dashboard.figures.multiples import multiples
from dashboard.figures.scatter import paired, scatter
from dashboard.figures.trend import trend
from dashboard.formats import DisplayUnit
from dashboard.series import Mode, Panel, can_be_per_100k, index_100, per_100k
from warehouse import queries


def panel_key(panel: Panel) -> str:
    """What tells a panel from the others of a page."""
    row = panel.rows.row(0, named=True)
    return "-".join((row["indicator_id"], row["scope"], row["shape"], panel.mode))


def in_mode(panel: Panel, mode: Mode, context: Context) -> Panel | None:
    """The panel in another mode; None where that mode means nothing for it."""
    match mode:
        case Mode.LEVEL:
            return panel
        case Mode.PER_100K:
            allowed = can_be_per_100k(panel, context.catalogue)
            return per_100k(panel, context.data.populations, context.words) if allowed else None
        case Mode.INDEX:
            return index_100(panel) if panel.longest > 1 else None


def panel_chart(panel: Panel, context: Context, *, log: bool = False) -> Chart:
    """A trend where some district has two periods or more, otherwise bars."""
    if panel.longest > 1:
        return trend_chart(panel, context, log=log)
    return bars_chart(panel, context)


def trend_chart(panel: Panel, context: Context, *, log: bool = False) -> Chart:
    """Values over time."""
    extra = [context.words("card.log")] if log else []
    return _panel_chart("trend", panel, context, trend(panel, context.words, log=log), *extra)


def bars_chart(panel: Panel, context: Context) -> Chart:
    """One value a district; ranked within one period."""
    words = context.words
    rows = panel.rows.select(panel.rows.columns)
    order = [row["observation_id"] for row in ordered(panel)]
    rows = rows.sort(pl.col("observation_id").replace_strict(order, list(range(len(order)))))
    extra = (
        [row_period(rows.row(0, named=True), words)]
        if is_ranking(panel)
        else [words("kind.not_ranked")] * (rows.height > 1)
    )
    shown = Panel(rows, panel.unit, panel.mode)
    return _panel_chart("bars", shown, context, bars(panel, words), *extra)


def multiples_chart(panel: Panel, context: Context) -> Chart:
    """One small trend a district."""
    return _panel_chart("multiples", panel, context, multiples(panel, context.words))


def change_chart(panel: Panel, context: Context) -> Chart | None:
    """The change between the first and the last period; None when no district has both."""
    found = pairs(panel)
    if not found:
        return None
    words = context.words
    ids = [row["observation_id"] for pair in found for row in pair]
    shown = Panel(panel.rows.filter(pl.col("observation_id").is_in(ids)), panel.unit, panel.mode)
    earlier, later = found[0]
    span = f"{row_period(earlier, words)} → {row_period(later, words)}"
    return _panel_chart("change", shown, context, dumbbells(shown, words), span)


def scatter_chart(across: Panel, up: Panel, context: Context) -> Chart | None:
    """Two indicators against each other; None when no district has both for one period."""
    words = context.words
    rows = paired(across, up)
    if rows.is_empty():
        return None
    names = (context.short(across.indicator), context.short(up.indicator))
    both = pl.concat(
        [
            across.rows.filter(pl.col("observation_id").is_in(rows["observation_id"].to_list())),
            up.rows.filter(pl.col("observation_id").is_in(rows["up_id"].to_list())),
        ],
        how="diagonal",
    )
    title = words("kind.scatter_title", across=names[0], up=names[1])
    units = f"{names[0]} {across.unit.label} · {names[1]} {up.unit.label}"
    under = f"{units} · {words(f'basis.{across.basis}')}"
    key = f"scatter-{panel_key(across)}-{panel_key(up)}"
    return assembly.of_rows(
        key, "scatter", (title, under), scatter(across, up, names, words), both, across.unit, context
    )


def coverage_chart(
    context: Context, *, families: tuple[str, ...], districts: tuple[str, ...], title: str
) -> Chart | None:
    """District by year: how many facts, and why a cell is empty; None without districts."""
    selection, words = context.selection, context.words
    if not districts:
        return None
    cells = queries.coverage(
        context.warehouse,
        districts=districts,
        years=(selection.first_year, selection.last_year),
        families=families,
    )
    merged = _merge_families(cells)
    filled = merged.filter(pl.col("state") == "present")
    return Chart(
        key=f"coverage-{'-'.join(families)}",
        title=title,
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


def _panel_chart(kind: str, panel: Panel, context: Context, figure: Any, *extra: str) -> Chart:
    words = context.words
    notes: list[str] = []
    if panel.mode is Mode.PER_100K:
        notes.append(_population_note(panel, context))
    if panel.mode is Mode.INDEX:
        notes.append(words("note.index"))
    names = (_title(panel, context), subtitle(panel, context, *extra))
    return assembly.of_rows(
        f"{kind}-{panel_key(panel)}", kind, names, figure, panel.rows, panel.unit, context,
        extra_notes=notes,
    )  # fmt: skip


def _title(panel: Panel, context: Context) -> str:
    name = context.short(panel.indicator)
    if panel.mode is Mode.PER_100K:
        return context.words("kind.per_100k_title", name=name)
    if panel.mode is Mode.INDEX:
        return context.words("kind.index_title", name=name)
    return name


def _population_note(panel: Panel, context: Context) -> str:
    """Which population, and whose is unknown."""
    words = context.words
    unknown = [
        district_name(row, words)
        for row in context.data.districts.filter(
            pl.col("district_code").is_in(list(context.selection.districts))
            & pl.col("population").is_null()
        )
        .rename({"label_zh": "district_zh", "label_en": "district_en"})
        .iter_rows(named=True)
    ]
    note = words("note.population")
    return f"{note}{words('note.population_unknown', names=words.join(unknown))}" if unknown else note
