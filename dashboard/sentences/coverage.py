"""How many of the districts and years have figures, and why the others have none."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.recipe import CoverageRecipe
from dashboard.context import Context
from dashboard.sentences import numbers
from dashboard.sentences.model import Figure, Parts, Sentence
from dashboard.sentences.wording import fill, joined, sentence


def coverage(chart: Chart, context: Context) -> list[Sentence]:
    """What is there; and, where something is missing, why."""
    rows, words = chart.rows, context.words
    if rows.is_empty():
        return []
    states = dict(rows["state"].value_counts().iter_rows())
    present = states.get("present", 0)
    there = fill(
        words, "sentence.coverage", span=_span(chart, context),
        districts=_count(rows["district_code"].n_unique(), context),
        cells=_count(rows.height, context), filled=_count(present, context),
        facts=_count(int(rows["facts"].sum()), context),
    )  # fmt: skip
    told = [sentence("coverage", there)]
    if present < rows.height:
        told.append(sentence("coverage-missing", _missing(states, context)))
    return told


def _missing(states: dict[str, int], context: Context) -> Parts:
    words = context.words
    reasons = [
        fill(words, f"missing_because.{state}", count=_count(states[state], context))
        for state in ("silent", "not_read", "no_report")
        if state in states
    ]
    joint = words.pick("，", ", ")
    return fill(words, "sentence.silent", reasons=joined(joint, reasons))


def _count(number: int, context: Context) -> Figure:
    return numbers.count(number, (), context.words)


def _span(chart: Chart, context: Context) -> Parts:
    """The years, and the topic if there is but one."""
    words, recipe = context.words, chart.recipe
    first, last = chart.rows["year"].min(), chart.rows["year"].max()
    span = words("period.years_across", first=first, last=last)
    if first == last:
        span = words("period.year", year=first)
    if not isinstance(recipe, CoverageRecipe) or len(recipe.families) != 1:
        return (span,)
    family = context.catalogue.family(recipe.families[0])
    topic = words.pick(family.name_zh, family.name_en)
    return fill(words, "sentence.topic", span=span, topic=topic)
