"""What a file says, whatever its format: a cover, sections with their charts, sources, methods.

Every format writes the same `Document`, so that slides, text and web page cannot differ in a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import polars as pl

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
    figures = [chart.rows for chart in charts if chart.observations]
    return tuple(sources_by_id(figures, context).values())


def sources_by_id(figures: Iterable[pl.DataFrame], context: Context) -> dict[str, Source]:
    """The documents of figures, numbered in the order of the first of each."""
    found: dict[str, Source] = {}
    for rows in figures:
        for row in rows.unique("source_id", maintain_order=True).iter_rows(named=True):
            text = source_text(
                row["issuer"], row["source_title"], official=row["official"], words=context.words
            )
            number = len(found) + 1
            found.setdefault(row["source_id"], Source(number, text, row["url"] or ""))
    return found


def cited(text: str, numbers: Iterable[int]) -> str:
    """A sentence with the numbers of its sources before its full stop (增长52%[1][3–6]。)."""
    end = text[-1:] if text.endswith(("。", ".")) else ""
    return f"{text.removesuffix(end)}{''.join(_marks(sorted(set(numbers))))}{end}"


def _marks(numbers: Sequence[int]) -> Iterator[str]:
    """Three and more in a row are one mark: a rank among forty districts stays readable."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        row = [number for _, number in run]
        if len(row) > 2:
            yield f"[{row[0]}–{row[-1]}]"
        else:
            yield from (f"[{number}]" for number in row)
