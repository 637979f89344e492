"""What a file says, whatever its format: a cover, sections with their charts, sources, methods.

Every format writes the same `Document`, so that slides, text and web page cannot differ in a word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.chart import Chart, source_text
from dashboard.context import Context

Progress = Callable[[int, int], None]  # sections done, sections in all


@dataclass(frozen=True)
class Source:
    """A document that figures come from, with the number by which the file cites it."""

    number: int
    text: str
    url: str


@dataclass(frozen=True)
class Section:
    """One chart with its texts; `context` holds the selection that it was drawn from.

    `paragraphs` are plain text in the reader's order, `sources` the numbers of its sources.
    """

    chart: Chart
    context: Context
    title: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cover:
    """The title page; whatever is empty is left out."""

    title: str
    author: str
    day: date | None


@dataclass(frozen=True)
class Document:
    """Everything that a file says; without a cover it is one chart by itself.

    `methods` are paragraphs: what each indicator means, how figures were normalised, data version.
    """

    context: Context
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    methods: tuple[str, ...] = ()
    cover: Cover | None = None


def single(chart: Chart, context: Context) -> Document:
    """The document of one chart by itself."""
    sources = numbered_sources([chart], context)
    numbers = tuple(source.number for source in sources)
    return Document(context, (Section(chart, context, chart.title, sources=numbers),), sources)


def numbered_sources(charts: Sequence[Chart], context: Context) -> tuple[Source, ...]:
    """The documents of all these charts, each once, in the order of their first figure."""
    found: dict[str, Source] = {}
    for chart in charts:
        if not chart.observations:
            continue
        for row in chart.rows.unique("source_id", maintain_order=True).iter_rows(named=True):
            text = source_text(
                row["issuer"], row["source_title"], official=row["official"], words=context.words
            )
            number = len(found) + 1
            found.setdefault(row["source_id"], Source(number, text, row["url"] or ""))
    return tuple(found.values())
