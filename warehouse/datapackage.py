"""The whole data set as a Frictionless data package: every table as plain CSV, and what it means.

The descriptor follows from the database itself: column types, keys and comments.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from indicators.errors import RuleOfLawDataError
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.csv_files import LIST_DELIMITER, csv_bytes

DESCRIPTOR = "datapackage.json"

# the tables in the order in which a reader meets them, with their Chinese titles
TABLES = {
    "observation": "观测值",
    "growth_statement": "同比表述",
    "indicator": "指标",
    "family": "门类",
    "unit": "单位",
    "district": "区县",
    "period": "期间",
    "scope": "口径限制",
    "source": "来源",
    "note": "注释",
    "observation_note": "观测值的注释",
    "population": "常住人口",
    "correction": "更正",
    "identity": "恒等式",
    "identity_term": "恒等式的各项",
    "ranked_observation": "同一事实各数的先后",
    "conflict": "互不相容的数",
    "growth_check": "同比核对",
    "identity_check": "恒等式核对",
    "change_log": "更新记录",
}

_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DECIMAL": "number",
}

# only the districts that something is known of; and no entry for "not restricted", whose key is
# empty, which in CSV is no value
_WHERE = {
    "district": """
        WHERE district_code IN (
            SELECT district_code FROM observation UNION SELECT district_code FROM population
            UNION SELECT district_code FROM growth_statement UNION SELECT district_code FROM source
        )
    """,
    "scope": "WHERE scope <> ''",
}

# columns that only this file needs
_INTERNAL = ("period_key", "scope_key", "source_key", "identity_key", "parts_wanted")

# the facts are views, of which the database knows no keys: their own, and what columns refer to
_KEYS = {
    "observation": ("observation_id",),
    "observation_note": ("observation_id", "note_key"),
    "growth_statement": ("growth_id",),
    "ranked_observation": ("observation_id",),
    "conflict": ("shown_id", "other_id"),
    "growth_check": ("growth_id", "reported_id"),
}
_REFERENCES = {
    "district_code": ("district", "district_code"),
    "indicator_id": ("indicator", "indicator_id"),
    "scope": ("scope", "scope"),
    "period_label": ("period", "period_label"),
    "source_id": ("source", "source_id"),
    "note_key": ("note", "note_key"),
    "level_id": ("observation", "observation_id"),
    "implied_id": ("observation", "observation_id"),
}
_CHOICES = {
    "observation": {"status": ["reported", "derived", "computed"]},
    "growth_statement": {"kind": ["pct_change", "multiple", "added_multiple"]},
}
_ORDER = {
    "observation": "indicator_id, scope, district_code, period_label, source_id, observation_id",
    "growth_statement": "indicator_id, scope, district_code, period_label, growth_id",
    "identity_check": "identity_id, district_code, scope, period, source_id",
    **dict.fromkeys(("observation_note", "ranked_observation", "conflict", "growth_check"), "ALL"),
}

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, comment
FROM duckdb_columns()
WHERE NOT internal AND table_name = ANY($tables)
ORDER BY table_name, column_index
"""

_COMMENTS = """
SELECT table_name, comment FROM duckdb_tables()
UNION ALL SELECT view_name, comment FROM duckdb_views()
"""

_CONSTRAINTS = """
SELECT table_name, constraint_type, constraint_column_names AS columns, expression,
    referenced_table, referenced_column_names AS referenced_columns
FROM duckdb_constraints()
ORDER BY table_name, constraint_index
"""

Json = dict[str, Any]


class InvalidPackageError(RuleOfLawDataError):
    """The written data package does not agree with its own descriptor."""


def package_files(warehouse: Warehouse) -> dict[str, bytes]:
    """The files of the package by their path in it, the descriptor first."""
    tables = {name: csv_bytes(_rows(warehouse, name)) for name in TABLES}
    descriptor = json.dumps(_descriptor(warehouse, tables), ensure_ascii=False, indent=2) + "\n"
    data = {_path(name): content for name, content in tables.items()}
    return {DESCRIPTOR: descriptor.encode(), **data}


def table_descriptions(warehouse: Warehouse) -> dict[str, str]:
    """What each table holds, as its comment in the database says."""
    frame = warehouse.query(_COMMENTS)
    comments = dict(frame.iter_rows())
    return {name: comments[name] for name in TABLES}


def check_package(folder: Path) -> None:
    """Have the frictionless library read the package; InvalidPackageError with all it finds."""
    import frictionless  # slow to import, and needed here only

    report = frictionless.validate(str(folder / DESCRIPTOR))
    if not report.valid:
        found = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
        raise InvalidPackageError("\n".join([*(error.message for error in report.errors), *found]))


def _rows(warehouse: Warehouse, table: str) -> pl.DataFrame:
    """The rows of one of our own tables in the order in which they were loaded."""
    where, order = _WHERE.get(table, ""), _ORDER.get(table, "rowid")
    rows = warehouse.query(f"SELECT * FROM {table} {where} ORDER BY {order}")  # noqa: S608
    return rows.drop(_INTERNAL, strict=False)


def _descriptor(warehouse: Warehouse, tables: Mapping[str, bytes]) -> Json:
    columns = warehouse.query(_COLUMNS, {"tables": list(TABLES)}).filter(
        ~pl.col("column_name").is_in(_INTERNAL)
    )
    constraints = warehouse.query(_CONSTRAINTS)
    descriptions = table_descriptions(warehouse)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rule-of-law-indicators",
        "title": "法治指标看板数据 District rule-of-law indicators",
        "description": (
            "Figures from the reports of Chinese districts' justice bureaus, each with its printed "
            "form, bounds and source. Never compare figures of different indicator, scope or basis."
        ),
        "version": warehouse.version,
        "created": f"{queries.data_date(warehouse)}T00:00:00Z",
        "keywords": ["法治政府", "行政复议", "法律援助", "人民调解", "China", "rule of law"],
        "licenses": [
            {
                "name": "MIT",
                "title": "MIT License for our own words; figures, dates and addresses are facts",
                "path": "https://opensource.org/license/mit",
            }
        ],
        "sources": [
            {"title": f"{issuer}：{title}", "path": url}
            for issuer, title, url in queries.sources(warehouse)
            .select("issuer", "title", "url")
            .iter_rows()
        ],
        "resources": [
            {
                "name": name,
                "type": "table",
                "title": TABLES[name],
                "description": descriptions[name],
                "path": _path(name),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": _schema(
                    name, columns.filter(table_name=name), constraints.filter(table_name=name)
                ),
            }
            for name, content in tables.items()
        ],
    }


def _schema(table: str, columns: pl.DataFrame, constraints: pl.DataFrame) -> Json:
    """The schema of one table from its columns and constraints in the database."""
    by_type = constraints.partition_by("constraint_type", as_dict=True)
    found = {str(kind): list(rows.iter_rows(named=True)) for (kind,), rows in by_type.items()}
    key = [column for row in found.get("PRIMARY KEY", []) for column in row["columns"]]
    key += _KEYS.get(table, ())
    choices = {
        row["columns"][0]: re.findall("'([^']*)'", row["expression"])
        for row in found.get("CHECK", [])
        if " IN (" in row["expression"]
    } | _CHOICES.get(table, {})
    schema: Json = {
        "fields": [_field(row, key, choices) for row in columns.iter_rows(named=True)],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = key
    references = [_foreign_key(row) for row in found.get("FOREIGN KEY", [])]
    if table in _KEYS:
        references = [
            _reference([column], *_REFERENCES[column])
            for column in columns["column_name"]
            if column in _REFERENCES
        ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(column: Json, key: list[str], choices: Mapping[str, list[str]]) -> Json:
    name = column["column_name"]
    kind, _, is_list = column["data_type"].partition("[")
    item = _TYPES[kind.partition("(")[0]]
    field: Json = {"name": name, "type": item}
    if is_list:
        field |= {"type": "list", "delimiter": LIST_DELIMITER, "itemType": item}
    if column["comment"]:
        field["description"] = column["comment"]
    constraints: Json = {}
    # empty text is a value in the database and no value in CSV
    if name in key or (not column["is_nullable"] and field["type"] not in ("string", "list")):
        constraints["required"] = True
    if name in choices:
        constraints["enum"] = choices[name]
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_key(constraint: Json) -> Json:
    target = constraint["referenced_table"], *constraint["referenced_columns"]
    return _reference(constraint["columns"], *target)


def _reference(columns: list[str], table: str, *others: str) -> Json:
    return {"fields": columns, "reference": {"resource": table, "fields": list(others)}}


def _path(table: str) -> str:
    return f"data/{table}.csv"
