"""Which documents a briefing cites: those of its charts, then those that only its sentences use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.document import Source, cited, sources_by_id
from dashboard.sentences.model import Sentence
from warehouse import queries


@dataclass(frozen=True)
class Citations:
    """The sources of a document, and the number of the document that each observation is from."""

    sources: tuple[Source, ...]
    numbers: dict[str, int]

    def of_chart(self, chart: Chart) -> set[int]:
        """The numbers of what a chart shows."""
        return {self.numbers[one] for one in chart.observations}

    def of_sentence(self, sentence: Sentence) -> set[int]:
        """The numbers of what a sentence says."""
        return {self.numbers[one] for one in observations(sentence) if one in self.numbers}

    def marked(self, sentence: Sentence) -> str:
        """The sentence as a file has it."""
        return cited(sentence.text, self.of_sentence(sentence))


def citations(charts: Sequence[Chart], used: Sequence[Sentence], context: Context) -> Citations:
    """Number the documents in the order of their use, charts first."""
    figures = [chart.rows for chart in charts if chart.observations]
    known = {name for chart in charts for name in chart.observations}
    asked = dict.fromkeys(name for one in used for name in observations(one))
    missing = [name for name in asked if name not in known]
    if missing:
        near = {code for rows in figures for code in rows["district_code"]}
        figures.append(queries.documents(context.warehouse, missing, districts=sorted(near)))
    sources = sources_by_id(figures, context)
    pairs = (row for rows in figures for row in rows.select("observation_id", "source_id").rows())
    numbers = {observation: sources[source].number for observation, source in pairs}
    return Citations(tuple(sources.values()), numbers)


def observations(sentence: Sentence) -> Iterator[str]:
    """The observations behind the numbers of a sentence."""
    return (name for figure in sentence.figures for name in figure.observation_ids)
