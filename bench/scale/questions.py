"""Every question of a page, asked as pages do and by SQL written by hand for the same file.

The SQL by hand stands in `by_hand.sql`: it knows the tables as they are stored and has its values
written into it, as a person would who asks once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import polars as pl

from bench.samples import Measured
from bench.scale.aims import Tail, beside
from bench.scale.cases import Case
from dashboard.pages.data.all_figures import A_PAGE
from indicators.catalogue import load_catalogue
from indicators.periods import Basis
from warehouse import queries, searching
from warehouse.connection import Warehouse
from warehouse.queries import Filter

QUERY_AIM, HAND_AIM = 50.0, 1.3
SECONDS_A_QUESTION = 60.0
BY_HAND = Path(__file__).with_name("by_hand.sql")

Ask = Callable[[Warehouse, Case], pl.DataFrame]


@dataclass(frozen=True)
class Question:
    """One question: where it is asked, our function, and what the SQL by hand needs to know."""

    name: str
    ask: Ask
    by_hand: str  # the name of its SQL
    chosen: Callable[[Case], Filter]
    indicators: Callable[[Case], Sequence[str]]

    def sql(self, case: Case, known: Mapping[str, str]) -> str:
        """The SQL by hand for one case, from statements by name."""
        chosen, positions = self.chosen(case), _positions()
        return known[self.by_hand].format(
            districts=_texts(chosen.districts),
            district=f"'{case.district}'",
            family=case.family,
            shape=case.shape,
            first_year=chosen.first_year,
            last_year=chosen.last_year,
            bases=_texts(chosen.bases),
            indicators=", ".join(str(positions[one]) for one in self.indicators(case)),
            figure=int(case.observation_id, 16),
            most=A_PAGE,
            figures=", ".join(str(int(one, 16)) for one in case.observation_ids),
        )


def _all_years(case: Case) -> Filter:
    return Filter((case.district,), 0, 9999, tuple(Basis))


def _every(_: Case) -> Sequence[str]:
    return tuple(load_catalogue().by_id)


def _chosen(case: Case) -> Filter:
    return case.chosen


def _of_family(case: Case) -> Sequence[str]:
    return case.indicators


def _one(case: Case) -> Sequence[str]:
    return (case.indicator,)


QUESTIONS = (
    Question(
        "family page: points of a family",
        lambda w, c: queries.points(w, c.indicators, c.chosen),
        "points", _chosen, _of_family,
    ),
    Question(
        "explore: one indicator",
        lambda w, c: queries.points(w, [c.indicator], c.chosen),
        "points", _chosen, _one,
    ),
    Question(
        "explore: one indicator, a hundred districts, every full year",
        lambda w, c: queries.points(w, [c.indicator], c.widely),
        "points", lambda c: c.widely, _one,
    ),
    Question(
        "district page: all figures of a district",
        lambda w, c: queries.points(w, None, _all_years(c)),
        "points", _all_years, _every,
    ),
    Question(
        "data page: a page of the selection's figures",
        lambda w, c: searching.page(w, c.chosen, most=A_PAGE),
        "observations", _chosen, _of_family,
    ),
    Question(
        "explore: which indicators there are",
        lambda w, c: queries.alike(w, c.chosen),
        "alike", _chosen, _of_family,
    ),
    Question(
        "explore: what there is of an indicator",
        lambda w, c: queries.holdings(w, c.indicator, c.chosen),
        "holdings", _chosen, _one,
    ),
    Question(
        "explore: what an indicator can be set against",
        lambda w, c: queries.companions(w, c.indicator, c.chosen, scope="", shape=c.shape),
        "companions", _chosen, _one,
    ),
    Question(
        "district page: documents",
        lambda w, c: queries.district_sources(w, c.district),
        "district_sources", _chosen, _of_family,
    ),
    Question(
        "data page: documents by year",
        lambda w, c: queries.documents_by_year(
            w, districts=c.chosen.districts, years=(c.chosen.first_year, c.chosen.last_year)
        ),
        "documents_by_year", _chosen, _of_family,
    ),
    Question(
        "data page: growth as stated",
        lambda w, c: queries.growth_statements(w, c.indicators, c.chosen.districts),
        "growth_statements", _chosen, _of_family,
    ),
    Question(
        "overview: coverage",
        lambda w, c: queries.coverage(
            w,
            districts=c.chosen.districts,
            years=(c.chosen.first_year, c.chosen.last_year),
            families=[family.id for family in load_catalogue().families],
        ),
        "coverage", _chosen, _of_family,
    ),
    Question(
        "evidence: all figures for one fact",
        lambda w, c: queries.same_fact(w, c.observation_id, districts=c.chosen.districts),
        "same_fact", _chosen, _of_family,
    ),
    Question(
        "briefing: documents of the figures shown",
        lambda w, c: queries.documents(w, c.observation_ids, districts=c.chosen.districts),
        "documents", _chosen, _of_family,
    ),
    Question(
        "district page: residents",
        lambda w, c: queries.population(w, c.district),
        "population", _chosen, _of_family,
    ),
)  # fmt: skip


@cache
def statements(file: Path) -> Mapping[str, str]:
    """The statements of a file by name."""
    blocks = re.split(r"^-- name: (\w+)\n", file.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(blocks[1::2], blocks[2::2], strict=True))


@cache
def _positions() -> dict[str, int]:
    return {indicator: place for place, indicator in enumerate(load_catalogue().by_id)}


def _texts(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


class DifferentAnswers(Exception):
    """The SQL by hand does not ask what the page asks."""


def check(question: Question, warehouse: Warehouse, case: Case) -> None:
    """DifferentAnswers unless both give the same rows."""
    ours = question.ask(warehouse, case)
    by_hand = warehouse.query(question.sql(case, statements(BY_HAND)))
    same = [name for name in ours.columns if name in by_hand.columns]
    if len(same) < len(by_hand.columns) or not ours.select(same).equals(by_hand.select(same)):
        raise DifferentAnswers(f"{question.name}: {ours.shape} and {by_hand.shape}")


def measure_queries(warehouse: Warehouse, some: Sequence[Case]) -> Iterator[Measured]:
    """Each question over all cases, ours and by hand in turn; what both answer must be the same."""
    for question in QUESTIONS:
        check(question, warehouse, some[0])
        mine, theirs = zip(*_pairs(question, warehouse, some), strict=True)
        ours = Tail(f"query: {question.name}", "ms", mine, QUERY_AIM)
        by_hand = Measured("    the same by hand", "ms", theirs)
        yield ours
        yield by_hand
        yield beside("    ratio of p95", ours, by_hand, aim=HAND_AIM)


def _pairs(
    question: Question, warehouse: Warehouse, some: Sequence[Case]
) -> Iterator[tuple[float, float]]:
    """Milliseconds of both for each case; each is asked once before, as the file is then read."""
    known = statements(BY_HAND)
    for case in in_time(some):
        ours = partial(question.ask, warehouse, case)
        by_hand = partial(warehouse.query, question.sql(case, known))
        ours()
        by_hand()
        yield milliseconds(ours), milliseconds(by_hand)


def in_time(some: Sequence[Case]) -> Iterator[Case]:
    """The cases one after the other; none further once a question has taken too long."""
    end = time.monotonic() + SECONDS_A_QUESTION
    for case in some:
        yield case
        if time.monotonic() > end:
            return


def milliseconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000
