"""Pictures stand alone: all that belongs to a chart is inside, nothing lies on anything else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.charts import kinds as charts
from dashboard.charts import views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.panel_periods import comparable_pairs
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.exports.image import PRESETS, Preset
from dashboard.exports.line_breaks import wrap
from dashboard.exports.picture import (
    PLOT_EDGE,
    SOURCES_SHOWN,
    TALLEST,
    TALLEST_PLOT,
    plot_only,
    standing_alone,
)
from dashboard.figures.base import SIZE, text_width

PanelsOf = Callable[..., list[Panel]]

NARROWEST_PLOT = 150
BOLD = 1.06
CLOSE = 3.0  # pixels that boxes may share, as widths are estimates


@dataclass(frozen=True)
class Box:
    """Where a text stands in the picture, in pixels from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > CLOSE and down > CLOSE


# ---------------------------------------------------------------- where things stand


def lines_of(text: str) -> list[str]:
    return [html.unescape(re.sub(r"</?[bi]>", "", line)) for line in text.split("<br>")]


def share(value: Any, axis: Any, names: list[str]) -> float:  # noqa: ANN401 - as Plotly takes it
    """Where a value stands on its axis, from 0 to 1; `names` are those of an axis of names."""
    if isinstance(value, str):
        names = list(axis.categoryarray or names)
        low, high = (-0.5, len(names) - 0.5)
        place = names.index(value)
    else:
        low, high = axis.range
        place = value
    return (place - low) / (high - low)


def boxes(figure: go.Figure) -> list[Box]:
    """The boxes of all annotations that have a text."""
    layout = figure.layout
    margin = layout.margin
    width, height = (layout.width - margin.l - margin.r), (layout.height - margin.t - margin.b)
    found = []
    for note in layout.annotations:
        if not note.text:
            continue
        x, y = _place(note, figure, "x"), _place(note, figure, "y")
        size = note.font.size or SIZE
        lines = lines_of(note.text)
        wide = max(text_width(line, size) for line in lines) * (BOLD if "<b>" in note.text else 1)
        tall = len(lines) * size * 1.3
        left = margin.l + x * width + (note.xshift or 0)
        middle = margin.t + (1 - y) * height - (note.yshift or 0)
        left -= {"left": 0, "center": wide / 2, None: wide / 2, "right": wide}[note.xanchor]
        top = middle - {"top": 0, "middle": tall / 2, None: tall / 2, "bottom": tall}[note.yanchor]
        found.append(Box(note.text, left, top, left + wide, top + tall))
    return found


def _place(note: Any, figure: go.Figure, letter: str) -> float:  # noqa: ANN401
    """Where an annotation stands across or up, in parts of the plot."""
    reference = note[f"{letter}ref"] or letter
    if reference == "paper":
        return float(note[letter])
    axis = figure.layout[f"{letter}axis{reference.split()[0][1:]}"]
    start, end = axis.domain or (0, 1)
    part = note[letter]
    if "domain" not in reference:
        part = share(part, axis, named(figure, letter))
    return start + part * (end - start)


def named(figure: go.Figure, letter: str) -> list[str]:
    """The names at an axis, in the order of the traces."""
    values = (v for trace in figure.data for v in (() if trace[letter] is None else trace[letter]))
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))


# ---------------------------------------------------------------- every kind of chart


def kinds(context: Context, panels_of: PanelsOf) -> Iterator[Chart | None]:
    every, families = panels_of(context), context.catalogue.families[:3]
    lead = {name for family in families for name in family.lead}
    whole = [panel for panel in every if panel.indicator in lead and not panel.scope]
    for panel in whole:
        yield charts.panel_chart(panel, context)
    received = next(p for p in whole if p.indicator == "reconsideration.received")
    accepted = next(p for p in every if p.indicator == "reconsideration.accepted")
    for mode in Mode:
        shown = charts.in_mode(received, mode, context)
        assert shown is not None
        yield charts.panel_chart(shown, context)
        yield charts.bars_chart(shown, context)
    yield charts.trend_chart(received, context, log=True)
    yield charts.multiples_chart(received, context)
    yield views.change_view(received, *comparable_pairs(received)[0], context)
    yield charts.scatter_chart(received, accepted, context)
    for family in families:
        yield rates_chart(family, context)
        yield from composition_charts(family, context)
    yield charts.coverage_chart(context, families=("mediation",))


@dataclass(frozen=True)
class Picture:
    """A chart laid out for a preset, and where its texts stand; head and foot come last."""

    chart: Chart
    preset: Preset
    figure: go.Figure
    boxes: list[Box]

    @property
    def name(self) -> str:
        return f"{self.chart.key} {self.preset.name}"


@pytest.fixture(scope="module", params=["zh", "en"])
def drawn(
    request: pytest.FixtureRequest, make_context: Callable[..., Context], panels_of: PanelsOf
) -> list[Picture]:
    """Every chart as a picture of either size, in one language."""
    context = make_context(request.param)
    figures = [
        (chart, preset, standing_alone(chart, context, preset))
        for chart in kinds(context, panels_of)
        if chart
        for preset in PRESETS.values()
    ]
    return [Picture(chart, preset, figure, boxes(figure)) for chart, preset, figure in figures]


Drawn = list[Picture]


def test_no_text_lies_on_another(drawn: Drawn) -> None:
    overlaps = [
        (picture.name, one.text, other.text)
        for picture in drawn
        for one, other in combinations(picture.boxes, 2)
        if one.overlaps(other)
    ]
    assert overlaps == []


def test_every_text_is_inside_the_picture(drawn: Drawn) -> None:
    outside = [
        (picture.name, box)
        for picture in drawn
        for box in picture.boxes
        if min(box.left, box.top) < -CLOSE
        or box.right > picture.figure.layout.width + CLOSE
        or box.bottom > picture.figure.layout.height + CLOSE
    ]
    assert outside == []


def test_head_and_foot_leave_the_plot_alone(drawn: Drawn) -> None:
    """Title and subtitle end above it, notes begin below the names of its horizontal axis."""
    for picture in drawn:
        title, subtitle, foot = picture.boxes[-3:]
        layout, axis = picture.figure.layout, picture.figure.layout.xaxis
        own = float(picture.chart.figure.layout.margin.t or 0)
        below = 0.0
        if axis.showticklabels is not False and axis.side != "top":
            below = max(len(lines_of(str(name))) for name in axis.ticktext or ("",)) * SIZE * 1.3
        assert title.bottom <= subtitle.top + CLOSE, picture.name
        assert subtitle.bottom <= layout.margin.t - own, picture.name
        assert foot.top >= layout.height - layout.margin.b + below, picture.name


def test_names_at_the_axis_fit_beside_the_plot(drawn: Drawn) -> None:
    for picture in drawn:
        layout, margin = picture.figure.layout, picture.figure.layout.margin
        names = layout.yaxis.ticktext or named(picture.figure, "y")
        widest = max((text_width(line) for n in names for line in lines_of(str(n))), default=0)
        assert widest <= margin.l, picture.name
        assert layout.width - margin.l - margin.r >= NARROWEST_PLOT, picture.name


def test_pictures_keep_the_size_of_their_preset(drawn: Drawn) -> None:
    """Wider and higher in proportion where there is much to say, never higher than its page."""
    for picture in drawn:
        preset, layout = picture.preset, picture.figure.layout
        width, height = layout.width, layout.height
        assert width >= preset.width
        if preset.name == "16x9":
            assert width * 9 == height * 16, picture.name
        assert height * preset.width <= TALLEST[preset.name] * width, picture.name


def test_a_picture_says_everything(drawn: Drawn) -> None:
    for picture in drawn:
        chart, said = picture.chart, [squeezed("".join(lines_of(b.text))) for b in picture.boxes]
        title, subtitle, foot = said[-3:]
        assert title == squeezed(chart.title)
        assert subtitle == squeezed(chart.subtitle)
        for text in (*chart.notes, *chart.sources[:SOURCES_SHOWN], "2026."):
            assert squeezed(text) in foot, (picture.name, text)
        if len(chart.sources) > SOURCES_SHOWN:
            assert str(len(chart.sources)) in foot


@pytest.fixture(scope="module")
def plots(drawn: Drawn) -> Drawn:
    """The same charts without head and foot."""
    figures = [(p.chart, p.preset, plot_only(p.chart, p.preset)) for p in drawn]
    return [Picture(chart, preset, figure, boxes(figure)) for chart, preset, figure in figures]


def test_a_plot_says_only_what_belongs_into_it(plots: Drawn) -> None:
    """Title, subtitle, notes and sources are said by the file that it stands in."""
    for plot in plots:
        own = [squeezed("".join(lines_of(box.text))) for box in plot.boxes]
        assert len(own) == len([a for a in plot.chart.figure.layout.annotations if a.text])
        for text in (plot.chart.title, *plot.chart.notes, *plot.chart.sources):
            assert squeezed(text) not in own, plot.name


def test_a_plot_fills_its_picture(drawn: Drawn, plots: Drawn) -> None:
    for picture, plot in zip(drawn, plots, strict=True):
        layout, preset = plot.figure.layout, plot.preset
        assert layout.height < picture.figure.layout.height, plot.name
        assert layout.height * preset.width <= TALLEST_PLOT[preset.name] * layout.width
        plot_height = layout.height - layout.margin.t - layout.margin.b
        assert plot_height >= (plot.chart.figure.layout.height or 0) - 1, plot.name
        assert layout.margin.b >= PLOT_EDGE
        assert layout.paper_bgcolor == "#FFFFFF"


def test_texts_in_a_plot_are_inside_and_apart(plots: Drawn) -> None:
    for plot in plots:
        layout = plot.figure.layout
        assert not any(one.overlaps(other) for one, other in combinations(plot.boxes, 2))
        for box in plot.boxes:
            assert min(box.left, box.top) >= -CLOSE, (plot.name, box)
            assert box.right <= layout.width + CLOSE, (plot.name, box)
            assert box.bottom <= layout.height + CLOSE, (plot.name, box)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_chart_on_the_page_is_left_as_it_was(zh: Context, panels_of: PanelsOf) -> None:
    chart = charts.panel_chart(panels_of(zh, "reconsideration.received")[0], zh)
    before = chart.figure.to_json()
    standing_alone(chart, zh, PRESETS["a4"])
    assert chart.figure.to_json() == before


def test_texts_are_texts_and_not_markup(zh: Context, panels_of: PanelsOf) -> None:
    """Plotly reads <b>, <a href> and <br> in a text."""
    panel = panels_of(zh, "reconsideration.received")[0]
    rows = panel.rows.with_columns(source_title=pl.lit('<a href="javascript:1">x</a>&amp;'))
    chart = charts.panel_chart(replace(panel, rows=rows), zh)
    figure = standing_alone(replace(chart, title="a < b <br> & c"), zh, PRESETS["16x9"])
    title, _, foot = (note.text for note in figure.layout.annotations[-3:])
    assert title == "<b>a &lt; b &lt;br&gt; &amp; c</b>"
    assert '&lt;a href="javascript:1"&gt;x&lt;/a&gt;&amp;amp;' in foot.replace("<br>", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, []),
        ("收到复议申请", 40, ["收到复", "议申请"]),
        ("收到复议，申请", 56, ["收到复", "议，申请"]),
        ("收到《复议申请", 40, ["收到", "《复议", "申请"]),
        ("two words", 60, ["two", "words"]),
        ("Rule-of-Law 指标", 90, ["Rule-of-Law", "指标"]),
        ("x" * 18, 70, ["x" * 9, "x" * 9]),
        ("   ", 50, []),
    ],
)
def test_lines_break_where_they_may(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width=width, size=12.5) == lines


@pytest.mark.parametrize("width", [30, 60, 200, 1000])
def test_nothing_is_lost_in_breaking_and_no_line_is_too_long(zh: Context, width: int) -> None:
    texts = [note.zh for note in zh.data.notes.values()] + [n.en for n in zh.data.notes.values()]
    for text in texts:
        lines = wrap(text, width=width, size=11)
        assert squeezed("".join(lines)) == squeezed(text)
        # a closing sign stays with its word, so that a line can be one sign too long
        assert max(text_width(line, 11) for line in lines) <= width + 22
