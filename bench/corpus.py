"""Passages of the corpus with what they state: quantities by value, periods by their days."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.numerals import read_numeral
from indicators.periods import Period, full_year, parse_label

CORPUS = Path(__file__).resolve().parent.parent / "tests/indicators/reading/corpus"


@dataclass(frozen=True)
class Passage:
    """A text, its report's period, and what it states: quantities (start, end, value), periods."""

    name: str
    text: str
    period: Period
    quantities: tuple[tuple[int, int, Decimal], ...]
    periods: tuple[Period, ...]

    @property
    def published(self) -> date:
        """The day after the report's period: the earliest day on which it can have appeared."""
        return date.fromordinal(self.period.end.toordinal() + 1)


def own_corpus() -> list[Passage]:
    """The passages of the tests."""
    found = []
    for file in sorted(CORPUS.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            label = case.get("report", {}).get("period", "2024")
            period = parse_label(label) if label else full_year(2024)
            quantities = tuple(_quantities(case))
            stated = {want.get("period", "any") for want in case.get("expect", ())} - {"any"}
            spans = tuple(filter(_is_span, map(parse_label, sorted(stated))))
            found.append(Passage(case["id"], case["text"], period, quantities, spans))
    return found


def _quantities(case: dict[str, Any]) -> Iterator[tuple[int, int, Decimal]]:
    """Everything that a case says is a quantity, by the first place that nothing else has taken."""
    printed = [
        *(want["printed"] for key in ("expect", "may", "growth") for want in case.get(key, ())),
        *case.get("unplaced", ()),
        *case.get("growth_may", ()),
    ]
    taken: set[int] = set()
    for form in printed:
        start = case["text"].find(form)
        while start in taken:
            start = case["text"].find(form, start + 1)
        numeral = read_numeral(form)
        if start >= 0 and numeral is not None:
            taken.add(start)
            yield start, start + len(form), numeral.value


def reports(shared: Path) -> list[Passage]:
    """The annotated reports of a folder with `reports` and `gold`."""
    with (shared / "gold/observations.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    for file in sorted((shared / "reports").glob("*.txt")):
        own = [row for row in rows if row["doc"] == file.name]
        period = Period(*map(date.fromisoformat, _usual(own)))
        quantities = {(int(row["char_start"]), row["printed"]) for row in own if row["printed"]}
        text = file.read_bytes().decode("utf-8")
        with_values = tuple(
            (start, start + len(printed), numeral.value)
            for start, printed in sorted(quantities)
            if (numeral := read_numeral(printed)) is not None
        )
        spans = {Period(*map(date.fromisoformat, span)) for span in _spans(own)}
        stated = tuple(sorted(filter(_is_span, spans), key=lambda one: one.label))
        found.append(Passage(file.name, text, period, with_values, stated))
    return found


def _usual(rows: list[dict[str, str]]) -> tuple[str, str]:
    """The span that most figures of a report cover: its own."""
    spans = _spans(rows)
    return max(sorted(set(spans)), key=spans.count)


def _spans(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["period_start"], row["period_end"]) for row in rows if row["period_start"]]


def _is_span(period: Period) -> bool:
    """Whether it has a first and another last day: what a time expression can say by itself."""
    return period.start is not None and period.start != period.end
