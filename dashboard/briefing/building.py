"""From a saved briefing to the document that it gives on the data of now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from dashboard.briefing.methods import methods
from dashboard.briefing.model import Briefing, Drafted, Item
from dashboard.briefing.news import News, news
from dashboard.charts.chart import Chart
from dashboard.charts.drawing import Drawn, draw
from dashboard.charts.recipe import Recipe
from dashboard.context import Context, Data
from dashboard.exports.document import Cover, Document, Section, Source, numbered_sources
from dashboard.selection import default_selection
from dashboard.sentences.model import Sentence
from dashboard.sentences.proposals import propose
from dashboard.words import Language, Words
from warehouse.connection import Warehouse

KEPT = 120  # charts drawn before: those of some ten briefings


@dataclass(frozen=True)
class Entry:
    """One chart of a briefing as the data of now give it; nothing is drawn of what they lack."""

    item: Item
    drawn: Drawn | None
    proposed: tuple[Sentence, ...]
    news: News

    @property
    def chart(self) -> Chart | None:
        """The chart, under the person's own title if there is one."""
        if self.drawn is None:
            return None
        return replace(self.drawn.chart, title=self.item.title or self.drawn.chart.title)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts under the chart: drafted ones as the data of now have them, own ones as is."""
        texts = {sentence.id: sentence.text for sentence in self.proposed}
        passages = self.item.passages
        found = (texts.get(p.id) if isinstance(p, Drafted) else p.text for p in passages)
        return tuple(text for text in found if text)


@dataclass(frozen=True)
class Built:
    """A briefing on the data of now: its entries in order, and the document of those drawn."""

    entries: tuple[Entry, ...]
    document: Document


def built(briefing: Briefing, data: Data, words: Words) -> Built:
    """Draw every chart again, and put together what a file says."""
    context = Context(data, words, default_selection(data.offer))
    entries = tuple(entry(item, context) for item in briefing.items)
    charts = [one.chart for one in entries if one.chart]
    sources = numbered_sources(charts, context)
    document = Document(
        context=context,
        sections=tuple(_section(one, sources) for one in entries if one.chart),
        sources=sources,
        methods=methods(charts, context),
        cover=Cover(briefing.title, briefing.author, briefing.day),
    )
    return Built(entries, document)


def entry(item: Item, context: Context) -> Entry:
    """One chart drawn again, with the sentences that can be made of it and what is new."""
    data = context.data
    order = _Order(item.recipe, data.warehouse, context.words.language, data)
    drawn, proposed = _drawn(order)
    chart = drawn.chart if drawn else None
    return Entry(item, drawn, proposed, news(item.seen, chart, item.passages, proposed, context))


@dataclass(frozen=True)
class _Order:
    """A chart to draw; the data are known by their warehouse."""

    recipe: Recipe
    warehouse: Warehouse
    language: Language
    data: Data = field(compare=False)


@lru_cache(maxsize=KEPT)
def _drawn(order: _Order) -> tuple[Drawn | None, tuple[Sentence, ...]]:
    """The chart with its sentences, kept: while a person works on one, the others stay."""
    drawn = draw(order.recipe, order.data, Words(order.language))
    return drawn, propose(drawn.chart, drawn.context) if drawn else ()


def _section(one: Entry, sources: tuple[Source, ...]) -> Section:
    assert one.chart is not None  # noqa: S101 - only what is drawn has a section
    assert one.drawn is not None  # noqa: S101
    own = set(one.chart.sources)
    numbers = tuple(source.number for source in sources if source.text in own)
    return Section(one.chart, one.drawn.context, one.chart.title, one.paragraphs, numbers)
