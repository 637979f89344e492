"""Reads the files of figures into the database, and finds every row that cannot be right.

Most figures are plain (see sql/staging.sql); every other form is read by `indicators`, once for
each distinct one. A row that cannot be right is read again by `inputs`, for the sentence that
says why, so that there is one place where rows are judged in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal

import duckdb

from indicators.catalogue import Catalogue, Measure
from indicators.comparability import shape
from indicators.errors import Problem, raise_if_any
from indicators.periods import Period
from indicators.quantities import UnknownHedgeError
from warehouse.forms import Form, MisprintError, read_form
from warehouse.inputs import COLUMNS, InputReader, Key, Part
from warehouse.loading import Connection, fill, keys_of, text
from warehouse.schema import sql

SOURCES_FILE, FIGURES, STATEMENTS = "sources.csv", "observations.csv", "growth.csv"
_STAGED = {
    SOURCES_FILE: "staged_source",
    FIGURES: "staged_figure",
    STATEMENTS: "staged_growth",
}
_CELLS = {
    SOURCES_FILE: "source_cells",
    FIGURES: "observation_cells",
    STATEMENTS: "growth_cells",
}
_AS_TEXT = {"period_start": "first_day", "period_end": "last_day"}  # not yet days
# as written; then, should some row not be right, without the blanks around its cells
_READINGS = ("coalesce(text, '')", "trim(coalesce(text, ''))")

# nobody knows beforehand how long a file is; the dimensions are what fits in memory
_FILES_STREAM = "SET disabled_optimizers = 'join_order,build_side_probe_side'"

_STORE_SOURCES = """
INSERT INTO source BY NAME
SELECT * EXCLUDE (bad, cells) FROM staged_source JOIN named_source USING (source_id)
WHERE NOT bad
ORDER BY source_key
"""
_FORMS = """
SELECT DISTINCT printed, value::VARCHAR, qualifier, whole, measure
FROM staged_figure
WHERE NOT plain
"""
_FORM = """
CREATE OR REPLACE TEMP TABLE form (
    printed VARCHAR, value DECIMAL(18, 4), qualifier VARCHAR, whole BOOLEAN, measure VARCHAR,
    low DECIMAL(18, 4), high DECIMAL(18, 4), step DECIMAL(18, 4)
)
"""
_CELLS_OF = """
SELECT DISTINCT [
    district_code, indicator_id, scope, coalesce(period_start::VARCHAR, ''),
    period_end::VARCHAR, source_id
]
FROM {table}
JOIN (SELECT indicator_key, indicator_id FROM staging_indicator) USING (indicator_key)
JOIN scope USING (scope_key)
JOIN named_source USING (source_key)
"""
_STAGING_PERIOD = """
CREATE OR REPLACE TEMP TABLE staging_period (
    period_start DATE, period_end DATE, period_key INTEGER, earlier_key INTEGER
)
"""
_MOST = 1000  # rows that are wrong are enough to see what is wrong

_PERIODS = """
SELECT period_start, period_end, bool_or(stated) AS stated
FROM (
    SELECT period_start, period_end, false AS stated FROM staged_figure
    UNION ALL SELECT period_start, period_end, true FROM staged_growth
)
GROUP BY ALL ORDER BY ALL
"""


def stage(connection: Connection, reader: InputReader, parts: Sequence[Part]) -> None:
    """Read the figures of these folders: `staged_figure`, `staged_growth`, `form`, and periods.

    The dimensions that rows name lie in the database already. Raises DataFileError with every
    problem, those that the reader has noted before included.
    """
    connection.execute(sql("macros"))
    _stage_dimensions(connection, reader.catalogue, parts)
    _stage_files(connection, reader, parts, (SOURCES_FILE,), "sources")
    _store_sources(connection, reader)
    _stage_files(connection, reader, parts, (FIGURES, STATEMENTS), "staging")
    raise_if_any(reader.problems)
    _read_notes(connection, reader, parts)
    _read_forms(connection, reader, parts)
    raise_if_any(reader.problems)
    _read_periods(connection)


def _stage_files(
    connection: Connection,
    reader: InputReader,
    parts: Sequence[Part],
    names: Sequence[str],
    script: str,
) -> None:
    """Read these files of all folders, and explain the rows that cannot be right."""
    readable = {
        name: [part for part in parts if reader.header_is_right(part, name)] for name in names
    }
    for reading in _READINGS:
        connection.execute(f"CREATE OR REPLACE TEMP MACRO cell(text) AS {reading}")
        for name in names:
            _show_cells(connection, name, readable[name])
        try:
            connection.execute(_FILES_STREAM)
            connection.execute(sql(script))
            connection.execute("RESET disabled_optimizers")
        except duckdb.InvalidInputException as error:
            _explain_files(reader, readable, error)
        bad = {
            name: keys_of(
                connection,
                f"SELECT cells FROM {_STAGED[name]} WHERE bad LIMIT {_MOST}",  # noqa: S608
            )
            for name in names
        }
        if not any(bad.values()):
            break
    for name, suspects in bad.items():
        _explain(reader, name, readable[name], suspects)


def _store_sources(connection: Connection, reader: InputReader) -> None:
    """The sources, with keys that follow those that are there."""
    connection.execute(_STORE_SOURCES)
    found = connection.execute("SELECT source_id FROM named_source").fetchall()
    reader.sources = {source_id for (source_id,) in found}


def _stage_dimensions(connection: Connection, catalogue: Catalogue, parts: Sequence[Part]) -> None:
    """What rows are matched with, beside the tables of the schema."""
    indicators = [
        {
            "indicator_id": item.id, "indicator_key": key, "measure": item.measure.value,
            "whole": catalogue.unit_of(item.id).whole,
        }
        for key, item in enumerate(catalogue)
    ]  # fmt: skip
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staging_indicator"
        " (indicator_id VARCHAR, indicator_key INTEGER, measure VARCHAR, whole BOOLEAN)"
    )
    fill(connection, "staging_indicator", indicators)
    connection.execute("CREATE OR REPLACE TEMP TABLE staging_part (file VARCHAR, own VARCHAR)")
    own = [
        {"file": str(part.folder / name), "own": part.source}
        for part in parts
        if part.source
        for name in _CELLS
    ]
    fill(connection, "staging_part", own)


def _show_cells(connection: Connection, name: str, parts: Sequence[Part]) -> None:
    """The cells of one kind of file, of all folders, as a view."""
    view, columns = _CELLS[name], COLUMNS[name]
    cells = ", ".join(f"cell({column}) AS {_AS_TEXT.get(column, column)}" for column in columns)
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    nothing = ", ".join(f"NULL::VARCHAR AS {column}" for column in columns)
    found = f"""read_csv(
        getvariable('files_of_{view}'), columns = {{{types}}}, header = true, auto_detect = false,
        delim = ',', quote = '"', escape = '"', filename = true
    )"""
    none = f"(SELECT {nothing}, NULL::VARCHAR AS filename LIMIT 0)"
    files = [str(part.folder / name) for part in parts]
    connection.execute(f"SET VARIABLE files_of_{view} = $files", {"files": files})
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS"  # noqa: S608
        f" SELECT {cells}, filename FROM {found if files else none}"
    )


def _explain_files(
    reader: InputReader, readable: dict[str, list[Part]], error: duckdb.Error
) -> None:
    """What is wrong with files that are not CSV of ours: DataFileError."""
    for name, parts in readable.items():
        reader.explain(name, parts, None)
    if not reader.problems:
        reader.problems.append(Problem("", "", "", str(error).splitlines()[0]))
    raise_if_any(reader.problems)


def _explain(reader: InputReader, name: str, parts: Sequence[Part], suspects: set[Key]) -> None:
    """Say what is wrong with rows; a row that only the database refuses is named, too."""
    before = len(reader.problems)
    if suspects:
        reader.explain(name, parts, suspects)
    if suspects and len(reader.problems) == before:
        row = " ".join(filter(None, min(suspects)))
        reader.problems.append(Problem(name, row, "", "cannot be read"))


def _read_notes(connection: Connection, reader: InputReader, parts: Sequence[Part]) -> None:
    """Every key that rows name must be one of the notes."""
    for name in (FIGURES, STATEMENTS):
        table = _STAGED[name]
        named = connection.execute(f"SELECT DISTINCT notes FROM {table} WHERE notes <> ''")  # noqa: S608
        unknown = [
            text
            for (text,) in named.fetchall()
            if reader.notes and not reader.notes.keys() >= set(filter(None, text.split(";")))
        ]
        if unknown:
            query = f"{_CELLS_OF.format(table=table)} WHERE notes IN (SELECT unnest($unknown))"
            _explain(reader, name, parts, keys_of(connection, query, {"unknown": unknown}))


def _read_forms(connection: Connection, reader: InputReader, parts: Sequence[Part]) -> None:
    """Read every form that is not plain: `form` holds bounds and step; no step = misprinted."""
    rows = []
    for printed, value, qualifier, whole, measure in connection.execute(_FORMS).fetchall():
        row: dict[str, object] = {
            "printed": printed, "value": value, "qualifier": qualifier, "whole": whole,
            "measure": measure, "low": None, "high": None, "step": None,
        }  # fmt: skip
        form = Form(printed, Decimal(value), qualifier, whole, Measure(measure))
        with suppress(MisprintError, UnknownHedgeError):
            stated = read_form(form)
            row |= {
                "low": text(stated.bounds.low), "high": text(stated.bounds.high),
                "step": text(stated.step),
            }  # fmt: skip
        rows.append(row)
    connection.execute(_FORM)
    fill(connection, "form", rows)
    misprinted = f"""
        {_CELLS_OF.format(table=_STAGED[FIGURES])}
        JOIN form USING (printed, value, qualifier, whole, measure)
        WHERE NOT plain AND form.step IS NULL
    """
    _explain(reader, FIGURES, parts, keys_of(connection, misprinted))


def _read_periods(connection: Connection) -> None:
    """Add the periods of figures and statements, and for the latter the period a year earlier."""
    stated = [
        (Period(start, end), with_growth)
        for start, end, with_growth in connection.execute(_PERIODS).fetchall()
    ]
    periods = {period for period, _ in stated}
    periods |= {period.year_earlier() for period, with_growth in stated if with_growth}
    known = dict(connection.execute("SELECT period_label, period_key FROM period").fetchall())
    new = sorted({period.label: period for period in periods}.items())
    fill(
        connection,
        "period",
        [
            _period(len(known) + key, period)
            for key, (_, period) in enumerate(item for item in new if item[0] not in known)
        ],
    )
    keys = dict(connection.execute("SELECT period_label, period_key FROM period").fetchall())
    connection.execute(_STAGING_PERIOD)
    fill(
        connection,
        "staging_period",
        [
            {
                "period_start": period.start, "period_end": period.end,
                "period_key": keys[period.label],
                "earlier_key": keys.get(period.year_earlier().label),
            }
            for period in periods
        ],
    )  # fmt: skip


def _period(key: int, period: Period) -> dict[str, object]:
    return {
        "period_key": key, "period_label": period.label,
        "period_start": period.start, "period_end": period.end,
        "basis": period.basis.value, "shape": shape(period), "year": period.year,
    }  # fmt: skip
