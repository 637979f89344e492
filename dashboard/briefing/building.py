"""From a saved briefing to the document that it gives on the data of now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce
from operator import or_

from dashboard.briefing.citing import Citations, citations
from dashboard.briefing.doubts import NONE, doubted
from dashboard.briefing.methods import methods
from dashboard.briefing.model import Briefing, Drafted, Item
from dashboard.briefing.news import News, news
from dashboard.charts.chart import Chart
from dashboard.charts.drawing import Drawn, draw
from dashboard.charts.recipe import Recipe
from dashboard.context import Context, Data
from dashboard.exports.document import Cover, Document, Section
from dashboard.failures import LOG
from dashboard.selection import default_selection
from dashboard.sentences.model import Sentence
from dashboard.sentences.proposals import propose
from dashboard.words import Language, Words
from warehouse.connection import Warehouse

KEPT = 120  # charts drawn before, of each data version: those of some ten briefings
VERSIONS = 2  # the data of now, and those of a link to an older version

Made = tuple[Drawn | None, tuple[Sentence, ...]]


@dataclass(frozen=True)
class Entry:
    """One chart of a briefing as the data of now give it; nothing is drawn of what they lack.

    `failure` names what went wrong where it is our fault that nothing is drawn.
    """

    item: Item
    drawn: Drawn | None
    proposed: tuple[Sentence, ...]
    news: News
    failure: str = ""

    @property
    def chart(self) -> Chart | None:
        """The chart, under the person's own title if there is one."""
        if self.drawn is None:
            return None
        return replace(self.drawn.chart, title=self.item.title or self.drawn.chart.title)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts under the chart: drafted ones as the data of now have them, own ones as is."""
        return tuple(one if isinstance(one, str) else one.text for one in self.told)

    @property
    def told(self) -> tuple[Sentence | str, ...]:
        """The texts in their order, with the figures behind those that we drafted."""
        known = {sentence.id: sentence for sentence in self.proposed}
        passages = self.item.passages
        found = (known.get(p.id) if isinstance(p, Drafted) else p.text for p in passages)
        return tuple(one for one in found if one)

    @property
    def used(self) -> tuple[Sentence, ...]:
        """The drafted sentences among the texts."""
        return tuple(one for one in self.told if isinstance(one, Sentence))


@dataclass(frozen=True)
class Built:
    """A briefing on the data of now: its entries in order, and the document of those drawn.

    `doubtful` are lines of the title page whose figures may be others now.
    """

    entries: tuple[Entry, ...]
    document: Document
    doubtful: tuple[str, ...] = ()


def built(briefing: Briefing, data: Data, words: Words) -> Built:
    """Draw every chart again, and put together what a file says."""
    context = Context(data, words, default_selection(data.offer))
    entries = tuple(entry(item, context) for item in briefing.items)
    drawn = [one for one in entries if one.drawn]
    charts = [one.chart for one in drawn if one.chart]
    found = citations(charts, [sentence for one in drawn for sentence in one.used], context)
    document = Document(
        context=context,
        sections=tuple(_section(one, found) for one in drawn),
        sources=found.sources,
        methods=methods(charts, context),
        cover=Cover(briefing.title, briefing.author, briefing.day),
    )
    doubts = reduce(or_, (one.news.doubts for one in entries), NONE)
    return Built(entries, document, doubted((briefing.title, briefing.author), doubts))


def entry(item: Item, context: Context) -> Entry:
    """One chart drawn again; one that fails is not drawn, and the others go on."""
    try:
        return _entry(item, context)
    except Exception as error:
        LOG.exception("chart %s of a briefing", item.id)
        return Entry(item, None, (), News(), f"{type(error).__name__}: {error}")


def _entry(item: Item, context: Context) -> Entry:
    """One chart, with the sentences that can be made of it and what is new."""
    data = context.data
    order = _Order(item.recipe, context.words.language, data)
    drawn, proposed = _drawer(data.warehouse)(order)
    chart = drawn.chart if drawn else None
    return Entry(item, drawn, proposed, news(item, chart, proposed, context))


@dataclass(frozen=True)
class _Order:
    """A chart to draw; the data are those of the drawer."""

    recipe: Recipe
    language: Language
    data: Data = field(compare=False)


@lru_cache(maxsize=VERSIONS)
def _drawer(_: Warehouse) -> Callable[[_Order], Made]:
    """Draws from one data version; what it drew goes when that version does.

    While a person works on one chart, the others are at hand.
    """

    @lru_cache(maxsize=KEPT)
    def made(order: _Order) -> Made:
        drawn = draw(order.recipe, order.data, Words(order.language))
        return drawn, propose(drawn.chart, drawn.context) if drawn else ()

    return made


def _section(one: Entry, found: Citations) -> Section:
    assert one.chart is not None  # noqa: S101 - only what is drawn has a section
    assert one.drawn is not None  # noqa: S101
    paragraphs = tuple(text if isinstance(text, str) else found.marked(text) for text in one.told)
    numbers = found.of_chart(one.chart).union(*map(found.of_sentence, one.used))
    return Section(
        one.chart, one.drawn.context, one.chart.title, paragraphs, tuple(sorted(numbers))
    )
