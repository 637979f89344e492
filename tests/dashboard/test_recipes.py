"""A recipe draws the very chart that a page shows, through a link and a file and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from polars.testing import assert_frame_equal

from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.drawing import draw
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import comparable_pairs, period_names
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.recipe import BadRecipeError, from_link, parse, to_link
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from tests.dashboard.conftest import MakeContext, PanelsOf

Charts = list[Chart]


@pytest.fixture(scope="module")
def chosen(make_context: MakeContext) -> Context:
    """The default districts and years."""
    made = make_context()
    districts = made.data.offer.default_districts
    return replace(made, selection=replace(made.selection, districts=districts))


@pytest.fixture(scope="module")
def charts(chosen: Context, panels_of: PanelsOf) -> Charts:
    """The charts that pages show of the default selection: all kinds, some indicators."""
    lead = [family.lead[0] for family in chosen.catalogue.families]
    found = [chart for panel in panels_of(chosen, *lead) for chart in _of_panel(panel, chosen)]
    for family in chosen.catalogue.families:
        found += composition_charts(family, chosen)
        found += landscape_charts(family, chosen)
        found += filter(None, [rates_chart(family, chosen)])
        found += filter(None, [kinds.coverage_chart(chosen, families=(family.id,))])
    for mode in (Mode.LEVEL, Mode.PER_100K):
        for code in chosen.selection.districts[:2]:
            compared = comparisons(figures_of_all(chosen), code, chosen, mode=mode)
            found += filter(None, [profile_chart(compared, chosen, mode=mode)])
    found += filter(None, [movement_chart(all_figures(chosen), chosen)])
    return found


def _of_panel(level: Panel, context: Context) -> Iterator[Chart]:
    shown = filter(None, (kinds.in_mode(level, mode, context) for mode in Mode))
    for panel in shown:
        yield kinds.panel_chart(panel, context)
    yield kinds.multiples_chart(level, context)
    for period in period_names(level, context.words):
        yield views.ranking_view(level, period, context)
    for earlier, later in comparable_pairs(level):
        if chart := views.change_view(level, earlier, later, context):
            yield chart


def _same(one: Chart, other: Chart) -> bool:
    assert_frame_equal(one.rows, other.rows)
    texts = ("kind", "recipe", "title", "subtitle", "notes", "sources", "alt", "unit", "units")
    assert [getattr(one, name) for name in texts] == [getattr(other, name) for name in texts]
    return one.figure.to_dict() == other.figure.to_dict()


def test_a_recipe_draws_the_chart_of_the_page(charts: Charts, chosen: Context) -> None:
    assert len(charts) > 100
    assert {chart.kind for chart in charts} == {
        "trend", "bars", "multiples", "change", "composition", "landscape", "rates", "coverage",
        "profile", "movements",
    }  # fmt: skip
    for chart in charts[::2]:
        drawn = draw(chart.recipe, chosen.data, chosen.words)
        assert drawn is not None, chart.recipe
        assert _same(drawn.chart, chart)


def test_a_recipe_survives_its_link_and_its_file(charts: Charts) -> None:
    for recipe in {chart.recipe for chart in charts}:
        assert from_link(to_link(recipe)) == recipe
        assert parse(recipe.model_dump(mode="json")) == recipe


def test_a_scatter_is_drawn_again(chosen: Context, panels_of: PanelsOf) -> None:
    by_like: dict[tuple[str, str], list[Panel]] = {}
    for panel in panels_of(chosen, "reconsideration.received", "reconsideration.accepted"):
        by_like.setdefault((panel.scope, panel.shape), []).append(panel)
    across, up = next(found for found in by_like.values() if len(found) > 1)[:2]
    chart = views.scatter_view(across, up, chosen)
    assert chart is not None
    drawn = draw(chart.recipe, chosen.data, chosen.words)
    assert drawn is not None
    assert _same(drawn.chart, chart)


def test_what_reaches_to_the_newest_figures_follows_newer_ones(charts: Charts) -> None:
    ranking = next(c for c in charts if c.recipe.kind == "ranking" and c.recipe.period is None)
    assert ranking.recipe.last_year is None
    link = to_link(ranking.recipe)
    assert link["y"].endswith("-")
    assert "period" not in link


def test_an_older_selection_stays_where_it_is(chosen: Context, panels_of: PanelsOf) -> None:
    years = replace(chosen.selection, last_year=chosen.data.offer.years[-2])
    older = replace(chosen, selection=years)
    chart = kinds.panel_chart(panels_of(older)[0], older)
    assert chart.recipe.last_year == years.last_year


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "pie"}, "kind"),
        ({"y": "recently"}, "y"),
        ({"y": "2024-2020"}, "series"),
        ({"d": "baoan"}, "series.districts.0"),
        ({"b": ""}, "series.bases"),
        ({"mode": "best"}, "series.mode"),
        ({"colour": "red"}, "series.colour"),
    ],
)
def test_a_bad_link_says_what_is_wrong(charts: Charts, change: dict[str, str], fault: str) -> None:
    good = to_link(next(chart.recipe for chart in charts if chart.recipe.kind == "series"))
    with pytest.raises(BadRecipeError) as caught:
        from_link(good | change)
    assert caught.value.fields == (fault,)


def test_what_the_data_do_not_hold_draws_nothing(charts: Charts, chosen: Context) -> None:
    series = next(chart.recipe for chart in charts if chart.recipe.kind == "series")
    coverage = next(chart.recipe for chart in charts if chart.recipe.kind == "coverage")
    beyond = coverage.model_copy(update={"first_year": 2150, "last_year": None})
    assert draw(beyond, chosen.data, chosen.words) is None
    for change in ({"indicator": "unknown"}, {"scope": "别处"}, {"districts": ("999999",)}):
        recipe = series.model_copy(update=change)
        assert draw(recipe, chosen.data, chosen.words) is None
