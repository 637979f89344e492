"""The figures of a view as SDMX-CSV 2.0, as published: never what a chart makes of them.

The codes are data (`sdmx_codes.toml`). A figure stands once, however many charts draw it.
"""

from __future__ import annotations

import hashlib
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.charts.chart import document_name
from dashboard.context import Context
from dashboard.exports.interchange.figures import Charts, facts
from dashboard.exports.tables import inert
from dashboard.words import Words
from indicators.catalogue import Catalogue
from indicators.periods import Basis, Period
from warehouse.csv_files import csv_bytes

CODES = Path(__file__).parent / "sdmx_codes.toml"
TOTAL = "_T"  # SDMX for "all of it"

DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "SCOPE", "BASIS", "TIME_PERIOD")
COLUMNS = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION",
    *DIMENSIONS,
    "OBS_VALUE",
    "OBS_LOW", "OBS_HIGH", "OBS_STATUS", "ORIGIN", "UNIT_MEASURE", "UNIT_MULT",
    "REF_AREA_TITLE", "INDICATOR_TITLE", "SCOPE_TITLE", "UNIT_TITLE", "PRINTED", "FORMULA",
    "SOURCE", "SOURCE_URL", "COMMENT_OBS", "DATA_VERSION",
)  # fmt: skip

Row = Mapping[str, Any]
Codes = dict[str, Any]


def sdmx_csv_bytes(charts: Charts, context: Context) -> bytes:
    """UTF-8 without a byte-order mark, as RFC 4180 has it; of no figures only the header."""
    return message(facts(charts, context), context.catalogue, context.words)


def message(known: pl.DataFrame, catalogue: Catalogue, words: Words) -> bytes:
    """The message of these facts; free text is inert, should a spreadsheet open the file."""
    rows = [
        _dimensions(row) | _observation(row, catalogue) | _texts(row, words)
        for row in known.iter_rows(named=True)
    ]
    records = [[row[name] for name in COLUMNS] for row in rows]
    frame = pl.DataFrame(
        records, schema=list(COLUMNS), orient="row", strict=False, infer_schema_length=None
    )
    return csv_bytes(frame)


def _dimensions(row: Row) -> dict[str, Any]:
    period = Period(row["period_start"], row["period_end"])
    return {
        "STRUCTURE": "DATAFLOW",
        "STRUCTURE_ID": codes()["structure"],
        "ACTION": "I",
        "FREQ": frequency(period),
        "REF_AREA": row["district_code"],
        "INDICATOR": indicator_code(row["indicator_id"]),
        "SCOPE": scope_code(row["scope"]),
        "BASIS": row["basis"].upper(),
        "TIME_PERIOD": time_period(period),
    }


def _observation(row: Row, catalogue: Catalogue) -> dict[str, Any]:
    unit = catalogue.unit_of(row["indicator_id"]).id
    return {
        "OBS_VALUE": row["value"],
        "OBS_LOW": row["low"],
        "OBS_HIGH": row["high"],
        "OBS_STATUS": status_code(row),
        "ORIGIN": row["status"].upper(),
        "UNIT_MEASURE": codes()["unit_measure"].get(unit, unit),
        "UNIT_MULT": 0,
        "DATA_VERSION": row["data_version"],
    }


def _texts(row: Row, words: Words) -> dict[str, Any]:
    texts = {
        "REF_AREA_TITLE": words.pick(row["district_zh"], row["district_en"]),
        "INDICATOR_TITLE": words.pick(row["indicator_zh"], row["indicator_en"]),
        "SCOPE_TITLE": words.pick(row["scope"], row["scope_en"]),
        "UNIT_TITLE": words.pick(row["unit_zh"], row["unit_en"]),
        "PRINTED": row["printed"],
        "FORMULA": row["formula"],
        "SOURCE": document_name(row["issuer"], row["source_title"], words),
        "SOURCE_URL": row["url"],
        "COMMENT_OBS": words.pick(row["notes_zh"], row["notes_en"]),
    }
    return {name: inert(text) for name, text in texts.items()}


def indicator_code(indicator_id: str) -> str:
    """The id of an indicator as a code, in which no full stop may stand.

    >>> indicator_code("reconsideration.received")
    'reconsideration-received'
    """
    return indicator_id.replace(".", "-")


def scope_code(scope: str) -> str:
    """A code that follows from the text of a scope alone, so that it stays when others come.

    >>> scope_code(""), scope_code("一审")
    ('_T', 'S_7fd41158')
    """
    return f"S_{hashlib.sha256(scope.encode()).hexdigest()[:8]}" if scope else TOTAL


def status_code(row: Row) -> str:
    """The observation status of a figure, by the first rule that applies."""
    applies = {
        "bounds_only": row["value"] is None,
        "derived": row["status"] == "derived",
        "approximate": row["low"] is None or row["low"] != row["high"],
        "in_conflict": row["in_conflict"],
        "normal": True,
    }
    rules: dict[str, str] = codes()["observation_status"]
    return next(code for rule, code in rules.items() if applies[rule])


def frequency(period: Period) -> str:
    """How often a series of such periods has a figure."""
    rules: dict[str, str] = codes()["frequency"]
    part = {"S": "half", "Q": "quarter"}.get(period.label[5:6])
    if period.basis in (Basis.FIRST_HALF, Basis.OTHER_SPAN) and part:
        return rules[part]
    if _months(period) == 1:
        return rules["month"]
    return rules[period.basis.value]


def time_period(period: Period) -> str:
    """A period as SDMX writes it: 2024, 2025-S1, 2024-05, a day, or its first day and length.

    >>> from indicators.periods import parse_label
    >>> time_period(parse_label("2024-01-01/2024-05-31"))
    '2024-01-01/P5M'
    """
    if period.basis in (Basis.POINT, Basis.CUMULATIVE):
        return period.end.isoformat()
    if period.start is None or "/" not in period.label:
        return period.label
    months = _months(period)
    if months == 1:
        return f"{period.end:%Y-%m}"
    days = (period.end - period.start).days + 1
    length = f"P{months}M" if months else f"P{days}D"
    return f"{period.start.isoformat()}/{length}"


def _months(period: Period) -> int:
    """How many whole months a period is; 0 if it begins or ends within one."""
    start, end = period.start, period.end
    if start is None or start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1


@cache
def codes() -> Codes:
    """The codes as the data file has them."""
    return tomllib.loads(CODES.read_text(encoding="utf-8"))
