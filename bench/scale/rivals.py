"""The same questions in SQLite and in pandas, on the figures of some districts.

SQLite holds the tables as DuckDB stores them, with the indexes that these questions want; pandas
holds one wide table in memory, its repeated texts as categories.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bench.samples import Measured
from bench.scale.cases import Case
from bench.scale.memory import MIB
from bench.scale.questions import (
    QUESTIONS,
    DifferentAnswers,
    Question,
    in_time,
    milliseconds,
    statements,
)
from dashboard.pages.data.all_figures import A_PAGE
from warehouse.connection import Warehouse

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

SQL = Path(__file__).with_name("rivals.sql")

_FIGURES = """
SELECT
    f.figure_id::BIGINT AS figure_id, f.district_code, f.indicator_key, f.scope_key, f.period_key,
    f.source_key, f.status, f.value::DOUBLE AS value, f.low::DOUBLE AS low, f.high::DOUBLE AS high,
    f.printed, f.qualifier, f.formula, f.char_start, f.place, f.sources, f.in_conflict,
    array_to_string(n.note_keys, ';') AS note_keys
FROM figure AS f
JOIN note_set AS n USING (note_set)
WHERE f.district_code = ANY($districts)
"""
_DIMENSIONS = {
    "district": "SELECT district_code, label_zh, label_en FROM district",
    "indicator": "SELECT position, indicator_id, family_id FROM indicator",
    "scope": "SELECT scope_key, scope, name_en FROM scope",
    "period": """
        SELECT period_key, period_label, period_start::VARCHAR AS period_start,
            period_end::VARCHAR AS period_end, basis, shape, year FROM period
    """,
    "source": """
        SELECT source_key, source_id, title, issuer, published, url, official, attribution, read,
            sha256 FROM source
    """,
}
_KEYS = {"district": "district_code", "indicator": "position"}
_INDEXES = (
    "CREATE INDEX by_district ON figure (district_code, indicator_key, scope_key, period_key)",
    "CREATE INDEX by_indicator ON figure (indicator_key, period_key, district_code)",
)


@dataclass(frozen=True)
class Rival:
    """Another engine: how it answers, and how much it holds."""

    name: str
    ask: Callable[[Question, Case], int]  # how many rows
    answers: frozenset[str]  # the names of the questions, as in `Question.by_hand`
    mebibytes: float
    where: str


def measure_rivals(
    warehouse: Warehouse, some: Sequence[Case], districts: Sequence[str], folder: Path
) -> Iterator[Measured]:
    """What each rival needs for the questions that it knows; all cases lie in these districts."""
    rivals = (sqlite_rival(warehouse, districts, folder), pandas_rival(warehouse, districts))
    for rival in rivals:
        yield Measured(f"{rival.name}: {rival.where}", "MiB", (rival.mebibytes,))
    for question in QUESTIONS:
        knowing = [rival for rival in rivals if question.by_hand in rival.answers]
        if knowing:
            yield _ours(question, warehouse, some)
        for rival in knowing:
            yield _theirs(question, rival, some, rows=question.ask(warehouse, some[0]).height)


def _ours(question: Question, warehouse: Warehouse, some: Sequence[Case]) -> Measured:
    """Each is asked once before it counts, here and of the rivals."""
    values = []
    for case in in_time(some):
        ask = partial(question.ask, warehouse, case)
        ask()
        values.append(milliseconds(ask))
    return Measured(f"query: {question.name}, these districts", "ms", tuple(values))


def _theirs(question: Question, rival: Rival, some: Sequence[Case], *, rows: int) -> Measured:
    """The same of a rival, which must find as many rows for the first case."""
    found = rival.ask(question, some[0])
    if found != rows:
        raise DifferentAnswers(f"{question.name}: {rows} rows, in {rival.name} {found}")
    values = []
    for case in in_time(some):
        ask = partial(rival.ask, question, case)
        ask()
        values.append(milliseconds(ask))
    return Measured(f"    the same in {rival.name}", "ms", tuple(values))


def sqlite_rival(warehouse: Warehouse, districts: Sequence[str], folder: Path) -> Rival:
    """A SQLite file with the figures of these districts."""
    file = folder / "rival.sqlite"
    file.unlink(missing_ok=True)  # of an earlier run
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA cache_size = -262144")
    for name, sql in _DIMENSIONS.items():
        _load(connection, name, warehouse, sql, key=_KEYS.get(name, f"{name}_key"))
    _load(connection, "figure", warehouse, _FIGURES, key="figure_id", districts=districts)
    for index in _INDEXES:
        connection.execute(index)
    connection.execute("ANALYZE")
    connection.commit()
    known = statements(SQL)

    def ask(question: Question, case: Case) -> int:
        return len(connection.execute(question.sql(case, known)).fetchall())

    return Rival("SQLite", ask, frozenset(known), file.stat().st_size / MIB, "file")


def _load(
    connection: sqlite3.Connection,
    table: str,
    warehouse: Warehouse,
    sql: str,
    *,
    key: str,
    districts: Sequence[str] = (),
) -> None:
    parameters = {"districts": list(districts)} if districts else {}
    frame = warehouse.query(sql, parameters)
    columns = ", ".join(f"{name} PRIMARY KEY" if name == key else name for name in frame.columns)
    if key == "figure_id":  # SQLite's own row number
        columns = columns.replace("figure_id PRIMARY KEY", "figure_id INTEGER PRIMARY KEY")
    connection.execute(f"CREATE TABLE {table} ({columns})")
    marks = ", ".join("?" * frame.width)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", frame.iter_rows())  # noqa: S608


def pandas_rival(warehouse: Warehouse, districts: Sequence[str]) -> Rival:
    """One wide data frame in memory."""
    frame = wide_frame(warehouse, districts)
    answers = {"points": _points, "observations": _observations, "same_fact": _same_fact}
    size = float(frame.memory_usage(deep=True).sum())

    def ask(question: Question, case: Case) -> int:
        return len(answers[question.by_hand](frame, question, case))

    return Rival("pandas", ask, frozenset(answers), size / MIB, "data frame")


def wide_frame(warehouse: Warehouse, districts: Sequence[str]) -> pd.DataFrame:
    """Every figure of these districts with all that pages show; texts as categories."""
    polars = warehouse.query(
        "SELECT * EXCLUDE (conventions) REPLACE (value::DOUBLE AS value, low::DOUBLE AS low,"
        " high::DOUBLE AS high, step::DOUBLE AS step)"
        " FROM flat_observation WHERE district_code = ANY($districts)",
        {"districts": list(districts)},
    )
    texts = pl.col(pl.String).exclude("observation_id").cast(pl.Categorical)
    frame: pd.DataFrame = polars.with_columns(texts).to_pandas()
    return frame


_ORDER = ["indicator_position", "scope", "district_code", "period_end", "period_label", "place"]


def _chosen(frame: pd.DataFrame, question: Question, case: Case) -> pd.DataFrame:
    chosen = question.chosen(case)
    return frame[
        frame["district_code"].isin(chosen.districts)
        & frame["year"].between(chosen.first_year, chosen.last_year)
        & frame["basis"].isin([basis.value for basis in chosen.bases])
    ]


def _points(frame: pd.DataFrame, question: Question, case: Case) -> pd.DataFrame:
    chosen = _chosen(frame, question, case)
    wanted = chosen["indicator_id"].isin(question.indicators(case)) & (chosen["place"] == 1)
    return chosen[wanted].sort_values(_ORDER)


def _observations(frame: pd.DataFrame, question: Question, case: Case) -> pd.DataFrame:
    return _chosen(frame, question, case).sort_values(_ORDER).head(A_PAGE)


def _same_fact(frame: pd.DataFrame, _: Question, case: Case) -> pd.DataFrame:
    asked = frame[frame["observation_id"] == case.observation_id].iloc[0]
    same = frame["district_code"] == asked["district_code"]
    for name in ("indicator_id", "scope", "period_label"):
        same &= frame[name] == asked[name]
    return frame[same].sort_values("place")
