"""Which sentences are proposed for which kind of chart, and with which a page opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard.charts.chart import Chart
from dashboard.charts.growth import PERCENT as GROWTH_UNIT
from dashboard.charts.series import LIKE, Mode, Panel
from dashboard.context import Context
from dashboard.formats import INDEX_UNIT, DisplayUnit
from dashboard.markup import escape
from dashboard.sentences.comparisons import on_year_before
from dashboard.sentences.compositions import compositions
from dashboard.sentences.courses import course
from dashboard.sentences.coverage import coverage
from dashboard.sentences.levels import clause, level, shared_level
from dashboard.sentences.model import Sentence
from dashboard.sentences.periods import lead
from dashboard.sentences.ranks import largest, own_rank, rank
from dashboard.sentences.wording import fill, sentence
from dashboard.words import Words
from indicators.periods import Basis

Told = Iterable[Sentence | None]
SPAN = 2  # years: a shorter course is told by the change on the year before
MOVEMENTS, PLACES = 3, 4


def propose(chart: Chart, context: Context) -> tuple[Sentence, ...]:
    """Sentences of fact about a chart, the most important first; none for an unknown kind."""
    told = KINDS[chart.kind](chart, context) if chart.kind in KINDS else ()
    return tuple(item for item in told if item is not None)


def opening(panels: Sequence[Panel], context: Context, *, most: int = 3) -> list[str]:
    """One sentence (Markdown) a panel of whole districts, of recent full years or first halves."""
    newest = max((_latest_year(panel) for panel in panels), default=0)
    whole = [
        panel
        for panel in panels
        if not panel.scope
        and panel.basis in (Basis.YEAR, Basis.FIRST_HALF)
        and _latest_year(panel) >= newest - 1
    ]
    told = [found for panel in whole[:most] if (found := level(panel, context))]
    return [escape(item.text) for item in told]


def _latest_year(panel: Panel) -> int:
    return int(panel.rows["year"].max())  # type: ignore[arg-type]


def _panels(chart: Chart, context: Context) -> list[Panel]:
    """The like figures of a chart, in drawing order."""
    found = [
        (part, chart.unit_of(part.row(0, named=True)))
        for part in chart.rows.partition_by(LIKE, maintain_order=True)
    ]
    return [Panel(part, unit, _mode(unit, context.words)) for part, unit in found]


def _mode(unit: DisplayUnit, words: Words) -> Mode:
    """What is shown of the values: one of two indicators of a chart may lack the other's mode."""
    if unit == INDEX_UNIT:
        return Mode.INDEX
    if unit == GROWTH_UNIT:
        return Mode.GROWTH
    per_residents = unit.label.endswith(words("unit.per_100k", unit=""))
    return Mode.PER_100K if per_residents else Mode.LEVEL


def _named(kind: str, panel: Panel) -> str:
    """The name of a sentence about one of several panels of a chart."""
    parts = (kind, panel.indicator, panel.scope, str(panel.rows["shape"][0]))
    return "-".join(part for part in parts if part)


def _series(chart: Chart, context: Context) -> Told:
    for panel in _panels(chart, context):
        yield level(panel, context)
        yield shared_level(panel, context)
        yield rank(panel, context)
        yield course(panel, context, years=SPAN)


def _bars(chart: Chart, context: Context) -> Told:
    for panel in _panels(chart, context):
        yield level(panel, context)
        yield shared_level(panel, context)
        yield rank(panel, context, everywhere=chart.kind == "landscape")


def _change(chart: Chart, context: Context) -> Told:
    return (course(panel, context) for panel in _panels(chart, context))


def _scatter(chart: Chart, context: Context) -> Told:
    """Of each indicator by itself: a chart of two says nothing about cause."""
    panels = _panels(chart, context)
    yield from (level(panel, context, name=_named("level", panel)) for panel in panels)
    yield from (largest(panel, context, name=_named("largest", panel)) for panel in panels)


def _rates(chart: Chart, context: Context) -> Told:
    return (level(panel, context, name=_named("level", panel)) for panel in _panels(chart, context))


def _profile(chart: Chart, context: Context) -> Told:
    """The places of the district where most others can be compared."""
    own = str(chart.rows["district_code"][0])
    panels = sorted(_panels(chart, context), key=lambda panel: panel.rows.height, reverse=True)
    told = (own_rank(panel, own, context, name=_named("rank", panel)) for panel in panels)
    return [item for item in told if item][:PLACES]


def _movements(chart: Chart, context: Context) -> Told:
    """The largest changes; the rows are the earlier and the later figure of each."""
    for place in range(1, min(chart.rows.height, 2 * MOVEMENTS), 2):
        rows = chart.rows[place - 1 : place + 1]
        later = rows.row(1, named=True)
        panel = Panel(rows, chart.unit_of(later))
        moved = on_year_before([later], panel, context)
        said = clause(later, panel, context, moved)
        when = lead([later], panel, context)
        name = f"change-{later['indicator_id']}-{later['district_code']}"
        yield sentence(name, fill(context.words, "sentence.told", when=when, clauses=said))


KINDS: dict[str, Callable[[Chart, Context], Told]] = {
    "trend": _series,
    "multiples": _series,
    "bars": _bars,
    "landscape": _bars,
    "change": _change,
    "scatter": _scatter,
    "composition": compositions,
    "rates": _rates,
    "coverage": coverage,
    "profile": _profile,
    "movements": _movements,
}
